import { SUPPRESSED_REASONS } from '../../../../../../libs/contract/lists.js';
import { type Counts, everyone, reached, waiting } from '../../../parts/sending/account.rules.js';

/** Why copies are not at a step: their standing, or that they may still get there. */
type Lost = 'suppressed' | 'cancelled' | 'expired' | 'neverListed' | 'waiting' | 'failed' | 'unknown';

interface FunnelStep {
  name: 'expected' | 'handed' | 'accepted';
  copies: number;
  /** Of all that are expected, 0 to 1. */
  share: number;
  /** What fell out on the way from the step before, by cause: those that occur. */
  lost: readonly (readonly [Lost, number])[];
}

/** From the listed copies to those that a provider took: each step is the one before less its losses. */
export function funnelOf(total: Counts): FunnelStep[] {
  const all = everyone(total);
  const { suppressed, cancelled, expired, neverListed, failed, unknown } = total;
  const step = (
    name: FunnelStep['name'],
    copies: number,
    lost: Partial<Record<Lost, number>> = {},
  ): FunnelStep => ({
    name,
    copies,
    share: all === 0 ? 0 : copies / all,
    lost: (Object.entries(lost) as [Lost, number][]).filter(([, gone]) => gone > 0),
  });
  return [
    step('expected', all),
    step('handed', reached(total) + failed + unknown, {
      waiting: waiting(total),
      suppressed,
      cancelled,
      expired,
      neverListed,
    }),
    step('accepted', reached(total), { failed, unknown }),
  ];
}

/**
 * Why copies were not sent to their addresses: `dead` or `left` where only that occurred, else `suppressed`, of both or of
 * something else.
 * @param failures by reason; none: not known
 */
export function whySuppressed(
  failures: readonly { state: string; reason: string | null }[],
): 'dead' | 'left' | 'suppressed' {
  const reasons = failures.filter(({ state }) => state === 'suppressed').map(({ reason }) => reason);
  const [why, ...others] = new Set(reasons.map((reason) => MEANINGS[reason ?? ''] ?? 'suppressed'));
  return why && others.length === 0 ? why : 'suppressed';
}

const MEANINGS: Readonly<Record<string, 'dead' | 'left' | undefined>> = SUPPRESSED_REASONS;
