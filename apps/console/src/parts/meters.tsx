import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SampleCopy } from '../api';
import { number } from '../times';

/** Telegram's limit on a text, in UTF-16 units. */
const TELEGRAM_LIMIT = 4096;

/** What a text comes to as an SMS. */
export function SmsMeter({
  sms: { encoding, segments, characters },
}: {
  sms: NonNullable<SampleCopy['sms']>;
}) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('meters.sms', { characters: number(characters), segments: number(segments), encoding })}
    </Text>
  );
}

/** How much of Telegram's limit a text takes. */
export function TelegramMeter({ length }: { length: number }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('meters.telegram', { length: number(length), limit: number(TELEGRAM_LIMIT) })}
    </Text>
  );
}
