import { type Channel, CHANNELS } from '../../api';
import type { ShownBroadcast } from './shown.rules';

/** One text of two versions of a broadcast, where they differ in it. Null: that version has none. */
export interface Differing {
  channel: Channel;
  language: string;
  old: { subject?: string; text: string } | null;
  now: { subject?: string; text: string } | null;
}

/** In which texts two versions differ. */
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
