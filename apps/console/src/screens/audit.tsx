import {
  Anchor,
  Button,
  Code,
  CopyButton,
  DataList,
  Group,
  Paper,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type ChainState, CHANNELS, trail, type TrailPage } from '../api';
import { spoken } from '../i18n';
import DayField from '../parts/days/day-field';
import { Asking } from '../parts/frame/asking';
import { ErrorNote } from '../parts/frame/error-note';
import { languageName } from '../parts/texts/language-name';
import { LoadMore } from '../parts/frame/load-more';
import { Page } from '../parts/frame/page';
import { useRegions } from '../parts/regions/regions';
import { nameOf } from '../parts/regions/regions.rules';
import { Section } from '../parts/frame/section';
import { useTyped } from '../parts/frame/use-typed';
import { dayOf, exactInstant, instant, listed, localHour, number, zoneName } from '../times';
import { actOf, ACTS } from './audit-acts';
import {
  type Both,
  detailInWords,
  type Form,
  SAYS,
  type Speech,
  SUBJECTS,
  subjectInWords,
  type Told,
} from './audit-words';
import { runs } from './audit-runs.rules';
import { unknownKey } from '../parts/sending/provider-codes.rules';
import { answerWords } from '../parts/sending/answer-words';

const NOTHING = { act: '', actor: '', kind: '', number: '', from: '', to: '' };

/** The audit trail, the newest entry first, for auditors and the data protection officer. */
export default function Audit() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const where = useMemo(() => filtersIn(params), [params]);
  // In the address: they are still set when the reader comes back from a broadcast, or sends the link.
  const [typed, type] = useTyped(
    where,
    (filters) =>
      setParams(Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')), {
        replace: true,
      }),
    isSame,
  );
  const found = useInfiniteQuery({
    queryKey: ['audit', where],
    queryFn: ({ pageParam }) => trail.page(searchOf(where), pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const chain = found.data?.pages[0]?.chain;
  const entries =
    found.data?.pages.flatMap((page) =>
      page.entries.map((entry) => ({ ...entry, titles: page.titles, about: page.people[entry.id] })),
    ) ?? [];
  const speech = useSpeech(
    Object.fromEntries(found.data?.pages.flatMap(({ offices }) => Object.entries(offices)) ?? []),
  );
  return (
    <Page
      title={t('nav.audit')}
      aside={<Text c="dimmed">{t('audit.about')}</Text>}
      actions={
        <Stack gap={4} align="flex-end" maw={360}>
          <Button component="a" href={trail.csv(searchOf(where), spoken())} download variant="default">
            {t('audit.csv')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('audit.csvHelp')}
          </Text>
        </Stack>
      }
    >
      {chain && <Chain of={chain} />}
      <Search typed={typed} onType={(more) => type({ ...typed, ...more })} />
      <Asking of={found} />
      {found.isSuccess && entries.length === 0 && <Text>{t('audit.none')}</Text>}
      {entries.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer
            minWidth={800}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('nav.audit') } }}
          >
            <Table striped>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('audit.at')}</Table.Th>
                  <Table.Th scope="col">{t('audit.actor')}</Table.Th>
                  <Table.Th scope="col">{t('audit.act')}</Table.Th>
                  <Table.Th scope="col">{t('audit.subject')}</Table.Th>
                  <Table.Th scope="col">{t('audit.detail')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {runs(entries).map((run) => {
                  const [{ at, actor, act, subject, titles, about, detail }] = run;
                  const first = run.at(-1) ?? run[0];
                  return (
                    // The oldest entry stays the same while newer ones are added.
                    <Table.Tr key={first.id} style={{ verticalAlign: 'top' }}>
                      {/* The two instants of a run stand one below the other: on one line they would take half the table. */}
                      <Table.Td style={{ whiteSpace: 'nowrap' }}>
                        {run.length > 1 && <div>{`${exactInstant(first.at)} –`}</div>}
                        {exactInstant(at)}
                      </Table.Td>
                      <Table.Td>
                        {actor?.name ?? 'Siar'}
                        {actor && (
                          <Text size="sm" c="dimmed">
                            {actor.organisation}
                          </Text>
                        )}
                      </Table.Td>
                      <Table.Td>
                        {run.length > 1 && `${number(run.length)} × `}
                        {actName(act, detail['from'] ?? detail['act'])}
                      </Table.Td>
                      <Table.Td miw={200} style={{ overflowWrap: 'anywhere' }}>
                        <Subject of={subjectInWords(subject, speech)} titles={titles} about={about} />
                      </Table.Td>
                      <Table.Td>
                        {run.length > 1 ? (
                          <details>
                            <summary>{t('audit.each')}</summary>
                            {run.map((one) => (
                              <div key={one.id}>
                                <Text size="sm">{exactInstant(one.at)}</Text>
                                <Detail of={detailInWords(act, one.detail, speech)} />
                              </div>
                            ))}
                          </details>
                        ) : (
                          <Detail of={detailInWords(act, detail, speech)} />
                        )}
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      <LoadMore list={found} />
    </Page>
  );
}

/** The filters of the list, labelled with the words of the list. */
function Search({
  typed: { act, actor, kind, number: no, from, to },
  onType,
}: {
  typed: typeof NOTHING;
  onType: (more: Partial<typeof NOTHING>) => void;
}) {
  const { t } = useTranslation();
  const clear = {
    clearable: true,
    clearButtonProps: { 'aria-label': t('deliveries.any') },
    placeholder: t('deliveries.any'),
  };
  const search = { searchable: true, nothingFoundMessage: t('list.nothingFound') };
  const which = { label: SAYS.number[spoken()], style: { flex: '1 1 9rem' } };
  return (
    <Group gap="sm" align="flex-end" role="search">
      <TextInput
        label={t('audit.actor')}
        value={actor}
        onChange={({ currentTarget: { value } }) => onType({ actor: value })}
        style={{ flex: '1 1 12rem' }}
      />
      <Select
        {...clear}
        {...search}
        label={t('audit.act')}
        data={choices(ACTS)}
        value={act || null}
        onChange={(value) => onType({ act: value ?? '' })}
        style={{ flex: '1 1 14rem' }}
      />
      <Select
        {...clear}
        {...search}
        label={SAYS.kind[spoken()]}
        data={choices(SUBJECTS)}
        value={kind || null}
        onChange={(value) => onType({ kind: value ?? '', number: '' })}
        style={{ flex: '1 1 10rem' }}
      />
      {kind === '' ? null : SUBJECTS[kind]?.words ? (
        <Select
          {...which}
          {...clear}
          data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
          value={no || null}
          onChange={(value) => onType({ number: value ?? '' })}
        />
      ) : (
        <TextInput
          {...which}
          value={no}
          onChange={({ currentTarget: { value } }) => onType({ number: value })}
        />
      )}
      <DayField label={t('audit.from')} value={from} onChange={(day) => onType({ from: day })} />
      <DayField
        label={t('audit.to')}
        value={to}
        error={from !== '' && to !== '' && to < from ? t('audit.toBeforeFrom') : null}
        onChange={(day) => onType({ to: day })}
      />
    </Group>
  );
}

/**
 * @param titles of broadcasts that the reader may see, shown beside their numbers
 * @param about the member of staff, with the roles they held then
 */
function Subject({
  of: { words, broadcast },
  titles,
  about,
}: {
  of: ReturnType<typeof subjectInWords>;
  titles: Record<string, string>;
  about: TrailPage['people'][string] | undefined;
}) {
  const { t } = useTranslation();
  if (about)
    return (
      <>
        {about.name}
        <Text size="xs" c="dimmed">
          {[words, ...about.roles.map((role) => t(`roles.${role}`))].join(' · ')}
        </Text>
      </>
    );
  if (broadcast === null) return words;
  return (
    <>
      <Anchor component={Link} to={`/siaran/${broadcast}`} underline="always" size="sm">
        {titles[broadcast] ?? words}
      </Anchor>
      {titles[broadcast] !== undefined && (
        <Text size="xs" c="dimmed">
          {words}
        </Text>
      )}
    </>
  );
}

/** Values longer than this, in characters, are folded: an expired broadcast names hundreds of waves. */
const LONG = 300;
/** Characters shown of a folded value. */
const BEGINNING = 120;

function Detail({ of }: { of: readonly Told[] }) {
  if (of.length === 0) return null;
  return (
    <DataList size="xs" gap={2}>
      {of.map(({ label, value }, at) => (
        <DataList.Item key={at}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue style={{ overflowWrap: 'anywhere' }}>
            {value.length > LONG ? (
              <details>
                <summary>{value.slice(0, BEGINNING)}…</summary>
                {value}
              </details>
            ) : (
              value
            )}
          </DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}

/** An act of an older version may have no name here. */
const actName = (act: string, from?: unknown): string =>
  actOf(act, from)?.[spoken()] ?? `${SAYS.other[spoken()]}: ${act}`;

/** Options of a select, sorted by their labels. */
const choices = (of: Readonly<Record<string, Both>>): { value: string; label: string }[] =>
  Object.entries(of)
    .map(([value, words]) => ({ value, label: words[spoken()] }))
    .sort((a, b) => a.label.localeCompare(b.label, spoken()));

/**
 * The formats and words for entries in the language on screen.
 * @param offices names by id
 */
function useSpeech(offices: Readonly<Record<string, string>>): Speech {
  const { t, i18n } = useTranslation();
  const regions = useRegions();
  const language = spoken();
  const forms: Record<Form, (value: string) => string> = {
    office: (id) => offices[id] ?? id,
    region: (code) => nameOf(regions, code),
    instant: (at) => exactInstant(at),
    day: dayOf,
    hour: localHour,
    zone: (zone) => zoneName(zone),
    language: languageName,
    act: (act) => actName(act),
    answer: (code) => answerWords(t, code),
    cause: (code) => `${t(`unknown.reasons.${unknownKey(code)}.what`)} (${code})`,
  };
  return {
    language,
    number: (value) => number(value),
    listed,
    word: (place, value) => {
      const word: unknown = i18n.getResource(language, 'translation', `${place}.${value}`);
      return typeof word === 'string' ? word : undefined;
    },
    form: (form, value) => forms[form](value),
  };
}

/** How far the audit trail is sealed, and whether the chain is valid when it is recomputed. */
function Chain({ of: { sealed, waiting, sealedAt, lastRoot } }: { of: ChainState }) {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: trail.verify });
  return (
    <Section title={t('audit.chain')}>
      <Text size="sm">
        {t('audit.sealed', { count: number(Number(sealed)) })}
        {sealedAt && ` ${t('audit.sealedAt', { at: instant(sealedAt) })}`}
        {waiting > 0 && ` ${t('audit.waiting', { count: waiting })}`}
      </Text>
      {lastRoot && (
        <Text size="sm">{t('audit.rootWhat', { position: number(Number(lastRoot.position)) })}</Text>
      )}
      {lastRoot && (
        <Text size="sm">
          {t('audit.root', { day: lastRoot.day, position: number(Number(lastRoot.position)) })}{' '}
          <Code className="digest">{lastRoot.hash}</Code>{' '}
          <CopyButton value={`${lastRoot.day} ${lastRoot.position} ${lastRoot.hash}`}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-sm" onClick={copy}>
                {copied ? t('actions.copied') : t('audit.copyRoot')}
              </Button>
            )}
          </CopyButton>
        </Text>
      )}
      <Group gap="sm">
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t('audit.check')}
        </Button>
        <div role="status">
          {check.data && check.data.broken === null && (
            <Text size="sm" fw={600}>
              {t('audit.whole', { position: number(Number(check.data.sealed)) })}
            </Text>
          )}
          {check.data && check.data.broken !== null && (
            <Text size="sm" fw={600} c="red.9">
              {t('audit.broken', { what: check.data.broken })}
            </Text>
          )}
        </div>
      </Group>
      {check.error && <ErrorNote error={check.error} />}
    </Section>
  );
}

const isSame = (one: typeof NOTHING, other: typeof NOTHING): boolean =>
  Object.entries(one).every(([name, value]) => other[name as keyof typeof NOTHING] === value);

/** The filters in the page's address. */
const filtersIn = (params: URLSearchParams): typeof NOTHING => {
  const given = (name: keyof typeof NOTHING): string => params.get(name) ?? '';
  return {
    act: given('act'),
    actor: given('actor'),
    kind: given('kind'),
    number: given('number'),
    from: given('from'),
    to: given('to'),
  };
};

/** The search of the filters, as the API takes it. */
const searchOf = ({ act, actor, kind, number: no, from, to }: typeof NOTHING) => ({
  act,
  actor: actor.trim(),
  subject: kind && no.trim() && `${kind}:${no.trim()}`,
  from: startOf(from),
  to: startOf(to, 1),
});

/** The first instant of a day in Jakarta, plus a number of days; empty when no day is chosen. */
function startOf(day: string, days = 0): string {
  if (day === '') return '';
  const date = new Date(`${day}T00:00:00+07:00`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString();
}
