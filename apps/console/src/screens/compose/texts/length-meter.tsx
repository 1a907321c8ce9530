import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, LONG_SMS_SEGMENTS, type TextLook } from '../../../api';
import { listed, number, rupiah } from '../../../times';

/** The share of a channel's limit that a text uses, for the longest name and region; for SMS, its cost. */
export function LengthMeter({
  channel,
  length: { characters, limit, sms, without = [] },
  smsCost,
  allowed,
  onAllow,
}: {
  channel: Channel;
  length: TextLook['lengths'][number];
  smsCost: { perSegment: number; messages: number } | null;
  /** The segments that an SMS may have. */
  allowed: number;
  onAllow: ((segments: number) => void) | null;
}) {
  const { t } = useTranslation();
  const label = t('meters.label', { channel: t(`channels.${channel}`) });
  const most = sms ? sms.characters + sms.left : (limit ?? characters);
  const used = sms ? sms.characters : characters;
  const over = sms ? sms.segments > allowed : used > most;
  const next = sms && LONG_SMS_SEGMENTS.find((one) => one >= sms.segments);
  return (
    <Stack gap={4}>
      <Progress.Root size="sm">
        <Progress.Section
          value={over ? 100 : Math.min(100, (100 * used) / Math.max(1, most))}
          color={over ? 'red.9' : 'sea.7'}
          aria-label={label}
        />
      </Progress.Root>
      <Text size="sm" c={over ? 'red.9' : undefined} fw={over ? 600 : undefined}>
        {sms
          ? t(over ? 'meters.smsOver' : 'meters.smsLeft', {
              characters: number(sms.characters),
              left: number(sms.left),
              segments: number(sms.segments),
              allowed: number(allowed),
              letters: t(`meters.letters.${sms.encoding}`),
            })
          : t('meters.of', {
              characters: number(characters),
              limit: number(most),
              left: number(most - characters),
            })}
      </Text>
      {without.length > 0 && (
        <Text size="sm">
          {t('meters.without', { what: listed(without.map((one) => t(`variables.${one}`))) })}
        </Text>
      )}
      {over && next && onAllow && (
        <Group>
          <Button variant="default" size="compact-sm" onClick={() => onAllow(next)}>
            {t('meters.allow', { segments: next })}
          </Button>
        </Group>
      )}
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
