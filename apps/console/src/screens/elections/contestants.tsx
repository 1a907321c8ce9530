import { Anchor, Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Contest, elections, type KeptElection } from '../../api';
import { ApiError, type Fault } from '../../http';
import { Asking } from '../../parts/frame/asking';
import { focusAdded } from '../../parts/forms/focus-added';
import { ErrorNote } from '../../parts/frame/error-note';
import { LeaveGuard } from '../../parts/forms/leave-guard';
import { Page } from '../../parts/frame/page';
import { useRegions } from '../../parts/regions/regions';
import { faultAt } from '../compose/form.rules';
import { contestantsIn, contestKey, type ContestantRow, pasted, rowsOf } from './contestants.rules';
import { tell } from '../../parts/frame/toasts';

const NO_FAULTS: readonly Fault[] = [];
/** Faults that are shown at their field. */
const OF_A_ROW = /^contestants\.\d+\.(?:number|name)$/;

/** The contestants of an election: everyone reads them; those who may edit them save one contest at a time. */
export default function ContestantsScreen() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['election', id],
    queryFn: () => elections.get(id),
    refetchOnWindowFocus: false,
  });
  return (
    <Page
      title={found.data ? t('contestants.titleOf', { election: found.data.name }) : t('contestants.title')}
      aside={
        <Anchor component={Link} to={`/pemilihan/${id}`} underline="always" size="sm">
          {t('contestants.back')}
        </Anchor>
      }
    >
      {found.data ? <Contests election={found.data} /> : <Asking of={found} />}
    </Page>
  );
}

function Contests({ election }: { election: KeptElection }) {
  const { t } = useTranslation();
  const regions = useRegions();
  const { contests, mayEdit } = election;
  const [chosen, setChosen] = useState<string | null>(null);
  const [dirty, setDirty] = useState(false);
  const withNames = contests.filter(({ contestants }) => contestants.length > 0);
  const shown = mayEdit ? contests : withNames;
  const nameOf = ({ office, regionCode }: Contest): string =>
    `${t(`offices.${office}`)}, ${
      regionCode === null ? t('elections.wholeNation') : (regions.get(regionCode)?.name ?? regionCode)
    }`;
  const contest = shown.find((one) => contestKey(one) === chosen) ?? withNames[0] ?? shown[0];
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('contestants.about')}
        </Text>
        {!contest ? (
          <Text>{t('contestants.none')}</Text>
        ) : (
          <>
            <Select
              label={t('contestants.of')}
              description={t('contestants.written', { count: withNames.length, all: contests.length })}
              data={shown.map((one) => ({
                value: contestKey(one),
                label: `${nameOf(one)} (${one.contestants.length})`,
              }))}
              value={contestKey(contest)}
              onChange={setChosen}
              allowDeselect={false}
              searchable
              limit={60}
              maw={560}
              // One contest is saved before another is opened.
              disabled={dirty}
            />
            {mayEdit ? (
              <Fields
                key={`${contestKey(contest)} ${election.version}`}
                election={election}
                contest={contest}
                name={nameOf(contest)}
                onDirty={setDirty}
              />
            ) : (
              <Stack component="ul" gap={2}>
                {contest.contestants.map(({ number, name }) => (
                  <li key={`${number} ${name}`}>
                    {number}. {name}
                  </li>
                ))}
              </Stack>
            )}
          </>
        )}
      </Stack>
    </Paper>
  );
}

function Fields({
  election,
  contest,
  name: contestName,
  onDirty,
}: {
  election: KeptElection;
  contest: Contest;
  name: string;
  onDirty: (dirty: boolean) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [rows, setRows] = useState<ContestantRow[]>(() => rowsOf(contest.contestants));
  const given = contestantsIn(rows);
  const dirty = JSON.stringify(given) !== JSON.stringify(contest.contestants);
  const { office, regionCode } = contest;
  const save = useMutation({
    mutationFn: () =>
      elections.putContestants(election.id, election.version, { office, regionCode, contestants: given }),
    onSuccess: (next) => {
      onDirty(false);
      client.setQueryData(['election', next.id], next);
      tell(t('done.contestants', { contest: contestName }));
    },
  });
  const faults = save.error instanceof ApiError ? save.error.faults : NO_FAULTS;
  const write = (next: ContestantRow[]): void => {
    setRows(next);
    onDirty(JSON.stringify(contestantsIn(next)) !== JSON.stringify(contest.contestants));
  };
  const put = (index: number, part: Partial<ContestantRow>): void =>
    write(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Shows the rows that are sent, so that each fault is at its row.
    setRows(rowsOf(given));
    save.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={contestName}>
      <Stack gap="sm">
        {rows.length === 0 && <Text size="sm">{t('contestants.noneHere')}</Text>}
        {rows.map((row, index) => (
          // A row has no identity except its position.
          <Group key={index} align="flex-start" gap="sm" wrap="nowrap">
            <TextInput
              label={t('contestants.number')}
              aria-label={`${t('contestants.number')} (${index + 1})`}
              inputMode="numeric"
              value={row.number}
              onChange={(event) => put(index, { number: event.currentTarget.value })}
              error={faultAt(faults, `contestants.${index}.number`)}
              maxLength={3}
              w={90}
            />
            <TextInput
              label={t('contestants.name')}
              aria-label={`${t('contestants.name')} (${index + 1})`}
              value={row.name}
              onChange={(event) => put(index, { name: event.currentTarget.value })}
              onPaste={(event) => {
                const list = pasted(event.clipboardData.getData('text'));
                if (!list) return;
                event.preventDefault();
                write([...rows.slice(0, index), ...list, ...rows.slice(index + 1)]);
              }}
              error={faultAt(faults, `contestants.${index}.name`)}
              maxLength={200}
              style={{ flex: 1 }}
            />
            <Button
              variant="default"
              mt={25}
              aria-label={t('contestants.removeOf', { name: row.name || row.number })}
              onClick={() => write(rows.filter((_, at) => at !== index))}
            >
              {t('elections.remove')}
            </Button>
          </Group>
        ))}
        {save.error && (faults.length === 0 || faults.some(({ path }) => !OF_A_ROW.test(path))) && (
          <ErrorNote error={save.error} />
        )}
        <Group>
          <Button
            variant="default"
            onClick={() => {
              focusAdded();
              write([...rows, { number: rows.at(-1)?.number ?? '1', name: '' }]);
            }}
          >
            {t('contestants.add')}
          </Button>
          <Button type="submit" disabled={!dirty} loading={save.isPending}>
            {t('contestants.save')}
          </Button>
          {dirty && <Text size="sm">{t('compose.unsaved')}</Text>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('contestants.pasteHelp')}
        </Text>
      </Stack>
      <LeaveGuard dirty={dirty && !save.isPending} />
    </form>
  );
}
