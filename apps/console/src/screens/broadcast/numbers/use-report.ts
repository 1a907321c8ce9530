import { type Counts, outcomes } from '../../../api';
import { isSameAccount, isSameReach, sumOf } from '../../../parts/sending/account.rules';
import { useLargeRead } from '../../../parts/sending/large-read';

/** The least interval at which a report that differs from the totals is fetched again, in ms. */
const AGAIN_MS = 1_500;

/**
 * The report of a broadcast that has ended; undefined while it is one that was counted before the end, which has fewer people
 * than were reached. Late receipts may still change a few: of a nation a count takes minutes, and is not held back for them.
 * @param total the counts beside it
 * @param endedAt when the broadcast ended, ISO 8601
 */
export function useReport(id: string, total: Counts, endedAt: string | null) {
  const report = useLargeRead({
    queryKey: ['report', id],
    read: () => outcomes.report(id),
    again: (data) => (data && !isSameAccount(sumOf(data.lines), total) ? AGAIN_MS : false),
    staleTime: 60_000,
  }).data;
  if (!report) return undefined;
  const afterEnd = endedAt !== null && Date.parse(report.countedAt) >= Date.parse(endedAt);
  return afterEnd || isSameReach(sumOf(report.lines), total) ? report : undefined;
}
