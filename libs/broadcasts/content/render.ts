import { isName } from '#audience/names';
import type { ChannelName } from '#channels';
import { REQUIRED_LANGUAGE, type Variable } from './variables.js';
import { isBanded } from './band.js';
import { factTagsIn } from './election-facts.rules.js';
import { emailHtml, escapeHtml } from './email.layout.js';
import type { FrozenContent, FrozenDocument } from '../document/freeze.js';
import { pollingDateAt } from '../checks/polling.rules.js';
import { fitting, NAME_LIMIT } from './recipient.rules.js';
import { asTyped, parseTemplate, type Segment } from './template.rules.js';

/** The text of one message, ready for its channel. */
export interface Rendered {
  /** Its language: Indonesian if the content does not exist in the contact's. */
  language: string;
  subject?: string;
  text: string;
  html?: string;
}

/** The values that differ between copies. In an SMS both links are the short address with its code. */
export interface RecipientValues {
  name: string;
  regionCode: string;
  regionName: string;
  verifyLink: string;
  unsubscribeLink: string;
}

/** Renders one recipient's copy. */
export type Render = (values: RecipientValues) => Rendered;

/** Maximum number of characters of a region's name. */
export const REGION_LIMIT = 100;

/**
 * Prepares a document for sending: parses each content once, on first use; a copy then takes a few concatenations.
 * @param segments parses a template; a preview during writing passes a more tolerant parser than sending
 * @returns a function that returns the renderer for a channel and a contact's language (Indonesian if the content does
 *   not exist in it)
 * @throws Error when the channel is not in the document: nothing unapproved can be rendered
 */
export function compileDocument(
  document: FrozenDocument,
  segments: (template: string) => Segment[] = segmentsOf,
): (channel: ChannelName, language: string) => Render {
  const compiled = new Map<string, Render>();
  return (channel, language) => {
    const contents = document.contents[channel];
    const spoken = contents && Object.hasOwn(contents, language) ? language : REQUIRED_LANGUAGE;
    const content = contents?.[spoken];
    if (!content)
      throw new Error(`Broadcast ${document.broadcastId} has no content for ${channel} in ${spoken}`);
    const key = `${channel} ${spoken}`;
    const render = compiled.get(key) ?? compileContent(document, channel, spoken, content, segments);
    compiled.set(key, render);
    return render;
  };
}

function compileContent(
  document: FrozenDocument,
  channel: ChannelName,
  language: string,
  content: FrozenContent,
  segments: (template: string) => Segment[],
): Render {
  const valuesFor = resolver(document, channel, language);
  const textSegments = segments(content.text);
  const text = filler(textSegments);
  if (channel !== 'email') return (values) => ({ language, text: text(valuesFor(values)) });
  const subjectSegments = segments(content.subject ?? '');
  const subject = filler(subjectSegments);
  const dress =
    document.layout === 2
      ? { sender: document.sender, banded: isBanded(document), marked: document.marks === true }
      : null;
  const spoken = { language, rightToLeft: document.rightToLeft?.includes(language) ?? false };
  const html = filler(emailHtml(spoken, subjectSegments, textSegments, document.links, dress));
  return (recipient) => {
    const values = valuesFor(recipient);
    return { language, subject: subject(values), text: text(values), html: html(escaped(values)) };
  };
}

/** The value of each variable. */
export type Values = Record<Variable, string>;

function resolver(
  document: FrozenDocument,
  channel: ChannelName,
  language: string,
): (recipient: RecipientValues) => Values {
  const { election } = document;
  const words = election?.words[language] ?? {};
  const nameless = document.nameless[language] ?? '';
  const days = new Map<string, string>();
  const dayAt = (regionCode: string): string => {
    let day = days.get(regionCode);
    if (day === undefined) {
      day = election ? (words[pollingDateAt(election, regionCode)] ?? '') : '';
      days.set(regionCode, day);
    }
    return day;
  };
  return ({ name, regionCode, regionName, verifyLink, unsubscribeLink }) => ({
    name: shownName(channel, name) || nameless,
    region: fitting(channel, regionName, REGION_LIMIT),
    polling_date: dayAt(regionCode),
    verify_link: verifyLink,
    unsubscribe_link: unsubscribeLink,
  });
}

/** A name as a channel shows it; empty when it is no valid name, before or after fitting. */
function shownName(channel: ChannelName, name: string): string {
  if (!isName(name)) return '';
  const shown = fitting(channel, name, NAME_LIMIT[channel]);
  return shown === name || isName(shown) ? shown : '';
}

const escaped = (values: Values): Values => ({
  name: escapeHtml(values.name),
  region: escapeHtml(values.region),
  polling_date: escapeHtml(values.polling_date),
  verify_link: escapeHtml(values.verify_link),
  unsubscribe_link: escapeHtml(values.unsubscribe_link),
});

/** A template with unescaped values, for counting; anything that is no variable stays as typed. */
export const fill = (template: string, values: Values): string => filler(asTyped(template).segments)(values);

function segmentsOf(template: string): Segment[] {
  const { segments, faults } = parseTemplate(template);
  if (faults[0]) throw new Error(`The template cannot be rendered: ${faults[0].message}`);
  const [fact] = factTagsIn(template);
  if (fact !== undefined) throw new Error(`The template was frozen without its ${fact}`);
  return segments;
}

/**
 * The same text, stored with one byte for each character if possible: a substring of a text with wider characters takes
 * two, and so would every copy made from it.
 */
const compact = (text: string): string =>
  /[^\0-\xff]/.test(text) ? text : Buffer.from(text, 'latin1').toString('latin1');

/** Substitutes by concatenation. Joins neighbouring literals in advance. */
function filler(segments: Segment[]): (values: Values) => string {
  const before: string[] = [];
  const variables: Variable[] = [];
  let literal = '';
  for (const segment of segments) {
    if (typeof segment === 'string') literal += segment;
    else {
      before.push(compact(literal));
      variables.push(segment.variable);
      literal = '';
    }
  }
  const after = compact(literal);
  return (values) => {
    let out = '';
    for (let i = 0; i < variables.length; i++) out += (before[i] ?? '') + values[variables[i] as Variable];
    return out + after;
  };
}
