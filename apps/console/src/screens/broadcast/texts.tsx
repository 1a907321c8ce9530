import { Mark, SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../api';
import { Section } from '../../parts/section';
import { SampleText } from '../../parts/sample-text';
import { byLanguage, languageName } from '../../parts/language-name';
import { shownOf } from './shown.rules';

/** What goes out on each channel in each language: as it was frozen, and as one citizen would get it. */
export function Texts({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const [as, setAs] = useState<'template' | 'sample'>('template');
  const shown = shownOf(broadcast);
  const texts = shown.channels.flatMap((channel) =>
    Object.entries(shown.contents[channel] ?? {})
      .sort(([a], [b]) => byLanguage(a, b))
      .map(([language, content]) => ({ channel, language, content })),
  );
  const first = texts[0];
  return (
    <Section
      title={shown.frozen ? t('texts.title') : t('texts.draftTitle')}
      aside={
        first && (
          <SegmentedControl
            size="xs"
            aria-label={t('texts.as')}
            value={as}
            onChange={(value) => setAs(value === 'sample' ? 'sample' : 'template')}
            data={[
              { value: 'template', label: t('texts.template') },
              { value: 'sample', label: t('texts.sample') },
            ]}
          />
        )
      }
    >
      {first ? (
        <Tabs defaultValue={`${first.channel}-${first.language}`} keepMounted={false}>
          <Tabs.List mb="md" aria-label={t('texts.title')}>
            {texts.map(({ channel, language }) => (
              <Tabs.Tab key={`${channel}-${language}`} value={`${channel}-${language}`}>
                {t(`channels.${channel}`)} · {languageName(language)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {texts.map(({ channel, language, content }) => (
            <Tabs.Panel key={`${channel}-${language}`} value={`${channel}-${language}`}>
              {as === 'template' ? (
                <Stack gap="xs" maw={680} lang={language}>
                  {content.subject !== undefined && (
                    <Text fw={600}>
                      <Template text={content.subject} />
                    </Text>
                  )}
                  <Text className="message">
                    <Template text={content.text} />
                  </Text>
                </Stack>
              ) : (
                <SampleText
                  id={broadcast.id}
                  stand={`${broadcast.version} ${broadcast.submission?.no ?? 0}`}
                  channel={channel}
                  language={language}
                />
              )}
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <Text c="dimmed">{t('texts.none')}</Text>
      )}
      {first && !shown.frozen && as === 'template' && (
        <Text size="sm" c="dimmed">
          {t('texts.footerComes')}
        </Text>
      )}
    </Section>
  );
}

/** A template with its variables marked. */
function Template({ text }: { text: string }) {
  return text.split(/(\{\{\w+\}\})/).map((piece, index) =>
    piece.startsWith('{{') ? (
      <Mark key={index} color="sea.1">
        {piece}
      </Mark>
    ) : (
      piece
    ),
  );
}
