import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import type { ChannelName } from '#channels';
import { type SmsSegments, smsSegments } from '#channels/sms';
import { because, type Fault, fault } from '#contract/problems';
import type { Contents, Draft } from '../drafts/draft.js';
import { findLinks, type LinkRules } from './links.rules.js';
import { dateWords } from '../checks/polling.rules.js';
import { type ElectionFact, factTagsIn, withFacts, withoutFactTags } from './election-facts.rules.js';
import { fitting, NAME_LIMIT } from './recipient.rules.js';
import { fill, REGION_LIMIT, type Values } from './render.js';
import { nameless, type SenderNames, withFooter } from './footer.js';
import { otherPlacesIn, type Province } from './other-place.rules.js';
import { typedMarkupIn } from './typed-markup.rules.js';
import { asTyped, parseTemplate, type Segment, type Span, variablesIn } from './template.rules.js';
import { REQUIRED_LANGUAGE } from './variables.js';
import { LONG_SMS_SEGMENTS } from '#contract/lists';
import type { TextLength } from '#contract/api/composing';
import type { Warning, TextFault } from '#contract/api/message';

export type { TextLength } from '#contract/api/composing';
export type { TextFault } from '#contract/api/message';
export type { Warning } from '#contract/api/message';

const SUBJECT_LIMIT = 150;
const EMAIL_LIMIT = 20_000;
/** UTF-16 units after entities are parsed (Bot API, sendMessage). */
const TELEGRAM_LIMIT = 4096;
/** Units of one SMS, alone or as part of a longer one, by encoding (3GPP TS 23.040 §9.2.3.24.1). */
const SMS_UNITS = { 'GSM-7': { alone: 160, joined: 153 }, 'UCS-2': { alone: 70, joined: 67 } };
/** Replaces a variable during the search for links. */
const VARIABLE = '\u{FFFC}';
const TOKEN_LENGTH = 69;
const CODE = 'W'.repeat(10);

/** The facts that the rules on texts need besides the draft. */
export interface ContentFacts {
  links: LinkRules;
  sender: SenderNames & { name: string };
  publicUrl: string;
  shortUrl: string;
  /** Names of all regions a recipient may live in. */
  regionNames: readonly string[];
  /** All provinces; none is targeted while no region is chosen. */
  provinces: readonly Province[];
  /** The election whose facts the texts name. */
  election: Election | null;
  /** Polling dates that may appear in a copy, `YYYY-MM-DD`. */
  pollingDates: readonly string[];
  /** Rupiah. */
  smsCostPerSegment: number;
  languages: LiveLanguages;
}

/** One text of a draft, with its path. */
interface Text {
  channel: ChannelName;
  language: string;
  field: 'subject' | 'body';
  path: string;
  template: string;
}

/**
 * Judges the texts of all channels, chosen or not.
 * @returns the faults to correct before submitting, the warnings, and the lengths of the texts that are written
 */
export function checkContents(
  draft: Draft,
  facts: ContentFacts,
): { faults: TextFault[]; warnings: Warning[]; lengths: TextLength[] } {
  const faults: TextFault[] = [];
  const warnings: Warning[] = [];
  const lengths: TextLength[] = [];
  for (const text of textsOf(draft.contents)) {
    if (text.template.trim() === '') {
      faults.push({ ...fault(text.path, 'empty'), spans: [] });
      continue;
    }
    const length = lengthOf(text, facts);
    lengths.push(length);
    faults.push(...checkTemplate(text, facts), ...checkLength(text, length, draft, facts));
    warnings.push(...advise(text, draft, facts));
  }
  return { faults, warnings, lengths };
}

/** The lengths of the texts of an SMS that are written. */
export const smsLengths = (sms: NonNullable<Contents['sms']>, facts: ContentFacts): TextLength[] =>
  textsOf({ sms }).flatMap((text) => (text.template.trim() === '' ? [] : lengthOf(text, facts)));

/**
 * What one SMS costs in rupiah, for the recipient with the longest values and in the language that takes most; null: no
 * text is written, or nothing is set for a segment.
 */
export function costOfSms(lengths: readonly TextLength[], perSegment: number): number | null {
  const segments = lengths.flatMap(({ sms }) => sms?.segments ?? []);
  return segments.length === 0 || perSegment === 0 ? null : Math.max(...segments) * perSegment;
}

/** The parts that are missing before the draft can be submitted. */
export function checkComplete(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  if (draft.channels.length === 0) faults.push(fault('channels', 'no-channel'));
  if (draft.audience.regions.length === 0) faults.push(fault('audience.regions', 'no-region'));
  if (!draft.schedule) faults.push(fault('schedule', 'no-schedule'));
  for (const channel of draft.channels) {
    if (!draft.contents[channel]?.[REQUIRED_LANGUAGE]) {
      faults.push(fault(`contents.${channel}.${REQUIRED_LANGUAGE}`, 'no-text', { channel }));
    }
  }
  const dated = textsOf(draft.contents).find(
    ({ channel, template }) => draft.channels.includes(channel) && variablesIn(template).has('polling_date'),
  );
  if (dated && !draft.electionId) {
    faults.push(fault('electionId', 'no-election', { place: dated.path }));
  }
  return faults;
}

/** Languages that need no approval of their own. */
const BUILT_IN: readonly string[] = [REQUIRED_LANGUAGE, 'en'];

/** Texts and recordings that would be sent in a language that is not live. */
export function checkLanguages(
  { channels, contents, alternatives }: Draft,
  languages: LiveLanguages,
): Fault[] {
  const written = [
    ...channels.map((channel) => [`contents.${channel}`, contents[channel]] as const),
    ['alternatives.easy', alternatives?.easy] as const,
    ['alternatives.audio', alternatives?.audio] as const,
  ];
  return written.flatMap(([place, texts]) =>
    Object.keys(texts ?? {})
      .filter((language) => !BUILT_IN.includes(language) && !languages.has(language))
      .map((language) => fault(`${place}.${language}`, 'text-language', { language })),
  );
}

/**
 * Contestants named in the texts of the chosen channels, compared as whole words and regardless of case and marks.
 * @param contestants names; a name of one word is compared as such
 */
export function contestantsNamed(draft: Draft, contestants: readonly string[]): Warning[] {
  const plain = (text: string): string =>
    ` ${text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const names = [...new Set(contestants)]
    .map((name) => ({ name, plain: plain(name) }))
    .filter((one) => one.plain.trim() !== '');
  return textsOf(draft.contents)
    .filter(({ channel }) => draft.channels.includes(channel))
    .flatMap(({ path, template }) => {
      const text = plain(template);
      return names
        .filter((one) => text.includes(one.plain))
        .map(({ name }) => ({
          code: 'contestant-named',
          path,
          message: `It names a contestant, ${name}: is that neutral?`,
        }));
    });
}

function textsOf(contents: Contents): Text[] {
  return Object.entries(contents).flatMap(([name, languages]) => {
    const channel = name as ChannelName;
    return Object.entries(languages as Record<string, { subject?: string; body: string }>).flatMap(
      ([language, content]) =>
        (['subject', 'body'] as const).flatMap((field) => {
          const template = content[field];
          return template === undefined
            ? []
            : [{ channel, language, field, path: `contents.${channel}.${language}.${field}`, template }];
        }),
    );
  });
}

function checkTemplate({ path, template, field }: Text, { links }: ContentFacts): TextFault[] {
  const found = parseTemplate(template, path).faults.map(({ start, end, ...said }): TextFault => ({
    ...said,
    spans: [{ start, end }],
  }));
  if (field === 'subject' && template.includes('\n')) {
    const start = template.indexOf('\n');
    found.push({ ...fault(path, 'lines'), spans: [{ start, end: start + 1 }] });
  }
  return [...found, ...linkFaults(path, template, links)];
}

function linkFaults(path: string, template: string, links: LinkRules): TextFault[] {
  const { segments, starts } = asTyped(template);
  const text = segments.map((segment) => (typeof segment === 'string' ? segment : VARIABLE)).join('');
  return findLinks(text, links).flatMap((link): TextFault[] => {
    if (link.fault === null) return [];
    const line = text.slice(0, link.start).split('\n').length;
    const spans = [within(segments, starts, template.length, link.start, link.end)];
    return [{ ...fault(path, 'link', { line, link: link.text, ...link.fault }), spans }];
  });
}

/** The place in the template of a part of its text, in which each variable was one character. */
function within(
  segments: readonly Segment[],
  starts: readonly number[],
  length: number,
  start: number,
  end: number,
): Span {
  let at = 0;
  const span = { start: 0, end: length };
  segments.forEach((segment, index) => {
    const from = starts[index] ?? 0;
    const long = typeof segment === 'string' ? segment.length : 1;
    const next = starts[index + 1] ?? length;
    if (start >= at && start < at + long) span.start = typeof segment === 'string' ? from + start - at : from;
    if (end > at && end <= at + long) span.end = typeof segment === 'string' ? from + end - at : next;
    at += long;
  });
  return span;
}

/** A subject is not rendered for its length: the limit applies to the template as it is written. */
function lengthOf(text: Text, facts: ContentFacts): TextLength {
  const { channel, field, path, template } = text;
  if (field === 'subject') return { path, characters: template.length, limit: SUBJECT_LIMIT, sms: null };
  switch (channel) {
    case 'email':
      return { path, characters: template.length, limit: EMAIL_LIMIT, sms: null };
    case 'telegram': {
      const { length } = longest(text, facts);
      return { path, characters: length, limit: TELEGRAM_LIMIT, sms: null, ...unfilled(text, facts) };
    }
    case 'sms': {
      const rendered = longest(text, facts);
      const sms = smsSegments(rendered);
      return { path, characters: rendered.length, limit: null, sms, ...unfilled(text, facts) };
    }
  }
}

/** The values of the election that a text names and nothing states yet: {@link longest} leaves them out. */
function unfilled(
  { channel, language, template }: Text,
  { election, languages, pollingDates }: ContentFacts,
): Pick<TextLength, 'without'> {
  const dated = asTyped(template).segments.some(
    (segment) => typeof segment !== 'string' && segment.variable === 'polling_date',
  );
  const without: ('polling_date' | ElectionFact)[] = [
    ...(dated && pollingDates.length === 0 ? (['polling_date'] as const) : []),
    ...new Set(factTagsIn(withFacts(template, channel, language, election, languages))),
  ];
  return without.length > 0 ? { without } : {};
}

function checkLength(
  text: Text,
  { characters, limit, sms }: TextLength,
  draft: Draft,
  facts: ContentFacts,
): TextFault[] {
  const { channel, language, field, path, template } = text;
  if (sms) return checkSms(sms, template, longest(text, facts), path, language, draft, facts);
  if (limit === null || characters <= limit) return [];
  const why =
    channel === 'telegram'
      ? because('long-telegram', { characters, limit, over: characters - limit })
      : because(field === 'subject' ? 'long-subject' : 'long-email', { characters, limit });
  return [{ ...fault(path, 'too-long', why), spans: [] }];
}

/** The letters that an SMS of 7 bits lacks, with their places. */
const oddLetters = (text: string): { letter: string; start: number; end: number }[] =>
  [...text.matchAll(/[^]/gu)]
    .filter(([letter]) => smsSegments(letter).encoding === 'UCS-2')
    .map(({ 0: letter, index }) => ({ letter, start: index, end: index + letter.length }));

function checkSms(
  { encoding, segments, characters }: SmsSegments,
  template: string,
  rendered: string,
  path: string,
  language: string,
  draft: Draft,
  facts: ContentFacts,
): TextFault[] {
  if (encoding === 'UCS-2' && !draft.smsOverride?.unicode) {
    const odd = oddLetters(template);
    // The date and the greeting of a regional language have letters too.
    const letters = [...new Set((odd.length > 0 ? odd : oddLetters(rendered)).map(({ letter }) => letter))];
    return [
      {
        ...fault(path, 'sms-letters', { letters: letters.slice(0, 5) }),
        spans: odd.map(({ start, end }) => ({ start, end })),
      },
    ];
  }
  const allowed = draft.smsOverride?.segments ?? 1;
  if (segments <= allowed) return [];
  const most = allowed === 1 ? SMS_UNITS[encoding].alone : allowed * SMS_UNITS[encoding].joined;
  const counted = { name: NAME_LIMIT.sms, characters, most, segments, encoding, language, allowed };
  const cost = (n: number): number => n * facts.smsCostPerSegment;
  const why =
    segments <= Math.max(...LONG_SMS_SEGMENTS)
      ? because('long-sms-override', { ...counted, cost: cost(segments), now: cost(allowed) })
      : because('long-sms', counted);
  return [{ ...fault(path, 'too-long', why), spans: [] }];
}

/** A text as the recipient with the longest values gets it, including the footer. */
function longest({ channel, language, template }: Text, facts: ContentFacts): string {
  const length = (text: string): number => text.length;
  const most = (texts: readonly string[]): string =>
    texts.reduce((best, one) => (length(one) > length(best) ? one : best), '');
  // The greeting may have a letter that an SMS of 7 bits lacks.
  const name = nameless(language, facts.languages).padEnd(NAME_LIMIT[channel], 'W');
  const short = `${facts.shortUrl}/${CODE}`;
  const values: Values = {
    name,
    region: most(facts.regionNames.map((region) => fitting(channel, region, REGION_LIMIT))),
    polling_date: most(facts.pollingDates.map((date) => dateWords(date, language, facts.languages))),
    verify_link: channel === 'sms' ? short : `${facts.publicUrl}/verify/${CODE}`,
    unsubscribe_link:
      channel === 'sms' ? short : `${facts.publicUrl}/unsubscribe/${'W'.repeat(TOKEN_LENGTH)}`,
  };
  const stated = withoutFactTags(withFacts(template, channel, language, facts.election, facts.languages));
  return fill(withFooter(channel, language, stated, facts.sender), values);
}

/** Warns when a text mentions the identity number. */
export function identityAsked(path: string, text: string): Warning[] {
  if (!/\bNIK\b|\bnomor\s+induk\s+kependudukan\b|\bidentity\s+number\b/iu.test(text)) return [];
  const message = 'It speaks of the identity number (NIK): no message may ever ask for it.';
  return [{ code: 'asks-identity', path, message }];
}

function advise({ channel, field, path, template }: Text, draft: Draft, facts: ContentFacts): Warning[] {
  const warnings: Warning[] = [];
  warnings.push(...identityAsked(path, template));
  const typed = typedMarkupIn(template, channel === 'email' && field === 'body' ? 'email-body' : 'plain');
  if (typed.length > 0) {
    warnings.push({
      code: 'typed-marks',
      path,
      expected: typed,
      message: `Nothing formats these here: ${typed.join(', ')} arrives as it is typed, with its signs.`,
    });
  }
  const { name, ministry, commission } = facts.sender;
  const named = [name, ministry, commission].some((one) =>
    template.toLowerCase().includes(one.toLowerCase()),
  );
  if (channel === 'sms' && !named && !/\bKPU\b/.test(template)) {
    warnings.push({
      code: 'sms-without-sender',
      path,
      expected: [facts.sender.name, 'KPU'],
      message: `An SMS should name its sender in the text: ${facts.sender.name} or KPU.`,
    });
  }
  if (channel === 'telegram' && /(?<![\p{L}\p{N}@/.])@[a-z]\w{4,}/iu.test(template)) {
    warnings.push({
      code: 'telegram-mention',
      path,
      message: 'In Telegram an @name opens that account there: is it the one you mean?',
    });
  }
  const others = otherPlacesIn(template, facts.provinces);
  if (others.length > 0) {
    warnings.push({
      code: 'other-place',
      path,
      expected: others,
      message: `It names ${others.join(', ')}, where nobody gets it: is the text, or the audience, the one you mean?`,
    });
  }
  const extra = draft.smsOverride?.segments ?? 1;
  if (channel === 'sms' && field === 'body' && (extra > 1 || draft.smsOverride?.unicode)) {
    const cost = extra * facts.smsCostPerSegment;
    warnings.push({
      code: 'sms-override',
      path,
      message: `SMS may take ${extra} segments, up to Rp${cost} a message; operators do not promise to keep them together or to carry Unicode.`,
    });
  }
  return warnings;
}
