import type { Broadcast } from '../../../api';

type StopAct = Pick<Broadcast['stops'][number], 'act' | 'channel' | 'regionCode' | 'doubt' | 'keptInDoubt'>;

/** What begins to hold copies, and what lets them go on. */
const HOLDS: readonly string[] = ['pause', 'pause-channel', 'stop-all'];
const LIFTED_BY: Readonly<Record<string, string>> = {
  pause: 'resume',
  'pause-channel': 'resume-channel',
  'stop-all': 'lift-stop',
};

const covers = (one: string | null, other: string | null): boolean => one === null || one === other;

/**
 * The acts that held copies of a channel back when they were cancelled, or when they expired: the reason that the ledger
 * has for them is their end alone. What was cancelled in one region has its cause in that act.
 * @param stops the oldest first
 */
export function heldBefore<Act extends StopAct>(
  stops: readonly Act[],
  channel: string,
  end: 'cancelled' | 'expired',
): Act[] {
  const last =
    end === 'expired'
      ? stops.length
      : stops.findLastIndex((one) => cancels(one, channel) && one.regionCode === null);
  let open: Act[] = [];
  for (const one of stops.slice(0, Math.max(0, last))) {
    if (!covers(one.channel, channel)) continue;
    if (HOLDS.includes(one.act)) open.push(one);
    else
      open = open.filter(
        (held) =>
          LIFTED_BY[held.act] !== one.act ||
          !covers(one.regionCode, held.regionCode) ||
          (one.keptInDoubt && held.doubt),
      );
  }
  return open;
}

const cancels = ({ act, channel: of }: Pick<StopAct, 'act' | 'channel'>, channel: string): boolean =>
  (act === 'cancel' || act === 'withdraw') && covers(of, channel);

/** The acts that cancelled copies of these channels: the cause of what was cancelled, whatever held it before. */
export const cancelledBy = <Act extends StopAct>(stops: readonly Act[], channels: readonly string[]): Act[] =>
  stops.filter((one) => channels.some((channel) => cancels(one, channel)));
