import type { ChannelName } from '#channels';

/** When dead addresses stop a broadcast on a channel: more than `min`, and more than `share` of the last `window` answers. */
export interface BrakeLimits {
  min: number;
  share: number;
  window: number;
}

/** Dead addresses that one group of answers held. */
export interface DeadSeen {
  /** How many answers there had been by then, on that channel of the broadcast. */
  answers: number;
  dead: number;
}

/** Why a brake is pulled: the provider's code, or how many addresses were dead of how many. */
export type Cause = { code: string } | { dead: number; of: number };

/** Written instead of a provider's code when it is we who lack the key. */
export const KEY_MISSING = 'key missing';

const NAMES: Record<ChannelName, string> = { email: 'E-mail', telegram: 'Telegram', sms: 'SMS' };

/**
 * Whether the last answers hold so many dead addresses that the list must be wrong. Pure.
 * @param answers how many there have been, now
 * @param seen in any order; those further back than the window do not count
 * @returns how many were dead of how many; null when that is no reason to stop
 */
export function tooManyDead(
  limits: BrakeLimits,
  answers: number,
  seen: readonly DeadSeen[],
): { dead: number; of: number } | null {
  const of = Math.min(answers, limits.window);
  const dead = seen
    .filter((group) => group.answers > answers - limits.window)
    .reduce((sum, group) => sum + group.dead, 0);
  return dead > limits.min && dead > limits.share * of ? { dead: Math.min(dead, of), of } : null;
}

/** Says to people, in Indonesian, why a channel stands still and who must decide. Pure. */
export function whyBraked(channel: ChannelName, cause: Cause): string {
  return `${NAMES[channel]}: ${what(cause)}. Pengiriman dijeda; operator harus memeriksa dan memutuskan.`;
}

function what(cause: Cause): string {
  if ('dead' in cause) return `${cause.dead} dari ${cause.of} alamat terakhir tidak ada lagi`;
  return cause.code === KEY_MISSING
    ? 'kunci untuk membuka alamat tidak ada pada pengirim'
    : `penyedia menolak pengirim atau isi pesan (${cause.code})`;
}
