import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Counts } from '../../../api';
import { everyone, SIGNS, type Standing, STANDINGS } from '../../../parts/sending/account.rules';
import { number } from '../../../times';

const colour = (name: string): string => `var(--mantine-color-${name})`;

/** The colours differ in lightness too; the table beside the bar has words and numbers. */
export const STATE_COLOUR: Record<Standing, string> = {
  delivered: colour('green-9'),
  accepted: colour('green-5'),
  claimed: colour('sea-4'),
  pending: colour('gray-4'),
  unlisted: colour('gray-2'),
  failed: colour('red-8'),
  unknown: colour('yellow-5'),
  suppressed: colour('gray-6'),
  expired: colour('orange-6'),
  cancelled: colour('grape-8'),
  neverListed: colour('grape-4'),
};

/** Completed copies first, then failures, then copies in progress. */
export const ORDER: readonly Standing[] = [
  'delivered',
  'accepted',
  'failed',
  'unknown',
  'suppressed',
  'expired',
  'cancelled',
  'neverListed',
  'claimed',
  'pending',
  'unlisted',
];

/** What the colours of some bars mean: every one that occurs. */
export function BarsKey({ of }: { of: Counts }) {
  const { t } = useTranslation();
  const shown = ORDER.filter((one) => of[one] > 0);
  if (shown.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {shown.map((one) => (
        <span key={one} style={{ marginInlineEnd: '1em', display: 'inline-block' }}>
          <span aria-hidden className="colour-key" style={{ background: STATE_COLOUR[one] }} />{' '}
          {t(`deliveryStates.${one}`)}
        </span>
      ))}
    </Text>
  );
}

/** All standings of one channel or region as one bar, with a sentence for screen readers. */
export function StackedBar({ counts, label }: { counts: Counts; label: string }) {
  const { t } = useTranslation();
  const said = STANDINGS.filter((one) => counts[one] > 0)
    .map((one) => `${t(`deliveryStates.${one}`)} ${number(counts[one])}`)
    .join(', ');
  return (
    <Progress.Root size={18} radius="sm" role="img" aria-label={`${label}: ${said}`}>
      {ORDER.filter((one) => counts[one] > 0).map((one) => (
        <Progress.Section
          key={one}
          value={(counts[one] / Math.max(1, everyone(counts))) * 100}
          color={STATE_COLOUR[one]}
          withAria={false}
          title={`${t(`deliveryStates.${one}`)}: ${number(counts[one])}`}
        >
          {SIGNS[one] && (
            <Progress.Label aria-hidden fz="xs">
              {SIGNS[one]}
            </Progress.Label>
          )}
        </Progress.Section>
      ))}
    </Progress.Root>
  );
}
