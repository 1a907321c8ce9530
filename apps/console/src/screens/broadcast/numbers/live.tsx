import {
  Anchor,
  Badge,
  Box,
  Button,
  Center,
  Group,
  Loader,
  Stack,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  type Broadcast,
  type Channel,
  CHANNELS,
  type Counts,
  DEAD_ADDRESSES,
  outcomes,
  type Part,
  type Progress,
  type Rejected,
} from '../../../api';
import { useDrawings } from '../../../parts/charts/drawings';
import { stateWords } from '../../../parts/broadcasts/badges';
import { difference, everyone, failingOf, plannedOf, waiting } from '../../../parts/sending/account.rules';
import { endsBrakes } from '../../../parts/sending/pauses.rules';
import { reportsArrival } from '../../../parts/sending/arrivals.rules';
import { answerWords } from '../../../parts/sending/answer-words';
import { ErrorNote } from '../../../parts/frame/error-note';
import { CarrierHolds, useCarrierHolds } from '../../../parts/sending/carrier-holds';
import { HindranceNotes } from '../../../parts/sending/hindrance-notes';
import { type Way, waysOut } from '../../../parts/sending/trial.rules';
import { TroubleNote } from '../../../parts/sending/trouble-note';
import { useGoesOn } from '../../../parts/sending/use-goes-on';
import { useLargeRead } from '../../../parts/sending/large-read';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { Section, Surface } from '../../../parts/frame/section';
import { useAccountWords } from '../../../parts/sending/use-account-words';
import { useRoles } from '../../../session';
import { clock, exactClock, instant, lately, number } from '../../../times';
import { placeOfCause } from '../../operations/place';
import { awayOf, whyOf } from '../../operations/troubles.rules';
import { PartActs, useResumes } from '../acts/acts';
import { ResumeDialog } from '../stopping/stopping';
import { Before } from './before';
import { ChannelLines } from './channel-lines';
import { Heat } from './heat';
import { Annotations, curvesOf, Paces } from './pace';
import { type Detail, Details } from './details';
import { Funnel, People, Reach } from './reach';
import { BrakeAbout, TryDialog } from './brake-about';
import { annotationsIn, useCourse } from './use-course';
import { ZoneEnds } from './zone-ends';
import { CountsTable } from './counts-table';
import { heldByKpu } from '../stopping/doubt.rules';
import { correctedOf, isResendable } from '../../../parts/broadcasts/chain.rules';
import { Failures, ToFailed } from './failures';
import { againOf, failingNow } from './failing.rules';
import { OtherWays } from './other-ways';
import { RejectedCopies, type RejectedCause, useRejected } from './rejected';
import {
  beginsAt,
  brakedAlone,
  byProvince,
  isHeld,
  isListingHeld,
  isPausedOn,
  lagsBehind,
  missedOf,
  nextTryOn,
  OVER,
  pausedIn,
  uncounted,
  unreachedOf,
  wentWrong,
  withoutIn,
} from './live.rules';
import { Happened } from './happened';
import { NextStep, useNextStep } from './next-step';
import { ProgressMap } from './progress-map';
import { lastOf } from '../content/shown.rules';
import { useSeveralHeld, useTrials } from '../stopping/use-trials';
import { GiveBack } from './give-back';
import { TakenOut } from './taken-out';
import { Timeline } from './timeline';
import { holding, isUnheld, obstaclesOf, troublesOf } from './troubles.rules';
import { UNCERTAIN, Unknown } from './unknown';
import { useForecast } from './use-forecast';
import { type Link as Connection, useProgress } from './use-progress';
import { useReport } from './use-report';
import { useRates } from './use-rates';
import { useSlow } from './use-slow';
import { CAUSES, SlowNote, Verdict } from './verdict';
import layout from './live.module.css';

const LINK_COLOUR: Record<Exclude<Connection, 'ended'>, string> = {
  live: 'green.8',
  polled: 'orange.8',
  lost: 'red.8',
  settling: 'orange.8',
};

/** What held it back, shown beside the result; the rest behind a fold. */
const HAPPENED = 3;

/** Where what holds it back stands, or held it back. */
const HELD = 'hambatan';

/** On a phone the channels stand before the map: what stops one must be seen first. */
export const NARROW = '(max-width: 48em)';

/**
 * How a broadcast goes. First how far it is, what is wrong and when it is done, by channel and on the map; then, in tabs,
 * its course, what did not arrive, places, figures, and what was sent.
 * @param sent its texts, audience and approval
 * @param done what stopped it and let it go on
 */
export function Live({ broadcast, sent, done }: { broadcast: Broadcast; sent: ReactNode; done: ReactNode }) {
  const { t } = useTranslation();
  const { id } = broadcast;
  useDrawings();
  const { progress, at, link, error } = useProgress(id, OVER.includes(broadcast.state));
  const rates = useRates(progress);
  const planned = progress?.state === 'approved' && progress.firstHandoverAt === null;
  const forecast = useForecast(id, !OVER.includes(progress?.state ?? broadcast.state));
  const begins = planned ? beginsAt(Object.values(forecast.data ?? {}), Date.now()) : null;
  const course = useCourse(
    id,
    OVER.includes(progress?.state ?? broadcast.state),
    progress?.total ?? null,
  ).data;
  const carriers = useCarrierHolds(id, OVER.includes(progress?.state ?? broadcast.state));
  const rejected = useRejected(
    { ...broadcast, state: progress?.state ?? broadcast.state },
    progress?.total.failed ?? 0,
  );
  const resumes = useResumes(broadcast);
  const [resuming, setResuming] = useState<'all' | 'try' | null>(null);
  const [trying, setTrying] = useState<Channel | null>(null);
  const told = useAccountWords();
  const operator = useRoles('operator');
  const { triedAgain } = useGoesOn();
  const known = useRegions();
  const provinces = useMemo(() => byProvince(progress?.regions ?? {}), [progress]);
  const paused = useMemo(
    () => pausedIn(progress ? holding(progress.hindrances, progress.channels) : []),
    [progress],
  );
  const title = t(begins === null ? 'live.title' : 'before.title');
  const [chosen, setChosen] = useState<Detail | null>(() => (leadsToCauses() ? 'causes' : null));
  const troubles = progress && troublesOf(progress, carriers);
  const failsBy = (how: (channel: Channel, counts: Counts) => unknown): Channel[] =>
    CHANNELS.filter((one) => {
      const counts = progress?.channels[one];
      return counts && how(one, counts);
    });
  const ended = progress !== null && OVER.includes(progress.state);
  const failing = ended ? [] : failsBy((channel, counts) => failingNow(channel, counts, broadcast.stops));
  const again =
    broadcast.state !== 'paused' && isResendable(broadcast)
      ? againOf(
          rejected?.groups ?? [],
          broadcast.stops,
          ended ? failsBy((_, counts) => failingOf(counts)) : [],
        )
      : null;
  const step = useNextStep(
    broadcast,
    troubles && {
      obstacles: obstaclesOf(troubles),
      // What is not sent again leaves nothing to decide.
      uncertain: troubles.uncertain > 0 && isResendable(broadcast),
      failing,
      again,
    },
  );
  const slow = useSlow(progress, forecast.data, rates, troubles ? obstaclesOf(troubles) : []);
  const braked = brakedAlone(progress?.hindrances ?? []);
  const [trial = null] = useTrials(broadcast, braked === null ? [] : [braked]);
  // One region of several: the others stay braked until somebody has seen how that went.
  const several = useSeveralHeld(
    id,
    braked,
    progress?.hindrances.some(({ kind, waves }) => kind === 'braked' && waves > 1) ?? false,
  );
  if (!progress || !troubles) {
    return (
      <>
        <Surface>
          <Section title={title}>
            {error || link === 'lost' ? (
              <ErrorNote error={error} title={t('live.lost')} />
            ) : (
              // As high as the window: what stands below must not move when the numbers come.
              <Center mih="80vh">
                <Loader role="progressbar" size="sm" aria-label={t('loading')} />
              </Center>
            )}
          </Section>
        </Surface>
        <Surface>{sent}</Surface>
      </>
    );
  }
  const { total, channels, regions, firstHandoverAt, endedAt } = progress;
  // One that has ended runs again once copies are sent again: the badge says so before the first counts of it come.
  const state =
    OVER.includes(progress.state) && !OVER.includes(broadcast.state) ? broadcast.state : progress.state;
  const { away, stalled, holds, hindrances } = troubles;
  const used = CHANNELS.flatMap((channel): [Channel, Counts][] => {
    const counts = channels[channel];
    return counts ? [[channel, counts]] : [];
  });
  const byChannel = used.map(([channel, counts]) => [t(`channels.${channel}`), counts, channel] as const);
  // Where no channel reports arrivals, no region has any either.
  const silent = used.every(([channel]) => !reportsArrival(channel)) ? used[0]?.[0] : undefined;
  const byRegion = Object.entries(regions).map(
    ([code, counts]) => [nameOf(known, code), counts, silent] as const,
  );
  // Failed and unknown copies were handed over too.
  const taken = total.accepted + total.delivered + total.failed + total.unknown > 0;
  const over = OVER.includes(state);
  // Once: what is read stays open when it ends.
  if (chosen === null && !planned) setChosen(over && missedOf(total) > 0 ? 'causes' : 'course');
  // The place that a link leads to is there before the browser goes to it.
  const toCauses = () => flushSync(() => setChosen('causes'));
  const curves = course
    ? curvesOf(course, channels, at?.getTime() ?? null, endedAt, annotationsIn(broadcast, course.outages))
    : null;
  const acts = (one: Part) => <PartActs broadcast={broadcast} part={one} />;
  const obstacles = obstaclesOf(troubles);
  const decided = hindrances.some(({ kind }) => kind !== 'slowed');
  /** The words of Operasi and of the wall for it. */
  const reasonOf = (channel: Channel): string | null =>
    hindrances.find((one) => one.channel === channel && one.cause === 'away')?.reason ?? null;
  const againAt = (channel: Channel): string => {
    const next = nextTryOn(forecast.data?.[channel], Date.now());
    return next ? t('wall.next', { at: exactClock(next) }) : t('goesOn.againSoon');
  };
  const halts = (
    <>
      {away.map(({ channel, since }) => {
        const reason = reasonOf(channel);
        const why = awayOf(whyOf({ cause: 'away', brake: null, reason }));
        return (
          <TroubleNote
            key={channel}
            color="red"
            title={t(`operations.summary.away.${why}`, {
              channels: t(`channels.${channel}`),
              at: lately(since),
            })}
            todo={null}
          >
            <Text size="sm">
              {reason !== null && `${answerWords(t, reason)} · `}
              {t('live.awayWaits')}{' '}
              {triedAgain([channel], isHeld(hindrances, channel) ? '' : againAt(channel))}
            </Text>
          </TroubleNote>
        );
      })}
      {stalled.map(({ channel, since }) => (
        <TroubleNote
          key={`stalled ${channel}`}
          color="red"
          title={t('operations.summary.stall', { channels: t(`channels.${channel}`), at: lately(since) })}
          todo={null}
        >
          <Text size="sm">{t('live.stalledWaits')}</Text>
        </TroubleNote>
      ))}
    </>
  );
  const ways: ReturnType<typeof waysOut> =
    braked === null ? { primary: { act: 'rest', words: 'release' }, other: null } : waysOut(trial, several);
  const way = (one: Way | null, variant: 'filled' | 'default') =>
    one && (
      <Button size="sm" variant={variant} onClick={() => setResuming(one.act === 'try' ? 'try' : 'all')}>
        {one.words === 'release'
          ? t(endsBrakes(progress.hindrances) ? 'resume.brakeGo' : 'acts.resume')
          : t(`operations.${one.words}Short`)}
      </Button>
    );
  // The dialog stays with what it was opened for.
  if (braked !== null && trying !== braked && resuming === null) setTrying(braked);
  const going = state === 'running' && taken && isUnheld(troubles) && link !== 'lost';
  return (
    <>
      <Surface>
        <Section
          title={title}
          aside={
            <Group gap="md">
              <Anchor component={Link} to="?wall" size="sm" underline="always" className="unprinted">
                {t('wall.open')}
              </Anchor>
              {/* The end stands beside the title; before it begins nothing moves yet. */}
              {begins !== null && link === 'live' ? null : link === 'ended' ? (
                <VisuallyHidden role="status">
                  {stateWords(t, { ...broadcast, state, hindrance: null })}
                </VisuallyHidden>
              ) : (
                <Badge variant="dot" color={LINK_COLOUR[link]} tt="none" fw={500} size="lg" role="status">
                  {t(link === 'settling' && state === 'cancelled' ? 'live.cancelling' : `live.${link}`)}
                </Badge>
              )}
            </Group>
          }
        >
          {step && <NextStep of={step} forecast={forecast.data} onCauses={toCauses} />}
          <div className={layout.outcome}>
            <Stack gap="md" miw={0} className={layout.wrong ?? ''} id={HELD}>
              {going && (
                <Verdict
                  id={id}
                  progress={progress}
                  failing={failing}
                  again={again !== null}
                  rates={rates}
                  slow={slow}
                  onCauses={toCauses}
                />
              )}
              {/* Rendered while it is empty, so that screen readers announce what appears in it. */}
              <Stack gap="xs" role="status" className={layout.notes ?? ''}>
                {/* What lets nothing out stands before what only slows it. */}
                {!decided && halts}
                <HindranceNotes
                  hindrances={hindrances}
                  stops={broadcast.stops}
                  doubt={broadcast.reads === 'doubted' ? broadcast.doubt : null}
                  companion={broadcast.remainderOfId !== null}
                  byKpu={heldByKpu(broadcast)}
                  inReview={correctedOf(broadcast.chain) === 'in_review'}
                  isSaid={({ channels: on }) =>
                    step !== null && on.every((one) => step.channels.includes(one))
                  }
                  act={
                    resumes &&
                    broadcast.pausedWaves > 0 && (
                      <Group gap="xs">
                        {way(ways.primary, 'filled')}
                        {way(ways.other, 'default')}
                      </Group>
                    )
                  }
                  about={(one) => <BrakeAbout broadcast={broadcast} of={one} />}
                />
                <CarrierHolds of={holds} />
                <TakenOut
                  broadcast={broadcast}
                  channels={hindrances.flatMap(({ channel, brake }) =>
                    brake && DEAD_ADDRESSES[brake.why] === 'found' ? [channel] : [],
                  )}
                />
                <GiveBack broadcast={broadcast} />
                {decided && halts}
              </Stack>
              {/* What is held up besides must not hide it. */}
              {!going && slow.length > 0 && <SlowNote slow={slow} />}
              <Uncertain
                broadcast={{ ...broadcast, state }}
                copies={troubles.uncertain}
                onCauses={toCauses}
              />
              {over && course && <Happened broadcast={broadcast} course={course} over most={HAPPENED} />}
            </Stack>
            <Stack gap="md" miw={0} className={layout.far ?? ''}>
              {begins === null ? (
                <>
                  <div>
                    <Reach total={total} />
                    <Text size="sm">
                      {/* In sight the large number and the steps beside it say it. */}
                      {everyone(total) === 0 ? (
                        t('live.notYet')
                      ) : (
                        <VisuallyHidden>{told(total)}.</VisuallyHidden>
                      )}
                      {firstHandoverAt &&
                        ` ${t(total.accepted + total.delivered > 0 ? 'live.since' : 'live.tried', { at: instant(firstHandoverAt) })}`}
                      {over &&
                        endedAt &&
                        ` ${t('live.until', { state: stateWords(t, { ...broadcast, state, hindrance: null }), at: instant(endedAt) })}`}
                      {broadcast.state === 'withdrawn' &&
                        ` ${t('live.withdrawn', { at: instant(lastOf(broadcast).at) })}`}
                    </Text>
                  </div>
                  <Listing id={id} progress={progress} />
                  {over && <Missed broadcast={broadcast} progress={progress} rejected={rejected} />}
                  {over && (
                    <Group className="unprinted" gap="md">
                      <Button component={Link} to={`/siaran/${id}/laporan`}>
                        {t('report.open')}
                      </Button>
                    </Group>
                  )}
                  <ChannelLines
                    id={id}
                    progress={progress}
                    holds={holds}
                    obstacles={obstacles}
                    rates={rates}
                    acts={(channel) => acts({ channel })}
                  />
                </>
              ) : (
                <Before
                  begins={begins}
                  forecast={forecast.data}
                  progress={progress}
                  obstacles={obstacles}
                  acts={(channel) => acts({ channel })}
                />
              )}
            </Stack>
            <div className={layout.map}>
              <ProgressMap
                provinces={provinces}
                regions={regions}
                paused={paused}
                acts={(region) => acts({ region })}
              />
            </div>
          </div>
        </Section>
      </Surface>
      <Surface>
        <Details
          shown={chosen ?? (begins === null ? 'course' : 'sent')}
          onShow={setChosen}
          missed={withoutIn(total) - total.unknown}
          uncertain={total.unknown}
          of={{
            course: (
              <>
                <Section title={t('curve.section')}>
                  <Paces
                    channels={used.map(([channel]) => channel)}
                    curves={curves}
                    limits={progress.limits}
                  />
                  <Annotations of={curves} />
                </Section>
                {!over && broadcast.state !== 'paused' && (
                  <ZoneEnds id={id} progress={progress} obstacles={obstacles} rates={rates} />
                )}
                {course ? (
                  <>
                    {!over && <Happened broadcast={broadcast} course={course} over={over} />}
                    <Timeline
                      broadcast={broadcast}
                      course={course}
                      sentAt={firstHandoverAt}
                      took={false}
                      cardOf={(channel) =>
                        operator && hindrances.some((one) => one.kind === 'braked' && one.channel === channel)
                          ? `/operasi#${placeOfCause('brake', channel)}`
                          : `#${HELD}`
                      }
                    />
                  </>
                ) : (
                  done
                )}
              </>
            ),
            causes: (
              <>
                <RejectedCopies id={id} rejected={rejected}>
                  {(onResend) => (
                    <WentWrong
                      broadcast={{ ...broadcast, state }}
                      progress={progress}
                      rejected={rejected?.groups ?? []}
                      onResend={onResend}
                    />
                  )}
                </RejectedCopies>
                <Unknown broadcast={{ ...broadcast, state }} copies={total.unknown} />
              </>
            ),
            places: progress.parts.length > 0 && (
              <Section title={t('heat.title')}>
                <Heat
                  parts={progress.parts}
                  held={(province, channel) => isPausedOn(paused, province, channel)}
                  over={over}
                  folded={over}
                />
                <Text size="sm" c="dimmed">
                  {t('heat.help')}
                </Text>
              </Section>
            ),
            figures: everyone(total) > 0 && (
              <>
                <Section title={t('funnel.title')}>
                  <div className={layout.steps}>
                    <Funnel total={total} channels={used} />
                  </div>
                </Section>
                <Section
                  title={t('detail.title')}
                  term="arrived"
                  aside={
                    <Button component={Link} to={`/siaran/${id}/kiriman`} variant="default">
                      {t('deliveries.open')}
                    </Button>
                  }
                >
                  <CountsTable caption={t('live.byChannel')} rows={byChannel} total={total} />
                  <CountsTable caption={t('live.byRegion')} rows={byRegion} total={total} tall />
                </Section>
              </>
            ),
            sent,
          }}
        />
      </Surface>
      {resuming === 'all' && (
        <ResumeDialog
          broadcast={broadcast}
          {...(braked && { part: { channel: braked }, pausedBy: 'brake' as const })}
          onClose={() => setResuming(null)}
        />
      )}
      {resuming === 'try' && trying && (
        <TryDialog broadcast={broadcast} channel={trying} onClose={() => setResuming(null)} />
      )}
    </>
  );
}

/** That copies are uncertain and wait for somebody's decision, with the way to it. */
function Uncertain({
  broadcast,
  copies,
  onCauses,
}: {
  broadcast: Pick<Broadcast, 'state' | 'chain'>;
  copies: number;
  /** Shows what the link leads to. */
  onCauses: () => void;
}) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  if (copies === 0) return null;
  const decides = operator ? 'decide' : 'operatorDecides';
  return (
    <TroubleNote
      color="yellow"
      role="note"
      title={t('unknown.short', { copies: number(copies) })}
      todo={
        <>
          {t(isResendable(broadcast) ? `unknown.${decides}` : 'unknown.notAgain')}{' '}
          <Anchor
            href={`#${UNCERTAIN}`}
            size="sm"
            underline="always"
            className="unprinted"
            onClick={onCauses}
          >
            {t('unknown.see')}
          </Anchor>
        </>
      }
    />
  );
}

/** Whether the address names a place among the causes. */
const leadsToCauses = (): boolean => [CAUSES, UNCERTAIN].some((id) => window.location.hash === `#${id}`);

/** When the first message is due, how complete the list of recipients is, and how it differs from the estimate. */
function Listing({ id, progress }: { id: string; progress: Progress }) {
  const { t } = useTranslation();
  const { total, channels, hindrances, state, firstHandoverAt } = progress;
  const forecast = useForecast(id, state === 'approved' || state === 'running');
  const begins = firstHandoverAt ? null : beginsAt(Object.values(forecast.data ?? {}), Date.now());
  const differs = difference(total);
  const numbers = {
    listed: number(total.targeted),
    total: number(plannedOf(total)),
    expected: number(total.expected),
    difference: number(Math.abs(differs ?? 0)),
  };
  if (total.unlisted > 0 && forecast.isLoading) return null;
  if (total.unlisted > 0) {
    // An emergency stop lets lists that have begun go on, and begins none: neither can be told from here.
    const stopped = hindrances.some(({ kind }) => kind === 'stopped');
    const held = CHANNELS.every((channel) =>
      isListingHeld(hindrances, channel, channels[channel]?.unlisted ?? 0),
    );
    const going = begins === null ? 'listing' : 'listedLater';
    const how = stopped ? 'listingStopped' : held ? 'listingHeld' : going;
    return (
      <Text size="sm">
        {!held && begins !== null && `${t('tally.begins', { at: instant(new Date(begins)) })} `}
        {t(`tally.${how}`, numbers)}
      </Text>
    );
  }
  if (differs === null || differs === 0) return null;
  // The steps beside it name them: this says why the list is longer than what was approved.
  if (differs === total.suppressed)
    return (
      <Text size="sm">{t('tally.onlySuppressed', { ...numbers, messages: number(total.suppressed) })}</Text>
    );
  const how = differs > 0 ? 'more' : 'fewer';
  return (
    <Text size="sm">
      {t(`tally.${how}`, numbers)}
      {/* The list has them too, so that the account is complete. */}
      {how === 'more' &&
        total.suppressed > 0 &&
        ` ${t('tally.withoutSuppressed', { messages: number(total.suppressed) })}`}
    </Text>
  );
}

/**
 * How many people a broadcast that has ended reached, and how many got nothing, as its report counts them; who they are, and
 * whether there is another way to them.
 */
function Missed({
  broadcast,
  progress: { total, channels, state, endedAt },
  rejected,
}: {
  broadcast: Pick<Broadcast, 'id' | 'chain'>;
  progress: Progress;
  rejected: Rejected | undefined;
}) {
  const { t } = useTranslation();
  const { id } = broadcast;
  const report = useReport(id, total, endedAt);
  const wrong = wentWrong(total) > 0;
  // While the rest is being closed, some of those counted may still be due something.
  const settled = waiting(total) === 0 ? report : undefined;
  return (
    // Its place is kept: nothing below moves when it comes.
    <Box mih={`${(wrong ? 6.5 : 2.5) + (total.unknown > 0 ? 2.5 : 0)}rem`}>
      {settled && <People of={settled} total={total} />}
      {settled && (settled.gotNothing ?? 0) > 0 && (
        <Text size="sm">
          {wrong && (
            <>
              <Anchor
                component={Link}
                to={`/siaran/${id}/kiriman?gotNothing=yes`}
                size="sm"
                underline="always"
                className="unprinted"
              >
                {t('reached.who')}
              </Anchor>{' '}
            </>
          )}
          <OtherWays
            broadcast={{ ...broadcast, state }}
            missed={settled.gotNothingBy ?? []}
            unused={CHANNELS.filter((channel) => !channels[channel])}
            rejected={rejected?.groups}
          />
        </Text>
      )}
      {settled?.gotNothing === 0 && state === 'completed' && total.unknown === 0 && (
        <Text size="sm">{t('verdict.nothing')}</Text>
      )}
    </Box>
  );
}

/** The least intervals at which reasons that differ from the totals are fetched again, in ms. */
const REASONS_MS = 5_000;
const LAST_REASONS_MS = 1_500;

/** Why copies failed: fetched only when something failed, and again while the totals have moved on. */
function WentWrong({
  broadcast,
  progress: { total, channels, state: stands },
  rejected,
  onResend,
}: {
  broadcast: Broadcast;
  progress: Progress;
  rejected: Rejected['groups'];
  onResend: (cause: RejectedCause) => void;
}) {
  const { t } = useTranslation();
  // Unknown copies have a section of their own.
  const wrong = wentWrong(total);
  const found = useLargeRead({
    queryKey: ['failures', broadcast.id],
    read: () => outcomes.failures(broadcast.id),
    again: (data) => {
      if (data && !lagsBehind(data.failures, total)) return false;
      return OVER.includes(stands) ? LAST_REASONS_MS : REASONS_MS;
    },
    // A correction can leave people out without a failure: it may not use their channels.
    enabled: wrong > 0 || (broadcast.originalId !== null && OVER.includes(stands)),
  });
  const unreached = unreachedOf(broadcast.originalId, found.data, total);
  const missing = found.data ? uncounted(found.data.failures, total) : 0;
  if (wrong + total.neverListed + (unreached.people ?? 0) === 0) return null;
  return (
    <Section title={t('failures.title')} id={CAUSES}>
      {found.error && <ErrorNote error={found.error} />}
      {unreached.counting && !found.error && (
        <Text size="sm" fw={600}>
          {t('failures.stillCounting')}
        </Text>
      )}
      {found.data && lagsBehind(found.data.failures, total) && missing === 0 && (
        <Text size="sm" c="dimmed">
          {t('failures.asOf', { at: clock(new Date(found.data.countedAt)) })}
        </Text>
      )}
      {(found.data || wrong === 0) && (
        <Failures
          broadcast={broadcast}
          of={found.data?.failures.filter(({ state }) => state !== 'unknown') ?? []}
          unreached={unreached.people}
          channels={CHANNELS.flatMap((channel) => {
            const counts = channels[channel];
            return counts ? [[channel, counts] as const] : [];
          })}
          uncounted={missing}
          rejected={rejected}
          onResend={onResend}
        />
      )}
      {total.failed > 0 && <ToFailed id={broadcast.id} />}
    </Section>
  );
}
