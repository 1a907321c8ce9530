import { ColorSwatch, Table, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, Counts } from '../../../api';
import { everyone, SIGNS, type Standing } from '../../../parts/sending/account.rules';
import { reportsArrival } from '../../../parts/sending/arrivals.rules';
import { number } from '../../../times';
import narrow from '../../../parts/frame/narrow-table.module.css';
import { ORDER, STATE_COLOUR } from './stacked-bar';

/** Columns shown even when they are empty: without them the table says little. */
const ALWAYS: readonly Standing[] = ['delivered', 'accepted', 'failed', 'unknown'];

/** The standings that have a column: those that occur, and those that are always shown. */
export const columnsOf = (total: Counts): Standing[] =>
  ORDER.filter((one) => ALWAYS.includes(one) || total[one] > 0);

/** A row for each channel or region, a column for each standing that occurs, with sums both ways. */
export function CountsTable({
  caption,
  rows,
  total,
  tall = false,
  captioned = true,
}: {
  caption: string;
  /** @param channel the only one of a row's copies */
  rows: readonly (readonly [name: string, counts: Counts, channel?: Channel | undefined])[];
  total: Counts;
  /** Whether the caption stands above it; without, a heading beside it says the same. */
  captioned?: boolean;
  /** Many rows: they scroll below their header. */
  tall?: boolean;
}) {
  const { t } = useTranslation();
  const columns = columnsOf(total);
  const isSilent = (channel: Channel | undefined): boolean =>
    channel !== undefined && !reportsArrival(channel);
  return (
    <Table.ScrollContainer
      minWidth={900}
      maxHeight={tall ? 420 : undefined}
      className={narrow.table ?? ''}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': caption } }}
    >
      <Table captionSide="top" stickyHeader={tall} fz="sm" horizontalSpacing={6} className="counts">
        {captioned && <Table.Caption ta="left">{caption}</Table.Caption>}
        <Table.Thead>
          <Table.Tr>
            <Table.Td className="first" />
            {columns.map((state) => (
              <Table.Th key={state} scope="col" className="numeric" fz="xs">
                <StandingName of={state} />
              </Table.Th>
            ))}
            <Table.Th scope="col" className="numeric" fz="xs">
              {t('tally.total')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {/* The names are not distinct while they are being loaded. */}
          {rows.map(([name, counts, channel], at) => (
            <Line key={at} name={name} counts={counts} columns={columns} silent={isSilent(channel)} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Line
            name={t('live.sum')}
            counts={total}
            columns={columns}
            silent={rows.every(([, , channel]) => isSilent(channel))}
          />
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  );
}

/** A standing's word with its dot and its sign, which stay on one line with the word. */
function StandingName({ of }: { of: Standing }) {
  const { t } = useTranslation();
  const sign = SIGNS[of];
  const [first = '', ...rest] = t(`deliveryStates.${of}`).split(' ');
  return (
    <>
      <span style={{ whiteSpace: 'nowrap' }}>
        <ColorSwatch
          component="span"
          color={STATE_COLOUR[of]}
          size={10}
          withShadow={false}
          display="inline-block"
          me={4}
          aria-hidden
        />
        {first}
      </span>
      {rest.length > 0 && ` ${rest.join(' ')}`}
      {sign && <span aria-hidden>{`\u00a0${sign}`}</span>}
    </>
  );
}

/** Redrawn only when one of its numbers changes: there may be ten updates a second, each of a few rows. */
const Line = memo(
  function Line({
    name,
    counts,
    columns,
    silent,
  }: {
    name: string;
    counts: Counts;
    columns: readonly Standing[];
    /** Whether its provider reports no arrivals. */
    silent: boolean;
  }) {
    const { t } = useTranslation();
    return (
      <Table.Tr>
        <Table.Th scope="row" fw={500} className="first">
          {name}
        </Table.Th>
        {columns.map((state) => (
          <Table.Td
            key={state}
            className="numeric"
            c={counts[state] === 0 ? 'dimmed' : undefined}
            data-label={t(`deliveryStates.${state}`)}
            {...(counts[state] === 0 && { 'data-nought': true })}
          >
            {state === 'delivered' && silent && counts.delivered === 0 ? (
              <>
                <span aria-hidden>–</span>
                <VisuallyHidden>{t('tally.unreported')}</VisuallyHidden>
              </>
            ) : (
              number(counts[state])
            )}
          </Table.Td>
        ))}
        <Table.Td className="numeric" fw={600} data-label={t('tally.total')}>
          {number(everyone(counts))}
        </Table.Td>
      </Table.Tr>
    );
  },
  (before, after) =>
    before.name === after.name &&
    before.silent === after.silent &&
    before.columns.join() === after.columns.join() &&
    everyone(before.counts) === everyone(after.counts) &&
    after.columns.every((state) => before.counts[state] === after.counts[state]),
);
