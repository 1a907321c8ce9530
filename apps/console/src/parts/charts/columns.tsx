import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { number } from '../../times';

const GRID = 'var(--mantine-color-default-border)';
const TEXT = { fill: 'var(--mantine-color-dimmed)', fontSize: 12 } as const;
/** They differ in lightness: without colour, too, each can be told from its neighbours. */
const FILLS = [
  'var(--mantine-color-sea-8)',
  'var(--mantine-color-sea-4)',
  'var(--mantine-color-sea-1)',
] as const;
const EDGE = 'var(--mantine-color-sea-8)';

/**
 * A column for each name, of one part above the other. Fetched by `lazy`.
 * @param parts at most three
 * @param beside the parts stand beside each other: their sum means nothing
 */
export default function Columns({
  columns,
  parts,
  height,
  beside = false,
}: {
  columns: readonly { name: string; values: Readonly<Record<string, number>> }[];
  parts: readonly { key: string; name: string }[];
  height: number;
  beside?: boolean;
}) {
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 320, height }}>
      <BarChart
        data={columns.map(({ name, values }) => ({ name, ...values }))}
        accessibilityLayer={false}
        margin={{ top: 10, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke={GRID} strokeOpacity={0.4} />
        <XAxis dataKey="name" tick={TEXT} stroke={GRID} minTickGap={8} />
        <YAxis
          width={48}
          tick={TEXT}
          stroke={GRID}
          allowDecimals={false}
          tickFormatter={(value: number) =>
            number(value, { notation: 'compact', maximumSignificantDigits: 3 })
          }
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: GRID, fillOpacity: 0.2 }}
          formatter={(value) => number(Number(value))}
          contentStyle={{ background: 'var(--mantine-color-body)', borderColor: GRID, fontSize: 12 }}
          itemStyle={{ color: 'var(--mantine-color-text)' }}
        />
        <Legend
          itemSorter={null}
          formatter={(name: string) => (
            <span style={{ color: 'var(--mantine-color-text)', fontSize: 12 }}>{name}</span>
          )}
        />
        {parts.map(({ key, name }, at) => (
          <Bar
            key={key}
            dataKey={key}
            name={name}
            {...(!beside && { stackId: 'all' })}
            fill={FILLS[at % FILLS.length] ?? FILLS[0]}
            stroke={EDGE}
            isAnimationActive={false}
            maxBarSize={56}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
