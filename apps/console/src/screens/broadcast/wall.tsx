import {
  Anchor,
  Box,
  Button,
  Group,
  Text,
  Title,
  useComputedColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconHandStop from '@tabler/icons-react/icons/IconHandStop';
import { type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import {
  type Broadcast,
  type Channel,
  CHANNELS,
  type Counts,
  type Course,
  type Hindrance,
  type Progress,
} from '../../api';
import { stateWords } from '../../parts/broadcasts/badges';
import {
  bandWords,
  causeOf,
  correctedOf,
  isResendable,
  takenBackIn,
  warningBadge,
} from '../../parts/broadcasts/chain.rules';
import { titled } from '../../parts/broadcasts/titled';
import { IslandMap } from '../../parts/charts/drawings';
import { ChartPlace, MapPlace } from '../../parts/charts/place';
import { Clocks } from '../../parts/frame/clocks';
import { chosenWall, setWall } from '../../parts/frame/device';
import { LanguageSwitch } from '../../parts/frame/language-switch';
import { useTraining } from '../../parts/frame/use-training';
import { levelOf, lowestOf, outcomeOf } from '../../parts/regions/outcome.rules';
import { useRegions } from '../../parts/regions/regions';
import {
  everyone,
  failingOf,
  flawsOf,
  percentShown,
  reached,
  SIGNS,
  type Standing,
  sumOf,
  waiting,
} from '../../parts/sending/account.rules';
import { arrivalsOf } from '../../parts/sending/arrivals.rules';
import { useCarrierHolds } from '../../parts/sending/carrier-holds';
import { carrierName } from '../../parts/sending/carriers';
import { answerWords } from '../../parts/sending/answer-words';
import { pauseWords } from '../../parts/sending/brake-words';
import { pausePlace } from '../../parts/sending/pause-place';
import { pauserOf, type Together, together } from '../../parts/sending/pauses.rules';
import { takenWords } from '../../parts/sending/taken-words';
import { trialWords } from '../../parts/sending/trial-words';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { clock, exactClock, lately, listed, number } from '../../times';
import { HeldBadge } from '../operations/held-badge';
import { awayOf, whyOf } from '../operations/troubles.rules';
import { shownOf } from './content/shown.rules';
import { narrowed } from './stopping/stop-acts.rules';
import { useTrials } from './stopping/use-trials';
import {
  byProvince,
  finishOn,
  heldEverywhere,
  isHalted,
  isHeld,
  isHeldAnywhere,
  isEndless,
  nextTryOn,
  retriesIn,
  OVER,
  pausedIn,
  strongestOn,
} from './numbers/live.rules';
import { funnelOf } from './numbers/funnel.rules';
import { happeningsOf, longestOf } from './numbers/happened.rules';
import { lasted } from './numbers/lasted';
import { Annotations, curvesOf, Pace } from './numbers/pace';
import { everywhereWords } from './numbers/progress-map';
import { StackedBar, STATE_COLOUR } from './numbers/stacked-bar';
import { annotationsIn, useCourse } from './numbers/use-course';
import {
  holding,
  isClear,
  obstaclesOf,
  type Refusal,
  refusalsOf,
  troublesOf,
  untold,
} from './numbers/troubles.rules';
import { useForecast } from './numbers/use-forecast';
import { type Link as Connection, useProgress } from './numbers/use-progress';
import { useRates } from './numbers/use-rates';
import { useReport } from './numbers/use-report';
import { useSlow } from './numbers/use-slow';
import { soon, useZoneEnds } from './numbers/zone-ends';
import { slowWords } from './numbers/verdict';
import { useFit } from './use-fit';
import { bandsOf, endOf, foremost, goneOutAt, isAbout, leftOver, todoOf, type Tone } from './wall.rules';
import classes from './wall.module.css';

/** The latest annotations shown; the curves have all of them. */
const ANNOTATIONS = 3;

/** The schemes of a wall. */
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];
const OTHER = { light: 'dark', dark: 'light' } as const;
const ICONS = {
  alarm: IconAlertTriangle,
  notice: IconHandStop,
  calm: IconCircleCheck,
  done: IconCircleCheck,
  over: IconCircleX,
} as const;

/**
 * How a broadcast goes, for a screen on the wall that is read from across the room: no frame, large, in the scheme that the
 * address names (`?wall=dark`), or else in that chosen here last, or in that of the device. It ends with the session of whoever opened it, as every
 * other page.
 */
export default function Wall({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { id } = broadcast;
  const training = useTraining();
  const { progress, at, changed, link } = useProgress(id, OVER.includes(broadcast.state));
  const title = titled(t, shownOf(broadcast).title, broadcast.remainderOfId ? 'companion' : null);
  const [search, setSearch] = useSearchParams();
  const named = search.get('wall') || chosenWall();
  const scheme = useWallLook(title, SCHEMES.find((one) => one === named) ?? null);
  const wall = useRef<HTMLDivElement>(null);
  const room = useFit(wall);
  return (
    <Box className={classes.wall ?? ''} ref={wall}>
      <header className={classes.head}>
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        {training && (
          <div className={`training ${classes.training ?? ''}`} role="note">
            {t('wall.training')} <VisuallyHidden>{t('training.means')}</VisuallyHidden>
          </div>
        )}
        <div className={classes.clocks}>
          <Clocks />
        </div>
      </header>
      {progress ? (
        <Shown broadcast={broadcast} progress={progress} link={link} at={at} room={room} />
      ) : (
        <Places of={broadcast} />
      )}
      <footer className={classes.foot}>
        <Text className={`${classes.asOf} steady`}>
          {/* What has ended says so itself. */}
          <span role="status">{link === 'ended' ? '' : t(`live.${link}`)}</span>
          {link !== 'ended' && at && ' · '}
          {changed
            ? t('wall.asOf', { at: exactClock(changed) })
            : at && t('wall.readAt', { at: exactClock(at) })}
        </Text>
        <Group gap="sm" wrap="nowrap" className={`${classes.tools ?? ''} unprinted`}>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              setWall(OTHER[scheme]);
              setSearch({ wall: OTHER[scheme] }, { replace: true });
            }}
          >
            {t(`wall.${OTHER[scheme]}`)}
          </Button>
          <LanguageSwitch />
          <Anchor component={Link} to={`/siaran/${id}`}>
            {t('wall.leave')}
          </Anchor>
        </Group>
      </footer>
    </Box>
  );
}

function Shown({
  broadcast,
  progress,
  link,
  at,
  room,
}: {
  broadcast: Broadcast;
  progress: Progress;
  link: Connection;
  at: Date | null;
  /** Height of a curve, in px; 0: not measured yet. */
  room: number;
}) {
  const { t } = useTranslation();
  const { id } = broadcast;
  const rates = useRates(progress);
  const told = useAccountWords();
  const over = OVER.includes(progress.state);
  const asked = useCourse(id, over, progress.total);
  const course = asked.data;
  const forecast = useForecast(id, !over).data;
  const holds = useCarrierHolds(id, over);
  const troubles = troublesOf(progress, holds);
  const obstacles = obstaclesOf(troubles);
  // Where nothing of a channel goes out, all that waits there is held.
  const refusals = refusalsOf(
    troubles.holds,
    progress.channels,
    (channel) => (forecast?.[channel]?.retryAt ?? null) !== null || rates.get(channel) === 0,
  );
  const provinces = useMemo(() => byProvince(progress.regions), [progress]);
  const paused = useMemo(() => pausedIn(holding(progress.hindrances, progress.channels)), [progress]);
  const { total, channels, firstHandoverAt, endedAt, limits } = progress;
  const curves = course
    ? curvesOf(course, channels, at?.getTime() ?? null, endedAt, annotationsIn(broadcast, course.outages))
    : null;
  const sent = [...provinces].flatMap(([code, of]) => (everyone(of) > 0 ? [code] : []));
  const everywhere = heldEverywhere(paused, sent);
  const lines = CHANNELS.flatMap((channel) => {
    const counts = channels[channel];
    if (!counts) return [];
    const rate = rates.get(channel) ?? null;
    const waits = !over && waiting(counts) > 0;
    const heldAnywhere = isHeldAnywhere(obstacles, channel);
    return [
      {
        channel,
        counts,
        // What was measured before it stopped says nothing any more; of a part that is tried, a silence says nothing either.
        rate:
          waits &&
          !isHeld(obstacles, channel) &&
          !isHalted(obstacles, channel) &&
          !(heldAnywhere && rate === 0)
            ? rate
            : null,
        waits,
        done: !over && !waits && everyone(counts) > 0,
        endless: isEndless(obstacles, channel),
        held: heldAnywhere,
        // Of what is not held.
        finish: waits ? finishOn(channel, counts, obstacles, forecast?.[channel], rate, Date.now()) : null,
      },
    ];
  });
  const slow = useSlow(progress, forecast, rates, obstacles);
  const end = goneOutAt(lines.filter(({ waits }) => waits));
  const zones = useZoneEnds({ id, progress, obstacles, rates });
  return (
    <>
      <Bands
        broadcast={broadcast}
        progress={progress}
        troubles={troubles}
        refusals={refusals}
        retryAt={(channel) => nextTryOn(forecast?.[channel], Date.now())}
        // Two ways to the server: a stream may be cut without a word, and asking then fails.
        lost={link === 'lost' || asked.isError || asked.fetchStatus === 'paused'}
        at={at}
        end={end}
        outages={course?.outages ?? []}
        slow={slow}
        later={retriesIn(Object.values(forecast ?? {}), Date.now())}
      />
      <div className={classes.body} data-body>
        <Figures total={total} over={over} end={over || isClear(troubles) ? null : end} />
        <div className={classes.map} data-map>
          <Suspense fallback={<MapPlace />}>
            <IslandMap
              label={t('live.map')}
              lowest={lowestOf(provinces)}
              drawn={(code) => {
                const of = provinces.get(code);
                return {
                  outcome: outcomeOf(of, everywhere === null && paused.has(code)),
                  level: of ? levelOf(of) : 0,
                };
              }}
              about={(code) => {
                const of = provinces.get(code);
                return of && everyone(of) > 0 ? told(of) : t('live.mapNone');
              }}
              everywhere={everywhere && everywhereWords(t, everywhere)}
            />
          </Suspense>
        </div>
      </div>
      <Steps total={total} channels={lines} zones={zones} />
      <div className={classes.channels}>
        {lines.map(({ channel, counts, rate, done, held, finish }) => {
          const limit = limits[channel] ?? null;
          const strongest = over ? null : strongestOn(obstacles, channel);
          return (
            <Line
              key={channel}
              channel={channel}
              counts={counts}
              badge={strongest && <HeldBadge of={strongest} />}
              pace={
                over
                  ? t('wall.perSecond')
                  : rate === null || firstHandoverAt === null
                    ? done
                      ? t('live.channelDone')
                      : ''
                    : paceWords(t, rate, limit)
              }
              // An end of what is not held is not the end of the channel.
              finish={finish !== null && !held ? t('wall.finish', { at: lately(new Date(finish)) }) : ''}
            >
              {room === 0 ? null : course ? (
                <Pace channel={channel} curves={curves} limit={limit} height={room} now={rate} />
              ) : (
                <ChartPlace height={room} />
              )}
            </Line>
          );
        })}
      </div>
      {/* Their numbers stand on the curves. */}
      <div className={classes.marks}>
        <Annotations of={curves} most={ANNOTATIONS} />
      </div>
    </>
  );
}

const paceWords = (t: TFunction, rate: number, limit: number | null): string => {
  const shown = number(rate, { maximumFractionDigits: rate < 10 ? 1 : 0 });
  return limit === null
    ? t('wall.rate', { rate: shown })
    : t('wall.rateOf', { rate: shown, limit: number(limit) });
};

/** Across the whole wall, always in its place: what holds it up, that the connection is lost, or that all goes well. */
function Bands({
  broadcast,
  progress: { state, endedAt, channels, total },
  troubles,
  refusals,
  retryAt,
  lost,
  at,
  end,
  outages,
  slow,
  later,
}: {
  broadcast: Broadcast;
  progress: Progress;
  troubles: Troubles;
  refusals: readonly Refusal<Channel>[];
  /** When Siar tries what waits on a channel again; null: not known. */
  retryAt: (channel: Channel) => string | null;
  lost: boolean;
  at: Date | null;
  /** When all of it will have gone out, ms since 1970; null: nobody can tell. */
  end: ReturnType<typeof goneOutAt>;
  outages: Course['outages'];
  slow: ReturnType<typeof useSlow>;
  /** What waits for another try. */
  later: ReturnType<typeof retriesIn>;
}) {
  const { t } = useTranslation();
  // The names are read by pausePlace once they are loaded.
  useRegions();
  const over = OVER.includes(state);
  const trials = useTrials(
    broadcast,
    CHANNELS.filter((channel) =>
      troubles.hindrances.some((one) => one.kind === 'braked' && one.channel === channel),
    ),
  );
  const trialOn = ({ kind, channels: on }: Together<Hindrance>): string | null => {
    const trial = kind === 'braked' && trials.find(({ channel }) => on.some((one) => one === channel));
    return trial ? trialWords(t, trial) : null;
  };
  const held = bandsOf(
    together([
      ...troubles.hindrances,
      ...untold(troubles).map(({ of: { channel, since }, cause }) => ({
        ...UNTOLD,
        channel,
        cause,
        since,
        waiting: waiting(channels[channel] ?? NOBODY),
      })),
    ]),
    refusals,
  ).map(({ of, tone }) => ({
    tone,
    band:
      'carriers' in of ? (
        <Band
          key={`refused ${of.channel}`}
          tone={tone}
          sort={t('wall.sorts.refused')}
          words={t('wall.refused', {
            carriers: listed(of.carriers.map((one) => carrierName(t, one))),
            channel: t(`channels.${of.channel}`),
            at: lately(of.since),
          })}
          figure={of.waiting === null ? null : [number(of.waiting), t('wall.held')]}
        >
          {t(of.trying ? 'carrierHold.trying' : 'carrierHold.next', { at: clock(of.nextAt) })}
        </Band>
      ) : (
        <Band
          key={JSON.stringify([of.cause, of.channels, of.since, of.by, of.regions])}
          tone={tone}
          sort={t(`wall.sorts.${of.cause}`)}
          words={heldWords(t, of)}
          // What a provider slows down still goes out.
          figure={of.waiting > 0 && of.cause !== 'slow-down' ? [number(of.waiting), t('wall.held')] : null}
        >
          <Below
            // The end of a long line may be cut: what comes next and who sees to it have one of their own.
            lines={[
              trialOn(of) ?? todoWords(t, of, retryAt),
              handledWords(t, broadcast, of),
              whyWords(t, broadcast, of),
            ]}
          />
        </Band>
      ),
  }));
  const failing = CHANNELS.flatMap((channel) => {
    const counts = channels[channel];
    const how = counts ? failingOf(counts) : null;
    // A brake says why.
    const braked = troubles.hindrances.some((one) => one.kind === 'braked' && one.channel === channel);
    if (!counts || !how || braked) return [];
    return {
      tone: 'alarm' as const,
      band: (
        <Band
          key={`failing ${channel}`}
          tone="alarm"
          sort={t('wall.sorts.failing')}
          words={`${t(`channels.${channel}`)}: ${t(`failing.${how}`)}`}
          figure={[number(counts.failed), t('deliveryStates.failed')]}
        />
      ),
    };
  });
  const uncertain =
    troubles.uncertain > 0
      ? [
          {
            tone: 'notice' as const,
            band: (
              <Band
                key="uncertain"
                tone="notice"
                sort={t('wall.sorts.uncertain')}
                words={t(isResendable(broadcast) ? 'wall.uncertain' : 'wall.uncertainLeft')}
                figure={[number(troubles.uncertain), t('deliveryStates.unknown')]}
              >
                {t('wall.uncertainWhere')}
              </Band>
            ),
          },
        ]
      : [];
  const slowed = slow.map((one) => ({
    tone: 'notice' as const,
    band: (
      <Band
        key={`slow ${one.channel}`}
        tone="notice"
        sort={t('wall.sorts.slow')}
        words={slowWords(t, one)}
        figure={isClear(troubles) && end !== null ? [lately(new Date(end.at)), t('wall.ends')] : null}
      >
        {t('verdict.slowTodo')}
      </Band>
    ),
  }));
  const { shown, more } = foremost([...held, ...failing, ...slowed, ...uncertain]);
  return (
    // What appears is announced, the figures that change beside it are not.
    <div className={classes.bands} role="status" aria-relevant="additions">
      <WrongBand broadcast={broadcast} />
      {lost && (
        <Band tone="alarm" words={t('wall.lost')}>
          {at && t('wall.lostAt', { at: exactClock(at) })}
        </Band>
      )}
      {over && (
        <Ended broadcast={broadcast} state={state} total={total} endedAt={endedAt} outages={outages} />
      )}
      {shown.map(({ band }) => band)}
      {more > 0 && <Text className={classes.more}>{t('wall.more', { count: more })}</Text>}
      {!over && isClear(troubles) && failing.length + slow.length === 0 && (
        <Band
          tone="calm"
          words={
            state === 'running'
              ? later
                ? t('wall.retried', { messages: number(later.messages), at: clock(later.at) })
                : t('wall.goes')
              : stateWords(t, { state, begun: broadcast.begun, hindrance: null })
          }
          figure={
            end !== null
              ? [lately(new Date(end.at)), t('wall.ends')]
              : state === 'running'
                ? [null, t('wall.measuring')]
                : null
          }
        />
      )}
    </div>
  );
}

/** That its text is corrected, wrong or in doubt: nothing else on the wall matters as much to who answers for it. */
function WrongBand({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { chain, doubt, reads, submission } = broadcast;
  const correction = chain?.correctedBy;
  const warning = warningBadge(doubt !== null || reads === 'doubted', chain);
  if (!correction && warning === null) return null;
  const corrected = correctedOf(chain);
  const named =
    chain &&
    corrected !== 'no' &&
    t(`chain.title.${chain.inCompanion ? 'inCompanion' : takenBackIn(chain) ? 'stopped' : corrected}`);
  const words = chain && bandWords({ doubt, chain, reads, approved: submission?.decision === 'approved' });
  return (
    <Band
      tone="alarm"
      sort={t(correction ? 'wall.sorts.corrected' : 'wall.sorts.doubted')}
      words={named || (warning ? t(warning) : '')}
    >
      <Below
        lines={[
          correction ? `${t('chain.by')} ${correction.title ?? correction.publicCode}` : null,
          words ? t(words) : null,
          !words && reads ? t(`citizensRead.${reads}`) : null,
        ]}
      />
    </Band>
  );
}

/** That it has ended: first how many people it reached, then how many got nothing, and what is left to be done. */
function Ended({
  broadcast,
  state,
  total,
  endedAt,
  outages,
}: {
  broadcast: Broadcast;
  state: Progress['state'];
  total: Counts;
  endedAt: string | null;
  outages: Course['outages'];
}) {
  const { t } = useTranslation();
  const report = useReport(broadcast.id, total, endedAt);
  const nothing = report?.gotNothing ?? 0;
  const tone = endOf(state, total);
  // The longest of each kind alone: the page has all of them.
  const { channels } = shownOf(broadcast);
  const longest = longestOf(
    happeningsOf({ stops: narrowed(broadcast.stops), outages, lost: [], channels }, true),
  );
  return (
    <Band
      // Green is left to what went without a failure.
      tone={tone === 'calm' && flawsOf(total).length > 0 ? 'done' : tone}
      words={stateWords(t, { state, begun: broadcast.begun, hindrance: null })}
      figure={report ? [number(report.people), t('wall.people')] : null}
    >
      {[
        endedAt && lately(endedAt),
        nothing > 0 && t('wall.gotNothing', { people: number(nothing) }),
        ...longest.map(({ kind, channel, seconds }) => {
          const [name] = CHANNELS.filter((one) => one === channel);
          return t(name ? `wall.was.${kind}` : 'wall.was.all', {
            channel: name ? t(`channels.${name}`) : '',
            length: lasted(t, seconds),
          });
        }),
        tone === 'notice' && total.unknown === 0 && t('wall.todo.expired'),
      ]
        .filter(Boolean)
        .join(' · ')}
    </Band>
  );
}

type Troubles = ReturnType<typeof troublesOf<Hindrance, Progress['away'][number], { channel: Channel }>>;

/** A trouble of a channel that no hindrance tells of yet, as far as a band says it. */
const UNTOLD = {
  kind: 'slowed',
  by: null,
  reason: null,
  brake: null,
  waves: 1,
  of: 1,
  all: 1,
  unlisted: 0,
  regions: null,
  doubted: false,
} as const;
const NOBODY = sumOf([]);

const STOPPERS = ['author', 'kpu', 'operator', 'correction'] as const;

/** Who paused it, and why; null: nobody said. */
function whyWords(t: TFunction, broadcast: Broadcast, of: Together<Hindrance>): string | null {
  const { kind, reason, by } = of;
  const who = STOPPERS.find((one) => one === by);
  const role = who && t(`home.pausedBy.${causeOf(who, broadcast.remainderOfId !== null)}`);
  const name = who && pauserOf(broadcast.stops, of);
  const said = [
    role && (name ? t('hindrances.who', { role, name }) : role),
    kind === 'slowed' && reason !== null ? answerWords(t, reason) : pauseWords(t, of),
  ].filter(Boolean);
  return said.length > 0 ? said.join(' · ') : null;
}

/** Who handles it, as far as an alert about it was taken; null: nobody is known to. */
function handledWords(t: TFunction, { alert }: Broadcast, of: Together<Hindrance>): string | null {
  return alert && isAbout(alert.kind, of) ? takenWords(t, alert) : null;
}

/** What lets it go on, and when Siar tries again by itself; null: nothing to be said. */
function todoWords(
  t: TFunction,
  of: Together<Hindrance>,
  retryAt: (channel: Channel) => string | null,
): string | null {
  const todo = todoOf(of, whyOf(of));
  const [next] =
    of.cause === 'away' ? of.channels.flatMap((channel) => retryAt(channel) ?? []).toSorted() : [];
  const tries = next ? t('wall.next', { at: exactClock(next) }) : t('wall.nextSoon');
  if (todo === 'away') return tries;
  return todo && [t(`wall.todo.${todo}`), todo === 'account' && tries].filter(Boolean).join(' ');
}

/** Regions named in a band; more are counted. */
const NAMED = 3;
const placeOf = (t: TFunction, of: Together<Hindrance>): string =>
  of.regions === null || of.regions.length <= NAMED
    ? pausePlace(t, of)
    : t('hindrances.where', {
        regions: t('hindrances.regions', { regions: number(of.regions.length) }),
        channels: pausePlace(t, { ...of, regions: null }),
      });

/** What holds it up and since when, as Operasi says it. */
function heldWords(t: TFunction, of: Together<Hindrance>): string {
  const { cause, since, by } = of;
  const said = {
    channels: listed(CHANNELS.filter((one) => of.channels.includes(one)).map((one) => t(`channels.${one}`))),
    place: placeOf(t, of),
    at: since ? lately(since) : '–',
    name: by ?? 'Siar',
  };
  const why = whyOf(of);
  switch (cause) {
    case 'brake':
      return t(`wall.brake.${why === null || why === 'silent' || why === 'error' ? 'sender' : why}`, said);
    case 'away':
      return t(`operations.summary.away.${awayOf(why)}`, said);
    case 'broadcast':
      return t('wall.paused', said);
    default:
      return t(`operations.summary.${cause}`, said);
  }
}

/** What stands below a band, a line each; what is null is left out. */
const Below = ({ lines }: { lines: readonly (string | null)[] }) =>
  lines.flatMap((line) => (line === null ? [] : <div key={line}>{line}</div>));

/** @param figure a large figure, if there is one, and what it counts, at the end of the band */
function Band({
  tone,
  sort,
  words,
  figure = null,
  children,
}: {
  tone: Tone | 'calm' | 'done' | 'over';
  /** What sort of thing it is, in a word. */
  sort?: string;
  words: string;
  figure?: readonly [string | null, string] | null;
  children?: ReactNode;
}) {
  const Icon = ICONS[tone];
  return (
    <div className={classes.band} data-tone={tone}>
      <Icon size="2.4rem" stroke={2} aria-hidden className={classes.sign} />
      {sort && <span className={classes.sort}>{sort}</span>}
      <div className={classes.said}>
        <div className={classes.words}>{words}</div>
        {children && <div className={classes.why}>{children}</div>}
      </div>
      {figure && (
        <div className={classes.heldBack}>
          {figure[0] !== null && <span className={classes.held}>{figure[0]}</span>} <span>{figure[1]}</span>
        </div>
      )}
    </div>
  );
}

/** Where everything will stand, while the first counts are on their way. */
function Places({ of }: { of: Broadcast }) {
  const { channels } = shownOf(of);
  return (
    <>
      <div className={classes.bands} />
      <div className={classes.body}>
        <div className={classes.large} aria-hidden>
          …
        </div>
        <div className={classes.map}>
          <MapPlace />
        </div>
      </div>
      <div className={classes.channels}>
        {CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => (
          <Line key={channel} channel={channel} counts={null} badge={null} pace="" finish="">
            {null}
          </Line>
        ))}
      </div>
      <div className={classes.marks} />
    </>
  );
}

/** One channel: how far, how fast, until when, and its course. Empty words keep their place. */
function Line({
  channel,
  counts,
  badge,
  pace,
  finish,
  children,
}: {
  channel: Channel;
  counts: Counts | null;
  badge: ReactNode;
  pace: string;
  finish: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const name = t(`channels.${channel}`);
  return (
    <section className={classes.channel} aria-label={name}>
      <div className={classes.row}>
        <span className={classes.name}>{name}</span>
        {counts && (
          <span className="steady">
            {number(reached(counts))} / {number(everyone(counts))} · <b>{number(percentShown(counts))}%</b>
          </span>
        )}
      </div>
      <div className={classes.bar}>
        {counts && everyone(counts) > 0 && <StackedBar counts={counts} label={name} />}
      </div>
      <div className={`${classes.row} ${classes.small} steady`}>
        <span>{pace}</span>
        {finish === '' ? badge : <span>{finish}</span>}
      </div>
      <div className={classes.curve} data-curve>
        {children}
      </div>
    </section>
  );
}

/**
 * How many were reached, and every other copy by its standing: the numbers add up to all.
 * @param end when what nothing holds is done; null: the band above says it, or nobody can tell
 */
function Figures({ total, over, end }: { total: Counts; over: boolean; end: ReturnType<typeof goneOutAt> }) {
  const { t } = useTranslation();
  const all = number(everyone(total));
  return (
    // As many digits as there will be: nothing changes its size while the number grows.
    <Box className={classes.figures ?? ''} data-figures style={{ '--characters': all.length }}>
      <div className={classes.reached}>
        <span className={classes.large}>{number(reached(total))}</span>{' '}
        <span className={`${classes.share} steady`}>{number(percentShown(total))}%</span>
      </div>
      <Text className={classes.of}>
        {t('wall.of', { total: `${total.unlisted > 0 ? '± ' : ''}${all}` })} <Colour of="delivered" />{' '}
        {t('wall.arrived')} <Colour of="accepted" /> {t('wall.accepted')}
      </Text>
      {end !== null && (
        <Text className={`${classes.of} steady`}>
          <b>{t(end.whole ? 'wall.finishAll' : 'wall.finishRest', { at: lately(new Date(end.at)) })}</b>
        </Text>
      )}
      <div className={classes.bar}>
        {everyone(total) > 0 && <StackedBar counts={total} label={t('live.sum')} />}
      </div>
      <div className={classes.standings}>
        {leftOver(total, over).map((one) => (
          <div key={one}>
            <div className={classes.standing}>
              <Colour of={one} /> {t(one === 'neverListed' ? 'wall.neverListed' : `deliveryStates.${one}`)}
            </div>
            <div className={`${classes.count} steady`}>
              {total[one] > 0 && SIGNS[one] ? `${SIGNS[one]} ` : ''}
              {number(total[one])}
            </div>
          </div>
        ))}
      </div>
    </Box>
  );
}

/** From the list to the recipient, and when each zone is done, in one line below the map. */
function Steps({
  total,
  channels,
  zones,
}: {
  total: Counts;
  channels: readonly { channel: Channel; counts: Counts }[];
  zones: ReturnType<typeof useZoneEnds>;
}) {
  const { t } = useTranslation();
  const arrivals = arrivalsOf(channels.map(({ channel, counts }) => [channel, counts] as const));
  return (
    <div className={classes.steps}>
      <ol className={classes.cells} aria-label={t('funnel.title')}>
        {funnelOf(total).map(({ name, copies }) => (
          <Cell key={name} name={t(`wall.funnel.${name}`)}>
            {name === 'expected' && total.unlisted > 0 ? '± ' : ''}
            {number(copies)}
          </Cell>
        ))}
        {arrivals && arrivals.of > 0 && (
          <Cell name={t('wall.funnel.delivered')}>
            {t('funnel.deliveredOf', { arrived: number(arrivals.arrived), of: number(arrivals.of) })}
          </Cell>
        )}
      </ol>
      {zones.length > 0 && (
        <ul className={classes.cells} aria-label={t('zoneEnds.title')}>
          {zones.map(({ zone, timeZone, ends }) => (
            <Cell key={zone} name={t('wall.zoneEnds', { zone })}>
              {ends === null ? '–' : soon(ends, timeZone)}
            </Cell>
          ))}
        </ul>
      )}
    </div>
  );
}

const Cell = ({ name, children }: { name: string; children: ReactNode }) => (
  <li>
    <div className={classes.standing}>{name}</div>
    <div className={`${classes.count} steady`}>{children}</div>
  </li>
);

/** A standing's colour in the bars, beside its name. */
const Colour = ({ of }: { of: Standing }) => (
  <span aria-hidden className={classes.colour} style={{ background: STATE_COLOUR[of] }} />
);

/**
 * As large as the screen allows, since everything is measured in rem, and in the chosen scheme. Both end with it.
 * @param chosen null: that of the device
 */
function useWallLook(title: string, chosen: Scheme | null): Scheme {
  const own = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const scheme = chosen ?? own;
  useEffect(() => {
    document.title = `${title} – Siar`;
  }, [title]);
  useEffect(() => {
    const { documentElement: root } = document;
    root.setAttribute('data-mantine-color-scheme', scheme);
    root.classList.add('wall');
    return () => {
      root.classList.remove('wall');
      root.setAttribute('data-mantine-color-scheme', own);
    };
  }, [scheme, own]);
  return scheme;
}
