import { Anchor, List, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Channel, CHANNELS, type CourseHours, operations, type OperationsView } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { titled } from '../../parts/broadcasts/titled';
import { ChartFrame } from '../../parts/charts/chart-frame';
import { AreaOverTime } from '../../parts/charts/drawings';
import { AnnotationLine, AnnotationList } from '../../parts/charts/annotations';
import { closed, limitNote, type Span } from '../../parts/charts/rates.rules';
import { labelled } from '../../parts/charts/ticks.rules';
import { ErrorNote } from '../../parts/frame/error-note';
import { Section } from '../../parts/frame/section';
import { clock, lately, listed, number } from '../../times';
import {
  awayIn,
  busySpan,
  drawnOf,
  fastest,
  haltsIn,
  type Annotation,
  annotationsOf,
  annotationsOn,
  type Part,
  partsOf,
  valuesOf,
} from './course.rules';

/** Asked again, in ms; a point is a minute or more. */
const EVERY_MS = 30_000;
const HEIGHT = 120;
/** How far back one may look, in hours. */
const SPANS = [1, 6, 24] as const satisfies readonly CourseHours[];

type Points = Awaited<ReturnType<typeof operations.course>>['points'];

/** What went out by each channel in the last hours, and what waited: in words first, then as curves. */
export function Course({
  channels,
  events,
  chainParts,
}: Pick<OperationsView, 'channels' | 'events' | 'chainParts'>) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<CourseHours>(6);
  // On a phone six curves would stand between the events and the rest.
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [unfolded, setUnfolded] = useState(false);
  const found = useQuery({
    queryKey: ['operations', 'course', hours],
    queryFn: () => operations.course(hours),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
  if (!found.data) return found.error ? <ErrorNote error={found.error} /> : null;
  const { points } = found.data;
  const to = found.dataUpdatedAt;
  // Of the answer, not of what was asked: until it comes, the curves are those of before.
  const asked = [to - found.data.hours * 3_600_000, to] as const;
  const span = busySpan(points, asked);
  const names = drawnOf(
    points,
    channels.map(({ channel }) => channel),
    found.data.hours,
  );
  const drawn = channels.filter(({ channel }) => names.includes(channel));
  const annotations = annotationsOn(annotationsOf(events, span), names, points);
  const lines = channels.map(({ channel, accounts }) => {
    // Of several accounts, one that is away leaves the channel to the others.
    const away = accounts.length === 1 && accounts[0] ? awayIn(events, accounts[0].name, span) : [];
    const stopped = { halts: haltsIn(events, channel), away };
    return { channel, away: closed(away), parts: partsOf(points, channel, found.data.minutes, stopped) };
  });
  const curves = (
    <>
      <SimpleGrid cols={{ base: 1, md: drawn.length }}>
        {drawn.map(({ channel, rate }) => (
          <Curves
            key={channel}
            channel={channel}
            alone={drawn.length === 1}
            points={points}
            span={span}
            limit={rate}
            annotations={annotations}
            parts={lines.find((one) => one.channel === channel)?.parts ?? []}
            away={(lines.find((one) => one.channel === channel)?.away ?? []).map(([from, until]) => [
              from,
              Math.min(until, to),
            ])}
          />
        ))}
      </SimpleGrid>
      <Annotations of={annotations} parts={chainParts} />
    </>
  );
  return (
    <Section
      title={t('course.title', { hours: found.data.hours })}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('course.span')}
          value={String(hours)}
          onChange={(value) => setHours(SPANS.find((one) => String(one) === value) ?? 6)}
          data={SPANS.map((one) => ({ value: String(one), label: t('course.hours', { hours: one }) }))}
        />
      }
    >
      {points.length === 0 ? (
        <Text size="sm">{t('course.none', { hours: found.data.hours })}</Text>
      ) : (
        <>
          <List size="sm">
            {lines.map(({ channel, parts }) => (
              <List.Item key={channel}>
                <Words
                  channel={channel}
                  points={points.filter((one) => one.channel === channel)}
                  parts={parts}
                />
              </List.Item>
            ))}
          </List>
          {drawn.length === 0 && busiest(points) > 0 && (
            <Text size="sm" c="dimmed">
              {t('course.short')}
            </Text>
          )}
          {drawn.length > 0 && span[0] > asked[0] && (
            <Text size="sm" c="dimmed">
              {t('course.before', { at: clock(new Date(span[0])) })}
            </Text>
          )}
          {drawn.length > 0 &&
            (narrow ? (
              <details onToggle={({ currentTarget: { open } }) => setUnfolded(open)}>
                <Text component="summary" size="sm">
                  {t('course.curves')}
                </Text>
                {unfolded && <Stack mt="sm">{curves}</Stack>}
              </details>
            ) : (
              curves
            ))}
        </>
      )}
    </Section>
  );
}

const busiest = (points: Points): number => Math.max(0, ...points.map(({ peakPerSecond }) => peakPerSecond));

/** What the numbers on the curves mean. */
function Annotations({ of, parts }: { of: readonly Annotation[]; parts: OperationsView['chainParts'] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <AnnotationList title={t('course.marks')} label={t('course.marks')}>
      {of.map(({ kind, at, channels, broadcasts }, n) => {
        const names = CHANNELS.filter((one) => channels.includes(one)).map((one) => t(`channels.${one}`));
        return (
          <AnnotationLine key={`${n} ${at}`} no={n + 1}>
            {[lately(new Date(at)), t(`curve.marks.${kind}`), listed(names)].filter(Boolean).join(' · ')}
            {broadcasts.map(({ id, title }) => (
              <Fragment key={id}>
                {' · '}
                <Anchor component={Link} to={`/siaran/${id}`} underline="always" size="sm">
                  {titled(t, title, parts[id])}
                </Anchor>
                <ApprovedAt id={id} />
              </Fragment>
            ))}
          </AnnotationLine>
        );
      })}
    </AnnotationList>
  );
}

function Words({ channel, points, parts }: { channel: Channel; points: Points; parts: readonly Part[] }) {
  const { t } = useTranslation();
  const name = t(`channels.${channel}`);
  const taken = points.reduce((sum, one) => sum + one.taken, 0);
  if (points.every(({ handed }) => handed === 0)) return t('course.idle', { channel: name });
  // The minute that goes on still changes: what is said to be the most must not fall.
  const peak = fastest(parts.filter(({ settled }) => settled));
  const waiting = Math.max(0, ...points.map((one) => one.mostWaiting));
  return [
    t(peak > 0 ? 'course.busiest' : 'course.begun', {
      channel: name,
      peak: number(peak, { maximumFractionDigits: 1 }),
      taken: number(taken),
    }),
    waiting > 0 && t('course.mostWaiting', { messages: number(waiting) }),
  ]
    .filter(Boolean)
    .join(' ');
}

function Curves({
  channel,
  points,
  parts,
  span,
  limit,
  annotations,
  away,
  alone,
}: {
  channel: Channel;
  points: Points;
  parts: readonly Part[];
  span: readonly [number, number];
  limit: number | null;
  /** Their numbers are the same on every channel. */
  annotations: readonly Annotation[];
  away: readonly Span[];
  /** Whether no other channel is drawn: then its two curves stand beside each other. */
  alone: boolean;
}) {
  const { t } = useTranslation();
  const name = t(`channels.${channel}`);
  const own = points.filter((one) => one.channel === channel);
  const numbered = labelled(
    annotations.flatMap(({ at, channels }, n) =>
      channels.length === 0 || channels.includes(channel) ? [{ at, no: n + 1 }] : [],
    ),
    span,
  );
  const note = limitNote(limit, fastest(parts));
  const rows = own.toReversed().map(({ at, since, mostWaiting }) => [
    // The minute in which it was noted may have begun after its last message.
    clock(since ?? at),
    number(fastest(parts.filter((one) => one.at === at)), { maximumFractionDigits: 1 }),
    number(mostWaiting),
  ]);
  return (
    <SimpleGrid cols={{ base: 1, md: alone ? 2 : 1 }} spacing="sm" style={{ alignContent: 'start' }}>
      <ChartFrame
        title={t('course.perSecond', { channel: name })}
        // Beside the title: in the drawing it would stand where the numbers of the annotations are.
        note={note && t(`curve.${note}`, { limit: number(limit ?? 0) })}
        height={HEIGHT}
        head={[t('curve.time'), t('curve.perSecond'), t('course.waits')]}
        rows={rows}
      >
        <AreaOverTime
          values={valuesOf(parts, 'pace', span)}
          span={span}
          height={HEIGHT}
          limit={note === 'limitAbove' ? null : limit}
          unit={(value) => t('curve.unit', { value })}
          away={away}
          annotations={numbered}
        />
      </ChartFrame>
      <ChartFrame title={t('course.waiting', { channel: name })} height={HEIGHT} head={[]} rows={[]}>
        <AreaOverTime
          values={valuesOf(parts, 'waiting', span)}
          span={span}
          height={HEIGHT}
          unit={(value) => t('course.waitingUnit', { value })}
          away={away}
          annotations={numbered}
        />
      </ChartFrame>
      {away.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('course.away')}{' '}
          {away.map(([from, to]) => `${clock(new Date(from))} – ${clock(new Date(to))}`).join(', ')}
        </Text>
      )}
    </SimpleGrid>
  );
}
