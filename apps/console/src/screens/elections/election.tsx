import { Alert, Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { type ElectionFields, elections, type KeptElection, mayKeepElections, ROUNDS } from '../../api';
import { ApiError, type Fault } from '../../http';
import { Confirm } from '../../parts/forms/confirm';
import DayField from '../../parts/days/day-field';
import { HourField } from '../../parts/days/hour-field';
import { Asking } from '../../parts/frame/asking';
import { NoPermission } from '../../parts/frame/no-permission';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { usePerson } from '../../session';
import { dayOf, localHour, number } from '../../times';
import { faultAt } from '../compose/form.rules';
import { tagOf } from '../compose/texts/variable-tags.rules';
import { LeaveGuard } from '../../parts/forms/leave-guard';
import { rowsOf } from './contests.rules';
import { ContestsField } from './contests-field';
import { daysBetween } from './days-before-polling.rules';

const NEW: ElectionFields = {
  name: '',
  round: 'first',
  pollingDate: '',
  pollingOpens: '07:00',
  pollingCloses: '13:00',
  quietFrom: '',
  quietTo: '',
  lookupLink: null,
  moveDeadline: null,
  contests: [],
};

/** One election: everyone reads it, KPU maintains it. */
export default function ElectionScreen() {
  const { id } = useParams();
  const { t } = useTranslation();
  const keeps = mayKeepElections(usePerson());
  const found = useQuery({
    queryKey: ['election', id],
    queryFn: () => elections.get(id ?? ''),
    enabled: id !== undefined,
    refetchOnWindowFocus: false,
  });
  if (id === undefined) {
    return keeps ? <Editor stored={null} /> : <NoPermission title={t('elections.new')} />;
  }
  if (found.data?.mayEdit) return <Editor key={found.data.version} stored={found.data} />;
  if (found.data) return <Shown election={found.data} />;
  return (
    <Page title={t('nav.elections')}>
      <Asking of={found} />
    </Page>
  );
}

function Shown({ election }: { election: KeptElection }) {
  const { t } = useTranslation();
  const { name, pollingDate, pollingOpens: from, pollingCloses: to, quietFrom, quietTo, contests } = election;
  const { lookupLink, moveDeadline } = election;
  return (
    <Page title={name} actions={<ToContestants election={election} />}>
      <Section title={t('elections.when')}>
        <Text>
          {t('elections.polls', { day: dayOf(pollingDate), from: localHour(from), to: localHour(to) })}
        </Text>
        <Text>{t('elections.quiet', { from: dayOf(quietFrom), to: dayOf(quietTo) })}</Text>
        {moveDeadline !== null && <Text>{t('elections.moveUntil', { day: dayOf(moveDeadline) })}</Text>}
        {lookupLink !== null && <Text>{t('elections.lookUp', { link: lookupLink })}</Text>}
      </Section>
      <Section title={t('elections.contests')}>
        <ul>
          {rowsOf(contests).map(({ office, regions, pollingDate: day }) => (
            <li key={`${office} ${day} ${regions.length}`}>
              {t(`offices.${office}`)}:{' '}
              {regions.length === 0
                ? t('elections.wholeNation')
                : t('times.regionCount', { count: regions.length })}
              {day && `, ${dayOf(day)}`}
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}

/** Contestants have a page of their own. */
function ToContestants({ election: { id } }: { election: KeptElection }) {
  const { t } = useTranslation();
  return (
    <Button component={Link} to={`/pemilihan/${id}/peserta`} variant="default">
      {t('contestants.title')}
    </Button>
  );
}

function Editor({ stored }: { stored: KeptElection | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const before: ElectionFields = stored ? fieldsOf(stored) : NEW;
  const [id, setId] = useState('');
  const [given, setGiven] = useState(before);
  const [asking, setAsking] = useState(false);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const between = daysBetween(given.quietTo, given.pollingDate);
  const dirty = JSON.stringify(given) !== JSON.stringify(before) || id !== '';
  const put = (part: Partial<ElectionFields>): void => setGiven((now) => ({ ...now, ...part }));
  const save = async (): Promise<void> => {
    try {
      const next = stored
        ? await elections.edit(stored.id, stored.version, given)
        : await elections.create(id, given);
      setGiven(fieldsOf(next));
      setId('');
      client.setQueryData(['election', next.id], next);
      void client.invalidateQueries({ queryKey: ['elections'] });
    } catch (error) {
      if (error instanceof ApiError) setFaults(error.faults);
      throw error;
    }
  };
  const field = (name: 'pollingDate' | 'pollingOpens' | 'pollingCloses' | 'quietFrom' | 'quietTo') => ({
    label: t(`elections.${name}`),
    value: given[name],
    onChange: (value: string) => put({ [name]: value }),
    error: faultAt(faults, name),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setFaults([]);
    setAsking(true);
  };
  return (
    <Page
      title={stored ? stored.name : t('elections.new')}
      actions={stored && <ToContestants election={stored} />}
    >
      {stored && stored.namedBy > 0 && (
        <Alert color="yellow">
          {t('elections.namedBy', { count: stored.namedBy, broadcasts: number(stored.namedBy) })}
        </Alert>
      )}
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Section title={t('elections.when')}>
            <TextInput
              label={t('elections.name')}
              value={given.name}
              onChange={(event) => put({ name: event.currentTarget.value })}
              error={faultAt(faults, 'name')}
              required
              maxLength={200}
            />
            {!stored && (
              <TextInput
                label={t('elections.id')}
                description={t('elections.idHelp')}
                value={id}
                onChange={(event) => setId(event.currentTarget.value)}
                error={faultAt(faults, 'id')}
                required
                maxLength={64}
              />
            )}
            <NativeSelect
              label={t('elections.round')}
              data={ROUNDS.map((value) => ({ value, label: t(`elections.rounds.${value}`) }))}
              value={given.round}
              onChange={({ currentTarget: { value } }) => {
                const round = ROUNDS.find((one) => one === value);
                if (round) put({ round });
              }}
              maw={300}
            />
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
              <DayField {...field('pollingDate')} required />
              <HourField {...field('pollingOpens')} />
              <HourField {...field('pollingCloses')} />
              <DayField {...field('quietFrom')} required />
              <DayField {...field('quietTo')} required />
            </SimpleGrid>
            <Text size="sm" c="dimmed">
              {t('elections.hoursHelp')}
            </Text>
            {between > 0 && (
              <Alert color="yellow">
                {t('elections.quietGap', { days: number(between), day: dayOf(given.pollingDate) })}
              </Alert>
            )}
          </Section>
          <Section title={t('elections.facts')}>
            <Text size="sm" c="dimmed">
              {t('elections.factsHelp', {
                hours: tagOf('polling_hours'),
                link: tagOf('lookup_link'),
                deadline: tagOf('move_deadline'),
              })}
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <TextInput
                label={t('elections.lookupLink')}
                description={t('elections.lookupLinkHelp')}
                type="url"
                inputMode="url"
                maxLength={200}
                value={given.lookupLink ?? ''}
                onChange={(event) => put({ lookupLink: event.currentTarget.value.trim() || null })}
                error={faultAt(faults, 'lookupLink')}
              />
              <DayField
                label={t('elections.moveDeadline')}
                description={t('elections.moveDeadlineHelp')}
                value={given.moveDeadline ?? ''}
                onChange={(value) => put({ moveDeadline: value || null })}
                error={faultAt(faults, 'moveDeadline')}
              />
            </SimpleGrid>
          </Section>
          <Section title={t('elections.contests')}>
            <ContestsField rows={given.contests} onChange={(contests) => put({ contests })} faults={faults} />
          </Section>
          <Group>
            <Button type="submit" disabled={!dirty}>
              {t('elections.save')}
            </Button>
            {dirty && <Text size="sm">{t('compose.unsaved')}</Text>}
          </Group>
        </Stack>
      </form>
      <LeaveGuard dirty={dirty && !asking} />
      {asking && (
        <Confirm
          touches={[]}
          title={t('elections.saveTitle')}
          go={t('elections.save')}
          onGo={save}
          told={t('done.election')}
          onClose={() => {
            setAsking(false);
            if (!stored && !dirty) void navigate('/pemilihan');
          }}
        >
          <Text size="sm">
            {stored
              ? t('elections.saveWhat', { count: stored.namedBy, broadcasts: number(stored.namedBy) })
              : t('elections.createWhat')}
          </Text>
          {stored && stored.toldBy > 0 && (
            <Text size="sm" fw={600}>
              {t('elections.toldBy', { broadcasts: number(stored.toldBy) })}
            </Text>
          )}
        </Confirm>
      )}
    </Page>
  );
}

const fieldsOf = (stored: KeptElection): ElectionFields => ({
  name: stored.name,
  round: stored.round,
  pollingDate: stored.pollingDate,
  pollingOpens: stored.pollingOpens,
  pollingCloses: stored.pollingCloses,
  quietFrom: stored.quietFrom,
  quietTo: stored.quietTo,
  lookupLink: stored.lookupLink,
  moveDeadline: stored.moveDeadline,
  contests: rowsOf(stored.contests),
});
