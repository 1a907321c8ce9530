import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Counts, DELIVERY_STATES, type DeliveryState } from '../../api';
import { number } from '../../times';

/** Told apart by lightness too; the table beside says each in words and numbers. */
export const STATE_COLOUR: Record<DeliveryState, string> = {
  delivered: 'green.9',
  accepted: 'green.5',
  claimed: 'sea.4',
  pending: 'gray.3',
  failed: 'red.8',
  suppressed: 'gray.6',
  expired: 'orange.6',
  cancelled: 'gray.7',
  unknown: 'yellow.5',
};

/** What is done comes first, then what is on its way, then what went wrong. */
const ORDER: readonly DeliveryState[] = [
  'delivered',
  'accepted',
  'failed',
  'unknown',
  'suppressed',
  'expired',
  'cancelled',
  'claimed',
  'pending',
];

/** All states of one channel as one bar; read out as a sentence. */
export function StackedBar({ counts, label }: { counts: Counts; label: string }) {
  const { t } = useTranslation();
  const said = DELIVERY_STATES.filter((state) => counts[state] > 0)
    .map((state) => `${t(`deliveryStates.${state}`)} ${number(counts[state])}`)
    .join(', ');
  return (
    <Progress.Root size={18} radius="sm" role="img" aria-label={`${label}: ${said}`}>
      {ORDER.filter((state) => counts[state] > 0).map((state) => (
        <Progress.Section
          key={state}
          value={(counts[state] / Math.max(1, counts.targeted)) * 100}
          color={STATE_COLOUR[state]}
          withAria={false}
          title={`${t(`deliveryStates.${state}`)}: ${number(counts[state])}`}
        />
      ))}
    </Progress.Root>
  );
}
