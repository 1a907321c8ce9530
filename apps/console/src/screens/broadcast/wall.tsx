import { Anchor, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { dispensable } from '../../late';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, CHANNELS } from '../../api';
import { StateBadge } from '../../parts/broadcasts/badges';
import { Clocks } from '../../parts/frame/clocks';
import { LanguageSwitch } from '../../parts/frame/language-switch';
import { levelOf, outcomeOf } from '../../parts/regions/outcome.rules';
import { everyone, percent, reached, waiting } from '../../parts/sending/account.rules';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { instant, number } from '../../times';
import { shownOf } from './content/shown.rules';
import { byProvince, finishAt, isHeld, OVER, pausedIn } from './numbers/live.rules';
import { Marks, Pace, spanOf } from './numbers/pace';
import { marksIn, useCourse } from './numbers/use-course';
import { useForecast } from './numbers/use-forecast';
import { useProgress } from './numbers/use-progress';
import { useRates } from './numbers/use-rates';
import classes from './wall.module.css';

const IslandMap = lazy(
  dispensable(async () => ({ default: (await import('../../parts/regions/island-map')).IslandMap })),
);

/**
 * How a broadcast goes, for a screen on the wall that is read from across the room: no frame, large, dark. It ends with
 * the session of whoever opened it, as every other page.
 */
export default function Wall({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { id } = broadcast;
  const { progress, link } = useProgress(id, OVER.includes(broadcast.state));
  const rates = useRates(progress);
  const told = useAccountWords();
  const over = OVER.includes(progress?.state ?? broadcast.state);
  const course = useCourse(id, over).data;
  const forecast = useForecast(id, !over).data;
  const provinces = useMemo(() => byProvince(progress?.regions ?? {}), [progress]);
  const paused = useMemo(() => pausedIn(progress?.hindrances ?? []), [progress]);
  const { title } = shownOf(broadcast);
  useWallLook(title);
  if (!progress) return null;
  const { total, channels, firstHandoverAt, endedAt, limits, hindrances } = progress;
  const span = course ? spanOf(course, firstHandoverAt, endedAt) : null;
  const marks = marksIn(broadcast);
  return (
    <div className={classes.wall}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} miw={0} style={{ flex: '1 1 24rem' }}>
          <Title order={1} size="h2" className={classes.title}>
            {title}
          </Title>
          <Group gap="sm">
            <StateBadge state={broadcast.state} hindrance={broadcast.hindrance} begun={broadcast.begun} />
            <Text role="status">{t(`live.${link}`)}</Text>
          </Group>
        </Stack>
        <Group gap="lg">
          <Clocks />
          <LanguageSwitch />
          <Anchor component={Link} to={`/siaran/${id}`} size="sm" className="unprinted">
            {t('wall.leave')}
          </Anchor>
        </Group>
      </Group>
      <div className={classes.body}>
        <Stack gap="md" className={classes.figures}>
          <div>
            <div className={classes.large}>{number(reached(total))}</div>
            <Text size="lg">
              {t(total.unlisted > 0 ? 'reached.ofAbout' : 'reached.of', { total: number(everyone(total)) })}
            </Text>
          </div>
          <div className={classes.share}>{percent(total)}%</div>
          <Group gap="xl">
            <Figure name={t('wall.left')} value={waiting(total)} />
            <Figure name={t('wall.failed')} value={total.failed} alarm="!" />
            <Figure name={t('wall.unknown')} value={total.unknown} alarm="?" />
          </Group>
        </Stack>
        <div className={classes.map}>
          <Suspense>
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
          const due = waiting(counts) === 0 || isHeld(hindrances, channel) ? undefined : forecast?.[channel];
          const finish = due ? finishAt(due, rate, Date.now()) : null;
          return (
            <Stack key={channel} gap={4} miw={0}>
              <Group justify="space-between">
                <Text fw={700} size="lg">
                  {t(`channels.${channel}`)}
                </Text>
                <Text size="lg" className="steady">
                  {number(reached(counts))} / {number(everyone(counts))} · {percent(counts)}%
                </Text>
              </Group>
              {course && (
                <Pace
                  channel={channel}
                  points={course.points}
                  begun={firstHandoverAt}
                  span={span}
                  limit={limit}
                  marks={marks}
                  height={150}
                />
              )}
              <Text className="steady">
                {finish !== null && t('live.forecast', { at: instant(new Date(finish)) })}
              </Text>
            </Stack>
          );
        })}
      </SimpleGrid>
      <Marks of={marks} span={span} />
    </div>
  );
}

function Figure({ name, value, alarm }: { name: string; value: number; alarm?: string }) {
  return (
    <div>
      <Text size="sm">{name}</Text>
      <Text size="xl" fw={700} className="steady">
        {value > 0 && alarm ? `${alarm} ` : ''}
        {number(value)}
      </Text>
    </div>
  );
}

/** Dark, and as large as the screen allows: everything is measured in rem. Both end with it. */
function useWallLook(title: string): void {
  useEffect(() => {
    document.title = `${title} – Siar`;
  }, [title]);
  useEffect(() => {
    const { documentElement: root } = document;
    const scheme = root.getAttribute('data-mantine-color-scheme');
    root.setAttribute('data-mantine-color-scheme', 'dark');
    root.classList.add('wall');
    return () => {
      root.classList.remove('wall');
      if (scheme !== null) root.setAttribute('data-mantine-color-scheme', scheme);
    };
  }, []);
}
