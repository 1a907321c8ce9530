import type { TFunction } from 'i18next';
import type { BrakeFinding } from '../api';
import { number } from '../times';

/** What the brake found, in the language on screen. */
export function brakeWords(t: TFunction, { why, code, copies, of, carrier }: BrakeFinding): string {
  const values = { copies: number(copies ?? 0), answers: number(of ?? 0), carrier: carrier ?? '' };
  const said =
    why === 'key' || why === 'sender'
      ? t(`hindrances.found.${why}`)
      : t(carrier === null ? `operations.brake.${why}` : `operations.brakeOne.${why}`, values);
  return code === null ? said : `${said} (${code})`;
}

/** The words of who paused something, or what the brake found; null: neither. */
export const pauseWords = (
  t: TFunction,
  { reason, brake }: { reason: string | null; brake: BrakeFinding | null },
): string | null => (brake ? brakeWords(t, brake) : reason);

/** Whether something of the trail is what a brake found. */
export const isFinding = (value: unknown): value is BrakeFinding =>
  typeof value === 'object' && value !== null && 'why' in value && 'copies' in value && 'carrier' in value;
