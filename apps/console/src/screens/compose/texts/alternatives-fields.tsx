import { Button, Divider, Stack, Text, Textarea } from '@mantine/core';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '../../../api';
import type { Fault } from '../../../http';
import { byLanguage, languageName } from '../../../parts/texts/language-name';
import { useLiveLanguages } from '../../../parts/texts/live-languages';
import { Section } from '../../../parts/frame/section';
import { listed } from '../../../times';
import { type ChangeForm, type ComposeForm, faultAt, TABBED_LANGUAGES } from '../form.rules';
import { RecordingField } from './recording-field';

/** Largest number of characters of an easy text. */
const EASY_LIMIT = 5_000;

/**
 * The same message for people who cannot use its texts: easy texts and audio by language, and sign language. Folded, it
 * says which of them there are; an upload goes on.
 */
export const AlternativesFields = memo(function AlternativesFields({
  alternatives: { easy, audio, signing },
  unfolded,
  onFold,
  change,
  faults,
}: Pick<ComposeForm, 'alternatives'> & {
  unfolded: boolean;
  onFold: (unfolded: boolean) => void;
  change: ChangeForm;
  faults: readonly Fault[];
}) {
  const { t } = useTranslation();
  const id = useId();
  const set = (part: Partial<ComposeForm['alternatives']>): void =>
    change(({ alternatives }) => ({ alternatives: { ...alternatives, ...part } }));
  const speak = (language: string, recording: Recording | null): void =>
    change(({ alternatives }) => {
      const { [language]: _, ...others } = alternatives.audio;
      const spoken = recording ? { ...others, [language]: recording } : others;
      return { alternatives: { ...alternatives, audio: spoken } };
    });
  const live = useLiveLanguages();
  const languages = [
    ...new Set([...TABBED_LANGUAGES, ...live, ...Object.keys(easy), ...Object.keys(audio)]),
  ].sort(byLanguage);
  const there = [
    ...languages
      .filter((language) => (easy[language] ?? '').trim() !== '')
      .map((language) => t('alternatives.easyIn', { language: languageName(language) })),
    ...languages
      .filter((language) => audio[language])
      .map((language) => t('alternatives.audioIn', { language: languageName(language) })),
    ...(signing ? [t('alternatives.signing')] : []),
  ];
  return (
    <Section
      title={t('alternatives.title')}
      minor={!unfolded}
      aside={
        <Button
          variant="default"
          size="xs"
          aria-expanded={unfolded}
          aria-controls={id}
          onClick={() => onFold(!unfolded)}
        >
          {t(unfolded ? 'alternatives.fold' : 'alternatives.unfold')}
        </Button>
      }
    >
      {!unfolded && (
        <Text size="sm" c="dimmed">
          {there.length > 0 ? t('alternatives.there', { what: listed(there) }) : t('alternatives.noneYet')}
        </Text>
      )}
      <Stack id={id} display={unfolded ? undefined : 'none'}>
        <Text size="sm">{t('alternatives.help')}</Text>
        {languages.map((language) => (
          <Stack key={language}>
            <Divider label={languageName(language)} labelPosition="left" />
            <Textarea
              data-field={`alternatives.easy.${language}`}
              label={t('alternatives.easyIn', { language: languageName(language) })}
              description={t('alternatives.easyHelp')}
              value={easy[language] ?? ''}
              onChange={(event) => set({ easy: { ...easy, [language]: event.currentTarget.value } })}
              error={faultAt(faults, `alternatives.easy.${language}`)}
              lang={language}
              rows={4}
              maxLength={EASY_LIMIT}
              maw={680}
            />
            <RecordingField
              kind="audio"
              label={t('alternatives.audioIn', { language: languageName(language) })}
              recording={audio[language] ?? null}
              error={faultAt(faults, `alternatives.audio.${language}`)}
              onChange={(recording) => speak(language, recording)}
            />
          </Stack>
        ))}
        <Divider />
        <RecordingField
          kind="signing"
          label={t('alternatives.signing')}
          recording={signing}
          error={faultAt(faults, 'alternatives.signing')}
          onChange={(recording) => set({ signing: recording })}
        />
      </Stack>
    </Section>
  );
});
