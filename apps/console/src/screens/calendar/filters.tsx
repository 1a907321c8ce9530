import { Button, Popover, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BROADCAST_STATES, CHANNELS } from '../../api';
import { regionName, useRegions } from '../../parts/regions/regions';
import { type Colour, COLOURS, type Filter, type FilterName, FILTERS, occurring } from './filter.rules';
import type { Occurrence } from './occurrences.rules';

/** What the calendar shows and by what it is coloured, behind a button that counts what is set. */
export function Filters({
  all,
  filter,
  colour,
  onFilter,
  onColour,
}: {
  /** Every time of the days shown, whatever the filter. */
  all: readonly Occurrence[];
  filter: Filter;
  colour: Colour;
  onFilter: (name: FilterName, value: string | null) => void;
  /** Absent: nothing is coloured here. */
  onColour?: (colour: Colour) => void;
}) {
  const { t } = useTranslation();
  const regions = useRegions();
  const word = (name: FilterName, value: string): string => {
    const state = BROADCAST_STATES.find((one) => one === value);
    const channel = CHANNELS.find((one) => one === value);
    if (name === 'state' && state) return t(`states.${state}`);
    if (name === 'channel' && channel) return t(`channels.${channel}`);
    return name === 'region' ? regionName(value) : value;
  };
  const inOrder = (name: FilterName, values: string[]): string[] => {
    const known: readonly string[] =
      name === 'state' ? BROADCAST_STATES : name === 'channel' ? CHANNELS : [...regions.keys()];
    return name === 'office'
      ? values.toSorted()
      : values.toSorted((one, other) => known.indexOf(one) - known.indexOf(other));
  };
  const set = FILTERS.filter((name) => filter[name] !== undefined).length;
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant={set > 0 ? 'light' : 'default'} px="var(--tool-padding)">
          {set > 0 ? `${t('list.filter')} · ${set}` : t('list.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('calendar.filters')}>
        <Stack gap="sm">
          {FILTERS.map((name) => {
            const values = inOrder(name, occurring(all, name, filter[name]));
            // One office, or none, leaves nothing to choose.
            if (name === 'office' && values.length < 2 && filter.office === undefined) return null;
            const label = t(`calendar.filter.${name}`);
            return (
              <Select
                key={name}
                label={label}
                placeholder={t('list.any')}
                data={values.map((value) => ({ value, label: word(name, value) }))}
                value={filter[name] ?? null}
                onChange={(value) => onFilter(name, value)}
                searchable={name === 'region'}
                clearable
                clearButtonProps={{ 'aria-label': t('list.anyOf', { filter: label }), size: 'md' }}
                nothingFoundMessage={t('list.nothingFound')}
                // A click in a list that stands outside the popover would close it.
                comboboxProps={{ withinPortal: false }}
              />
            );
          })}
          {onColour && (
            <Select
              label={t('calendar.colour')}
              data={COLOURS.map((value) => ({ value, label: t(`calendar.colours.${value}`) }))}
              value={colour}
              allowDeselect={false}
              onChange={(value) => onColour(COLOURS.find((one) => one === value) ?? 'state')}
              comboboxProps={{ withinPortal: false }}
            />
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
