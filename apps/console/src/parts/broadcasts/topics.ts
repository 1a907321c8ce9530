import { useQuery } from '@tanstack/react-query';
import { reference } from '../../api';
import { spoken } from '../../i18n';

/**
 * The topics in the reader's language, once they are loaded, and the name of each. They do not change while the console
 * is open.
 */
export function useTopics(): { topics: { id: string; name: string }[]; topicName: (id: string) => string } {
  const { data = [] } = useQuery({
    queryKey: ['topics'],
    queryFn: reference.topics,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const topics = data.map(({ id, name }) => ({ id, name: name[spoken()] }));
  return { topics, topicName: (id) => topics.find((one) => one.id === id)?.name ?? id };
}
