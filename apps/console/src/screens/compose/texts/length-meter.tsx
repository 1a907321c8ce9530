import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Channel, TextLook } from '../../../api';
import { number, rupiah } from '../../../times';

/** The share of a channel's limit that a text uses, for the longest name and region; for SMS, its cost. */
export function LengthMeter({
  channel,
  length: { characters, limit, sms },
  smsCost,
}: {
  channel: Channel;
  length: TextLook['lengths'][number];
  smsCost: { perSegment: number; messages: number } | null;
}) {
  const { t } = useTranslation();
  const label = t('meters.label', { channel: t(`channels.${channel}`) });
  const most = sms ? sms.characters + sms.left : (limit ?? characters);
  const used = sms ? sms.characters : characters;
  return (
    <Stack gap={4}>
      <Progress.Root size="sm">
        <Progress.Section
          value={Math.min(100, (100 * used) / Math.max(1, most))}
          color={used > most ? 'red.9' : 'sea.7'}
          aria-label={label}
        />
      </Progress.Root>
      <Text size="sm">
        {sms
          ? t('meters.smsLeft', {
              characters: number(sms.characters),
              left: number(sms.left),
              segments: number(sms.segments),
              encoding: sms.encoding,
            })
          : t('meters.of', {
              characters: number(characters),
              limit: number(most),
              left: number(most - characters),
            })}
      </Text>
      {sms && smsCost && (
        <Text size="sm" c="dimmed">
          {t('meters.cost', {
            each: rupiah(sms.segments * smsCost.perSegment),
            messages: number(smsCost.messages),
            all: rupiah(sms.segments * smsCost.perSegment * smsCost.messages),
          })}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('meters.longest')}
      </Text>
    </Stack>
  );
}
