import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Progress } from '../../../api';
import { everyone } from '../../../parts/sending/account.rules';
import { clock, dayAt, earliestToday, instant, listed, number } from '../../../times';
import { HeldBadge } from '../../operations/held-badge';
import { nearDay, sharedHour, startsOf } from './before.rules';
import { isHeld, isHeldAnywhere, strongestOn } from './live.rules';
import layout from './live.module.css';
import type { useForecast } from './use-forecast';

/** `Asia/Jakarta` on a day as it is written in an address. */
const dayIn = (at: number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Jakarta' }).format(at);

/** What is planned, before the first message: when it leaves on each clock, and with how much on each channel. */
export function Before({
  begins,
  forecast,
  progress: { channels, total },
  obstacles,
  acts,
}: {
  /** In ms since 1970. */
  begins: number;
  forecast: ReturnType<typeof useForecast>['data'];
  progress: Progress;
  obstacles: Parameters<typeof strongestOn>[0];
  acts: (channel: Channel) => ReactNode;
}) {
  const { t } = useTranslation();
  const at = new Date(begins);
  const near = nearDay(dayIn(begins), earliestToday([]));
  const clocks = startsOf(Object.values(forecast ?? {}), ({ startsAt, timeZone }) =>
    clock(startsAt, timeZone),
  );
  const day = dayAt(at);
  const hour = sharedHour(clocks);
  const hourNow = hour === null ? (clocks[0] ?? clock(at)) : t('before.local', { hour });
  return (
    <Stack gap="xs">
      <Text size="xl" fw={700}>
        {t('before.leaves', {
          at: `${near ? t(`before.${near}`) : day} ${hourNow}`,
        })}
      </Text>
      <Text size="sm">
        {[...(near ? [day] : []), ...(clocks.length > 1 ? [clocks.join(' · ')] : [])].join(' · ')}
      </Text>
      {total.unlisted > 0 && (
        <Text size="sm">{t('before.estimate', { total: number(everyone(total)) })}</Text>
      )}
      <div className={layout.lines}>
        {CHANNELS.map((channel) => {
          const counts = channels[channel];
          if (!counts) return null;
          const due = isHeld(obstacles, channel) ? undefined : forecast?.[channel];
          const strongest = strongestOn(obstacles, channel);
          return (
            <Group key={channel} justify="space-between" align="flex-start" gap="xs">
              <Text size="sm" flex="1 1 12rem">
                <b>{t(`channels.${channel}`)}</b> ·{' '}
                {t('numbers.messages', { messages: number(everyone(counts)) })}
                {due &&
                  ` · ${
                    isHeldAnywhere(obstacles, channel)
                      ? t('live.forecastRest', { at: instant(due.finishesAt) })
                      : t('before.finishes', { at: instant(due.finishesAt) })
                  }`}
                {due && due.accountsOut.length > 0 && (
                  <>
                    {isHeldAnywhere(obstacles, channel) ? ' ' : '. '}
                    <span>
                      {t('live.accountsOut', {
                        accounts: listed(
                          due.accountsOut.map(({ name, why }) =>
                            t(`live.accountOut.${why}`, { account: name }),
                          ),
                        ),
                      })}
                    </span>
                  </>
                )}
              </Text>
              <Group gap="xs">
                {strongest && <HeldBadge of={strongest} />}
                {acts(channel)}
              </Group>
            </Group>
          );
        })}
      </div>
    </Stack>
  );
}
