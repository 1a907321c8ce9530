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
import { Suspense, useEffect, useMemo, useRef } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type Broadcast, CHANNELS, type Progress } from '../../../api';
import { titled } from '../../../parts/broadcasts/titled';
import { IslandMap } from '../../../parts/charts/drawings';
import { ChartPlace, MapPlace } from '../../../parts/charts/place';
import { Clocks } from '../../../parts/frame/clocks';
import { chosenWall, setWall } from '../../../parts/frame/device';
import { LanguageSwitch } from '../../../parts/frame/language-switch';
import { useTraining } from '../../../parts/frame/use-training';
import { levelOf, lowestOf, outcomeOf } from '../../../parts/regions/outcome.rules';
import { everyone, waiting } from '../../../parts/sending/account.rules';
import { useCarrierHolds } from '../../../parts/sending/carrier-holds';
import { useAccountWords } from '../../../parts/sending/use-account-words';
import { exactClock, lately, number } from '../../../times';
import { HeldBadge } from '../../operations/held-badge';
import { shownOf } from '../content/shown.rules';
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
} from '../numbers/live.rules';
import { Annotations, curvesOf, Pace } from '../numbers/pace';
import { everywhereWords } from '../numbers/progress-map';
import { annotationsIn, useCourse } from '../numbers/use-course';
import { holding, isClear, obstaclesOf, refusalsOf, troublesOf } from '../numbers/troubles.rules';
import { useForecast } from '../numbers/use-forecast';
import { type Link as Connection, useProgress } from '../numbers/use-progress';
import { useRates } from '../numbers/use-rates';
import { useSlow } from '../numbers/use-slow';
import { useZoneEnds } from '../numbers/zone-ends';
import { useFit } from './use-fit';
import { goneOutAt } from './wall.rules';
import classes from './wall.module.css';
import { Bands } from './bands';
import { Line } from './channel-line';
import { Figures, Steps } from './figures';

/** The latest annotations shown; the curves have all of them. */
const ANNOTATIONS = 3;

/** The schemes of a wall. */
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];
const OTHER = { light: 'dark', dark: 'light' } as const;
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
