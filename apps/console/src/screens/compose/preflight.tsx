import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronUp from '@tabler/icons-react/icons/IconChevronUp';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type AnyText, type Channel, CHANNELS, type Checks, type Span } from '../../api';
import { useFindingWords } from '../../parts/refusals/finding-words';
import { sameOf } from '../../parts/texts/findings.rules';
import { languageName } from '../../parts/texts/language-name';
import { gatheredWords } from '../../parts/refusals/refusal-words';
import { gathered } from '../../parts/refusals/refusal.rules';
import { useSaid } from '../../parts/refusals/said';
import { usePlainNames } from '../../parts/texts/plain-names';
import { windowHours } from '../../times';
import type { Meeting } from '../calendar/meetings';
import type { ComposeForm } from './form.rules';
import { useShowField } from './outline/use-place';
import classes from './preflight.module.css';
import { type Item, type Place, placesOf, together } from './preflight.rules';
import { placed, placeOf, withTag } from './texts/variable-tags.rules';
import { pathOfPassage, type Pinned } from './texts/pinned.rules';
import { plainAt } from './texts/plain-letters.rules';
import { writtenAs } from './texts/written-date.rules';
import { useTextFaultWords } from './texts/text-fault-words';

/** What KPU would see, at the field that it is about. */
export type Marked = Place & Pick<Item, 'words'>;

/** Faults to mend before submitting, what KPU sent back, and marks that KPU will see too. */
export interface Preflight {
  must: readonly Item[];
  /** Passages that KPU sent back, and that are as they were. */
  back: readonly Item[];
  look: readonly Item[];
  /** The same marks one by one, for the fields. */
  marks: readonly Marked[];
}

type Noted = Checks['warnings'];

const SHUT = 'outside-window';

/**
 * Puts the results of the checks into words.
 * @param more warnings that come with the count of the audience
 * @param meetings what goes out within an hour of it
 * @param pinned the passages that KPU sent back
 */
export function usePreflight(
  checks: Checks | null,
  more: Noted,
  meetings: readonly Meeting[],
  form: ComposeForm,
  pinned: readonly Pinned[],
): Preflight | null {
  const said = useSaid();
  const whereOf = useWhere();
  const findingWords = useFindingWords();
  const faultWords = useTextFaultWords();
  const { t } = useTranslation();
  const named = usePlainNames();
  if (!checks) return null;
  const obstacles = checks.obstacles.map((fault) => withTag(fault, textAt(form, fault.path)));
  const inTexts = obstacles.filter((fault) => 'spans' in fault);
  const elsewhere = obstacles.filter((fault) => !('spans' in fault));
  // A draft without a title is saved under a name that tells nobody what it is.
  const untitled = ['', t('compose.untitled')].includes(form.title.trim());
  // Zones where the hour differs have a fault each; the part itself says what is next in each.
  const shut = elsewhere.filter(({ code }) => code === SHUT);
  const must = [
    ...(untitled ? [{ where: whereOf('title'), path: 'title', words: t('preflight.untitled') }] : []),
    ...gathered(elsewhere).flatMap((one): Item[] => {
      const [path = ''] = one.paths;
      const item = { where: whereOf(path), path };
      if (shut.length < 2 || one.code !== SHUT) return [{ ...item, words: gatheredWords(one) }];
      const words = t('window.outsideHere', windowHours({ window: form.window ?? undefined }));
      return [{ ...item, words, same: SHUT }];
    }),
    ...inTexts.flatMap((fault): Item[] => {
      const { code, path, spans = [] } = fault;
      const [span] = spans;
      const text = textAt(form, path);
      const item = { where: whereOf(path), path, words: faultWords(fault, text) };
      const plain = code === 'sms-letters' ? plainAt(text, spans) : [];
      if (plain.length > 0) return plain.map((one) => ({ ...item, ...one, ...lined(text, one.span) }));
      return [{ ...item, ...(span && lined(text, span)) }];
    }),
  ];
  const known = new Set(checks.warnings.map(({ code, path }) => `${code} ${path}`));
  const warnings = [
    ...checks.warnings,
    ...more.filter(({ code, path }) => !known.has(`${code} ${path}`)),
  ].map((note): Item => ({
    where: whereOf(note.path),
    path: note.path,
    words: said(note),
    ...put(note),
  }));
  const findings = checks.findings.map((finding): Item => {
    const { channel, language, field, quote, start } = finding;
    const path =
      channel === 'easy'
        ? `alternatives.easy.${language}`
        : `contents.${channel}.${language}.${field === 'text' ? 'body' : 'subject'}`;
    const told = findingWords(finding);
    const words = t('preflight.found', { quote: named(quote), words: told });
    const same = sameOf(finding);
    const text = textAt(form, path);
    const span = placed(text, quote, start);
    return {
      where: whereOf(path),
      path,
      words,
      same,
      quote,
      ...(span && lined(text, span)),
      ...mended(finding),
      // What has to be added is added in the other language.
      ...(finding.code === 'languages' && {
        others: finding.expected.map((other): Place => {
          const there =
            channel === 'easy' ? `alternatives.easy.${other}` : `contents.${channel}.${other}.body`;
          return { where: whereOf(there), path: there };
        }),
      }),
    };
  });
  const marks = [...warnings, ...findings];
  const met = meetings.map(({ id, title, at }): Item => ({
    where: whereOf('schedule.at'),
    path: 'schedule.at',
    words: t('calendar.meetsLine', { title, at }),
    same: `meets ${id}`,
    about: { id, title },
  }));
  const back = pinned.flatMap(({ passage, at }): Item[] => {
    if (!at) return [];
    const path = pathOfPassage(passage);
    const words = t('preflight.found', { quote: named(passage.quote), words: `– ${passage.reason}` });
    return [
      { where: whereOf(path), path, words, same: `${at.start} ${words}`, ...lined(textAt(form, path), at) },
    ];
  });
  return { must: together(must), back, look: [...together(marks), ...met], marks };
}

/** Whether nothing is left to mend before it is submitted. */
export const isSettled = ({ must, back }: Preflight): boolean => must.length === 0 && back.length === 0;

/**
 * The list itself. Each line leads to its field.
 * @param outdated it may name what is mended already: it stays until the next one is there, but paler
 * @param onMend puts places of texts right
 */
export function PreflightList({
  of: { must, back, look },
  outdated = false,
  onMend,
}: {
  of: Preflight;
  outdated?: boolean;
  onMend: (places: readonly Place[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" aria-busy={outdated || undefined} className={classes.list}>
      {must.length === 0 && back.length === 0 && look.length === 0 && (
        <Text size="sm">{t('preflight.ready')}</Text>
      )}
      <Lines title={t('preflight.mustTitle')} of={must} onMend={onMend} />
      <Lines title={t('preflight.backTitle')} of={back} onMend={onMend} />
      <Lines title={t('preflight.lookTitle')} of={look} onMend={onMend} />
    </Stack>
  );
}

function Lines({
  title,
  of,
  onMend,
}: {
  title: string;
  of: readonly Item[];
  onMend: (places: readonly Place[]) => void;
}) {
  if (of.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <ul className={classes.lines}>
        {of.map((item) => (
          <Line key={`${item.path} ${item.same ?? item.words}`} of={item} onMend={onMend} />
        ))}
      </ul>
    </div>
  );
}

/** Places of one line that stand beside it; more are folded. */
const MOST_BESIDE = 2;

/** A sentence with its places: few lead there at once, many are unfolded. */
function Line({ of, onMend }: { of: Item; onMend: (places: readonly Place[]) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const places = placesOf(of);
  const folded = places.length > MOST_BESIDE;
  const mendable = places.filter(({ mend, span }) => mend !== undefined && span);
  const goes = places.map((place) => (
    <Go
      key={`${place.path} ${place.span?.start ?? ''}`}
      to={place}
      lined={places.filter(({ path }) => path === place.path).length > 1}
    />
  ));
  return (
    <li className={classes.line}>
      <Text size="sm" className={classes.words}>
        {of.words}
      </Text>
      <Group gap={6}>
        {of.about && (
          <Anchor
            component={Link}
            to={`/siaran/${of.about.id}`}
            size="sm"
            underline="always"
            aria-label={`${t('calendar.meetsOpen')}: ${of.about.title}`}
          >
            {t('calendar.meetsOpen')}
          </Anchor>
        )}
        {mendable.length > 0 && (
          <Button variant="light" size="compact-xs" onClick={() => onMend(mendable)}>
            {mendable.length === 1 && mendable[0]
              ? t(mendable[0].quote === '' ? 'compose.putBefore' : 'compose.replaceWith', {
                  by: mendable[0].mend?.trim(),
                })
              : t('preflight.mendAll', { count: mendable.length })}
          </Button>
        )}
        {folded ? (
          <Button
            variant="default"
            size="compact-xs"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={`${t('preflight.places', { count: places.length })}: ${of.words}`}
            rightSection={
              open ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />
            }
            onClick={() => setOpen(!open)}
          >
            {t('preflight.places', { count: places.length })}
          </Button>
        ) : (
          goes
        )}
      </Group>
      {folded && open && (
        <Group id={id} gap={6} className={classes.places} role="group" aria-label={of.words}>
          {goes}
        </Group>
      )}
    </li>
  );
}

/** @param lined whether its line is named: others are in the same text */
function Go({ to: { where, path, span, line }, lined }: { to: Place; lined: boolean }) {
  const { t } = useTranslation();
  const showField = useShowField();
  return (
    <Button variant="default" size="compact-xs" onClick={() => showField(path, span)}>
      {lined && line !== undefined ? t('preflight.goLine', { where, line }) : t('preflight.go', { where })}
    </Button>
  );
}

const lined = (text: string, span: Span) => ({ span, line: placeOf(text, span.start).line });

function textAt(form: ComposeForm, path: string): string {
  const [kind, place = '', language = '', field] = path.split('.');
  if (kind === 'alternatives') return form.alternatives.easy[language] ?? '';
  const channel = CHANNELS.find((one) => one === place);
  const text: AnyText | undefined = channel && form.texts[channel][language];
  return (field === 'subject' ? text?.subject : text?.body) ?? '';
}

/**
 * A date with another weekday than its own is mended by the weekday; one of which the text says that people vote then, by
 * the polling day, where there is one.
 */
function mended({
  code,
  quote,
  expected,
  pollingDates = [],
  language,
}: Checks['findings'][number]): Pick<Item, 'mend'> {
  const [day] = expected;
  if (code === 'date' || code === 'other-day') {
    const [date, another] = pollingDates;
    const mend = another === undefined && date !== undefined ? writtenAs(quote, date, language) : undefined;
    return mend === undefined ? {} : { mend };
  }
  if (code !== 'weekday' || day === undefined) return {};
  return { mend: quote.replace(/^((?:hari|pada hari)\s+)?[\p{L}’']+/iu, `$1${day}`) };
}

/** A correction that does not say so is mended by its beginning: letters in the place of none. */
function put({ code, expected: [beginning] = [] }: Noted[number]): Pick<Item, 'span' | 'quote' | 'mend'> {
  if (code !== 'correction-unsaid' || beginning === undefined) return {};
  return { span: { start: 0, end: 0 }, quote: '', mend: `${beginning} ` };
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
