import { Button, Checkbox, Paper, Popover, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { ErrorNote } from '../../parts/frame/error-note';
import { LoadMore } from '../../parts/frame/load-more';
import { Page } from '../../parts/frame/page';
import { tell } from '../../parts/frame/toasts';
import { useTyped } from '../../parts/frame/use-typed';
import { usePerson, useRoles } from '../../session';
import { number } from '../../times';
import classes from './broadcasts.module.css';
import { Bulk } from './bulk';
import { saveAsCsv } from './export';
import { Filters } from './filters';
import {
  addressOf,
  type Column,
  COLUMNS,
  type Filter,
  type Shown,
  shownIn,
  sortedBy,
  stageOf,
} from './list.rules';
import { ownColumns, saveColumns } from './kept-on-device';
import { Saved } from './saved';
import { NothingFound } from './nothing-found';
import { List } from './table';
import { useFound } from './use-list';
import { useListKeys } from './use-list-keys';
import { Views } from './views';

/** All broadcasts that the person may see. What is sought, filtered and sorted by stands in the address. */
export default function Broadcasts() {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const { personId } = usePerson();
  const [params, setParams] = useSearchParams();
  const shown = useMemo(() => shownIn(params), [params]);
  const show = (more: Partial<Shown>): void =>
    // Of the window: what is drawn may lag behind it, and would undo a choice made a moment before.
    setParams(addressOf({ ...shownIn(new URLSearchParams(window.location.search)), ...more }), {
      replace: true,
    });
  const [typed, type] = useTyped(
    shown.search,
    (text) => show({ search: text.trim() }),
    (one, other) => one.trim() === other.trim(),
  );
  const [columns, setColumns] = useState(() => ownColumns(personId));
  const choose = (next: readonly Column[]): void => {
    saveColumns(personId, next);
    setColumns(next);
  };
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const file = useMutation({
    mutationFn: () => saveAsCsv(t, shown, columns),
    onSuccess: ({ count, name }) => tell(t('list.csvSaved', { count: number(count), name })),
  });
  const forget = (more: Partial<Shown> = {}): void => {
    type('');
    show({ search: '', ...more });
  };
  const found = useFound(shown);
  useListKeys();
  const filter = (name: Filter, value: string | null): void =>
    show({ filters: { ...shown.filters, [name]: value ?? '' } });
  return (
    <Page
      wide
      title={t('nav.broadcasts')}
      actions={
        writes && (
          <Button component={Link} to="/tulis">
            {t('list.compose')}
          </Button>
        )
      }
    >
      <Views
        shown={shown}
        byState={found.list.data?.pages[0]?.byState ?? null}
        onShow={({ filters }) => show({ filters })}
      />
      <Filters
        typed={typed}
        onType={type}
        shown={shown}
        onFilter={filter}
        onFilters={(values) => show({ filters: { ...shown.filters, ...values } })}
        onForget={() => forget({ filters: stageOf(shown.filters) })}
        onShow={show}
        narrow={narrow}
        tools={
          <Tools columns={columns} onColumns={choose} saving={file.isPending} onSave={() => file.mutate()} />
        }
        saved={<Saved query={new URLSearchParams(addressOf(shown)).toString()} />}
      />
      {file.error && <ErrorNote error={file.error} onRetry={() => file.mutate()} />}
      <Found
        of={found}
        shown={shown}
        columns={columns}
        onForget={() => forget({ filters: {} })}
        onForgetSearch={() => forget()}
        onShow={show}
      />
    </Page>
  );
}

/** The columns of the table, and the list as a file. */
function Tools({
  columns,
  onColumns,
  saving,
  onSave,
}: {
  columns: readonly Column[];
  onColumns: (columns: readonly Column[]) => void;
  saving: boolean;
  onSave: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Popover position="bottom-end" trapFocus returnFocus transitionProps={{ duration: 0 }}>
        <Popover.Target>
          <Button variant="default">{t('list.chooseColumns')}</Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('list.chooseColumns')}>
          <Stack gap="xs">
            {COLUMNS.map((column) => (
              <Checkbox
                key={column}
                label={t(`list.columns.${column}`)}
                checked={columns.includes(column)}
                onChange={({ currentTarget: { checked } }) =>
                  onColumns(COLUMNS.filter((one) => (one === column ? checked : columns.includes(one))))
                }
              />
            ))}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <Button variant="default" loading={saving} onClick={onSave}>
        {t('list.csv')}
      </Button>
    </>
  );
}

/** Rows where the list will stand. */
function Waiting() {
  const { t } = useTranslation();
  return (
    <Paper withBorder className={classes['waiting'] ?? ''} role="progressbar" aria-label={t('loading')}>
      {Array.from({ length: 8 }, (_, at) => (
        <div key={at} />
      ))}
    </Paper>
  );
}

function Found({
  of: { words, of: corrected, list: found },
  shown,
  columns,
  onForget,
  onForgetSearch,
  onShow,
}: {
  of: ReturnType<typeof useFound>;
  shown: Shown;
  columns: readonly Column[];
  onForget: () => void;
  onForgetSearch: () => void;
  onShow: (more: Partial<Shown>) => void;
}) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What is shown until the words are known would be taken for the answer.
  if (!found.data || words === undefined || (words !== null && found.isPlaceholderData))
    return found.error ? <ErrorNote error={found.error} onRetry={() => void found.refetch()} /> : <Waiting />;
  const all = found.data.pages.flatMap((page) => page.broadcasts);
  if (all.length === 0) {
    const filtered = Object.keys(shown.filters).length > 0 || shown.search !== '';
    return filtered ? (
      <NothingFound shown={shown} onForget={onForget} onShow={onShow} onForgetSearch={onForgetSearch} />
    ) : (
      <Paper withBorder p="xl">
        <Stack align="center" gap="xs">
          <Text fw={600}>{t('list.none')}</Text>
          <Text size="sm" c="dimmed" ta="center">
            {writes ? t('list.noneAuthor') : t('list.noneReader')}
          </Text>
          {writes && (
            <Button component={Link} to="/tulis" variant="default" mt="xs">
              {t('list.compose')}
            </Button>
          )}
        </Stack>
      </Paper>
    );
  }
  const selected = all.filter(({ id }) => chosen.has(id));
  return (
    <Stack gap="sm" aria-busy={found.isPlaceholderData} className={classes['found'] ?? ''}>
      {found.isError && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      <div role="status">
        {words && <Text fw={600}>{t('list.meant', { search: shown.search, words })}</Text>}
      </div>
      <List
        all={all}
        shown={corrected}
        columns={columns}
        chosen={chosen}
        onChoose={(ids, on) =>
          setChosen((now) => new Set(on ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))))
        }
        onSort={(sort) => onShow(sortedBy(shown, sort))}
      />
      {selected.length > 0 && <Bulk of={selected} columns={columns} onForget={() => setChosen(new Set())} />}
      <LoadMore list={found} />
      {!found.hasNextPage && (
        <Text size="sm" c="dimmed" ta="center">
          {t('list.endOf', { count: number(all.length) })}
        </Text>
      )}
    </Stack>
  );
}
