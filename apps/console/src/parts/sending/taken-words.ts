import type { TFunction } from 'i18next';
import type { Broadcast } from '../../api';
import { lately } from '../../times';

/** Who handles it, as far as the open alert about it was taken; null: nobody is known to. */
export const takenWords = (t: TFunction, alert: Broadcast['alert']): string | null =>
  alert?.open && alert.answer === 'taken' && alert.answeredBy && alert.answeredAt
    ? t('wall.handles', { name: alert.answeredBy.name, at: lately(alert.answeredAt) })
    : null;
