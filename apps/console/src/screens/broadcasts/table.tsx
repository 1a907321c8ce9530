import { Checkbox, Group, Paper, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedBroadcast } from '../../api';
import { StateBadge } from '../../parts/broadcasts/badges';
import { useRegions } from '../../parts/regions/regions';
import classes from './broadcasts.module.css';
import {
  Cell,
  channelWords,
  failedWords,
  Reached,
  regionWords,
  shortSentWords,
  TitleCell,
  Uncertain,
} from './cells';
import { type Column, repeatedTitles, shareReached, type Shown, type Sort } from './list.rules';

/** Narrower than this a broadcast is a card. */
const NARROW = '(max-width: 62em)';

interface Look {
  /** null: the list cannot be sorted by it. */
  sort: Sort | null;
  /** Wide enough for a state, a day and a name in few lines, in rem. */
  width: number;
  numeric?: true;
  /** Its width grows with the screen: it stands in the style sheet too. */
  grows?: true;
}

const LOOKS: Readonly<Record<Column, Look>> = {
  state: { sort: 'state', width: 9 },
  sent: { sort: 'sent', width: 8 },
  reached: { sort: 'reached', width: 6, numeric: true },
  failed: { sort: 'failed', width: 5, numeric: true },
  correctedBy: { sort: null, width: 10 },
  channels: { sort: 'channels', width: 5 },
  regions: { sort: 'regions', width: 7.5, grows: true },
  author: { sort: 'author', width: 7, grows: true },
  changed: { sort: 'changed', width: 8 },
};

interface ListProps {
  all: readonly ListedBroadcast[];
  shown: Shown;
  columns: readonly Column[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], on: boolean) => void;
  onSort: (sort: Sort) => void;
}

/** The broadcasts as a table; on a narrow screen as cards. */
export function List(props: ListProps) {
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  // The names of regions come later.
  useRegions();
  return narrow ? <Cards {...props} /> : <Lines {...props} />;
}

/** Whether these are of several offices: one that all have need not stand in every row. */
const ofSeveral = (all: readonly ListedBroadcast[]): boolean =>
  all.some(({ organisation }) => organisation !== all[0]?.organisation);

function Lines({ all, shown, columns, chosen, onChoose, onSort }: ListProps) {
  const { t } = useTranslation();
  const offices = ofSeveral(all);
  const twins = repeatedTitles(all);
  const some = all.some(({ id }) => chosen.has(id));
  const every = some && all.every(({ id }) => chosen.has(id));
  return (
    <Paper withBorder>
      <Table.ScrollContainer
        minWidth={250 + columns.reduce((sum, column) => sum + LOOKS[column].width * 16, 0)}
        scrollAreaProps={{
          // Else a strip for the bar stands below the last row also where nothing scrolls.
          offsetScrollbars: 'present',
          viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('nav.broadcasts') },
        }}
      >
        <Table highlightOnHover className={classes['lines']}>
          <Table.Thead>
            <Table.Tr>
              {chosen && (
                <Table.Th w={40}>
                  <Checkbox
                    aria-label={t('list.chooseAll')}
                    checked={every}
                    indeterminate={some && !every}
                    onChange={() =>
                      onChoose(
                        all.map(({ id }) => id),
                        !every,
                      )
                    }
                  />
                </Table.Th>
              )}
              <Heading sort="title" shown={shown} onSort={onSort}>
                {t('list.columns.title')}
              </Heading>
              {columns.map((column) => (
                <Heading
                  key={column}
                  sort={LOOKS[column].sort}
                  shown={shown}
                  onSort={onSort}
                  numeric={LOOKS[column].numeric}
                >
                  {t(`list.columns.${column}`)}
                </Heading>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((broadcast) => (
              <Table.Tr
                key={broadcast.id}
                data-row
                {...(chosen.has(broadcast.id) ? { 'data-chosen': true } : {})}
              >
                {chosen && (
                  <Table.Td>
                    <Choice broadcast={broadcast} chosen={chosen} onChoose={onChoose} />
                  </Table.Td>
                )}
                <Table.Td style={{ minWidth: '13rem', width: '100%' }}>
                  <TitleCell
                    broadcast={broadcast}
                    search={shown.search}
                    numbered={twins.has(broadcast.title)}
                    corrected={columns.includes('correctedBy')}
                  />
                </Table.Td>
                {columns.map((column) => (
                  <Table.Td
                    key={column}
                    className={LOOKS[column].numeric ? 'numeric' : 'steady'}
                    style={{
                      minWidth: LOOKS[column].grows ? `var(--${column})` : `${LOOKS[column].width}rem`,
                    }}
                  >
                    <Cell column={column} broadcast={broadcast} offices={offices} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function Heading({
  sort,
  shown,
  onSort,
  numeric = false,
  children,
}: {
  /** null: the list cannot be sorted by it. */
  sort: Sort | null;
  shown: Shown;
  onSort: (sort: Sort) => void;
  numeric?: boolean | undefined;
  children: string;
}) {
  const sorted = sort !== null && shown.sort === sort;
  return (
    <Table.Th
      scope="col"
      className={numeric ? 'numeric' : ''}
      {...(sorted ? { 'aria-sort': shown.order === 'asc' ? 'ascending' : 'descending' } : {})}
    >
      {sort === null ? (
        children
      ) : (
        <UnstyledButton
          fw={700}
          fz="sm"
          ta="inherit"
          style={{ whiteSpace: 'nowrap' }}
          onClick={() => onSort(sort)}
        >
          {children}{' '}
          <Text span size="xs" c={sorted ? undefined : 'dimmed'} aria-hidden>
            {sorted ? (shown.order === 'asc' ? '▲' : '▼') : '↕'}
          </Text>
        </UnstyledButton>
      )}
    </Table.Th>
  );
}

function Choice({
  broadcast: { id, title },
  chosen,
  onChoose,
}: { broadcast: ListedBroadcast; chosen: ReadonlySet<string> } & Pick<ListProps, 'onChoose'>) {
  const { t } = useTranslation();
  return (
    <Checkbox
      aria-label={t('list.choose', { title, id })}
      checked={chosen.has(id)}
      onChange={({ currentTarget: { checked } }) => onChoose([id], checked)}
    />
  );
}

/** Each broadcast one below the other, with the words of its columns. */
function Cards({ all, shown, columns, chosen, onChoose }: ListProps) {
  const { t } = useTranslation();
  const offices = ofSeveral(all);
  const twins = repeatedTitles(all);
  return (
    <Paper
      withBorder
      component="ul"
      className={`rows ${classes['lines'] ?? ''}`}
      aria-label={t('nav.broadcasts')}
    >
      {all.map((broadcast) => {
        const { id, state, hindrance, begun, author, organisation, counts } = broadcast;
        const has = (column: Column): boolean => columns.includes(column);
        const lines: ReactNode[] = [
          has('sent') &&
            shortSentWords(t, broadcast) !== '–' &&
            `${t('list.columns.sent')}: ${shortSentWords(t, broadcast)}`,
          counts && has('reached') && shareReached(broadcast) !== null && (
            <>
              {t('list.columns.reached')}: <Reached of={broadcast} inLine />
              {has('failed') && ` · ${t('list.columns.failed')}: ${failedWords(broadcast)}`}
            </>
          ),
          [has('channels') && channelWords(t, broadcast), has('regions') && regionWords(t, broadcast)]
            .filter(Boolean)
            .join(' · '),
          has('author') && (offices ? `${author}, ${organisation}` : author),
        ];
        return (
          <Group
            component="li"
            key={id}
            data-row
            {...(chosen.has(id) ? { 'data-chosen': true } : {})}
            px="md"
            py="sm"
            gap="sm"
            wrap="nowrap"
            align="flex-start"
          >
            {chosen && <Choice broadcast={broadcast} chosen={chosen} onChoose={onChoose} />}
            <Stack gap={4} miw={0} style={{ flex: 1 }}>
              <TitleCell
                broadcast={broadcast}
                search={shown.search}
                numbered={twins.has(broadcast.title)}
                corrected={false}
              />
              {has('state') && (
                <Group gap="xs" className={classes['state'] ?? ''}>
                  <StateBadge state={state} hindrance={hindrance} begun={begun} />
                  <Uncertain of={broadcast} />
                </Group>
              )}
              {lines.map(
                (line, at) =>
                  line && (
                    <Text key={at} size="sm" c="dimmed" className="steady">
                      {line}
                    </Text>
                  ),
              )}
            </Stack>
          </Group>
        );
      })}
    </Paper>
  );
}
