import { Alert, Anchor, Text } from '@mantine/core';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Progress } from '../../../api';
import { TroubleNote } from '../../../parts/sending/trouble-note';
import { clock, lately, listed, number } from '../../../times';
import { finishOn, lastFinish, retriesIn, withoutIn } from './live.rules';
import type { Slow } from './troubles.rules';
import { useForecast } from './use-forecast';

/** Where the causes stand of what did not arrive. */
export const CAUSES = 'sebab';

/** How far below its limit a channel goes, as Operasi says it, or that it waits for more urgent broadcasts. */
export const slowWords = (t: TFunction, { channel, pace, rate, messages, ahead }: Slow<Channel>): string =>
  ahead > 0
    ? t('verdict.turn', {
        channel: t(`channels.${channel}`),
        messages: number(messages),
        ahead: number(ahead),
      })
    : t('operations.summary.slow', {
        channel: t(`channels.${channel}`),
        pace: number(pace, { maximumFractionDigits: pace < 10 ? 1 : 0 }),
        rate: number(rate),
        messages: number(messages),
      });

/** What somebody does about it: nothing, where all of them only wait their turn. */
export const slowTodo = (t: TFunction, slow: readonly Slow<Channel>[]): string =>
  t(slow.every(({ ahead }) => ahead > 0) ? 'verdict.turnTodo' : 'verdict.slowTodo');

/** The same as a note. */
export function SlowNote({ slow, children }: { slow: readonly Slow<Channel>[]; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <TroubleNote
      color="yellow"
      role="note"
      title={slow.map((one) => slowWords(t, one)).join(' ')}
      todo={slowTodo(t, slow)}
    >
      {children}
    </TroubleNote>
  );
}

/**
 * Of a broadcast that nothing holds up: whether it goes well, when it is done, and what is to be done. Nothing where copies
 * are uncertain: their own note says what waits for a decision.
 */
export function Verdict({
  id,
  progress,
  failing,
  again,
  rates,
  slow,
  onCauses,
}: {
  id: string;
  progress: Progress;
  /** The channels on which too many fail now. */
  failing: readonly Channel[];
  /** Whether the next step above asks to send rejected copies again. */
  again: boolean;
  rates: ReadonlyMap<Channel, number | null>;
  slow: readonly Slow<Channel>[];
  /** Shows what the link leads to. */
  onCauses: () => void;
}) {
  const { t } = useTranslation();
  const forecast = useForecast(id, true).data;
  const { channels, total } = progress;
  const used = CHANNELS.flatMap((channel) => {
    const counts = channels[channel];
    return counts ? [{ channel, counts }] : [];
  });
  const open = used.filter(({ counts: { pending, claimed, unlisted } }) => pending + claimed + unlisted > 0);
  const end = lastFinish(
    open.map(({ channel, counts }) =>
      finishOn(channel, counts, [], forecast?.[channel], rates.get(channel) ?? null, Date.now()),
    ),
  );
  const ends = end === null ? t('verdict.measuring') : t('verdict.ends', { at: lately(new Date(end)) });
  if (failing.length > 0)
    return (
      <TroubleNote
        color="red"
        role="note"
        title={t('verdict.failing', {
          channels: listed(failing.map((channel) => t(`channels.${channel}`))),
        })}
        todo={null}
      >
        <Text size="sm">
          {ends} {t('verdict.look')}{' '}
          <Anchor href={`#${CAUSES}`} size="sm" underline="always" onClick={onCauses}>
            {t('verdict.causes')}
          </Anchor>
        </Text>
      </TroubleNote>
    );
  if (slow.length > 0)
    return (
      <SlowNote slow={slow}>
        <Text size="sm">{ends}</Text>
      </SlowNote>
    );
  if (total.unknown > 0) return null;
  const wrong = withoutIn(total);
  const later = retriesIn(Object.values(forecast ?? {}), Date.now());
  const well = later
    ? t('verdict.retried', { messages: number(later.messages), at: clock(later.at) })
    : t(again ? 'verdict.rest' : 'verdict.well');
  return (
    <Alert color="green" role="note" p="sm" icon={<IconCircleCheck aria-hidden />} title={`${well} ${ends}`}>
      {!again && (
        <Text size="sm">
          {t(wrong > 0 ? 'verdict.ordinary' : 'verdict.nothing', { count: wrong, copies: number(wrong) })}
        </Text>
      )}
    </Alert>
  );
}
