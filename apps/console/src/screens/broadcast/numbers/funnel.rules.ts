import { type Counts, everyone, reached } from '../../../parts/sending/account.rules.js';

export interface FunnelStep {
  name: 'expected' | 'handed' | 'accepted' | 'delivered';
  copies: number;
  /** Of all that are expected, 0 to 1. */
  share: number;
  /** What this step has lost for good, by standing: those that occur. */
  lost: Partial<Record<'failed' | 'unknown', number>>;
}

/**
 * From those who will be written to, to those whose copy arrived.
 * @param sms the copies by SMS, the only ones whose arrival is reported; undefined: there are none
 */
export function funnelOf(total: Counts, sms: Counts | undefined): FunnelStep[] {
  const all = everyone(total);
  const { failed, unknown } = total;
  const step = (name: FunnelStep['name'], copies: number, lost: FunnelStep['lost'] = {}): FunnelStep => ({
    name,
    copies,
    share: all === 0 ? 0 : copies / all,
    lost,
  });
  return [
    step('expected', all),
    step('handed', reached(total) + failed + unknown),
    step('accepted', reached(total), { ...(failed > 0 && { failed }), ...(unknown > 0 && { unknown }) }),
    ...(sms && everyone(sms) > 0 ? [step('delivered', sms.delivered)] : []),
  ];
}
