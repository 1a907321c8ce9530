import type { TFunction } from 'i18next';
import type { ListedBroadcast } from '../../api';
import { instant } from '../../times';

/** The last event of a broadcast in a list: its withdrawal, its submission, its approval, or else its last change. @param said how a time is written */
export function lastWords(
  t: TFunction,
  { state, approvedAt, updatedAt }: Pick<ListedBroadcast, 'state' | 'approvedAt' | 'updatedAt'>,
  said: (at: string) => string = instant,
): string {
  // A withdrawn broadcast keeps its approval: the time of its withdrawal is that of the last change.
  if (state === 'withdrawn') return t('broadcast.last.withdrawn', { when: said(updatedAt) });
  // A submission under review is not edited.
  if (state === 'in_review') return t('submittedAt', { when: said(updatedAt) });
  return approvedAt
    ? t('chain.approvedAt', { when: said(approvedAt) })
    : t('list.changed', { when: said(updatedAt) });
}
