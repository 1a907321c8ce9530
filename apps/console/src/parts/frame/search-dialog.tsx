import { Combobox, Group, Paper, Stack, Text, TextInput, useCombobox } from '@mantine/core';
import IconCheckbox from '@tabler/icons-react/icons/IconCheckbox';
import IconTemplate from '@tabler/icons-react/icons/IconTemplate';
import IconArrowRight from '@tabler/icons-react/icons/IconArrowRight';
import IconAdjustments from '@tabler/icons-react/icons/IconAdjustments';
import IconKeyboard from '@tabler/icons-react/icons/IconKeyboard';
import IconWorld from '@tabler/icons-react/icons/IconWorld';
import IconHelp from '@tabler/icons-react/icons/IconHelp';
import IconMapPin from '@tabler/icons-react/icons/IconMapPin';
import IconPlugConnected from '@tabler/icons-react/icons/IconPlugConnected';
import IconSpeakerphone from '@tabler/icons-react/icons/IconSpeakerphone';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import { useDebouncedValue } from '@mantine/hooks';
import type { TFunction } from 'i18next';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import {
  type ComponentType,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  broadcasts,
  type ListedBroadcast,
  operations,
  type OperationsView,
  people,
  type Person,
  templates,
} from '../../api';
import { GROUPS, isFor } from '../../navigation';
import { usePerson, useRoles } from '../../session';
import { READERS } from '../../../../../libs/contract/roles.rules';
import { CompanionBadge, KindBadge, StateBadge } from '../broadcasts/badges';
import { ChainLines, CorrectedBadge, DoubtedBadge } from '../broadcasts/chain';
import { useElections } from '../broadcasts/elections';
import { lastWords } from '../broadcasts/last-words';
import { Dialog } from '../forms/dialog';
import { useRegions } from '../regions/regions';
import { ErrorNote } from './error-note';
import classes from './search.module.css';
import { useLookActs } from './look-acts';
import { keepRecent, recentOf } from './recent';
import { FoundWords } from '../texts/found-words';
import { matching, near, ranked, rankOf, RANKS, recentFirst, withoutSign } from './search.rules';
import { TERMS } from './terms';
import { anyOf, dayOf, instant, rupiah } from '../../times';

/** Number of results of a kind shown; one more letter narrows them. */
const OFFERED = 8;
/** The newest that match, of which the best are shown. */
const ASKED = 24;
const FEW = 4;

/** What an entry is, said where a group has several kinds. */
type Kind =
  'place' | 'act' | 'region' | 'person' | 'broadcast' | 'account' | 'election' | 'template' | 'term';
/** The dialogs of the frame that the search opens. */
export type Aside = 'look' | 'keys';

interface Found {
  kind: Kind;
  /** The value of its option: where it leads, a term, or a dialog of the frame. */
  value: string;
  name: string;
  /** Searched too, and shown below the name. */
  about?: string;
  /** Other words for it, searched and not shown. */
  also?: string;
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean; style?: CSSProperties }>;
  /** The key that does the same. */
  keys?: string;
}

/**
 * Finds acts, screens, broadcasts (by title, texts, number or verification code), elections, templates, people, accounts at
 * providers and terms, of each what the person may open: arrows choose, Enter opens.
 * What was opened last here comes first, a search of the whole list last.
 */
export default function SearchDialog({
  begun,
  onAside,
  onClose,
}: {
  onAside: (aside: Aside) => void;
  /** What was typed before the dialog was there. */
  begun: () => string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const person = usePerson();
  const reads = useRoles(...READERS);
  const manages = useRoles('admin');
  const operates = useRoles('operator');
  const usesTemplates = useRoles('author', 'reviewer');
  const [typed, setTyped] = useState(begun);
  const [before] = useState(() => begun);
  // What was typed after this was drawn, and before it stood there.
  useLayoutEffect(() => setTyped(before()), [before]);
  const query = withoutSign(typed.trim());
  const [wanted] = useDebouncedValue(query, 150);
  const [recent] = useState(() => recentOf(person.personId));
  // The list is always open: Escape, which would close it, closes the dialog.
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const found = useQuery({
    queryKey: ['broadcasts', 'search', wanted],
    queryFn: () => broadcasts.page({ state: null, q: wanted }, null, ASKED),
    placeholderData: keepPreviousData,
    enabled: reads,
  });
  const staff = useQuery({ queryKey: ['people', 'list'], queryFn: people.list, enabled: manages });
  const providers = useQuery({
    queryKey: ['operations'],
    queryFn: operations.view,
    staleTime: 5_000,
    enabled: operates,
  });
  const elections = useElections();
  const regions = useRegions();
  const texts = useQueries({
    queries: (['ordinary', 'correction'] as const).map((kind) => ({
      queryKey: ['templates', kind],
      queryFn: () => templates.list(kind),
      staleTime: 60_000,
      enabled: usesTemplates,
    })),
    combine: (all) => all.flatMap(({ data }) => data ?? []),
  });
  // Enter before the answer is there waits for it: it must not open what was found for fewer letters.
  const settled = !reads || (query === wanted && !found.isPending && !found.isPlaceholderData);
  const [waits, setWaits] = useState(false);
  const [term, setTerm] = useState<Found | null>(null);
  const authors = useQuery({
    queryKey: ['broadcast-authors'],
    queryFn: broadcasts.authors,
    staleTime: 60_000,
    enabled: reads,
  });
  const held = useRef(false);
  const looks = useLookActs(t);
  const places: Found[] = [
    ...placesOf(t, person),
    ...looks.map(({ value, name, also }) => ({
      kind: 'act' as const,
      value,
      name,
      also,
      icon: IconAdjustments,
    })),
  ];
  const terms = useMemo<Found[]>(
    () =>
      TERMS.map((term) => ({
        kind: 'term',
        value: `term:${term}`,
        name: t(`terms.${term}.name`),
        about: t(`terms.${term}.means`),
        icon: IconHelp,
      })),
    [t],
  );
  const newest = found.data?.broadcasts ?? [];
  // What was opened long ago is not among the newest.
  const older = useQueries({
    queries: recent
      .flatMap((address) => /^\/siaran\/(\d+)$/.exec(address)?.[1] ?? [])
      .filter((id) => query === '' && found.isSuccess && !newest.some((one) => one.id === id))
      .map((id) => ({
        queryKey: ['broadcasts', 'search', 'recent', id],
        queryFn: () => broadcasts.page({ q: id }, null, 1),
        staleTime: 60_000,
        enabled: reads,
      })),
    combine: (all) => all.flatMap(({ data }) => data?.broadcasts ?? []),
  });
  const offered = (
    query === ''
      ? recentFirst([...newest, ...older], ({ id }) => `/siaran/${id}`, recent)
      : // Until the API has answered, what is there is what it found for fewer letters.
        ranked(newest, query, settled).map(({ one }) => one)
  ).slice(0, OFFERED);
  const everybody = useMemo<Found[]>(
    () => [
      ...(staff.data ?? []).map(({ name, username, organisation, roles }) => ({
        kind: 'person' as const,
        value: `/orang?cari=${encodeURIComponent(username)}`,
        name,
        about: [username, organisation.name, roles.map((role) => t(`roles.${role}`)).join(', ')]
          .filter(Boolean)
          .join(' · '),
        icon: IconUsers,
      })),
      ...(authors.data ?? []).map(({ id, name, organisation }) => ({
        kind: 'person' as const,
        value: `/siaran?author=${id}`,
        name,
        about: `${organisation} · ${t('search.byAuthor')}`,
        icon: IconSpeakerphone,
      })),
    ],
    [staff.data, authors.data, t],
  );
  const kept: Found[] = [
    ...(elections.data ?? []).map(({ id, name, pollingDate }) => ({
      kind: 'election' as const,
      value: `/pemilihan/${id}`,
      name,
      about: `${t('nav.elections')} · ${dayOf(pollingDate)}`,
      icon: IconCheckbox,
    })),
    ...texts.map(({ id, title, office }) => ({
      kind: 'template' as const,
      value: `/templat/${id}`,
      name: title,
      about: `${t('nav.templates')} · ${office.name}`,
      icon: IconTemplate,
    })),
  ];
  const accounts = useMemo(() => accountsOf(t, providers.data), [t, providers.data]);
  const goTo =
    query === ''
      ? recentFirst(
          [...places, ...[...everybody, ...kept, ...accounts].filter(({ value }) => recent.includes(value))],
          valueOf,
          recent,
        ).slice(0, FEW)
      : matching(places, query).slice(0, FEW);
  const whereTo = useMemo<Found[]>(
    () =>
      reads
        ? [...regions.values()].map(({ code, name }) => ({
            kind: 'region',
            value: `/siaran?region=${encodeURIComponent(code)}`,
            name,
            about: t('search.toRegion'),
            icon: IconMapPin,
          }))
        : [],
    [reads, regions, t],
  );
  const sentTo = query === '' ? [] : matching(whereTo, query).slice(0, OFFERED);
  const named = matching(everybody, query).slice(0, OFFERED);
  const carried = matching(accounts, query).slice(0, OFFERED);
  const prepared = matching(kept, query).slice(0, OFFERED);
  // A word for all of them finds them, and is no misspelling of any.
  const also = t('search.also.terms');
  const explained = matching(
    terms.map((one) => ({ ...one, also })),
    query,
  ).slice(0, FEW);
  const none = [offered, goTo, named, prepared, carried, sentTo, explained].every(
    ({ length }) => length === 0,
  );
  /** What is searched for this person, in words. */
  const sought = anyOf([
    ...(reads ? [t('search.of.broadcasts')] : []),
    t('search.of.screens'),
    ...(manages ? [t('search.of.people')] : reads ? [t('search.of.authors')] : []),
    ...(operates ? [t('search.of.accounts')] : []),
    ...(reads ? [t('search.of.regions')] : []),
    t('search.of.elections'),
    ...(usesTemplates ? [t('search.of.templates')] : []),
    t('search.of.terms'),
  ]);
  const inList: Found | null =
    // The list finds nothing else.
    reads && query !== '' && !(none && settled)
      ? {
          kind: 'act',
          value: `/siaran?search=${encodeURIComponent(query)}`,
          name: t('search.inList', { query }),
          icon: IconArrowRight,
        }
      : null;
  const compared = useQuery({
    queryKey: ['broadcasts', 'search', 'meant', wanted],
    queryFn: async () => {
      const words = await broadcasts.meant({ q: wanted });
      return words === null ? [] : (await broadcasts.page({ q: words }, null, OFFERED)).broadcasts;
    },
    enabled: reads && none && query !== '' && settled,
    staleTime: 60_000,
  });
  const meant =
    none && query !== '' && settled
      ? [
          ...near<Found>([...places, ...everybody, ...kept, ...accounts], query),
          ...(compared.data ?? []).map((one) => ({
            kind: 'broadcast' as const,
            value: `/siaran/${one.id}`,
            name: one.title,
            about: `${one.organisation} · ${lastWords(t, one)}`,
            icon: IconSpeakerphone,
          })),
          ...near<Found>(terms, query),
        ].slice(0, OFFERED)
      : [];
  const best = (of: readonly Found[]): number => {
    const [first] = of;
    return (first && rankOf(first, query)) ?? RANKS.about;
  };
  const [nearest] = ranked(offered, query, true);
  // What answers the query best comes first; nothing else moves while one types.
  const groups = [
    {
      rank: best(goTo),
      values: goTo.map(({ value }) => value),
      shown: (
        <Named
          key="places"
          label={t(query === '' ? 'search.recent' : 'search.places')}
          of={goTo}
          query={query}
          mixed={query === ''}
        />
      ),
    },
    {
      rank: nearest?.rank ?? RANKS.about,
      values: offered.map(({ id }) => `/siaran/${id}`),
      shown: offered.length > 0 && (
        <Combobox.Group key="broadcasts" label={t('nav.broadcasts')}>
          {offered.map((one) => (
            <Broadcast key={one.id} one={one} query={query} />
          ))}
        </Combobox.Group>
      ),
    },
    {
      rank: best(named),
      values: named.map(({ value }) => value),
      shown: <Named key="people" label={t('nav.people')} of={named} query={query} />,
    },
    {
      rank: best(prepared),
      values: prepared.map(({ value }) => value),
      shown: <Named key="kept" label={t('search.kept')} of={prepared} query={query} />,
    },
    {
      rank: best(carried),
      values: carried.map(({ value }) => value),
      shown: <Named key="accounts" label={t('search.accounts')} of={carried} query={query} />,
    },
    {
      rank: best(sentTo),
      values: sentTo.map(({ value }) => value),
      shown: <Named key="regions" label={t('search.regions')} of={sentTo} query={query} />,
    },
    {
      // Whoever types a term seldom asks what it is.
      rank: Math.max(best(explained), RANKS.named),
      values: explained.map(({ value }) => value),
      shown: <Named key="terms" label={t('search.terms')} of={explained} query={query} />,
    },
  ].sort((a, b) => (query === '' ? 0 : a.rank - b.rank));
  const open = (value: string): void => {
    if (value.startsWith('term:')) {
      setTerm(terms.find((one) => one.value === value) ?? null);
      return;
    }
    const look = looks.find((one) => one.value === value);
    // A search is no place to come back to.
    if (value !== inList?.value && !value.startsWith('aside:') && !look) keepRecent(person.personId, value);
    onClose();
    if (look) look.run();
    else if (value.startsWith('aside:')) onAside(value === 'aside:look' ? 'look' : 'keys');
    else void navigate(value);
  };
  const [first] = [
    ...groups.flatMap(({ values }) => values),
    ...meant.map(({ value }) => value),
    ...(inList ? [inList.value] : []),
  ];
  const hold = ({ key }: KeyboardEvent): void => {
    // What the API answers comes after a screen of this name.
    const sure = goTo.length > 0 && first === goTo[0]?.value && best(goTo) <= RANKS.begins;
    if (key !== 'Enter' || settled || sure) return;
    setWaits(true);
    // For this key alone.
    held.current = true;
    queueMicrotask(() => {
      held.current = false;
    });
  };
  const { selectFirstOption } = combobox;
  useEffect(() => {
    selectFirstOption();
  }, [found.data, staff.data, providers.data, first, query, selectFirstOption]);
  useEffect(() => {
    if (!waits || !settled) return;
    setWaits(false);
    if (first !== undefined) open(first);
  });
  return (
    <Dialog
      title={t('search.title')}
      onClose={onClose}
      size="lg"
      closeOnClickOutside
      yOffset="10vh"
      centered={false}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={(value) => {
          if (!held.current) open(value);
        }}
      >
        <Stack gap="sm">
          <Combobox.EventsTarget>
            <TextInput
              type="search"
              label={t('search.label', { sought })}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setWaits(false);
                setTerm(null);
              }}
              data-autofocus
              ref={atOnce}
              wrapperProps={{ onKeyDownCapture: hold }}
              autoComplete="off"
              spellCheck={false}
            />
          </Combobox.EventsTarget>
          <div role="status">
            {term && (
              <Paper withBorder p="md">
                <Text fw={600}>{term.name}</Text>
                <Text>{term.about}</Text>
              </Paper>
            )}
          </div>
          {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
          <div role="status">
            <Text size="sm" c="dimmed">
              {(!settled || compared.isLoading) && !found.error
                ? t('loading')
                : none
                  ? t('search.none', { query, sought })
                  : query !== '' &&
                    offered.length > 0 &&
                    t(
                      (found.data?.after ?? null) !== null || (found.data?.broadcasts.length ?? 0) > OFFERED
                        ? 'search.more'
                        : 'search.found',
                      { count: offered.length },
                    )}
            </Text>
            {none && settled && !compared.isLoading && !found.error && (
              <Text size="sm" c="dimmed">
                {reads && `${t('search.how')} `}
                {t(manages ? 'search.notCitizens' : 'search.notStaff')}
              </Text>
            )}
          </div>
          <Combobox.Options aria-label={t('search.results')}>
            <Named label={t('search.meant')} of={meant} mixed />
            {groups.map(({ shown }) => shown)}
            {inList && <Named label={t('search.list')} of={[inList]} />}
          </Combobox.Options>
        </Stack>
      </Combobox>
    </Dialog>
  );
}

/** The dialog's own focus comes later: what is typed until then would be lost. */
const atOnce = (input: HTMLInputElement | null): void => input?.focus();

const valueOf = ({ value }: Found): string => value;

/** The accounts at providers, with their channels and how they stand. */
const accountsOf = (t: TFunction, of: OperationsView | undefined): Found[] =>
  (of?.channels ?? []).flatMap(({ channel, accounts, pause }) =>
    accounts.map((account) => ({
      kind: 'account' as const,
      value: `/operasi?akun=${encodeURIComponent(account.name)}`,
      name: account.name,
      about: [
        t(`channels.${channel}`),
        accountWords(t, account),
        ...(pause ? [t('search.channelPaused')] : []),
      ].join(' · '),
      also: t('search.also.accounts'),
      icon: IconPlugConnected,
    })),
  );

/** How an account stands, as Operasi says it: what keeps messages from it first. */
function accountWords(
  t: TFunction,
  { rest, awaySince, slowSince, spending }: OperationsView['channels'][number]['accounts'][number],
): string {
  if (rest) return t('operations.account.rests');
  if (awaySince) return t('operations.account.away', { at: instant(awaySince) });
  if (spending?.reachedAt)
    return t('operations.account.spent', {
      ceiling: rupiah(spending.ceiling ?? 0),
      at: instant(spending.reachedAt),
    });
  return slowSince ? t('operations.account.slow', { at: instant(slowSince) }) : t('operations.account.takes');
}

/** What the person can begin and where they can go. */
function placesOf(t: TFunction, person: Person): Found[] {
  const screens = GROUPS.flatMap(({ places }) => places)
    .filter((place) => isFor(place, person))
    .map(({ to, name, icon, key }) => ({
      kind: 'place' as const,
      value: to,
      name: t(`nav.${name}`),
      also: t(`search.also.${name}`),
      icon,
      keys: `g ${key}`,
    }));
  const writes = person.roles.includes('author');
  return [
    ...(writes
      ? [
          {
            kind: 'act' as const,
            value: '/tulis',
            name: t('search.write'),
            also: t('search.also.write'),
            icon: IconArrowRight,
            keys: 'g t',
          },
        ]
      : []),
    ...screens,
    ...(screens.some(({ value }) => value === '/siaran')
      ? [
          {
            kind: 'place' as const,
            value: '/siaran?reached=missed&sort=failed',
            name: t('search.failed'),
            also: t('search.also.failed'),
            icon: IconSpeakerphone,
          },
          {
            kind: 'place' as const,
            value: '/siaran?held=yes',
            name: t('search.held'),
            also: t('search.also.held'),
            icon: IconSpeakerphone,
          },
        ]
      : []),
    {
      kind: 'place',
      value: '/akun',
      name: t('nav.account'),
      also: t('search.also.account'),
      icon: IconArrowRight,
      keys: 'g u',
    },
    {
      kind: 'place',
      value: '/alamat',
      name: t('nav.addresses'),
      also: t('search.also.addresses'),
      icon: IconArrowRight,
    },
    ...(person.roles.includes('operator')
      ? [
          {
            kind: 'place' as const,
            value: '/operasi/domain',
            name: t('senderDomain.title'),
            also: t('search.also.senderDomain'),
            icon: IconWorld,
          },
        ]
      : []),
    {
      kind: 'act',
      value: 'aside:look',
      name: t('look.go'),
      also: t('search.also.look'),
      icon: IconAdjustments,
    },
    {
      kind: 'act',
      value: 'aside:keys',
      name: t('shortcuts.title'),
      also: t('search.also.keys'),
      icon: IconKeyboard,
      keys: '?',
    },
  ];
}

function Named({
  label,
  of,
  query = '',
  mixed = false,
}: {
  label: string;
  of: readonly Found[];
  /** Its words are marked. */
  query?: string;
  /** Whether they are of several kinds: each says which. */
  mixed?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Combobox.Group label={label}>
      {of.map(({ kind, value, name, about, icon: Icon, keys }) => (
        <Combobox.Option value={value} key={value} className="found">
          <Group gap="sm" wrap="nowrap" justify="space-between">
            <Group gap="sm" wrap="nowrap">
              <Icon size={18} stroke={1.75} aria-hidden style={{ flex: 'none' }} />
              <Stack gap={0} miw={0}>
                <Text size="sm" fw={600}>
                  <FoundWords text={name} query={query} />
                </Text>
                {about !== undefined && (
                  <Text size="xs" c="dimmed">
                    <FoundWords text={about} query={query} />
                  </Text>
                )}
              </Stack>
            </Group>
            <Group gap="sm" wrap="nowrap" style={{ flex: 'none' }}>
              {mixed && (
                <Text size="xs" c="dimmed">
                  {t(`search.kinds.${kind}`)}
                </Text>
              )}
              {keys !== undefined && (
                <Text size="xs" c="dimmed" aria-hidden>
                  {keys}
                </Text>
              )}
            </Group>
          </Group>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  );
}

function Broadcast({ one, query }: { one: ListedBroadcast; query: string }) {
  const { t } = useTranslation();
  const {
    id,
    title,
    kind,
    state,
    hindrance,
    begun,
    doubted,
    reads,
    organisation,
    updatedAt,
    approvedAt,
    chain,
    found,
  } = one;
  return (
    <Combobox.Option value={`/siaran/${id}`} className="found">
      <Group justify="space-between" gap="xs" className={classes['result'] ?? ''}>
        <Group gap="sm" wrap="nowrap" miw={0}>
          <IconSpeakerphone size={18} stroke={1.75} aria-hidden style={{ flex: 'none' }} />
          <Stack gap={0} miw={0}>
            <Group gap="xs">
              <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                <FoundWords text={title} query={query} />
              </Text>
              <KindBadge kind={kind} />
              {chain?.completes && <CompanionBadge />}
              <CorrectedBadge chain={chain} />
              <DoubtedBadge of={{ doubted, reads, chain }} />
            </Group>
            <ChainLines chain={chain} plain />
            <Text size="xs" c="dimmed">
              {organisation} · {lastWords(t, { state, approvedAt, updatedAt })}
            </Text>
            {found && (
              <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
                {t(`channels.${found.channel}`)}: <FoundWords text={found.text} query={query} />
              </Text>
            )}
          </Stack>
        </Group>
        <StateBadge state={state} hindrance={hindrance} begun={begun} />
      </Group>
    </Combobox.Option>
  );
}
