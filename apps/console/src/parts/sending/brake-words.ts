import type { TFunction } from 'i18next';
import type { BrakeFinding, Channel } from '../../api';
import { number } from '../../times';
import { isOfAccount } from './account-codes.rules';
import { carrierName } from './carriers';

/** What a channel sends to: numbers by SMS, else addresses. */
export const addressWords = (t: TFunction, channel: Channel | undefined): string =>
  t(channel === 'sms' ? 'operations.numbers' : 'operations.addresses');

/** The brake's finding in the language on screen. */
export function brakeWords(t: TFunction, { channel, why, code, copies, of, carrier }: BrakeFinding): string {
  const values = {
    addresses: addressWords(t, channel),
    copies: number(copies ?? 0),
    answers: number(of ?? 0),
    carrier: carrier === null ? '' : carrierName(t, carrier),
  };
  const said =
    why === 'key' || why === 'sender'
      ? t(`hindrances.found.${why === 'sender' && isOfAccount(code) ? 'account' : why}`)
      : t(carrier === null ? `operations.brake.${why}` : `operations.brakeOne.${why}`, values);
  return code === null ? said : `${said} (${code})`;
}

/** The role that paused it, or the brake's finding; null when neither is known. */
export const pauseWords = (
  t: TFunction,
  { reason, brake }: { reason: string | null; brake: BrakeFinding | null },
): string | null => (brake ? brakeWords(t, brake) : reason);

/** Whether a value from the audit trail is a finding of the brake. */
export const isFinding = (value: unknown): value is BrakeFinding =>
  typeof value === 'object' && value !== null && 'why' in value && 'copies' in value && 'carrier' in value;
