import { Checkbox, MultiSelect, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { reference } from '../../api';
import { type Choice, ProvinceMap } from '../../parts/province-map';
import { useRegions } from '../../parts/regions';
import { Section } from '../../parts/section';
import type { FieldsProps } from './compose';
import { faultAt } from './form.rules';

/** Which election it is about, and where the people live whom it is for. */
export function AudienceFields({ form, change, faults }: FieldsProps) {
  const { t } = useTranslation();
  const known = useRegions();
  const elections = useQuery({
    queryKey: ['elections'],
    queryFn: reference.elections,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const provinces = [...known.values()].filter(({ kind }) => kind === 'province').map(({ code }) => code);
  const all = provinces.length > 0 && provinces.every((code) => form.regions.includes(code));
  // Provinces, overseas as a whole, and what else the draft names already.
  const offered = [...known.values()].filter(
    ({ code, kind, parentCode }) => kind === 'province' || parentCode === null || form.regions.includes(code),
  );
  const choice = (code: string): Choice =>
    form.regions.includes(code) || (form.regions.some((one) => one.startsWith(`${code}.`)) ? 'mixed' : false);
  const press = useCallback(
    (code: string) =>
      change((now) => {
        const others = now.regions.filter((one) => one !== code && !one.startsWith(`${code}.`));
        return { regions: now.regions.includes(code) ? others : [...others, code] };
      }),
    [change],
  );
  return (
    <Section title={t('audience.title')}>
      {form.bound && <Text size="sm">{t('compose.boundAudience')}</Text>}
      {!form.bound && (
        <Checkbox
          label={t('compose.allProvinces', { count: provinces.length })}
          checked={all}
          disabled={provinces.length === 0}
          onChange={(event) => {
            const others = form.regions.filter((code) => !provinces.includes(code.split('.')[0] ?? code));
            change({ regions: event.currentTarget.checked ? [...provinces, ...others] : others });
          }}
        />
      )}
      {!form.bound && <ProvinceMap label={t('compose.map')} choice={choice} onPress={press} />}
      {!form.bound && !all && (
        <MultiSelect
          label={t('compose.regions')}
          description={t('compose.regionsHelp')}
          data={offered.map(({ code, name }) => ({ value: code, label: name }))}
          value={form.regions.filter((code) => known.has(code))}
          onChange={(regions) => change({ regions })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('compose.noRegions') }}
          hidePickedOptions
          nothingFoundMessage={t('list.nothingFound')}
          error={faultAt(faults, 'audience.regions')}
        />
      )}
      <Select
        label={t('compose.election')}
        description={t('compose.electionHelp')}
        data={(elections.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={form.electionId}
        onChange={(electionId) => change({ electionId })}
        clearable
        clearButtonProps={{ 'aria-label': t('compose.noElection') }}
        placeholder={t('compose.noElection')}
        error={faultAt(faults, 'electionId')}
        maw={420}
      />
      {form.electionId !== null && (
        <Checkbox
          label={t('compose.neutral')}
          description={t('compose.neutralHelp')}
          checked={form.neutral}
          onChange={(event) => change({ neutral: event.currentTarget.checked })}
          error={faultAt(faults, 'neutral')}
        />
      )}
    </Section>
  );
}
