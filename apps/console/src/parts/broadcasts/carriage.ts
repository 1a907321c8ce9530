import type { TFunction } from 'i18next';
import { CHANNELS, type Submission } from '../../api';
import { listed } from '../../times';

const NAMED = ['smtp', 'telegram', 'twilio', 'smpp'] as const;

/** A line for each channel of a document: the kinds of accounts that may carry its copies. */
export const carriedBy = (
  t: TFunction,
  { accountKinds }: Pick<Submission['document'], 'accountKinds'>,
): string[] =>
  CHANNELS.flatMap((channel) => {
    const kinds = accountKinds[channel]?.map((kind) => nameOf(t, kind));
    return kinds ? [t('carriage.of', { channel: t(`channels.${channel}`), kinds: listed(kinds) })] : [];
  });

/** A kind without a name in this console's words keeps that of the accounts file. */
function nameOf(t: TFunction, kind: string): string {
  const named = NAMED.find((one) => one === kind);
  return named ? t(`carriage.kinds.${named}`) : kind;
}
