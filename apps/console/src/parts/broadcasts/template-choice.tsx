import { Button, Radio, ScrollArea, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import IconTemplate from '@tabler/icons-react/icons/IconTemplate';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type AnyText, CHANNELS, type Template, type TemplateKind, templates } from '../../api';
import { Asking } from '../frame/asking';
import { Empty } from '../frame/empty';
import { byLanguage, languageName } from '../texts/language-name';
import { Template as TemplateText } from '../texts/highlighted-text';
import { found } from './template-search.rules';

/** The templates of a kind that the person can see, usable or not. */
export const useTemplates = (kind: TemplateKind) =>
  useQuery({ queryKey: ['templates', kind], queryFn: () => templates.list(kind) });

/** Chooses one of the usable templates: found by title or wording, and shown whole before it is taken. */
export function TemplateChoice({
  kind,
  help,
  value,
  onChange,
}: {
  kind: TemplateKind;
  /** What happens without one; shown where there is one to choose. */
  help?: string;
  value: Template | null;
  onChange: (template: Template) => void;
}) {
  const { t } = useTranslation();
  const [sought, setSought] = useState('');
  const kept = useTemplates(kind);
  if (!kept.data) return <Asking of={kept} />;
  const usable = kept.data.filter((template) => template.usable);
  // A correction is written without one: nothing to choose is nothing to say.
  if (usable.length === 0 && kind === 'correction') return null;
  if (usable.length === 0)
    return (
      <Empty
        icon={IconTemplate}
        how={t('templates.noneTeaches')}
        act={
          <Button component={Link} to="/templat" variant="default" size="sm" mt="xs" data-safe>
            {t('templates.toTemplates')}
          </Button>
        }
      >
        {t('templates.noneUsable')}
      </Empty>
    );
  const shown = found(usable, sought);
  return (
    <Stack gap="sm">
      {help && <Text size="sm">{help}</Text>}
      <TextInput
        type="search"
        label={t('templates.search')}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        data-autofocus
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Radio.Group
          label={t('templates.choose')}
          value={value?.id ?? null}
          onChange={(id) => {
            const chosen = usable.find((template) => template.id === id);
            if (chosen) onChange(chosen);
          }}
        >
          <ScrollArea.Autosize mah="20rem" type="auto" mt={6}>
            <Stack gap="xs" p={4}>
              {shown.map(({ id, title, contents, office }) => (
                <Radio
                  key={id}
                  value={id}
                  label={title}
                  description={[
                    ...CHANNELS.filter((channel) => contents[channel]).map((channel) =>
                      t(`channels.${channel}`),
                    ),
                    office.name,
                  ].join(' · ')}
                />
              ))}
            </Stack>
          </ScrollArea.Autosize>
          <Text size="sm" c="dimmed" role="status">
            {shown.length === 0 ? t('list.nothingFound') : t('templates.count', { count: shown.length })}
          </Text>
        </Radio.Group>
        <ScrollArea.Autosize
          mah="24rem"
          type="auto"
          viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('templates.preview') }}
        >
          {value ? (
            <Preview template={value} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('templates.previewNone')}
            </Text>
          )}
        </ScrollArea.Autosize>
      </SimpleGrid>
    </Stack>
  );
}

/** All texts of a template, with their variables highlighted. */
function Preview({ template: { title, contents } }: { template: Template }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md" pr="sm">
      <Text fw={600}>{title}</Text>
      {CHANNELS.flatMap((channel) =>
        Object.entries<AnyText>(contents[channel] ?? {})
          .sort(([a], [b]) => byLanguage(a, b))
          .map(([language, { subject, body }]) => (
            <Stack key={`${channel} ${language}`} gap={2}>
              <Text size="sm" c="dimmed">
                {t(`channels.${channel}`)} · {languageName(language)}
              </Text>
              {subject !== undefined && (
                <Text size="sm" fw={600} lang={language}>
                  <TemplateText text={subject} />
                </Text>
              )}
              <Text size="sm" className="message" lang={language}>
                <TemplateText text={body} />
              </Text>
            </Stack>
          )),
      )}
    </Stack>
  );
}
