import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Course } from '../../../api';
import { percent } from '../../../parts/sending/account.rules';
import { levelOf, type Outcome, OUTCOME_SIGNS, outcomeOf } from '../../../parts/regions/outcome.rules';
import shades from '../../../parts/regions/outcome.module.css';
import { TILE_BLOCKS } from '../../../parts/regions/province-tiles';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { number } from '../../../times';
import classes from './heat.module.css';

type Cell = Course['parts'][number];

/**
 * Each province on each channel: how far it is, by shade and in percent, with a sign where something went wrong. A block
 * for each clock, as on the tiles.
 * @param held the channels on which something of a province is paused or braked
 */
export function Heat({
  parts,
  held,
}: {
  parts: Course['parts'];
  held: (province: string, channel: Channel) => boolean;
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
  return (
    <div className={classes.blocks}>
      {blocks.map(({ name, provinces }) => (
        <Table
          key={name}
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
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {provinces.map((code) => (
              <Row
                key={code}
                code={code}
                cells={channels.map((channel) => [
                  channel,
                  cells.get(`${code} ${channel}`),
                  held(code, channel),
                ])}
              />
            ))}
          </Table.Tbody>
        </Table>
      ))}
    </div>
  );
}

function Row({
  code,
  cells,
}: {
  code: string;
  cells: readonly (readonly [channel: Channel, of: Cell | undefined, held: boolean])[];
}) {
  const { t } = useTranslation();
  const known = useRegions();
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} className={classes.name}>
        {nameOf(known, code)}
      </Table.Th>
      {cells.map(([channel, of, held]) => {
        const outcome: Outcome = outcomeOf(of, held);
        const sign = OUTCOME_SIGNS[outcome];
        return (
          <Table.Td
            key={channel}
            className={`${classes.cell} ${shades.drawn}`}
            data-outcome={outcome}
            data-level={of ? levelOf(of) : 0}
            title={of && t('heat.failed', { failed: number(of.failed), unknown: number(of.unknown) })}
          >
            {of && outcome !== 'none' ? (
              <>
                {percent(of)}%
                {sign && (
                  <Text span size="xs" fw={700} c="inherit" aria-label={t(`heat.says.${outcome}`)} role="img">
                    {` ${sign}`}
                  </Text>
                )}
              </>
            ) : (
              '–'
            )}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}
