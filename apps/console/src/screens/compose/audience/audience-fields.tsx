import { MultiSelect, SimpleGrid, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outlook } from '../../../api';
import type { Fault } from '../../../http';
import { languageName } from '../../../parts/texts/language-name';
import { useLiveLanguages } from '../../../parts/texts/live-languages';
import { Section } from '../../../parts/frame/section';
import { useTopics } from '../../../parts/broadcasts/topics';
import { ElectionFields } from './election-fields';
import { EstimateLine } from './estimate-line';
import { type ChangeForm, type ComposeForm, faultAt, TABBED_LANGUAGES } from '../form.rules';
import { PartComments } from '../outline/part-comments';
import { RegionFields } from './region-fields';

/** The election and the audience, with its size at once. */
export const AudienceFields = memo(function AudienceFields({
  regions,
  languages,
  topics,
  channels,
  electionId,
  neutral,
  bound,
  outlook,
  smsEach,
  change,
  faults,
}: Pick<ComposeForm, 'regions' | 'languages' | 'topics' | 'channels' | 'electionId' | 'neutral' | 'bound'> & {
  outlook: Outlook | null;
  smsEach: number | null;
  change: ChangeForm;
  faults: readonly Fault[];
}) {
  const { t } = useTranslation();
  const { topics: known } = useTopics();
  const live = useLiveLanguages();
  return (
    <Section title={t('audience.title')} aside={<PartComments part="audience" />}>
      <ElectionFields {...{ electionId, neutral, bound, change, faults }} />
      {bound ? (
        <Text size="sm">{t('compose.boundAudience')}</Text>
      ) : (
        <>
          {/* In sight while regions are chosen. */}
          <EstimateLine outlook={outlook} channels={channels} smsEach={smsEach} />
          <RegionFields regions={regions} change={change} error={faultAt(faults, 'audience.regions')} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <MultiSelect
              data-field="audience.languages"
              label={t('audience.languages')}
              description={t('audience.languagesHelp')}
              data={[...new Set([...TABBED_LANGUAGES, ...live, ...languages])].map((code) => ({
                value: code,
                label: languageName(code),
              }))}
              value={languages}
              onChange={(value) => change({ languages: value })}
              placeholder={languages.length === 0 ? t('audience.everyLanguage') : ''}
              clearable
              clearButtonProps={{ 'aria-label': t('audience.everyLanguage') }}
              error={faultAt(faults, 'audience.languages')}
            />
            <MultiSelect
              data-field="audience.topics"
              label={t('audience.topics')}
              description={t('audience.topicsHelp')}
              data={known.map(({ id, name }) => ({ value: id, label: name }))}
              value={topics}
              onChange={(value) => change({ topics: value })}
              placeholder={topics.length === 0 ? t('audience.everyTopic') : ''}
              clearable
              clearButtonProps={{ 'aria-label': t('audience.everyTopic') }}
              error={faultAt(faults, 'audience.topics')}
            />
          </SimpleGrid>
        </>
      )}
    </Section>
  );
});
