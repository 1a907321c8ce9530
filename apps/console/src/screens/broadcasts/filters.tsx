import {
  Button,
  Checkbox,
  CloseButton,
  Collapse,
  defaultOptionsFilter,
  Group,
  type OptionsFilter,
  Pill,
  Popover,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BROADCAST_SORTS, broadcasts } from '../../api';
import { useElections } from '../../parts/broadcasts/elections';
import { useTopics } from '../../parts/broadcasts/topics';
import { useRegions } from '../../parts/regions/regions';
import { dayOf, earliestToday } from '../../times';
import { dispensable } from '../../late';
import classes from './broadcasts.module.css';
import {
  daysOf,
  type Filter,
  filterOf,
  FILTERS,
  firstOrder,
  isSeveral,
  isSorted,
  isStage,
  PERIODS,
  SEVERAL,
  type Several,
  type Shown,
  valuesOf,
  withPeriod,
} from './list.rules';
import { ManyField } from './many-field';

const DayField = lazy(dispensable(() => import('../../parts/days/day-field')));

type Day = 'from' | 'to';
type Chosen = Exclude<Filter, Day | 'sent'>;
/** Filters that are always in view where there is room; the others open below them. The stages above show most sets of states. */
const AT_HAND = ['kind', 'channel'] as const;
/** First what opens no list as soon as it has the focus. */
const OTHERS = ['held', 'reached', 'corrected', 'ended', 'region', 'topic', 'election', 'author'] as const;
const DAYS = ['from', 'to'] as const;
/** Of so few values that nobody searches them. */
const SHORT: readonly Filter[] = ['held', 'reached', 'corrected', 'ended'];

interface Option {
  value: string;
  label: string;
}

/** Options that begin with what is typed stand before those that have it within: Bali before Purbalingga. */
const namedFirst: OptionsFilter = ({ options, search, limit }) => {
  const typed = search.trim().toLowerCase();
  const found = defaultOptionsFilter({ options, search, limit: Infinity }) as typeof options;
  const begins = (option: (typeof options)[number]): boolean =>
    'label' in option && option.label.toLowerCase().startsWith(typed);
  return found.toSorted((one, other) => Number(begins(other)) - Number(begins(one))).slice(0, limit);
};

/** The values of each filter with their words. */
function useOptions(): Record<Chosen, Option[]> {
  const { t } = useTranslation();
  const regions = useRegions();
  const { topics } = useTopics();
  const { data: elections = [] } = useElections();
  const { data: authors = [] } = useQuery({
    queryKey: ['broadcast-authors'],
    queryFn: broadcasts.authors,
    staleTime: 60_000,
  });
  return {
    state: SEVERAL.state.map((value) => ({ value, label: t(`states.${value}`) })),
    kind: SEVERAL.kind.map((value) => ({ value, label: t(`kinds.${value}`) })),
    channel: SEVERAL.channel.map((value) => ({ value, label: t(`channels.${value}`) })),
    region: [...regions.values()].map(({ code, name }) => ({ value: code, label: name })),
    topic: topics.map(({ id, name }) => ({ value: id, label: name })),
    election: elections.map(({ id, name }) => ({ value: id, label: name })),
    author: authors.map(({ id, name }) => ({ value: id, label: name })),
    held: [{ value: 'yes', label: t('list.held') }],
    reached: [
      { value: 'missed', label: t('list.missed') },
      { value: 'low', label: t('list.few') },
    ],
    corrected: [{ value: 'yes', label: t('list.corrected') }],
    ended: [{ value: 'day', label: t('list.endedLately') }],
  };
}

/** Returns the value of a filter in words. */
export function useFilterWords(filters: Shown['filters']): (name: Filter) => string {
  const { t } = useTranslation();
  const options = useOptions();
  return (name) => {
    const value = filters[name] ?? '';
    if (name === 'from' || name === 'to') return dayOf(value);
    if (name === 'sent') {
      const period = PERIODS.find((one) => one === value);
      return period ? t(`list.periods.${period}`) : value;
    }
    const wordOf = (of: string): string => options[name].find((one) => one.value === of)?.label ?? of;
    // What it does not know filters nothing, and is shown as it stands.
    const several = isSeveral(name) ? valuesOf(name, filters) : [];
    return several.length > 0 ? several.map(wordOf).join(', ') : wordOf(value);
  };
}

/**
 * The search and the filters of the list, and each that is set out of view as a word that can be taken away. On a narrow screen the
 * filters, the order and the tools are behind one button.
 */
export function Filters({
  typed,
  onType,
  shown,
  onFilter,
  onFilters,
  onForget,
  onShow,
  narrow,
  tools,
  saved,
}: {
  typed: string;
  onType: (text: string) => void;
  shown: Shown;
  onFilter: (name: Filter, value: string | null) => void;
  /** Several at once; empty: none. */
  onFilters: (values: Partial<Record<Filter, string>>) => void;
  onForget: () => void;
  onShow: (order: Pick<Shown, 'sort' | 'order'>) => void;
  narrow: boolean;
  /** The buttons of the list. */
  tools: ReactNode;
  /** The person's saved filters. */
  saved: ReactNode;
}) {
  const { t } = useTranslation();
  const options = useOptions();
  const { filters } = shown;
  const set = FILTERS.filter((name) => filters[name]);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const inputs = useRef<Partial<Record<Chosen, HTMLInputElement | null>>>({});
  const wordOf = useFilterWords(filters);
  const many = (name: Several): ReactNode => (
    <ManyField
      key={name}
      label={t(`list.filters.${name}`)}
      options={options[name]}
      chosen={valuesOf(name, filters)}
      onChoose={(values) => onFilter(name, filterOf(name, values))}
      flex={narrow ? '1 1 7rem' : '0 0 10rem'}
    />
  );
  const select = (name: Exclude<Chosen, Several>, inPopover = false): ReactNode => (
    <Select
      key={name}
      label={t(`list.filters.${name}`)}
      placeholder={t('list.any')}
      clearable
      searchable={!SHORT.includes(name)}
      limit={60}
      filter={namedFirst}
      nothingFoundMessage={t('list.nothingFound')}
      // For keys and screen readers, too: a field in view has no word below it that takes it away.
      clearButtonProps={{
        'aria-label': t('list.anyOf', { filter: t(`list.filters.${name}`) }),
        'aria-hidden': false,
        tabIndex: 0,
        // WCAG 2.5.8: 24 px at least.
        size: 'md',
      }}
      ref={(input) => {
        inputs.current[name] = input;
      }}
      // The button goes with the value. A field that is searched would open its list.
      onClear={() => SHORT.includes(name) && inputs.current[name]?.focus()}
      // A click in a list that stands outside the popover would close it.
      comboboxProps={{ withinPortal: !inPopover }}
      data={options[name]}
      value={filters[name] ?? null}
      onChange={(value) => onFilter(name, value)}
      style={{ flex: narrow ? '1 1 7rem' : '0 0 8.25rem' }}
    />
  );
  const days = daysOf(filters, earliestToday([]));
  const others = (
    <>
      {OTHERS.map((name) => select(name, !narrow))}
      {DAYS.map((name) => (
        <Suspense key={name}>
          <DayField
            label={t(`list.filters.${name}`)}
            value={days[name]}
            onChange={(day) => onFilters({ ...withPeriod(null), ...days, [name]: day })}
            withinPortal={narrow}
          />
        </Suspense>
      ))}
      <Group gap={6} role="group" aria-label={t('list.period')} className={classes['whole'] ?? ''}>
        {PERIODS.map((name) => {
          const chosen = filters.sent === name;
          return (
            <Button
              key={name}
              variant={chosen ? 'light' : 'default'}
              size="compact-sm"
              aria-pressed={chosen}
              onClick={() => onFilters(withPeriod(chosen ? null : name))}
            >
              {t(`list.periods.${name}`)}
            </Button>
          );
        })}
      </Group>
    </>
  );
  // What a stage or a field in view shows already needs no word.
  const staged = isStage(filters);
  const folded = set.filter((name) =>
    name === 'state' ? !staged : narrow || !isSeveral(name) || valuesOf(name, filters).length === 0,
  );
  const unseen = narrow && open ? [] : folded;
  const word = narrow ? t('list.filter') : t('list.moreFilters');
  const button = (
    <Button
      variant="default"
      aria-expanded={open}
      onClick={() => setOpen((now) => !now)}
      {...(narrow ? { 'aria-controls': 'more-filters' } : {})}
    >
      {folded.length > 0 ? `${word} · ${folded.length}` : word}
    </Button>
  );
  return (
    <Stack gap="sm" role="search">
      <Group gap="sm" align="flex-end" wrap="nowrap" className={classes['bar'] ?? ''}>
        <TextInput
          type="search"
          label={t(narrow ? 'list.searchShort' : 'list.searchTexts')}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          ref={field}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
          rightSection={
            typed !== '' && (
              <CloseButton
                size="sm"
                aria-label={t('list.clearSearch')}
                onClick={() => {
                  onType('');
                  field.current?.focus();
                }}
              />
            )
          }
          miw={0}
          style={{ flex: '2 1 12rem' }}
        />
        {narrow ? (
          button
        ) : (
          <>
            {AT_HAND.map(many)}
            <Popover
              opened={open}
              onChange={setOpen}
              position="bottom-end"
              width={720}
              trapFocus
              returnFocus
              transitionProps={{ duration: 0 }}
            >
              <Popover.Target>{button}</Popover.Target>
              <Popover.Dropdown aria-label={t('list.moreFilters')}>
                <div className={classes['more']}>
                  <States
                    label={t('list.filters.state')}
                    options={options.state}
                    given={valuesOf('state', filters)}
                    onChoose={(values) => onFilter('state', filterOf('state', values))}
                  />
                  {others}
                </div>
              </Popover.Dropdown>
            </Popover>
            {tools}
          </>
        )}
      </Group>
      {narrow && (
        <Collapse expanded={open} id="more-filters" transitionDuration={0}>
          {open && (
            <Stack gap="sm">
              <div className={classes['fold']}>
                {many('state')}
                {AT_HAND.map(many)}
                {others}
                <OrderField shown={shown} onShow={onShow} />
              </div>
              <Group gap="xs">
                {tools}
                {saved}
              </Group>
            </Stack>
          )}
        </Collapse>
      )}
      <Group gap="xs" className={classes['words'] ?? ''}>
        {unseen.map((name) => (
          <Word
            key={name}
            name={t(`list.filters.${name}`)}
            value={wordOf(name)}
            onRemove={() => onFilter(name, null)}
          />
        ))}
        {!isSorted(shown) && (
          <Text size="sm" c="dimmed">
            {t('list.orderIs', { order: t('list.orders.newest.desc') })}
          </Text>
        )}
        {isSorted(shown) && (
          <Word
            name={t('list.order')}
            value={t(`list.orders.${shown.sort}.${shown.order}`)}
            onRemove={() => onShow({ sort: 'newest', order: 'desc' })}
          />
        )}
        {(set.some((name) => name !== 'state' || !staged) || shown.search !== '') && (
          <Button variant="subtle" size="compact-sm" onClick={onForget}>
            {t('list.forget')}
          </Button>
        )}
        {!narrow && saved}
      </Group>
    </Stack>
  );
}

/** All states, in a popover: a list of its own would stand outside it, and a click in it would close both. */
function States({
  label,
  options,
  given,
  onChoose,
}: {
  label: string;
  options: readonly Option[];
  given: readonly string[];
  onChoose: (values: readonly string[]) => void;
}) {
  // The address, of which they are read, comes a moment later than a tick.
  const [ticked, setTicked] = useState([...given]);
  return (
    <Checkbox.Group
      label={label}
      value={ticked}
      onChange={(values) => {
        setTicked(values);
        onChoose(values);
      }}
      style={{ gridColumn: '1 / -1' }}
    >
      <div className={classes['states']}>
        {options.map(({ value, label: word }) => (
          <Checkbox key={value} value={value} label={word} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Something that is set, as a word that can be taken away. */
function Word({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{
        'aria-label': t('list.without', { filter: `${name}: ${value}` }),
        'aria-hidden': false,
        tabIndex: 0,
      }}
    >
      <Text span size="sm" c="dimmed">
        {name}:
      </Text>{' '}
      {value}
    </Pill>
  );
}

/** The order, where no column has a head to press. */
function OrderField({
  shown,
  onShow,
}: {
  shown: Shown;
  onShow: (order: Pick<Shown, 'sort' | 'order'>) => void;
}) {
  const { t } = useTranslation();
  const orders = BROADCAST_SORTS.flatMap((sort) => {
    const first = firstOrder(sort);
    return [first, first === 'asc' ? ('desc' as const) : ('asc' as const)].map((order) => ({
      sort,
      order,
      value: `${sort} ${order}`,
      label: t(`list.orders.${sort}.${order}`),
    }));
  });
  return (
    <Select
      label={t('list.order')}
      data={orders}
      value={`${shown.sort} ${shown.order}`}
      allowDeselect={false}
      onChange={(value) => {
        const one = orders.find((other) => other.value === value);
        if (one) onShow({ sort: one.sort, order: one.order });
      }}
    />
  );
}
