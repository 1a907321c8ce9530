import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SampleCopy } from '../../api';
import { number } from '../../times';

/** Telegram's limit on a text, in UTF-16 units. */
const TELEGRAM_LIMIT = 4096;

/** The length and the segments of a text as an SMS. */
export function SmsMeter({
  sms: { encoding, segments, characters },
}: {
  sms: NonNullable<SampleCopy['sms']>;
}) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('meters.sms', {
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
