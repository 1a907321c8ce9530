import { Checkbox, Group, Select, SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Broadcast, Channel } from '../../api';
import { languageName } from '../../parts/language-name';
import { SampleText } from '../../parts/sample-text';
import { Section } from '../../parts/section';
import type { FieldsProps } from './compose';
import { faultAt, LANGUAGES, type TextForm } from './form.rules';
import { TemplateField } from './template-field';

/** The texts, a part for each chosen channel; beside each, how it reads for one citizen once it is saved. */
export function TextFields({ saved, ...fields }: FieldsProps & { saved: Broadcast | null }) {
  const { t } = useTranslation();
  return fields.form.channels.map((channel) => (
    <Section key={channel} title={t('compose.textFor', { channel: t(`channels.${channel}`) })}>
      <ChannelTexts channel={channel} saved={saved} {...fields} />
    </Section>
  ));
}

function ChannelTexts({
  channel,
  saved,
  form,
  change,
  faults,
}: FieldsProps & { channel: Channel; saved: Broadcast | null }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<string>('id');
  const languages = [...new Set([...LANGUAGES, ...Object.keys(form.texts[channel])])];
  useEffect(() => {
    const faulty = languages.filter((spoken) => faultAt(faults, `contents.${channel}.${spoken}`) !== null);
    if (faulty[0] !== undefined && !faulty.includes(language)) setLanguage(faulty[0]);
    // Only when the API has judged anew: afterwards people may look at other languages.
  }, [faults]);
  const write = (spoken: string, part: Partial<TextForm>): void => {
    const before = form.texts[channel][spoken] ?? { subject: '', body: '' };
    change({
      texts: { ...form.texts, [channel]: { ...form.texts[channel], [spoken]: { ...before, ...part } } },
    });
  };
  return (
    <>
      <Tabs value={language} onChange={(value) => setLanguage(value ?? 'id')}>
        <Tabs.List mb="md">
          {languages.map((spoken) => (
            <Tabs.Tab key={spoken} value={spoken}>
              {languageName(spoken)}
              {spoken === 'id' ? '' : ` (${t('compose.optional')})`}
              {faultAt(faults, `contents.${channel}.${spoken}`) && ` – ${t('compose.hasFault')}`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {languages.map((spoken) => {
          const { subject, body } = form.texts[channel][spoken] ?? { subject: '', body: '' };
          const path = `contents.${channel}.${spoken}`;
          return (
            <Tabs.Panel key={spoken} value={spoken}>
              <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
                <Stack>
                  {channel === 'email' && (
                    <TemplateField
                      label={t('compose.subject')}
                      language={spoken}
                      value={subject}
                      onChange={(value) => write(spoken, { subject: value })}
                      error={faultAt(faults, `${path}.subject`)}
                    />
                  )}
                  <TemplateField
                    label={t('compose.body')}
                    language={spoken}
                    value={body}
                    onChange={(value) => write(spoken, { body: value })}
                    // The path of a missing text is the language's own.
                    error={
                      faultAt(faults, `${path}.body`) ??
                      faultAt(
                        faults.filter((fault) => fault.path === path),
                        path,
                      )
                    }
                    lines={channel === 'sms' ? 3 : 8}
                  />
                </Stack>
                <Stack gap="xs">
                  <Text size="sm" fw={600}>
                    {t('texts.sample')}
                  </Text>
                  {!saved || body.trim() === '' ? (
                    <Text size="sm" c="dimmed">
                      {body.trim() === '' ? t('compose.nothingWritten') : t('compose.saveToSee')}
                    </Text>
                  ) : (
                    <SampleText
                      id={saved.id}
                      stand={String(saved.version)}
                      channel={channel}
                      language={spoken}
                    />
                  )}
                </Stack>
              </SimpleGrid>
            </Tabs.Panel>
          );
        })}
      </Tabs>
      {channel === 'sms' && (
        <Group align="flex-end" gap="lg">
          <Select
            label={t('compose.segments')}
            description={t('compose.segmentsHelp')}
            data={(['1', '2', '3'] as const).map((value) => ({ value, label: value }))}
            value={String(form.segments)}
            onChange={(value) => change({ segments: value === '3' ? 3 : value === '2' ? 2 : 1 })}
            allowDeselect={false}
            error={faultAt(faults, 'smsOverride')}
          />
          <Checkbox
            label={t('compose.unicode')}
            checked={form.unicode}
            onChange={(event) => change({ unicode: event.currentTarget.checked })}
          />
        </Group>
      )}
    </>
  );
}
