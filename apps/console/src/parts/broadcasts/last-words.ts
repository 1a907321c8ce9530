import type { TFunction } from 'i18next';
import type { ListedBroadcast } from '../../api';
import { instant } from '../../times';

/** The last event of a broadcast in a list: its withdrawal, its approval, or else its last change. */
export function lastWords(
  t: TFunction,
  { state, approvedAt, updatedAt }: Pick<ListedBroadcast, 'state' | 'approvedAt' | 'updatedAt'>,
): string {
  // A withdrawn broadcast keeps its approval: the time of its withdrawal is that of the last change.
  if (state === 'withdrawn') return t('broadcast.last.withdrawn', { when: instant(updatedAt) });
  return approvedAt
    ? t('chain.approvedAt', { when: instant(approvedAt) })
    : t('list.changed', { when: instant(updatedAt) });
}
