import type { TFunction } from 'i18next';
import type { Broadcast } from '../../api';
import { lately } from '../../times';
import { handling } from './alert.rules';

/** Who handles it, or took it and did not decide, as far as the open alert about it was taken; null: nobody is known to. */
export function takenWords(t: TFunction, alert: Broadcast['alert']): string | null {
  const how = handling(alert);
  const by = { name: alert?.answeredBy?.name ?? '', at: lately(alert?.answeredAt ?? '') };
  return how === null ? null : t(how === 'lapsed' ? 'alert.lapsed' : 'alert.takenBy', by);
}
