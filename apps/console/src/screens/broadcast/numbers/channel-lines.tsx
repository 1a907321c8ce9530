import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Progress } from '../../../api';
import { answerWords } from '../../../parts/sending/answer-words';
import {
  everyone,
  failingOf,
  percentShown,
  plannedOf,
  reached,
  sumOf,
  waiting,
} from '../../../parts/sending/account.rules';
import type { useCarrierHolds } from '../../../parts/sending/carrier-holds';
import { carrierName } from '../../../parts/sending/carriers';
import { FailingBadge } from '../../../parts/broadcasts/badges';
import { clock, instant, listed, number } from '../../../times';
import { HeldBadge } from '../../operations/held-badge';
import { finishOn, isHalted, isHeld, strongestOn } from './live.rules';
import { BarsKey, StackedBar } from './stacked-bar';
import { type Obstacles, refusalsOf } from './troubles.rules';
import { useForecast } from './use-forecast';
import layout from './live.module.css';

/** Each channel: how far it is, how fast it goes against what its provider takes, and when it will be done. */
export function ChannelLines({
  id,
  progress: { channels, limits, state, hindrances },
  holds,
  obstacles,
  rates,
  acts,
}: {
  id: string;
  progress: Progress;
  /** Carriers that refuse the broadcast. */
  holds: ReturnType<typeof useCarrierHolds>;
  obstacles: Obstacles;
  rates: ReadonlyMap<Channel, number | null>;
  /** What can be done with one channel. */
  acts: (channel: Channel) => ReactNode;
}) {
  const { t } = useTranslation();
  const goesOn = state === 'approved' || state === 'running';
  const forecast = useForecast(id, goesOn);
  const refusals = refusalsOf(holds, channels, () => false);
  const used = CHANNELS.filter((channel) => channels[channel]);
  return (
    <div className={layout.lines}>
      {used.map((channel) => {
        const counts = channels[channel];
        if (!counts) return null;
        const name = t(`channels.${channel}`);
        const rate = rates.get(channel) ?? null;
        const limit = limits[channel];
        const strongest = strongestOn(obstacles, channel);
        // What is held back ends nowhere yet.
        const held = isHeld(obstacles, channel);
        const halted = isHalted(obstacles, channel);
        const refusal = held || halted ? undefined : refusals.find((one) => one.channel === channel);
        const due = goesOn && !held ? forecast.data?.[channel] : undefined;
        // The forecast is of what is not paused.
        const paused = hindrances.some((one) => one.channel === channel && one.regions !== null);
        const waits = waiting(counts) > 0;
        const finish = finishOn(channel, counts, obstacles, due, rate, Date.now());
        return (
          <Stack key={channel} gap={4} miw={0}>
            <Group justify="space-between" gap="xs">
              <Group gap="xs">
                <Text fw={600}>{name}</Text>
                {strongest && <HeldBadge of={strongest} />}
                <FailingBadge failing={failingOf(counts)} />
              </Group>
              <Group gap="xs">
                <Text size="sm" className="steady">
                  {t('live.channelReached', {
                    reached: number(reached(counts)),
                    total: number(plannedOf(counts)),
                    percent: number(percentShown(counts)),
                  })}
                </Text>
                {/* Nothing of what was sent can be paused. */}
                {(waits || everyone(counts) === 0) && acts(channel)}
              </Group>
            </Group>
            {everyone(counts) > 0 && <StackedBar counts={counts} label={name} />}
            <Text size="sm" c="dimmed" className="steady">
              {!waits && goesOn && everyone(counts) > 0 && t('live.channelDone')}
              {waits && rate !== null && !held && !halted && (
                <>
                  {limit
                    ? t('live.rate', {
                        rate: oneDecimal(rate),
                        limit: number(limit),
                      })
                    : t('live.rateFree', { rate: oneDecimal(rate) })}{' '}
                </>
              )}
              {finish !== null &&
                t(paused ? 'live.forecastRest' : 'live.forecast', { at: instant(new Date(finish)) })}
              {finish !== null && due && due.accountsOut.length > 0 && (
                <>
                  {' '}
                  {t('live.accountsOut', {
                    accounts: listed(
                      due.accountsOut.map(({ name: account, why }) =>
                        t(`live.accountOut.${why}`, { account }),
                      ),
                    ),
                  })}
                </>
              )}
              {due && halted && waits && (
                <Text span c="red.9" fw={600} size="sm">
                  {t('live.haltedUntil', {
                    messages: number(waiting(counts)),
                    at: instant(due.expiresAt),
                  })}
                </Text>
              )}
              {refusal && waits && (
                <Text span fw={600} size="sm">
                  {t('live.refused', {
                    carriers: listed(refusal.carriers.map((one) => carrierName(t, one))),
                  })}{' '}
                  {t(refusal.trying ? 'carrierHold.trying' : 'carrierHold.next', {
                    at: clock(refusal.nextAt),
                  })}
                </Text>
              )}
              {due?.retryAt && !halted && !refusal && waits && (
                <Text span fw={600} size="sm">
                  {' '}
                  {t('live.retries', { messages: number(due.messages), at: instant(due.retryAt) })}
                  {due.retryReason && ` ${t('retry.why', { reason: answerWords(t, due.retryReason) })}`}
                </Text>
              )}
              {due && !halted && !refusal && due.lateMessages > 0 && (
                <Text span c="red.9" fw={600} size="sm">
                  {' '}
                  {t('live.late', { messages: number(due.lateMessages), at: instant(due.expiresAt) })}
                </Text>
              )}
            </Text>
          </Stack>
        );
      })}
      <BarsKey of={sumOf(used.flatMap((channel) => channels[channel] ?? []))} />
    </div>
  );
}

/** One decimal place is as fine as a rate over ten seconds is known. */
const oneDecimal = (value: number): string => number(Math.round(value * 10) / 10);
