import { useQuery } from '@tanstack/react-query';
import { type Broadcast, type Counts, type Course, outcomes } from '../../../api';
import { annotationsOf } from '../../../parts/charts/rates.rules';
import { reached, sumOf } from '../../../parts/sending/account.rules';
import { narrowed } from '../stopping/stop-acts.rules';

/** How a broadcast has gone so far; asked again while it runs, in ms: its counts stand beside those of the stream. */
const EVERY_MS = 5_000;
const AFTER_MS = 60_000;

/** @param total the counts beside it: after the end it is asked again soon until its parts have them too */
export const useCourse = (id: string, over: boolean, total: Counts | null) =>
  useQuery({
    queryKey: ['course', id],
    queryFn: () => outcomes.course(id),
    refetchInterval: ({ state: { data } }) =>
      over && !(data && total && reached(sumOf(data.parts)) !== reached(total)) ? AFTER_MS : EVERY_MS,
  });

/** The counts of a broadcast that has ended, as its course was last read; null: not yet, or it goes on. */
export function useEndTotal(id: string, over: boolean): Counts | null {
  const { data } = useQuery({ queryKey: ['course', id], queryFn: () => outcomes.course(id), enabled: over });
  return over && data ? sumOf(data.parts) : null;
}

/** What stopped it and let it go on, and what its providers did, for its curves. */
export const annotationsIn = ({ stops, chain }: Broadcast, outages: Course['outages']) =>
  annotationsOf(narrowed(stops), chain?.correctedBy?.approvedAt ?? null, outages);
