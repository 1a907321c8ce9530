import { type Counts, outcomes } from '../../../api';
import { isSameAccount, sumOf } from '../../../parts/sending/account.rules';
import { useLargeRead } from '../../../parts/sending/large-read';

/** The least interval at which a report that differs from the totals is fetched again, in ms. */
const AGAIN_MS = 1_500;

/** The report of a broadcast that has ended; undefined: not read yet. @param total the counts beside it */
export const useReport = (id: string, total: Counts, enabled: boolean) =>
  useLargeRead({
    queryKey: ['report', id],
    read: () => outcomes.report(id),
    again: (data) => (data && !isSameAccount(sumOf(data.lines), total) ? AGAIN_MS : false),
    staleTime: 60_000,
    enabled,
  }).data;
