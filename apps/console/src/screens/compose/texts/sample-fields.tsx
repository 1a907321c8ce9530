import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegions } from '../../../parts/regions/regions';

/** The citizen whose copies the previews show. */
export interface SampleCitizen {
  name: string;
  regionCode: string | null;
}

/** Regions that a search shows at once: there are more than five hundred. */
const SHOWN = 60;

/** Chooses the citizen whose copies are shown beside the texts. */
export const SampleFields = memo(function SampleFields({
  sample,
  onChange,
}: {
  sample: SampleCitizen;
  onChange: (sample: SampleCitizen) => void;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={t('sample.name')}
        description={t('sample.nameHelp')}
        value={sample.name}
        onChange={(event) => onChange({ ...sample, name: event.currentTarget.value })}
        maxLength={200}
      />
      <Select
        label={t('sample.region')}
        description={t('sample.regionHelp')}
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
  );
});
