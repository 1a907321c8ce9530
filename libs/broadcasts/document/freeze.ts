import canonicalize from 'canonicalize';
import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import type { Region } from '#contract/api/elections';
import { CHANNELS, type ChannelName } from '#channels';
import { sha256 } from '#platform/crypto';
import type { LocalDateTime, Schedule } from '#planning';
import { stated } from '../content/alternatives.rules.js';
import type { Draft } from '../drafts/draft.js';
import { REQUIRED_LANGUAGE } from '../content/variables.js';
import type { LinkRules } from '../content/links.rules.js';
import { dateWords, type PollingDates, pollingDates } from '../checks/polling.rules.js';
import { factsOf, withFacts } from '../content/election-facts.rules.js';
import { withBand } from '../content/band.js';
import { marked, nameless, withFooter } from '../content/footer.js';
import { SEND_HOURS } from '#contract/lists';
import type { FrozenContent, FrozenDocument, FrozenSender } from '#contract/api/message';

export type { FrozenContent, FrozenDocument, FrozenSender } from '#contract/api/message';

/** The election values that a text may use, as they were at the submission. */
interface FrozenElection extends PollingDates {
  id: string;
  name: string;
  quietFrom: string;
  quietTo: string;
  /** The facts that the texts name, in Indonesian, as they stand in the texts. */
  facts?: Record<string, string>;
  /** Language → date → the date in words: another version of Node or its locale data cannot change a copy. */
  words: Record<string, Record<string, string>>;
}

/** The input for freezing a draft. */
export interface FreezeInput {
  broadcastId: string;
  originalId: string | null;
  /** Of a correction: URL of the public page of what it corrects. */
  originalPage: string | null;
  remainderOfId: string | null;
  draft: Draft & { schedule: Schedule };
  /** The audience's regions, all of them existing, in normalised form. */
  regions: readonly Region[];
  election: Election | null;
  languages: LiveLanguages;
  sender: FrozenSender;
  /** The kinds of accounts that are in service. */
  accountKinds: Readonly<Record<ChannelName, readonly string[]>>;
  links: LinkRules;
}

/** Turns a draft into the document that is approved and sent. Pure. */
export function freeze({
  broadcastId,
  originalId,
  originalPage,
  remainderOfId,
  draft,
  regions,
  election,
  languages: live,
  sender,
  accountKinds,
  links,
}: FreezeInput): FrozenDocument {
  const contents: FrozenDocument['contents'] = {};
  for (const channel of draft.channels) {
    const corrects = channel === 'email' ? originalPage : null;
    contents[channel] = frozenContents(channel, draft, sender, { election, corrects, live });
  }
  const languages = [...new Set(Object.values(contents).flatMap((content) => Object.keys(content)))].sort();
  return {
    format: 1,
    renderer: 1,
    layout: 2,
    marks: true,
    broadcastId,
    originalId,
    remainderOfId,
    correction: draft.correction ?? null,
    kind: draft.kind,
    reach: draft.reach,
    title: draft.title,
    channels: CHANNELS.filter((name) => draft.channels.includes(name)),
    contents,
    ...stated(draft.alternatives),
    nameless: Object.fromEntries(languages.map((language) => [language, nameless(language, live)])),
    ...rightToLeft([...languages, ...Object.keys(draft.alternatives?.easy ?? {})], live),
    audience: {
      regions: regions.map(({ code }) => code),
      languages: [...new Set(draft.audience.languages)].sort(),
      topics: [...new Set(draft.audience.topics)].sort(),
    },
    regions: regions.map(({ code, name, timeZone }) => ({ code, name, timeZone })),
    schedule: frozenSchedule(draft.schedule),
    election: election && frozenElection(election, draft, languages, live),
    neutral: draft.neutral ?? false,
    smsOverride: { segments: draft.smsOverride?.segments ?? 1, unicode: draft.smsOverride?.unicode ?? false },
    sender,
    accountKinds: Object.fromEntries(draft.channels.map((name) => [name, [...accountKinds[name]]])),
    links: { domains: [...links.domains].sort(), hosts: [...links.hosts].sort() },
  };
}

/** The document's canonical text (RFC 8785): the same for any order of its keys. */
export function canonicalText(document: FrozenDocument): string {
  const text = canonicalize(document);
  if (text === undefined) throw new Error('The document cannot be written as JSON');
  return text;
}

/** The digest of a canonical text: SHA-256 in lower-case hexadecimal. */
export const digestOf = (canonical: string): string => sha256(canonical);

/** Whether two documents were frozen with the same election values, apart from the words. */
export function sameElection(a: FrozenDocument, b: FrozenDocument): boolean {
  const values = ({ election }: FrozenDocument): string | undefined =>
    canonicalize(election && { ...election, words: null });
  return values(a) === values(b);
}

function frozenContents(
  channel: ChannelName,
  draft: Draft,
  sender: FrozenSender,
  { election, corrects, live }: { election: Election | null; corrects: string | null; live: LiveLanguages },
): Record<string, FrozenContent> {
  const given: Record<string, { subject?: string; body: string }> = draft.contents[channel] ?? {};
  return Object.fromEntries(
    Object.entries(given).map(([language, content]) => {
      const stated = (text: string): string => withFacts(text, channel, language, election, live);
      const { subject, body } = corrects === null ? content : withBand(language, content, corrects);
      return [
        language,
        {
          ...(subject === undefined ? {} : { subject: marked(stated(subject), sender) }),
          text: withFooter(channel, language, stated(body), sender),
        },
      ];
    }),
  );
}

/** The languages whose texts run from right to left; nothing when there are none: most documents have none. */
function rightToLeft(languages: readonly string[], live: LiveLanguages): Pick<FrozenDocument, 'rightToLeft'> {
  const found = [...new Set(languages)].filter((language) => live.get(language)?.direction === 'rtl').sort();
  return found.length > 0 ? { rightToLeft: found } : {};
}

function frozenElection(
  election: Election,
  draft: Draft,
  languages: string[],
  live: LiveLanguages,
): FrozenElection {
  const dates = pollingDates(election, draft.audience.regions);
  const days = [...new Set([dates.pollingDate, ...Object.values(dates.byRegion)])].sort();
  const words = [...new Set([REQUIRED_LANGUAGE, ...languages])].map((language) => [
    language,
    Object.fromEntries(days.map((day) => [day, dateWords(day, language, live)])),
  ]);
  const { id, name, quietFrom, quietTo } = election;
  return {
    id,
    name,
    quietFrom,
    quietTo,
    ...factsOf(draft, election),
    ...dates,
    words: Object.fromEntries(words) as FrozenElection['words'],
  };
}

/** A schedule with its hours written out, and without undefined fields: JSON has no `undefined`. */
function frozenSchedule({
  at,
  perRegion,
  expires,
  window,
  leaveWindow,
}: Schedule): FrozenDocument['schedule'] {
  const times: Record<string, LocalDateTime> | undefined =
    perRegion && Object.keys(perRegion).length > 0 ? perRegion : undefined;
  return {
    at,
    ...(times ? { perRegion: times } : {}),
    ...(expires === undefined ? {} : { expires }),
    window: window ?? SEND_HOURS,
    ...(leaveWindow ? { leaveWindow } : {}),
  };
}
