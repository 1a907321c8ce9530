import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { clock, number } from '../../times';
import { roomOf, ticksOf, timeTicksOf } from './ticks.rules';

const GRID = 'var(--mantine-color-default-border)';
const INK = 'var(--mantine-color-dimmed)';
const LINE = 'var(--mantine-color-sea-7)';
const ALARM = 'var(--mantine-color-red-9)';
const TEXT = { fill: INK, fontSize: '0.75rem' } as const;

/** What a drawing needs above and below its lines, and a label beside one of them, in px. */
const FRAME = 48;
const LINE_HEIGHT = 18;
/** The width of a letter on an axis, in px. */
const LETTER = 7;

/** The value since the point before. */
export interface Value {
  /** ms since 1970. */
  at: number;
  value: number;
}

/**
 * One figure over time, as an area, with the limit it must not exceed, annotations by number, and spans in which something was
 * away. Fetched by `lazy`: the library is larger than most screens.
 * @param steps whether each value holds since the one before; else they are joined by lines
 * @param span the time shown, ms since 1970
 */
export default function AreaOverTime({
  values,
  span,
  height,
  limit = null,
  unit,
  steps = false,
  annotations = [],
  away = [],
  held = [],
}: {
  values: readonly Value[];
  span: readonly [from: number, to: number];
  height: number;
  limit?: number | null;
  unit: (value: string) => string;
  steps?: boolean;
  annotations?: readonly { at: number; name: string }[];
  away?: readonly (readonly [from: number, to: number])[];
  /** Spans in which it was held as a whole. */
  held?: readonly (readonly [from: number, to: number])[];
}) {
  const [from, to] = span;
  // A wall is read from afar: its letters, and the room for them, are larger.
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const highest = Math.max(limit ?? 0, ...values.map(({ value }) => value));
  const short = (value: number): string =>
    number(value, { notation: 'compact', maximumSignificantDigits: 3 });
  const lines = Math.floor((height - FRAME * scale) / (LINE_HEIGHT * scale));
  const ticks = ticksOf(highest, highest >= 4, Math.min(4, Math.max(2, lines)));
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 320, height }}>
      <AreaChart
        data={[...values]}
        accessibilityLayer={false}
        margin={{ top: 18 * scale, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke={GRID} strokeOpacity={0.4} />
        <XAxis
          dataKey="at"
          type="number"
          domain={[...span]}
          allowDataOverflow
          tickFormatter={(at: number) => clock(new Date(at)).replace(/ .*/, '')}
          tick={TEXT}
          stroke={GRID}
          height={30 * scale}
          minTickGap={28}
          // Where there is no room for all, every other one goes: the rest stay equally far apart.
          interval="equidistantPreserveStart"
          ticks={timeTicksOf(from, to)}
        />
        <YAxis
          width={roomOf(ticks.map(short), LETTER * scale)}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          interval={0}
          tickFormatter={short}
          tick={TEXT}
          stroke={GRID}
        />
        {away.map(([from, to]) => (
          <ReferenceArea
            key={from}
            x1={from}
            x2={to}
            fill={ALARM}
            fillOpacity={0.15}
            stroke={ALARM}
            strokeDasharray="2 2"
          />
        ))}
        {held.map(([from, to]) => (
          <ReferenceArea
            key={`held ${from}`}
            x1={from}
            x2={to}
            fill={INK}
            fillOpacity={0.22}
            stroke={INK}
            strokeDasharray="3 3"
          />
        ))}
        {limit !== null && <ReferenceLine y={limit} stroke={INK} strokeDasharray="6 4" />}
        <Area
          type={steps ? 'stepBefore' : 'linear'}
          dataKey="value"
          stroke={LINE}
          strokeWidth={2}
          fill={LINE}
          fillOpacity={0.18}
          isAnimationActive={false}
          dot={values.length < 2}
        />
        {annotations.map(({ at, name }) => (
          <ReferenceLine
            key={`${at} ${name}`}
            x={at}
            stroke={ALARM}
            strokeWidth={1.5}
            label={{ value: name, position: 'top', fill: ALARM, fontSize: '0.75rem', fontWeight: 700 }}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(at) => clock(new Date(Number(at)))}
          formatter={(value) => [unit(number(Number(value), { maximumFractionDigits: 1 })), '']}
          separator=""
          contentStyle={{
            background: 'var(--mantine-color-body)',
            borderColor: GRID,
            color: 'var(--mantine-color-text)',
            fontSize: 12,
          }}
          itemStyle={{ color: 'var(--mantine-color-text)' }}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}
