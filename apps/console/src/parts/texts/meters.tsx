import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SampleCopy } from '../../api';
import { number, rupiah } from '../../times';

/** Telegram's limit on a text, in UTF-16 units. */
const TELEGRAM_LIMIT = 4096;

/**
 * The length, the segments and the cost of a text as an SMS.
 * @param by the person in the copy that was counted; null: the one with the longest name and region
 */
export function SmsMeter({
  sms: { encoding, segments, characters },
  by,
  perSegment,
}: {
  sms: NonNullable<SampleCopy['sms']>;
  by: string | null;
  perSegment: number;
}) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t(by === null ? 'meters.smsLongest' : 'meters.smsOf', {
        name: by || t('sample.nameless'),
        cost: rupiah(segments * perSegment),
        characters: number(characters),
        segments: number(segments),
        letters: t(`meters.letters.${encoding}`),
      })}
    </Text>
  );
}

/** The share of Telegram's limit that a text uses. */
export function TelegramMeter({ length }: { length: number }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('meters.telegram', { length: number(length), limit: number(TELEGRAM_LIMIT) })}
    </Text>
  );
}
