import { NativeSelect, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LanguageFields } from '../../api';
import type { Fault } from '../../http';
import { Section } from '../../parts/frame/section';
import { spoken } from '../../i18n';
import { faultAt } from '../compose/form.rules';

type Words = LanguageFields['words'];

/** The words of a language; an empty field is a word that is missing. */
export function WordsFields({
  code,
  words,
  readOnly,
  faults,
  onChange,
}: {
  code: string;
  words: Words;
  readOnly: boolean;
  faults: readonly Fault[];
  onChange: (words: Words) => void;
}) {
  const { t } = useTranslation();
  const put = (part: Partial<Words>): void => onChange({ ...words, ...part });
  const putAt = (list: 'days' | 'months', at: number, value: string): void =>
    put({ [list]: words[list].map((one, place) => (place === at ? value : one)) });
  const field = (path: string, value: string) => ({
    value,
    readOnly,
    error: faultAt(faults, `words.${path}`),
    ...(value.trim() === '' ? { description: t('languages.empty') } : {}),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      'label' | 'input' | 'description' | 'error'
    )[],
  });
  /** In the language itself. */
  const own = { lang: code, dir: words.direction, spellCheck: false };
  return (
    <>
      <Section title={t('languages.names')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('languages.ownName')}
            {...field('ownName', words.ownName)}
            {...own}
            onChange={(event) => put({ ownName: event.currentTarget.value })}
            maxLength={60}
          />
          <NativeSelect
            label={t('languages.direction')}
            data={(['ltr', 'rtl'] as const).map((value) => ({
              value,
              label: t(`languages.directions.${value}`),
            }))}
            value={words.direction}
            disabled={readOnly}
            onChange={(event) => put({ direction: event.currentTarget.value === 'rtl' ? 'rtl' : 'ltr' })}
          />
          <TextInput
            label={t('languages.nameId')}
            {...field('name.id', words.name.id)}
            onChange={(event) => put({ name: { ...words.name, id: event.currentTarget.value } })}
            maxLength={60}
          />
          <TextInput
            label={t('languages.nameEn')}
            {...field('name.en', words.name.en)}
            onChange={(event) => put({ name: { ...words.name, en: event.currentTarget.value } })}
            maxLength={60}
          />
        </SimpleGrid>
      </Section>
      {(['days', 'months'] as const).map((list) => (
        <Section key={list} title={t(`languages.${list}`)}>
          <Text size="sm" c="dimmed">
            {t('languages.severalNames')}
          </Text>
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
            {words[list].map((word, at) => (
              <TextInput
                // A day or a month is its place.
                key={at}
                label={list === 'days' ? dayName(at) : monthName(at)}
                {...field(`${list}.${at}`, word)}
                {...own}
                onChange={(event) => putAt(list, at, event.currentTarget.value)}
                maxLength={60}
              />
            ))}
          </SimpleGrid>
        </Section>
      ))}
      <Section title={t('languages.sentences')}>
        <TextInput
          label={t('languages.nameless')}
          {...field('nameless', words.nameless)}
          {...own}
          onChange={(event) => put({ nameless: event.currentTarget.value })}
          maxLength={20}
          maw={320}
        />
        {(['data', 'messages'] as const).map((purpose) => (
          <Textarea
            key={purpose}
            label={t(`languages.consent.${purpose}`)}
            {...field(`consent.${purpose}`, words.consent[purpose])}
            {...own}
            onChange={(event) => put({ consent: { ...words.consent, [purpose]: event.currentTarget.value } })}
            maxLength={600}
            autosize
            minRows={2}
          />
        ))}
        <Text size="sm" c="dimmed">
          {t('languages.consentHelp')}
        </Text>
      </Section>
    </>
  );
}

/** The name of a day in the language on screen. @param at 0: Monday */
const dayName = (at: number): string => inWords({ weekday: 'long' }, Date.UTC(2024, 0, 1 + at));
const monthName = (at: number): string => inWords({ month: 'long' }, Date.UTC(2024, at, 1));
const inWords = (style: Intl.DateTimeFormatOptions, at: number): string =>
  new Intl.DateTimeFormat(spoken(), { ...style, timeZone: 'UTC' }).format(at);
