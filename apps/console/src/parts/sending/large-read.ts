import { type QueryKey, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';

/** The pause between two reads is at least this many times as long as the last read took. */
const SPACING = 10;

/**
 * A query that reads the ledger, asked again while its answer is outdated. On the ledger of a nation a read takes minutes:
 * screens that stay open must not keep the database reading.
 * @param again the wanted pause, in ms; false: the answer is up to date
 */
export function useLargeRead<T>({
  read,
  again,
  ...query
}: {
  queryKey: QueryKey;
  read: () => Promise<T>;
  again: (data: T | undefined) => number | false;
  enabled?: boolean;
  staleTime?: number;
}) {
  const tookMs = useRef(0);
  return useQuery({
    ...query,
    queryFn: async () => {
      const from = performance.now();
      try {
        return await read();
      } finally {
        tookMs.current = performance.now() - from;
      }
    },
    refetchInterval: ({ state: { data } }) => {
      const wanted = again(data);
      return wanted === false ? false : Math.max(wanted, SPACING * tookMs.current);
    },
  });
}
