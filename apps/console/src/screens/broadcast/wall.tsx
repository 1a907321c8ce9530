import { Anchor, Button, Group, SimpleGrid, Stack, Text, Title, useComputedColorScheme } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { dispensable } from '../../late';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type Broadcast, CHANNELS, type Counts, type Progress } from '../../api';
import { StateBadge } from '../../parts/broadcasts/badges';
import { CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/chain';
import { titled } from '../../parts/broadcasts/titled';
import { ChartPlace, MapPlace } from '../../parts/charts/place';
import { Clocks } from '../../parts/frame/clocks';
import { LanguageSwitch } from '../../parts/frame/language-switch';
import { levelOf, outcomeOf } from '../../parts/regions/outcome.rules';
import { everyone, percent, reached, SIGNS, waiting } from '../../parts/sending/account.rules';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { instant, number } from '../../times';
import { shownOf } from './content/shown.rules';
import { byProvince, finishAt, isHeld, OVER, pausedIn } from './numbers/live.rules';
import { Marks, Pace, spanOf } from './numbers/pace';
import { marksIn, useCourse } from './numbers/use-course';
import { useForecast } from './numbers/use-forecast';
import { useProgress } from './numbers/use-progress';
import { useRates } from './numbers/use-rates';
import { leftOver } from './wall.rules';
import classes from './wall.module.css';

const IslandMap = lazy(
  dispensable(async () => ({ default: (await import('../../parts/regions/island-map')).IslandMap })),
);

/** Height of a curve, in px. */
const HEIGHT = 136;

/** The schemes of a wall. */
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];
const OTHER = { light: 'dark', dark: 'light' } as const;

/**
 * How a broadcast goes, for a screen on the wall that is read from across the room: no frame, large, in the scheme that the
 * address names (`?wall=dark`), or else in that of the device. It ends with the session of whoever opened it, as every
 * other page.
 */
export default function Wall({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { id } = broadcast;
  const { progress, link } = useProgress(id, OVER.includes(broadcast.state));
  const title = titled(t, shownOf(broadcast).title, broadcast.remainderOfId ? 'companion' : null);
  const [search, setSearch] = useSearchParams();
  const scheme = useWallLook(title, SCHEMES.find((one) => one === search.get('wall')) ?? null);
  return (
    <div className={classes.wall}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} miw={0} style={{ flex: '1 1 24rem' }}>
          <Title order={1} size="h3" className={classes.title}>
            {title}
          </Title>
          <Group gap="sm">
            <StateBadge state={broadcast.state} hindrance={broadcast.hindrance} begun={broadcast.begun} />
            <CorrectedBadge chain={broadcast.chain} />
            <DoubtedBadge of={broadcast} />
            {/* What has ended says so itself. */}
            <Text role="status">{link === 'ended' ? '' : t(`live.${link}`)}</Text>
          </Group>
        </Stack>
        <Group gap="md" className={classes.tools ?? ''}>
          <div className={classes.clocks}>
            <Clocks />
          </div>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setSearch({ wall: OTHER[scheme] }, { replace: true })}
          >
            {t(`wall.${OTHER[scheme]}`)}
          </Button>
          <LanguageSwitch />
          <Anchor component={Link} to={`/siaran/${id}`} size="sm" className="unprinted">
            {t('wall.leave')}
          </Anchor>
        </Group>
      </Group>
      {progress ? <Shown broadcast={broadcast} progress={progress} /> : <Places of={broadcast} />}
    </div>
  );
}

function Shown({ broadcast, progress }: { broadcast: Broadcast; progress: Progress }) {
  const { t } = useTranslation();
  const { id } = broadcast;
  const rates = useRates(progress);
  const told = useAccountWords();
  const over = OVER.includes(progress.state);
  const course = useCourse(id, over).data;
  const forecast = useForecast(id, !over).data;
  const provinces = useMemo(() => byProvince(progress.regions), [progress]);
  const paused = useMemo(() => pausedIn(progress.hindrances), [progress]);
  const { total, channels, firstHandoverAt, endedAt, limits, hindrances } = progress;
  const span = course ? spanOf(course, firstHandoverAt, endedAt) : null;
  const marks = marksIn(broadcast);
  return (
    <>
      <div className={classes.body}>
        <Figures total={total} over={over} />
        <div className={classes.map}>
          <Suspense fallback={<MapPlace />}>
            <IslandMap
              label={t('live.map')}
              drawn={(code) => {
                const of = provinces.get(code);
                return { outcome: outcomeOf(of, paused.has(code)), level: of ? levelOf(of) : 0 };
              }}
              about={(code) => {
                const of = provinces.get(code);
                return of && everyone(of) > 0 ? told(of) : t('live.mapNone');
              }}
            />
          </Suspense>
        </div>
      </div>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {CHANNELS.flatMap((channel) => {
          const counts = channels[channel];
          if (!counts) return [];
          const rate = rates.get(channel) ?? null;
          const limit = limits[channel] ?? null;
          const ends = !over && waiting(counts) > 0 && !isHeld(hindrances, channel);
          const due = ends ? forecast?.[channel] : undefined;
          const finish = due ? finishAt(due, rate, Date.now()) : null;
          return (
            <Line
              key={channel}
              name={t(`channels.${channel}`)}
              counts={counts}
              finish={
                over ? null : finish === null ? '' : t('live.forecast', { at: instant(new Date(finish)) })
              }
            >
              {course ? (
                <Pace
                  channel={channel}
                  points={course.points}
                  begun={firstHandoverAt}
                  span={span}
                  limit={limit}
                  marks={marks}
                  height={HEIGHT}
                />
              ) : (
                <ChartPlace height={HEIGHT} />
              )}
            </Line>
          );
        })}
      </SimpleGrid>
      {marks.length > 0 && (
        // It may be longer than the wall is high.
        <div className={classes.marks} tabIndex={0} role="group" aria-label={t('curve.marksTitle')}>
          <Marks of={marks} span={span} newestFirst />
        </div>
      )}
    </>
  );
}

/** Where everything will stand, while the first counts are on their way. */
function Places({ of }: { of: Broadcast }) {
  const { t } = useTranslation();
  const { channels } = shownOf(of);
  return (
    <>
      <div className={classes.body}>
        <div className={classes.large} aria-hidden>
          …
        </div>
        <div className={classes.map}>
          <MapPlace />
        </div>
      </div>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => (
          <Line key={channel} name={t(`channels.${channel}`)} counts={null} finish="">
            <ChartPlace height={HEIGHT} />
          </Line>
        ))}
      </SimpleGrid>
    </>
  );
}

/** One channel. @param finish when it will be done, in words; empty: nobody can tell; null: it has ended */
function Line({
  name,
  counts,
  finish,
  children,
}: {
  name: string;
  counts: Counts | null;
  finish: string | null;
  children: ReactNode;
}) {
  return (
    <Stack gap={4} miw={0}>
      <Group justify="space-between">
        <Text fw={700} size="lg">
          {name}
        </Text>
        <Text size="lg" className="steady">
          {counts && `${number(reached(counts))} / ${number(everyone(counts))} · ${percent(counts)}%`}
        </Text>
      </Group>
      {children}
      {finish !== null && <Text className={`${classes.finish} steady`}>{finish}</Text>}
    </Stack>
  );
}

/** How many were reached, and every other copy by its standing: the numbers add up to all. */
function Figures({ total, over }: { total: Counts; over: boolean }) {
  const { t } = useTranslation();
  const large = number(reached(total));
  return (
    <Stack gap="sm" style={{ '--characters': large.length }}>
      <div>
        <Group gap="sm" align="baseline" mb="xs">
          <div className={classes.large}>{large}</div>
          <div className={classes.share}>{percent(total)}%</div>
        </Group>
        <Text size="lg" lh={1.35}>
          {t('reached.of', { total: `${total.unlisted > 0 ? '± ' : ''}${number(everyone(total))}` })}
        </Text>
      </div>
      <div className={classes.standings}>
        {leftOver(total, over).map((one) => (
          <div key={one}>
            <Text size="sm">{t(one === 'neverListed' ? 'wall.neverListed' : `deliveryStates.${one}`)}</Text>
            <Text size="xl" fw={700} className="steady">
              {total[one] > 0 && SIGNS[one] ? `${SIGNS[one]} ` : ''}
              {number(total[one])}
            </Text>
          </div>
        ))}
      </div>
    </Stack>
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
