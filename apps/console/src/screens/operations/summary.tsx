import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconEye from '@tabler/icons-react/icons/IconEye';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type OperationsView } from '../../api';
import { addressWords } from '../../parts/sending/brake-words';
import { carrierName } from '../../parts/sending/carriers';
import { regionName } from '../../parts/regions/regions';
import { trialWords } from '../../parts/sending/trial-words';
import { lately, listed, number } from '../../times';
import classes from './cards.module.css';
import { dueNow } from './pace.rules';
import {
  awayOf,
  heldApart,
  isMild,
  type Lesser,
  sendersOf,
  slowOn,
  type Summary,
  type Trouble,
} from './troubles.rules';
import { useTrial } from './use-trial';

/** Regions named in the headline. */
const FEW = 3;
const ICONS = { good: IconCircleCheck, watch: IconEye, bad: IconAlertTriangle } as const;

/** The parts of the screen that tell more of what is wrong beside the channels. */
export const PLACES: Record<Lesser, string> = {
  silent: 'layanan',
  settings: 'layanan',
  refusals: 'setelan',
  slow: 'saluran',
  carriers: 'penyedia',
  brakeNear: 'rem',
  uncertain: 'tidak-pasti',
  failedJobs: 'tugas',
};

/** Where a trouble stands with its steps. @param at its place among them, from 0 */
export const placeOfTrouble = (at: number): string => (at === 0 ? 'gangguan' : `gangguan-${at + 1}`);

/** Whether anything is wrong, what, since when, what to do, and what is still sent: in a sentence or a few. */
export function SummaryCard({ of, view }: { of: Summary; view: OperationsView }) {
  const { t } = useTranslation();
  const { tone, troubles, lesser } = of;
  const Icon = ICONS[tone];
  const [first, ...others] = troubles;
  const rest = goesOn(t, of, view.channels);
  // The first one is the headline where nothing is worse.
  const listedBelow = first ? lesser : lesser.slice(1);
  // Until the end of an emergency stop no broadcast is tried.
  const stopped = troubles.some(({ hindrance }) => hindrance.cause === 'emergency');
  return (
    <Paper
      component="section"
      aria-label={t('operations.summary.label')}
      withBorder
      p={{ base: 'md', sm: 'lg' }}
      className={classes.summary}
      data-tone={tone}
    >
      <Group wrap="nowrap" align="flex-start" gap="md">
        <Icon size={30} stroke={2} aria-hidden className={classes.sign} />
        <Stack gap={6} miw={0} style={{ overflowWrap: 'anywhere' }}>
          {/* Announced when it changes: an operator may look elsewhere. */}
          <div role="status">
            <Text className={classes.headline}>
              {first
                ? troubleWords(t, first, view.channels)
                : tone === 'good'
                  ? well(t, of, view.channels)
                  : lesser[0] && (
                      <Anchor
                        href={`#${PLACES[lesser[0]]}`}
                        inherit
                        c="inherit"
                        className={classes.first ?? ''}
                      >
                        {lesserWords(t, lesser[0], view)}
                      </Anchor>
                    )}
            </Text>
            {first && <Next of={first} at={0} stopped={stopped} />}
            {others.map((one, n) => (
              <div key={`${one.hindrance.cause} ${one.channels.join()}`}>
                <Text fw={600} mt={8}>
                  {troubleWords(t, one, view.channels)}
                </Text>
                <Next of={one} at={n + 1} stopped={stopped} />
              </div>
            ))}
          </div>
          {rest && <Text c="dimmed">{rest}</Text>}
          {listedBelow.length > 0 && (
            <ul className={classes.lesser}>
              {listedBelow.map((one) => (
                <li key={one}>
                  <Anchor href={`#${PLACES[one]}`} underline="always" size="sm">
                    {lesserWords(t, one, view)}
                  </Anchor>
                </li>
              ))}
            </ul>
          )}
        </Stack>
      </Group>
    </Paper>
  );
}

/** What comes next: of a brake, how the trial of one region goes while the others wait for it. */
function Next({ of, at, stopped }: { of: Trouble; at: number; stopped: boolean }) {
  const [broadcast, ...more] = of.broadcasts;
  if (of.hindrance.cause !== 'brake' || !broadcast) return <ToDo of={of} at={at} stopped={stopped} />;
  return (
    <Tried of={broadcast} at={at} alone={more.length === 0}>
      <ToDo of={of} at={at} stopped={stopped} />
    </Tried>
  );
}

/** @param alone whether nothing else is braked: the trial says what to do then, in place of the children */
function Tried({
  of,
  at,
  alone,
  children,
}: {
  of: Trouble['broadcasts'][number];
  at: number;
  alone: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const trial = useTrial(of);
  if (!trial) return children;
  return (
    <>
      <Text fw={600} className="steady">
        <Anchor href={`#${placeOfTrouble(at)}`} inherit underline="always">
          {trialWords(t, trial)}
        </Anchor>
      </Text>
      {!alone && children}
    </>
  );
}

/** What a person does about a trouble: the way to its steps. */
function ToDo({ of: { hindrance }, at, stopped }: { of: Trouble; at: number; stopped: boolean }) {
  const { t } = useTranslation();
  const todo = hindrance.cause === 'away' && stopped ? 'awayStopped' : hindrance.cause;
  return (
    <Text size="sm" mt={2}>
      <b>{t('operations.summary.todo.label')}</b>{' '}
      <Anchor href={`#${placeOfTrouble(at)}`} inherit underline="always">
        {t(`operations.summary.todo.${todo}`)}
      </Anchor>
    </Text>
  );
}

/** Nothing is wrong: how many broadcasts go out, and what of them waits though nothing holds it. */
const well = (
  t: TFunction,
  { running: count, idle }: Summary,
  figures: OperationsView['channels'],
): string => {
  if (count === 0) return t('operations.summary.good', { running: t('operations.summary.noneGoing') });
  if (idle.length === 0)
    return t('operations.summary.good', { running: t('operations.summary.goingGood', { count }) });
  return [t('operations.summary.going', { count }), ...idling(t, idle, figures)].join(' ');
};

/** The channels of which nothing goes out though messages are due. */
const idling = (t: TFunction, idle: readonly Channel[], figures: OperationsView['channels']): string[] =>
  figures
    .filter(({ channel }) => idle.includes(channel))
    .map((one) =>
      t('operations.summary.idle', {
        channel: t(`channels.${one.channel}`),
        messages: number(dueNow(one)),
      }),
    );

/** How many broadcasts go out, how many of them in part, and how many are paused or braked altogether. */
function underWay(t: TFunction, { running: count, halted, held, heldOn }: Summary): string {
  if (count === 0)
    return halted > 0 ? t('operations.summary.halted', { count: halted }) : t('operations.summary.noneGoing');
  const parts = Math.min(count, Math.max(0, held - halted));
  const how = parts === 0 ? 'going' : parts === count ? 'goingHeld' : 'goingSomeHeld';
  const channels = listed(heldOn.map((one) => t(`channels.${one}`)));
  return [
    t(`operations.summary.${how}`, { count, parts: number(parts), channels }),
    halted > 0 && t('operations.summary.haltedToo', { count: halted }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What is still sent; null: that all is well says it. */
function goesOn(t: TFunction, of: Summary, figures: OperationsView['channels']): string | null {
  const { tone, troubles, goOn, idle, running: count, halted, held } = of;
  if (tone === 'good') return null;
  const troubled = new Set(troubles.flatMap((one) => (isMild(one) ? [] : one.channels)));
  // A channel that is slowed has a sentence of its own above.
  const named = new Set(troubles.flatMap((one) => one.channels));
  const free = goOn.filter((one) => !named.has(one));
  // What is held there is named above; the rest of the channel flows.
  const besides = goOn.filter(
    (one) => troubled.has(one) && figures.some(({ channel, pace }) => channel === one && pace > 0),
  );
  const channels =
    goOn.length === 0
      ? t('operations.summary.nothing')
      : troubled.size === 0 && idle.length === 0
        ? t('operations.summary.allGoOn')
        : free.length > 0
          ? t(`operations.summary.${count === 0 ? 'ready' : 'goOn'}`, {
              channels: listed(free.map((one) => t(`channels.${one}`))),
            })
          : t('operations.summary.othersGoOn');
  return [
    ...idling(
      t,
      idle.filter((one) => !troubled.has(one)),
      figures,
    ),
    (idle.length === 0 || goOn.length > 0) && channels,
    besides.length > 0 &&
      free.length > 0 &&
      t('operations.summary.goOnBesides', { channels: listed(besides.map((one) => t(`channels.${one}`))) }),
    goOn.length > 0 && underWay(t, of),
    // Otherwise they have been counted with those that are under way.
    (goOn.length === 0 || count === 0) &&
      held > (count === 0 ? halted : 0) &&
      t('operations.summary.held', { count: held }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** One trouble in a sentence. @param figures the channels, with what is known of their accounts */
export function troubleWords(
  t: TFunction,
  { hindrance, channels, broadcasts, why }: Trouble,
  figures: readonly Pick<OperationsView['channels'][number], 'channel' | 'accounts'>[],
): string {
  const { cause, since, by } = hindrance;
  const said = {
    channels: listed(channels.map((one) => t(`channels.${one}`))),
    at: since ? lately(since) : '–',
    name: by ?? 'Siar',
    count: new Set(broadcasts.map(({ broadcastId }) => broadcastId)).size,
    addresses: addressWords(t, channels[0]),
  };
  if (cause === 'brake') {
    const of = why === null || why === 'silent' || why === 'error' ? 'sender' : why;
    if (of !== 'sender') return t(`operations.summary.brake.${of}`, said);
    const [channel = CHANNELS[0]] = channels;
    const known = sendersOf(figures.find((one) => one.channel === channel)?.accounts ?? []);
    const sender = [
      t(`operations.summary.senders.${channel}`),
      ...(known.length > 0 ? [listed(known)] : []),
    ].join(' ');
    return t('operations.summary.brake.sender', { ...said, sender });
  }
  if (cause === 'away') return t(`operations.summary.away.${awayOf(why)}`, said);
  if (cause === 'broadcast') {
    const regions = [...new Set(broadcasts.flatMap(({ pauses }) => pauses.flatMap((one) => one.regions)))];
    if (regions.length > 0 && regions.length <= FEW)
      return t('operations.summary.broadcastIn', { ...said, regions: listed(regions.map(regionName)) });
  }
  return t(`operations.summary.${cause}`, said);
}

/** What is to be looked at beside the channels, in a sentence. */
function lesserWords(t: TFunction, what: Lesser, view: OperationsView): string {
  const { silent, refusals, carrierHolds, hindrances, brakeWarnings, uncertain, channels } = view;
  const carriers = [
    ...new Set(heldApart(carrierHolds, hindrances).map(({ carrier }) => carrierName(t, carrier))),
  ];
  const broadcasts = (of: readonly { broadcastId: string }[]): number =>
    new Set(of.map(({ broadcastId }) => broadcastId)).size;
  switch (what) {
    case 'silent':
      return t('operations.summary.silent', { count: silent.length });
    case 'refusals':
      return t('operations.summary.refusals', { count: broadcasts(refusals) });
    case 'slow':
      return slowOn(channels)
        .map((one) =>
          t('operations.summary.slow', {
            channel: t(`channels.${one.channel}`),
            pace: number(one.pace, { maximumFractionDigits: one.pace < 10 ? 1 : 0 }),
            rate: number(one.rate ?? 0),
            messages: number(dueNow(one)),
          }),
        )
        .join(' ');
    case 'carriers':
      return t('operations.summary.carriers', { carriers: listed(carriers) });
    case 'brakeNear':
      return t('operations.summary.brakeNear', { count: broadcasts(brakeWarnings) });
    case 'uncertain':
      return t('operations.summary.uncertain', {
        copies: number(uncertain.reduce((sum, { copies }) => sum + copies, 0)),
      });
    case 'failedJobs':
      return t('operations.summary.failedJobs', {
        count: channels.reduce((sum, { queue }) => sum + (queue?.failed ?? 0), 0),
      });
    case 'settings':
      return t('operations.summary.settings');
  }
}
