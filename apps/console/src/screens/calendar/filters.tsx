import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BROADCAST_STATES, CHANNELS } from '../../api';
import { regionName, useRegions } from '../../parts/regions/regions';
import { number } from '../../times';
import classes from './calendar.module.css';
import { type Colour, COLOURS, type Filter, type FilterName, FILTERS, occurring } from './filter.rules';
import type { Occurrence } from './occurrences.rules';

/** What the calendar shows, and what its colours mean. */
export function Filters({
  all,
  shown,
  filter,
  colour,
  onFilter,
  onForget,
  onColour,
}: {
  /** Every time of the days shown, whatever the filter. */
  all: readonly Occurrence[];
  /** How many broadcasts of these the filter leaves. */
  shown: number;
  filter: Filter;
  colour: Colour;
  onFilter: (name: FilterName, value: string | null) => void;
  onForget: () => void;
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
  const set = FILTERS.some((name) => filter[name] !== undefined);
  return (
    <div className={classes['filters']} role="group" aria-label={t('calendar.filters')}>
      {FILTERS.map((name) => {
        const values = inOrder(name, occurring(all, name, filter[name]));
        // One office, or none, leaves nothing to choose.
        if (name === 'office' && values.length < 2 && filter.office === undefined) return null;
        const label = t(`calendar.filter.${name}`);
        return (
          <Select
            key={name}
            size="xs"
            aria-label={label}
            placeholder={t('list.anyOf', { filter: label })}
            data={values.map((value) => ({ value, label: word(name, value) }))}
            value={filter[name] ?? null}
            onChange={(value) => onFilter(name, value)}
            searchable={name === 'region'}
            clearable
            clearButtonProps={{ 'aria-label': t('list.anyOf', { filter: label }), size: 'md' }}
            nothingFoundMessage={t('list.nothingFound')}
            className={classes['filter'] ?? ''}
          />
        );
      })}
      {set && (
        <>
          <span role="status" className={classes['left']}>
            {t('calendar.left', {
              shown: number(shown),
              count: new Set(all.map(({ entry }) => entry.id)).size,
            })}
          </span>
          <Button variant="subtle" size="compact-sm" onClick={onForget}>
            {t('list.forget')}
          </Button>
        </>
      )}
      {onColour && (
        <label className={classes['colour']}>
          {t('calendar.colour')}
          <Select
            size="xs"
            aria-label={t('calendar.colour')}
            data={COLOURS.map((value) => ({ value, label: t(`calendar.colours.${value}`) }))}
            value={colour}
            allowDeselect={false}
            onChange={(value) => onColour(COLOURS.find((one) => one === value) ?? 'state')}
            className={classes['filter'] ?? ''}
          />
        </label>
      )}
    </div>
  );
}
