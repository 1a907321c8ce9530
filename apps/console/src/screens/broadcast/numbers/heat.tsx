import { Table, Text } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Progress } from '../../../api';
import { Fold } from '../../../parts/frame/fold';
import { everyone, percent, sumOf } from '../../../parts/sending/account.rules';
import { levelOf, type Outcome, outcomeOf } from '../../../parts/regions/outcome.rules';
import { hasSign, OutcomeSign } from '../../../parts/regions/outcome-sign';
import shades from '../../../parts/regions/outcome.module.css';
import { TILE_BLOCKS } from '../../../parts/regions/province-tiles';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { number } from '../../../times';
import { worstFirst } from './live.rules';
import { missedWords } from './missed-words';
import classes from './heat.module.css';

type Cell = Progress['parts'][number];

/** The provinces that a broadcast which has ended shows; the others stand behind a button. */
const WORST = 5;

/**
 * Each province on each channel: how far it is, by shade and in percent, with a sign where something went wrong. A block
 * for each clock, as on the tiles; once it has ended, and on a phone, those with the worst outcome first, and the blocks behind a button.
 * @param held the channels on which something of a province is paused or braked
 */
export function Heat({
  parts,
  held,
  over,
  folded,
}: {
  parts: Progress['parts'];
  held: (province: string, channel: Channel) => boolean;
  over: boolean;
  /** Whether all of them stand behind a button. */
  folded: boolean;
}) {
  const { t } = useTranslation();
  const channels = CHANNELS.filter((channel) => parts.some((one) => one.channel === channel));
  const cells = new Map(parts.map((one) => [`${one.province} ${one.channel}`, one]));
  const there = new Set(parts.map(({ province }) => province));
  const abroad = [...there].filter(
    (code) => !TILE_BLOCKS.some(({ tiles }) => tiles.some((tile) => tile.code === code)),
  );
  const blocks = [
    ...TILE_BLOCKS.map(({ name, tiles }) => ({
      name: name as string,
      provinces: tiles.map(({ code }) => code).filter((code) => there.has(code)),
    })),
    { name: t('heat.abroad'), provinces: abroad },
  ].filter(({ provinces }) => provinces.length > 0);
  const rowOf = (code: string) => (
    <Row
      key={code}
      code={code}
      cells={channels.map((channel) => cellOf(channel, cells.get(`${code} ${channel}`), held(code, channel)))}
    />
  );
  const all = (
    <div className={classes.blocks}>
      {blocks.map(({ name, provinces }) => (
        <Block key={name} name={name} channels={channels}>
          {provinces.map(rowOf)}
        </Block>
      ))}
    </div>
  );
  if (!folded || there.size <= WORST) return all;
  const sums = new Map(
    [...there].map((code) => [code, sumOf(parts.filter(({ province }) => province === code))]),
  );
  const worst = worstFirst(sums);
  return (
    <>
      {worst.length === 0 ? (
        over && <Text size="sm">{t('heat.nowhere')}</Text>
      ) : (
        <div className={classes.worst}>
          <Block name={t('heat.worst')} channels={channels} last={t('heat.missed')}>
            {worst.slice(0, WORST).map((code) => {
              const of = sums.get(code);
              return (
                <Row
                  key={code}
                  code={code}
                  cells={channels.map((channel) => cellOf(channel, cells.get(`${code} ${channel}`), false))}
                  last={missedWords(t, of)}
                />
              );
            })}
          </Block>
        </div>
      )}
      <Fold unfold={t('heat.all', { count: there.size })} fold={t('heat.fewer')}>
        {all}
      </Fold>
    </>
  );
}

/** Provinces below a header. @param last the name of a column after those of the channels */
function Block({
  name,
  channels,
  last,
  children,
}: {
  name: string;
  channels: readonly Channel[];
  last?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Table
      captionSide="top"
      fz="xs"
      verticalSpacing={3}
      horizontalSpacing={6}
      withRowBorders={false}
      className={classes.block}
    >
      <Table.Caption ta="left" mt={0} mb={4} fw={600}>
        {name}
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          {channels.map((channel) => (
            <Table.Th key={channel} scope="col" className={classes.head}>
              {t(`channels.${channel}`)}
            </Table.Th>
          ))}
          {last !== undefined && (
            <Table.Th scope="col" className="numeric">
              {last}
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

/** What is drawn of a province on a channel. */
interface Drawn {
  channel: Channel;
  outcome: Outcome;
  level: number;
  /** Null: no copies go there. */
  percent: number | null;
  failed: number;
  unknown: number;
}

const cellOf = (channel: Channel, of: Cell | undefined, held: boolean): Drawn => ({
  channel,
  outcome: outcomeOf(of, held),
  level: of ? levelOf(of) : 0,
  percent: of && everyone(of) > 0 ? percent(of) : null,
  failed: of?.failed ?? 0,
  unknown: of?.unknown ?? 0,
});

/** Redrawn only when one of its cells changes: there may be many updates a second. */
const Row = memo(
  function Row({ code, cells, last }: { code: string; cells: readonly Drawn[]; last?: string | undefined }) {
    const { t } = useTranslation();
    const known = useRegions();
    return (
      <Table.Tr>
        <Table.Th scope="row" fw={500} className={classes.name}>
          {nameOf(known, code)}
        </Table.Th>
        {cells.map(({ channel, outcome, level, percent: reach, failed, unknown }) => {
          return (
            <Table.Td
              key={channel}
              className={`${classes.cell} ${shades.drawn}`}
              data-cell={`${code} ${channel}`}
              data-outcome={outcome}
              data-level={level}
              title={t('heat.failed', { failed: number(failed), unknown: number(unknown) })}
            >
              {reach === null ? '–' : `${reach}%`}
              {hasSign(outcome) && (
                <Text span size="xs" fw={700} c="inherit" aria-label={t(`heat.says.${outcome}`)} role="img">
                  {' '}
                  <OutcomeSign of={outcome} />
                </Text>
              )}
            </Table.Td>
          );
        })}
        {last !== undefined && <Table.Td className="numeric">{last}</Table.Td>}
      </Table.Tr>
    );
  },
  (before, after) =>
    before.code === after.code &&
    before.last === after.last &&
    JSON.stringify(before.cells) === JSON.stringify(after.cells),
);
