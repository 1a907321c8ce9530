import { type Counts, outcomes } from '../../../api';
import { isSameAccount, isSameReach, sumOf } from '../../../parts/sending/account.rules';
import { useLargeRead } from '../../../parts/sending/large-read';

/** The least interval at which a report that differs from the totals is fetched again, in ms. */
const AGAIN_MS = 1_500;

/**
 * The report of a broadcast that has ended. It may be older than the counts beside it, and then has fewer people than they
 * reached: undefined until both say the same.
 * @param total the counts beside it
 */
export function useReport(id: string, total: Counts, enabled: boolean) {
  const report = useLargeRead({
    queryKey: ['report', id],
    read: () => outcomes.report(id),
    again: (data) => (data && !isSameAccount(sumOf(data.lines), total) ? AGAIN_MS : false),
    staleTime: 60_000,
    enabled,
  }).data;
  return report && isSameReach(sumOf(report.lines), total) ? report : undefined;
}
