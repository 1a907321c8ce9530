import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type AnyText, type Channel, CHANNELS, type Checks } from '../../api';
import { useFindingWords } from '../../parts/refusals/finding-words';
import { languageName } from '../../parts/texts/language-name';
import { gatheredWords } from '../../parts/refusals/refusal-words';
import { gathered } from '../../parts/refusals/refusal.rules';
import { useSaid } from '../../parts/refusals/said';
import type { ComposeForm } from './form.rules';
import { useShowField } from './outline/use-place';
import { type Item, together } from './preflight.rules';
import { placed } from './texts/marks.rules';
import { useTextFaultWords } from './texts/text-fault-words';

/** What KPU would see, at the field that it is about. */
export type Marked = Pick<Item, 'path' | 'words' | 'span' | 'quote' | 'mend'>;

/** Faults to mend before submitting, and marks that KPU will see too. */
export interface Preflight {
  must: readonly Item[];
  look: readonly Item[];
}

type Noted = Checks['warnings'];

/** Puts the results of the checks into words. @param more warnings that come with the count of the audience */
export function usePreflight(checks: Checks | null, more: Noted, form: ComposeForm): Preflight | null {
  const said = useSaid();
  const whereOf = useWhere();
  const findingWords = useFindingWords();
  const faultWords = useTextFaultWords();
  const { t } = useTranslation();
  if (!checks) return null;
  const inTexts = checks.obstacles.filter((fault) => 'spans' in fault);
  const elsewhere = checks.obstacles.filter((fault) => !('spans' in fault));
  const must = [
    ...gathered(elsewhere).map((one): Item => {
      const [path = ''] = one.paths;
      return { where: whereOf(path), path, words: gatheredWords(one) };
    }),
    ...together(
      inTexts.map((fault): Item => {
        const { path, spans } = fault;
        const [span] = spans;
        const words = faultWords(fault, textAt(form, path));
        return { where: whereOf(path), path, words, ...(span ? { span } : {}) };
      }),
      (words, count) => t('preflight.places', { words, count }),
    ),
  ];
  const known = new Set(checks.warnings.map(({ code, path }) => `${code} ${path}`));
  const warnings = [
    ...checks.warnings,
    ...more.filter(({ code, path }) => !known.has(`${code} ${path}`)),
  ].map((note): Item => ({ where: whereOf(note.path), path: note.path, words: said(note) }));
  const findings = checks.findings.map((finding): Item => {
    const { channel, language, field, quote, start } = finding;
    const path =
      channel === 'easy'
        ? `alternatives.easy.${language}`
        : `contents.${channel}.${language}.${field === 'text' ? 'body' : 'subject'}`;
    const words = t('preflight.found', { quote, words: findingWords(finding) });
    const span = placed(textAt(form, path), quote, start);
    return { where: whereOf(path), path, words, quote, ...(span && { span }), ...mended(finding) };
  });
  return { must: once(must), look: once([...warnings, ...findings]) };
}

/** The list itself. Each line leads to its field. @param outdated it may name what is mended already: it is not shown */
export function PreflightList({
  of: { must, look },
  outdated = false,
}: {
  of: Preflight;
  outdated?: boolean;
}) {
  const { t } = useTranslation();
  if (outdated)
    return (
      <Text size="sm" role="status">
        {t('preflight.checking')}
      </Text>
    );
  return (
    <Stack gap="sm">
      {must.length === 0 && look.length === 0 && <Text size="sm">{t('preflight.ready')}</Text>}
      <Lines title={t('preflight.mustTitle')} of={must} />
      <Lines title={t('preflight.lookTitle')} of={look} />
    </Stack>
  );
}

function Lines({ title, of }: { title: string; of: readonly Item[] }) {
  const { t } = useTranslation();
  const showField = useShowField();
  if (of.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm" spacing={6} listStyleType="none" styles={{ itemWrapper: { display: 'block' } }}>
        {of.map(({ where, words, path, span }) => (
          <List.Item key={`${where} ${words}`}>
            <Group gap="xs" align="baseline">
              <Text size="sm" style={{ flex: '1 1 14rem', overflowWrap: 'anywhere' }}>
                {words}
              </Text>
              <Button variant="default" size="compact-xs" onClick={() => showField(path, span)}>
                {t('preflight.go', { where })}
              </Button>
            </Group>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

/** Merges equal sentences about the same place, for example of many regions. */
const once = (items: readonly Item[]): Item[] => [
  ...new Map(
    items.map((item) => [`${item.where} ${item.words} ${item.span?.start ?? ''}`, item] as const),
  ).values(),
];

function textAt(form: ComposeForm, path: string): string {
  const [kind, place = '', language = '', field] = path.split('.');
  if (kind === 'alternatives') return form.alternatives.easy[language] ?? '';
  const channel = CHANNELS.find((one) => one === place);
  const text: AnyText | undefined = channel && form.texts[channel][language];
  return (field === 'subject' ? text?.subject : text?.body) ?? '';
}

/** A date with another weekday than its own is mended by the weekday. */
function mended({ code, quote, expected }: Checks['findings'][number]): Pick<Item, 'mend'> {
  const [day] = expected;
  if (code !== 'weekday' || day === undefined) return {};
  return { mend: quote.replace(/^((?:hari|pada hari)\s+)?[\p{L}’']+/iu, `$1${day}`) };
}

/** The form's name for the field of a path. */
export function useWhere(): (path: string) => string {
  const { t } = useTranslation();
  const textOf = (channel: Channel, language: string, field: string | undefined): string =>
    [
      t(`channels.${channel}`),
      languageName(language),
      ...(field === 'subject' ? [t('compose.subject')] : []),
    ].join(' · ');
  return (path) => {
    const [head = '', second, language = '', field] = path.split('.');
    const channel = CHANNELS.find((one) => one === second);
    switch (head) {
      case 'contents':
        return channel ? textOf(channel, language, field) : t('compose.channels');
      case 'alternatives':
        return t('parts.alternatives');
      case 'audience':
        return t('parts.audience');
      case 'schedule':
        return t('parts.schedule');
      case 'electionId':
        return t('parts.election');
      case 'neutral':
        return t('compose.neutral');
      case 'smsOverride':
        return t('parts.sms');
      case 'correction':
        return t('parts.correction');
      case 'title':
        return t('parts.title');
      default:
        return t('compose.channels');
    }
  };
}
