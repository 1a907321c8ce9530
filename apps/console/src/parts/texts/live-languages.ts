import { useQuery } from '@tanstack/react-query';
import { languages } from '../../api';

/** The codes of the regional languages that texts can be written in now; none until they are known. */
export function useLiveLanguages(): readonly string[] {
  const found = useQuery({ queryKey: ['languages'], queryFn: languages.list });
  return (found.data ?? []).filter(({ live }) => live !== null).map(({ code }) => code);
}
