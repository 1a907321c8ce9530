import { useTranslation } from 'react-i18next';
import type { Counts } from '../../api';
import { number } from '../../times';
import { plannedOf, reached, STANDINGS } from './account.rules';

/** Returns an account in one line: how many copies of all were reached, and the standing of the others. */
export function useAccountWords(): (counts: Counts) => string {
  const { t } = useTranslation();
  return (counts) =>
    [
      t('tally.reached', { reached: number(reached(counts)), total: number(plannedOf(counts)) }),
      ...STANDINGS.filter((one) => one !== 'accepted' && one !== 'delivered' && counts[one] > 0).map(
        (one) => `${t(`deliveryStates.${one}`)} ${number(counts[one])}`,
      ),
    ].join(' · ');
}
