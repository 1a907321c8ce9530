import type { TFunction } from 'i18next';
import { CHANNELS, type Submission } from '../../api';
import { listed } from '../../times';

/** A line for each channel of a document: the kinds of accounts that may carry its copies. */
export const carriedBy = (
  t: TFunction,
  { accountKinds }: Pick<Submission['document'], 'accountKinds'>,
): string[] =>
  CHANNELS.flatMap((channel) => {
    const kinds = accountKinds[channel]?.map((kind) =>
      // A kind without a name in this console's words keeps that of the accounts file.
      t(`carriage.kinds.${kind as 'smtp'}`, { defaultValue: kind }),
    );
    return kinds ? [t('carriage.of', { channel: t(`channels.${channel}`), kinds: listed(kinds) })] : [];
  });
