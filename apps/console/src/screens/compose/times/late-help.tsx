import { Alert, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type Outlook } from '../../../api';
import { instant, listed, number, onlyZone } from '../../../times';
import { overrun } from './timeline.rules';

/** Lists the channels that cannot finish before expiry, and what would help. */
export function LateHelp({ outlook: { forecast, rates } }: { outlook: Outlook }) {
  const { t } = useTranslation();
  const inTime = CHANNELS.filter((channel) => forecast[channel]?.late === false);
  return CHANNELS.map((channel) => {
    const found = forecast[channel];
    if (!found?.late) return null;
    const over = overrun(found);
    const rate = rates[channel];
    const name = t(`channels.${channel}`);
    return (
      <Alert key={channel} color="red" title={t('lateness.title', { channel: name })} role="status">
        <Text size="sm">
          {t('lateness.what', {
            late: number(found.lateMessages),
            messages: number(found.messages),
            at: instant(found.expiresAt, onlyZone(found.zones)),
            finish: instant(found.finishesAt, onlyZone(found.zones)),
          })}{' '}
          {rate !== null && t('lateness.rate', { channel: name, rate: number(rate) })}
        </Text>
        <Text size="sm" mt="xs">
          {t('lateness.help')}
        </Text>
        <List size="sm">
          {over > 0 && <List.Item>{t('lateness.earlier', { length: duration(over) })}</List.Item>}
          <List.Item>
            {over > 0 ? t('lateness.later', { length: duration(over) }) : t('lateness.laterEach')}
          </List.Item>
          <List.Item>
            {t('lateness.fewer', {
              share: number(Math.ceil((100 * found.lateMessages) / Math.max(1, found.messages))),
            })}
          </List.Item>
          <List.Item>
            {inTime.length > 0
              ? t('lateness.others', { channels: listed(inTime.map((one) => t(`channels.${one}`))) })
              : t('lateness.preferred')}
          </List.Item>
          {channel === 'telegram' && <List.Item>{t('lateness.paid')}</List.Item>}
        </List>
      </Alert>
    );
  });

  function duration(ms: number): string {
    const minutes = Math.ceil(ms / 60_000);
    if (minutes < 120) return t('lateness.minutes', { count: minutes });
    const hours = Math.ceil(minutes / 60);
    return hours < 48
      ? t('lateness.hours', { count: hours })
      : t('lateness.days', { count: Math.ceil(hours / 24) });
  }
}
