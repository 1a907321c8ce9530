import { Button, Checkbox, Divider, Group, Select, Stack } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, LONG_SMS_SEGMENTS, type Submission } from '../../../api';
import type { Fault } from '../../../http';
import { focusAdded } from '../../../parts/forms/focus-added';
import { byLanguage, languageName } from '../../../parts/texts/language-name';
import { useLiveLanguages } from '../../../parts/texts/live-languages';
import { Section } from '../../../parts/frame/section';
import { type ChangeForm, type ComposeForm, faultAt, LANGUAGES } from '../form.rules';
import { type SampleCitizen, SampleFields } from './sample-fields';
import { TextPart, type TextSetting } from './text-part';
import { useWrite } from '../saving/use-write';

/** The texts: a section for each selected channel, a tab for each language, beside a preview of a citizen's copy. */
export const TextFields = memo(function TextFields({
  channels,
  texts,
  electionId,
  regions,
  segments,
  unicode,
  smsCost,
  change,
  faults,
  sentBack,
}: Pick<ComposeForm, 'channels' | 'texts' | 'electionId' | 'regions' | 'segments' | 'unicode'> & {
  smsCost: { perSegment: number; messages: number } | null;
  change: ChangeForm;
  faults: readonly Fault[];
  sentBack: Submission | null;
}) {
  const { t } = useTranslation();
  const [sample, setSample] = useState<SampleCitizen>({ name: 'Siti Rahayu', regionCode: null });
  const setting = useMemo((): TextSetting => {
    const override = {
      ...(segments === 1 ? {} : { segments }),
      ...(unicode ? { unicode } : {}),
    };
    return {
      regions,
      ...(electionId === null ? {} : { electionId }),
      ...(Object.keys(override).length > 0 ? { smsOverride: override } : {}),
    };
  }, [regions, electionId, segments, unicode]);
  const write = useWrite(change);
  return (
    <>
      <Section title={t('sample.title')}>
        <SampleFields sample={sample} onChange={setSample} />
      </Section>
      {CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => (
        <Section key={channel} title={t('compose.textFor', { channel: t(`channels.${channel}`) })}>
          <ChannelTexts channel={channel} written={Object.keys(texts[channel])}>
            {(language) => (
              <TextPart
                channel={channel}
                language={language}
                text={texts[channel][language]}
                setting={setting}
                sample={sample}
                faults={faults}
                sentBack={sentBack}
                smsCost={channel === 'sms' ? smsCost : null}
                onWrite={write}
              />
            )}
          </ChannelTexts>
          {channel === 'sms' && (
            <Group align="flex-end" gap="lg">
              <Select
                data-field="smsOverride"
                label={t('compose.segments')}
                description={t('compose.segmentsHelp')}
                data={[1, ...LONG_SMS_SEGMENTS].map(String)}
                value={String(segments)}
                onChange={(value) =>
                  change({ segments: LONG_SMS_SEGMENTS.find((one) => String(one) === value) ?? 1 })
                }
                allowDeselect={false}
                error={faultAt(faults, 'smsOverride')}
              />
              <Checkbox
                label={t('compose.unicode')}
                checked={unicode}
                onChange={(event) => change({ unicode: event.currentTarget.checked })}
              />
            </Group>
          )}
        </Section>
      ))}
    </>
  );
});

/** Indonesian always; another language once it has text. */
function ChannelTexts({
  written,
  children,
}: {
  channel: Channel;
  written: readonly string[];
  children: (language: string) => React.ReactNode;
}) {
  const { t } = useTranslation();
  const [added, setAdded] = useState<string[]>([]);
  const shown = [...new Set(['id', ...written, ...added])].sort(byLanguage);
  const live = useLiveLanguages();
  const others = [...LANGUAGES, ...live].filter((language) => !shown.includes(language));
  return (
    <Stack gap="lg">
      {shown.map((language) => (
        <Stack key={language}>
          {shown.length > 1 && <Divider label={languageName(language)} labelPosition="left" />}
          {children(language)}
        </Stack>
      ))}
      {others.map((language) => (
        <Group key={language}>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              focusAdded();
              setAdded([...added, language]);
            }}
          >
            {t('compose.addLanguage', { language: languageName(language) })}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
