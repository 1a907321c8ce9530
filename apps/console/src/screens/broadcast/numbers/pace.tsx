import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Counts, type Course } from '../../../api';
import { ChartFrame } from '../../../parts/charts/chart-frame';
import { AreaOverTime } from '../../../parts/charts/drawings';
import { AnnotationLine, AnnotationList } from '../../../parts/charts/annotations';
import { labelled } from '../../../parts/charts/ticks.rules';
import {
  absencesOf,
  closed,
  cutAt,
  haltsOf,
  type Hold,
  holdsIn,
  isPassed,
  limitNote,
  type Annotation,
  onlyStep,
  shownAnnotations,
  type Step,
  stepsOf,
  summed,
  upTo,
} from '../../../parts/charts/rates.rules';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { clock, number, span } from '../../../times';
import layout from './live.module.css';

/** Height of a curve, in px. */
const HEIGHT = 150;
/** Rows of the table beside it, at most. */
const ROWS = 24;

/** The curves of a broadcast: all of one span, with the annotations that stand on them. */
interface Curves {
  /** ms since 1970. */
  span: readonly [from: number, to: number];
  steps: ReadonlyMap<Channel, readonly Step[]>;
  /** Numbered in this order, on their curves and below them. */
  annotations: readonly Annotation[];
  /** Of the whole broadcast: a shade on every curve, named once below them. */
  holds: readonly Hold[];
  /** When the provider of a channel took nothing, ms since 1970: a shade on its curve. */
  away: ReadonlyMap<Channel, readonly (readonly [from: number, to: number])[]>;
}

/**
 * What the curves of a broadcast show; null: nothing to show yet.
 * @param channels their counts, at which the curves end
 * @param now when these were read, ms since 1970; null: not known
 * @param annotations all of the broadcast: those on no curve are left out
 */
export function curvesOf(
  { points, begins, ends, outages }: Pick<Course, 'points' | 'begins' | 'ends' | 'outages'>,
  channels: Readonly<Partial<Record<Channel, Counts>>>,
  now: number | null,
  ended: string | null,
  annotations: readonly Annotation[],
): Curves | null {
  const known = upTo(points, channels, ended ? Date.parse(ended) : now);
  const msOf = (at: string | undefined): number | null => (at === undefined ? null : Date.parse(at));
  const all = CHANNELS.map(
    (channel) => [channel, stepsOf(known, channel, msOf(begins[channel]), msOf(ends[channel]))] as const,
  );
  const every = all.flatMap(([, steps]) => steps);
  if (every.length === 0) return null;
  const from = Math.min(...every.map((one) => one.from));
  const last = Math.max(...every.map(({ to }) => to));
  // Counters are noted for an hour after the end: receipts come then, and nothing goes out.
  const to = ended ? Math.min(last, Math.max(Date.parse(ended) + 60_000, from + 60_000)) : last;
  const absent = new Map(CHANNELS.map((channel) => [channel, absencesOf(outages, channel)]));
  const steps = new Map(
    all.map(([channel, own]) => [
      channel,
      cutAt(
        own.filter((one) => one.from < to),
        haltsOf(annotations, channel),
        absent.get(channel),
      ),
    ]),
  );
  const drawn = CHANNELS.filter((channel) => {
    const own = steps.get(channel) ?? [];
    return own.length > 0 && !onlyStep(own);
  });
  const { holds, rest } = holdsIn(annotations);
  return {
    span: [from, to],
    steps,
    away: new Map([...absent].map(([channel, spans]) => [channel, closed(spans)])),
    annotations: shownAnnotations(rest, drawn, [from, to]),
    holds: drawn.length === 0 ? [] : holds.filter((one) => one.from <= to && (one.to ?? to) >= from),
  };
}

/** Each channel's curve, beside the others. @param limits messages a second; a channel without one has none */
export const Paces = ({
  channels,
  curves,
  limits,
}: {
  channels: readonly Channel[];
  curves: Curves | null;
  limits: Readonly<Partial<Record<Channel, number | null>>>;
}) => (
  <div className={layout.paces}>
    {channels.map((channel) => (
      <Pace key={channel} channel={channel} curves={curves} limit={limits[channel] ?? null} />
    ))}
  </div>
);

/** How fast a channel goes against its limit, from the first hand-over on. */
export function Pace({
  channel,
  curves,
  limit,
  height = HEIGHT,
  now = null,
}: {
  channel: Channel;
  curves: Curves | null;
  /** Messages a second; null: none. */
  limit: number | null;
  height?: number;
  /** The pace that stands above it with the channel's name: a second one of a minute would differ. Null: neither does. */
  now?: number | null;
}) {
  const { t } = useTranslation();
  const steps = curves?.steps.get(channel) ?? [];
  const [first] = steps;
  if (!curves || !first)
    return (
      <Text size="xs" c="dimmed">
        {t('curve.soon')}
      </Text>
    );
  const { span, annotations, holds } = curves;
  const rate = (value: number): string => number(value, { maximumFractionDigits: 1 });
  const only = onlyStep(steps);
  // Nothing went out yet: its tile says so.
  if (only?.handed === 0 || (only && now !== null)) return null;
  if (only)
    return (
      <Stack gap={0}>
        <Text size="sm" fw={600}>
          {t('curve.title', { channel: t(`channels.${channel}`) })}
        </Text>
        <Text size="xl" fw={700} className="steady">
          {rate(only.perSecond)}
        </Text>
        <Text size="xs" c="dimmed" className="steady">
          {t('curve.only', {
            messages: number(only.handed),
            from: clock(new Date(only.from)),
            seconds: number(Math.max(1, Math.round(only.going / 1000))),
          })}
          {limit !== null &&
            ` · ${t(isPassed(only.perSecond, limit) ? 'curve.limitPassed' : 'curve.limit', { limit: number(limit) })}`}
        </Text>
      </Stack>
    );
  const note = limitNote(limit, Math.max(...steps.map(({ perSecond }) => perSecond)));
  return (
    <ChartFrame
      title={t(now === null ? 'curve.title' : 'curve.brief', { channel: t(`channels.${channel}`) })}
      // Not in the drawing: the numbers of annotations stand there.
      note={note && t(`curve.${note}`, { limit: number(limit ?? 0) })}
      height={height}
      head={[t('curve.time'), t('curve.handed'), t('curve.perSecond')]}
      rows={summed(steps, ROWS).map(({ from, to, handed, perSecond }) => [
        `${clock(new Date(from))} – ${clock(new Date(to))}`,
        number(handed),
        rate(perSecond),
      ])}
    >
      <AreaOverTime
        values={[
          { at: first.from, value: first.perSecond },
          ...steps.map(({ to, perSecond }) => ({ at: to, value: perSecond })),
        ]}
        span={span}
        height={height}
        limit={note === 'limitAbove' ? null : limit}
        unit={(value) => t('curve.unit', { value })}
        steps
        held={holds.map((one) => [Math.max(one.from, span[0]), Math.min(one.to ?? span[1], span[1])])}
        away={(curves.away.get(channel) ?? [])
          .filter(([from, to]) => from < span[1] && to > span[0])
          .map(([from, to]) => [Math.max(from, span[0]), Math.min(to, span[1])])}
        annotations={labelled(
          annotations.flatMap(({ at, channel: of }, n) =>
            of === null || of === channel ? [{ at, no: n + 1 }] : [],
          ),
          span,
        )}
      />
    </ChartFrame>
  );
}

/**
 * What the numbers on the curves mean.
 * @param most the latest ones alone, in one line that begins with the last: what has no room is the oldest
 */
export function Annotations({ of, most }: { of: Curves | null; most?: number }) {
  const { t } = useTranslation();
  const known = useRegions();
  if (!of || of.annotations.length + of.holds.length === 0) return null;
  const lines = [
    ...of.holds.map(({ kind, from, to }) => ({
      at: from,
      sign: null,
      words: [
        to === null ? clock(new Date(from)) : span(new Date(from).toISOString(), new Date(to).toISOString()),
        t(`curve.marks.${kind}`),
        // An emergency stop says it.
        kind !== 'stop' && t('curve.whole'),
      ],
    })),
    ...of.annotations.map(({ kind, at, channel, region }, n) => {
      const name = CHANNELS.find((one) => one === channel);
      return {
        at,
        sign: n + 1,
        words: [
          clock(new Date(at)),
          t(`curve.marks.${kind}`),
          name && t(`channels.${name}`),
          region && nameOf(known, region),
        ],
      };
    }),
  ].toSorted((a, b) => a.at - b.at);
  return (
    <AnnotationList title={most === undefined ? t('curve.marksTitle') : null} label={t('curve.marksTitle')}>
      {(most === undefined ? lines : lines.slice(-most).toReversed()).map(({ at, sign, words }) => (
        <AnnotationLine key={`${sign} ${at}`} no={sign}>
          {words.filter(Boolean).join(' · ')}
        </AnnotationLine>
      ))}
    </AnnotationList>
  );
}
