import { ColorSwatch, Group, Table } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counts, DeliveryState } from '../../api';
import { number } from '../../times';
import { STATE_COLOUR } from './stacked-bar';

/** A line for each channel or region and a column for each state, with the sums both ways. */
export function CountsTable({
  caption,
  columns,
  rows,
  total,
  tall = false,
}: {
  caption: string;
  columns: readonly DeliveryState[];
  rows: readonly (readonly [name: string, counts: Counts])[];
  total: Counts;
  /** Many lines: they scroll under their header. */
  tall?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer
      minWidth={900}
      maxHeight={tall ? 420 : undefined}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': caption } }}
    >
      <Table captionSide="top" stickyHeader={tall} fz="sm" horizontalSpacing={6} className="counts">
        <Table.Caption ta="left">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Td className="first" />
            {columns.map((state) => (
              <Table.Th key={state} scope="col" className="numeric" fz="xs">
                <Group gap={4} wrap="nowrap" justify="flex-end">
                  <ColorSwatch
                    color={`var(--mantine-color-${STATE_COLOUR[state].replace('.', '-')})`}
                    size={10}

                    aria-hidden
                  />
                  {t(`deliveryStates.${state}`)}
                </Group>
              </Table.Th>
            ))}
            <Table.Th scope="col" className="numeric" fz="xs">
              {t('live.targeted')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, counts]) => (
            <Line key={name} name={name} counts={counts} columns={columns} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Line name={t('live.sum')} counts={total} columns={columns} />
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Drawn anew only when a number in it has changed: there may be ten updates a second, of a few lines each. */
const Line = memo(
  function Line({
    name,
    counts,
    columns,
  }: {
    name: string;
    counts: Counts;
    columns: readonly DeliveryState[];
  }) {
    // Numbers are written anew in another language.
    useTranslation();
    return (
      <Table.Tr>
        <Table.Th scope="row" fw={500} className="first">
          {name}
        </Table.Th>
        {columns.map((state) => (
          <Table.Td key={state} className="numeric" c={counts[state] === 0 ? 'dimmed' : undefined}>
            {number(counts[state])}
          </Table.Td>
        ))}
        <Table.Td className="numeric" fw={600}>
          {number(counts.targeted)}
        </Table.Td>
      </Table.Tr>
    );
  },
  (before, after) =>
    before.name === after.name &&
    before.columns === after.columns &&
    before.counts.targeted === after.counts.targeted &&
    after.columns.every((state) => before.counts[state] === after.counts[state]),
);
