import { Button, Collapse, Group, Pill, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BROADCAST_STATES, broadcasts, CHANNELS } from '../../api';
import { useElections } from '../../parts/broadcasts/elections';
import { useTopics } from '../../parts/broadcasts/topics';
import { useRegions } from '../../parts/regions/regions';
import { dayOf } from '../../times';
import { dispensable } from '../../late';
import { type Filter, FILTERS, type Shown } from './list.rules';

const DayField = lazy(dispensable(() => import('../../parts/days/day-field')));

/** Filters that are always in view; the others open below them. */
const AT_HAND: readonly Filter[] = ['state', 'channel'];

interface Option {
  value: string;
  label: string;
}

/** The values of each filter with their words. */
function useOptions(): Record<Exclude<Filter, 'from' | 'to'>, Option[]> {
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
    state: BROADCAST_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
    channel: CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) })),
    region: [...regions.values()].map(({ code, name }) => ({ value: code, label: name })),
    topic: topics.map(({ id, name }) => ({ value: id, label: name })),
    election: elections.map(({ id, name }) => ({ value: id, label: name })),
    author: authors.map(({ id, name }) => ({ value: id, label: name })),
  };
}

/** The search and the filters of the list, and each that is set as a word that can be taken away. */
export function Filters({
  typed,
  onType,
  shown,
  onFilter,
  onForget,
}: {
  typed: string;
  onType: (text: string) => void;
  shown: Shown;
  onFilter: (name: Filter, value: string | null) => void;
  onForget: () => void;
}) {
  const { t } = useTranslation();
  const options = useOptions();
  const { filters } = shown;
  const set = FILTERS.filter((name) => filters[name]);
  const [open, setOpen] = useState(set.some((name) => !AT_HAND.includes(name)));
  const wordOf = (name: Filter): string => {
    const value = filters[name] ?? '';
    if (name === 'from' || name === 'to') return dayOf(value);
    return options[name].find((one) => one.value === value)?.label ?? value;
  };
  const select = (name: Exclude<Filter, 'from' | 'to'>): ReactNode => (
    <Select
      key={name}
      label={t(`list.filters.${name}`)}
      placeholder={t('list.any')}
      clearable
      searchable={name !== 'state' && name !== 'channel'}
      limit={60}
      nothingFoundMessage={t('list.nothingFound')}
      clearButtonProps={{ 'aria-label': t('list.anyOf', { filter: t(`list.filters.${name}`) }) }}
      data={options[name]}
      value={filters[name] ?? null}
      onChange={(value) => onFilter(name, value)}
      style={{ flex: '1 1 9rem' }}
    />
  );
  return (
    <Stack gap="sm" role="search">
      <Group gap="sm" align="flex-end">
        <TextInput
          type="search"
          label={t('list.searchTexts')}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          style={{ flex: '2 1 16rem' }}
        />
        {AT_HAND.map((name) => select(name as 'state'))}
        <Button
          variant="default"
          aria-expanded={open}
          aria-controls="more-filters"
          onClick={() => setOpen((now) => !now)}
        >
          {open ? t('list.fewerFilters') : t('list.moreFilters')}
        </Button>
      </Group>
      <Collapse expanded={open} id="more-filters" transitionDuration={0}>
        <Group gap="sm" align="flex-end">
          {(['region', 'topic', 'election', 'author'] as const).map(select)}
          {open &&
            (['from', 'to'] as const).map((name) => (
              <Suspense key={name}>
                <DayField
                  label={t(`list.filters.${name}`)}
                  value={filters[name] ?? ''}
                  onChange={(day) => onFilter(name, day === '' ? null : day)}
                />
              </Suspense>
            ))}
        </Group>
      </Collapse>
      {(set.length > 0 || shown.search !== '') && (
        <Group gap="xs">
          {set.map((name) => (
            <Pill
              key={name}
              size="md"
              withRemoveButton
              onRemove={() => onFilter(name, null)}
              removeButtonProps={{
                'aria-label': t('list.without', { filter: `${t(`list.filters.${name}`)}: ${wordOf(name)}` }),
                'aria-hidden': false,
                tabIndex: 0,
              }}
            >
              <Text span size="sm" c="dimmed">
                {t(`list.filters.${name}`)}:
              </Text>{' '}
              {wordOf(name)}
            </Pill>
          ))}
          <Button variant="subtle" size="compact-sm" onClick={onForget}>
            {t('list.forget')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
