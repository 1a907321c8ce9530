import { Button, Text } from '@mantine/core';
import IconArrowRight from '@tabler/icons-react/icons/IconArrowRight';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { reviews } from '../../api/reviews';
import { nextOf } from './next.rules';

/** Leads on from a decided broadcast to the next one that waits for this person. */
export function Next({ after }: { after: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['reviews'], queryFn: reviews.waiting, refetchInterval: 15_000 });
  if (!data) return null;
  const next = nextOf(data, after);
  if (!next)
    return (
      <Text size="sm" role="status">
        {t('reviews.noNext')}
      </Text>
    );
  return (
    <Button
      component={Link}
      to={next.series ? `/seri/${next.series.id}` : `/tinjau/${next.id}`}
      rightSection={<IconArrowRight size={16} aria-hidden />}
      h="auto"
      mih={36}
      py={6}
      styles={{
        label: { whiteSpace: 'normal', overflow: 'visible', overflowWrap: 'anywhere', lineHeight: 1.3 },
      }}
    >
      {t('reviews.next', { title: next.series?.title ?? next.title })}
    </Button>
  );
}
