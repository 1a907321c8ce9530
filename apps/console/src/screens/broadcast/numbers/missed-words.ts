import type { TFunction } from 'i18next';
import type { Counts } from '../../../api';
import { everyone } from '../../../parts/sending/account.rules';
import { number, share } from '../../../times';
import { withoutIn } from './live.rules';

/** What of a place did not arrive, and apart from it what nobody knows; a dash: neither. */
export function missedWords(t: TFunction, counts: Counts | undefined): string {
  if (!counts) return '–';
  const missed = withoutIn(counts) - counts.unknown;
  const words = [
    missed > 0 && t('heat.missedOf', { missed: number(missed), share: share(missed, everyone(counts)) }),
    counts.unknown > 0 && t('heat.uncertain', { copies: number(counts.unknown) }),
  ].filter(Boolean);
  return words.length > 0 ? words.join(' · ') : '–';
}
