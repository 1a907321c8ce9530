import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import type { ChannelName } from '#channels';
import { type Fault, fault } from '#contract/problems';
import { dateWords } from '../checks/polling.rules.js';
import type { Draft } from '../drafts/draft.js';
import { findLinks, type LinkRules } from './links.rules.js';

/**
 * The tags for values of an election that are the same for everybody. The submission writes the values into the text, so
 * that they are frozen with it, are read by the fact check as any other word, and cost nothing when a copy is made.
 */
export const ELECTION_FACTS = ['polling_hours', 'lookup_link', 'move_deadline'] as const;
export type ElectionFact = (typeof ELECTION_FACTS)[number];

type Texts = Pick<Draft, 'channels' | 'contents'>;
type Values = Pick<Election, 'pollingOpens' | 'pollingCloses' | 'lookupLink' | 'moveDeadline'>;

const TAG = new RegExp(String.raw`\{\{\s*(${ELECTION_FACTS.join('|')})\s*\}\}`, 'g');

/** The tags of facts in a template. */
export const factTagsIn = (template: string): ElectionFact[] =>
  [...template.matchAll(TAG)].map(([, name]) => name as ElectionFact);

/**
 * A template with the election's facts in the place of their tags. A tag stays where there is no election, or none that
 * says it: {@link factFaults} refuses to submit that.
 */
export function withFacts(
  template: string,
  channel: ChannelName,
  language: string,
  election: Values | null,
  languages: LiveLanguages,
): string {
  return election
    ? template.replace(
        TAG,
        (tag, name: ElectionFact) => valueOf(name, channel, language, election, languages) ?? tag,
      )
    : template;
}

/** A template without the tags of facts, for the length of what is known. */
export const withoutFactTags = (template: string): string => template.replace(TAG, '');

function valueOf(
  name: ElectionFact,
  channel: ChannelName,
  language: string,
  { pollingOpens, pollingCloses, lookupLink, moveDeadline }: Values,
  languages: LiveLanguages = new Map(),
): string | null {
  switch (name) {
    case 'polling_hours': {
      const hour = (time: string): string => (language === 'en' ? time : time.replace(':', '.'));
      // An SMS of 7 bits has no dash.
      return [hour(pollingOpens), hour(pollingCloses)].join(channel === 'sms' ? '-' : '–');
    }
    case 'lookup_link':
      return lookupLink;
    case 'move_deadline':
      return moveDeadline === null ? null : dateWords(moveDeadline, language, languages);
  }
}

interface NamingText {
  path: string;
  named: ElectionFact[];
}

/** The chosen channels' texts that name a fact. */
function namingTexts({ channels, contents }: Texts): NamingText[] {
  return channels
    .flatMap((channel) =>
      Object.entries<{ subject?: string; body: string }>(contents[channel] ?? {}).flatMap(
        ([language, { subject = '', body }]) => [
          { path: `contents.${channel}.${language}.subject`, named: factTagsIn(subject) },
          { path: `contents.${channel}.${language}.body`, named: factTagsIn(body) },
        ],
      ),
    )
    .filter(({ named }) => named.length > 0);
}

/** The facts that the chosen channels' texts name, with their values: a later edit of the election shows. */
export function factsOf(draft: Texts, election: Values): { facts?: Record<string, string> } {
  const named = [...new Set(namingTexts(draft).flatMap((text) => text.named))].sort();
  if (named.length === 0) return {};
  return {
    facts: Object.fromEntries(named.map((name) => [name, valueOf(name, 'sms', 'id', election) ?? ''])),
  };
}

/** Facts that the chosen channels' texts name and nothing states, or that no text may contain. */
export function factFaults(draft: Texts, election: Values | null, links: LinkRules): Fault[] {
  const naming = namingTexts(draft);
  const [first] = naming;
  if (!first) return [];
  if (!election) return [fault('electionId', 'no-election', { place: first.path })];
  return naming.flatMap(({ path, named }) =>
    [...new Set(named)].flatMap((name): Fault[] => {
      const value = valueOf(name, 'sms', 'id', election);
      if (value === null) return [fault(path, 'no-fact', { fact: `{{${name}}}` })];
      if (name !== 'lookup_link') return [];
      return findLinks(value, links).flatMap((link) =>
        link.fault === null ? [] : [fault(path, 'link', { line: 1, link: link.text, ...link.fault })],
      );
    }),
  );
}
