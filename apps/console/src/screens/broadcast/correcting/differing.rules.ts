import { type Channel, CHANNELS } from '../../../api';
import type { ShownBroadcast } from '../content/shown.rules';

/** One text in which two versions of a broadcast differ. Null: that version lacks it. */
export interface Differing {
  channel: Channel;
  language: string;
  old: { subject?: string; text: string } | null;
  now: { subject?: string; text: string } | null;
}

/** The texts in which two versions differ. */
export function differing(old: ShownBroadcast['contents'], now: ShownBroadcast['contents']): Differing[] {
  return CHANNELS.flatMap((channel) =>
    [...new Set([old, now].flatMap((version) => Object.keys(version[channel] ?? {})))]
      .map((language) => ({
        channel,
        language,
        old: old[channel]?.[language] ?? null,
        now: now[channel]?.[language] ?? null,
      }))
      .filter((one) => one.old?.text !== one.now?.text || one.old?.subject !== one.now?.subject),
  );
}
