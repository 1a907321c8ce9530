import { ActionIcon, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { memo, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { regionName, useRegions } from '../regions/regions';
import { type SampleCitizen, samplesOf } from './samples.rules';

/** Regions that a search shows at once: there are more than five hundred. */
const SHOWN = 60;
const OWN = 'own';

/** Chooses the citizen of the previews: an invented person, or a person described here. */
export const SampleFields = memo(function SampleFields({
  regions,
  sample,
  onChange,
}: {
  regions: readonly string[];
  sample: SampleCitizen;
  onChange: (sample: SampleCitizen) => void;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const offered = useMemo(() => samplesOf(regions, known), [regions, known]);
  const [at, setAt] = useState<number | null>(0);
  const shown = at === null ? undefined : (offered[at] ?? offered[0]);
  useEffect(() => {
    if (shown && (shown.name !== sample.name || shown.regionCode !== sample.regionCode)) onChange(shown);
  }, [shown, sample, onChange]);
  const called = ({ name, regionCode }: SampleCitizen): string =>
    [name === '' ? t('sample.nameless') : name, ...(regionCode ? [regionName(regionCode)] : [])].join(', ');
  const step = (by: number): void => setAt(((at ?? 0) + by + offered.length) % offered.length);
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <Select
          label={t('sample.title')}
          data={[
            ...offered.map((one, index) => ({ value: String(index), label: called(one) })),
            { value: OWN, label: t('sample.own') },
          ]}
          value={at === null ? OWN : String(Math.min(at, offered.length - 1))}
          onChange={(value) => setAt(value === OWN ? null : Number(value))}
          allowDeselect={false}
          style={{ flex: 1, minWidth: 0 }}
        />
        <ActionIcon
          variant="default"
          size="input-sm"
          aria-label={t('sample.previous')}
          onClick={() => step(-1)}
        >
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="input-sm" aria-label={t('sample.next')} onClick={() => step(1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </Group>
      {at === null && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          <TextInput
            label={t('sample.name')}
            value={sample.name}
            onChange={(event) => onChange({ ...sample, name: event.currentTarget.value })}
            placeholder={t('sample.nameless')}
            maxLength={200}
          />
          <Select
            label={t('sample.region')}
            data={[...known.values()].map(({ code, name }) => ({ value: code, label: name }))}
            value={sample.regionCode}
            onChange={(regionCode) => onChange({ ...sample, regionCode })}
            limit={SHOWN}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('sample.noRegion') }}
            placeholder={t('sample.anyRegion')}
            nothingFoundMessage={t('list.nothingFound')}
          />
        </SimpleGrid>
      )}
    </Stack>
  );
});
