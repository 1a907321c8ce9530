import { type Audience, topicIds } from '#audience';
import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import { normaliseRegions } from '#audience/regions';
import type { Region } from '#contract/api/elections';
import type { SpreadEstimate } from '#audience/counting';
import type { ChannelName } from '#channels';
import { accountKinds, type AccountsConfig, channelRates } from '#channels/accounts';
import { type Fault, fault } from '#contract/problems';
import { type Config, shortUrl } from '#platform/config';
import type { Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { type LateChoice, type Plan, planWaves, type Schedule } from '#planning';
import {
  checkComplete,
  checkContents,
  checkLanguages,
  type ContentFacts,
  contestantsNamed,
  costOfSms,
  smsLengths,
  type Warning,
  type TextFault,
  type TextLength,
} from '../content/content.rules.js';
import type { Draft } from './draft.js';
import { factFaults } from '../content/election-facts.rules.js';
import { checkEasyTexts } from '../content/easy-text.rules.js';
import { freeze, type FrozenDocument, type FrozenSender } from '../document/freeze.js';
import type { LinkRules } from '../content/links.rules.js';
import { type Mark, marksIn } from '../checks/marks.js';
import { unchosenElection } from '../checks/unchosen.rules.js';
import { unsaidCorrection } from '../checks/unsaid.rules.js';
import { unwrittenLanguages } from '../checks/unwritten.rules.js';
import { lastPollingDate, pollingDates } from '../checks/polling.rules.js';
import { ownHosts, senderOf, type SenderSettings } from '../document/settings.rules.js';
import { copiedInDoubtBy, correctedBy } from '../store.js';

/** Settings that texts and plans depend on. */
export type ComposeConfig = SenderSettings &
  Pick<Config, 'ALLOWED_LINK_DOMAINS' | 'SMS_COST_PER_SEGMENT'> &
  AccountsConfig;

/** The identity of a broadcast, which is part of its document. */
export interface Identity {
  broadcastId: string;
  originalId: string | null;
  /** Of a correction: the public code of what it corrects. */
  originalCode: string | null;
  remainderOfId: string | null;
  organisation: { id: string; name: string };
}

/** A draft with all its references looked up. */
export interface Prepared {
  /** With normalised regions. */
  draft: Draft;
  regions: Region[];
  election: Election | null;
  /** Elections that it could be about, where none is chosen. */
  choosable: readonly Election[];
  languages: LiveLanguages;
  /** References to something that does not exist: the draft cannot even be saved. */
  unknown: Fault[];
  /** Faults to correct before the draft can be submitted; for a text, with the passage. */
  faults: (Fault | TextFault)[];
  warnings: Warning[];
  lengths: TextLength[];
}

/** The SMS of a draft, with what its length depends on. */
export interface SmsTexts {
  /** Null: SMS is none of its channels, or has no text. */
  sms: NonNullable<Draft['contents']['sms']> | null;
  /** Normalised codes of regions. */
  regions: string[];
  electionId: string | null;
}

/** The assessment of a draft or submission. */
export interface Assessment {
  /** Faults to correct before it can be submitted or approved. */
  obstacles: Fault[];
  warnings: Warning[];
  /** Null while the draft is incomplete. */
  document: FrozenDocument | null;
  plan: Plan | null;
}

/** Looks up the references of a draft and applies the rules to it. */
export class Assessor {
  constructor(
    private readonly audience: Audience,
    private readonly config: ComposeConfig,
  ) {}

  /** Looks up all references and checks the fields that are filled in. */
  async prepare(draft: Draft): Promise<Prepared> {
    const known = await this.audience.regions();
    const { regions: codes, faults } = normaliseRegions(draft.audience.regions, known);
    const normal: Draft = { ...draft, audience: { ...draft.audience, regions: codes } };
    const unknown: Fault[] = faults
      .filter(({ path }) => path !== 'regions')
      .map((one) => ({ ...one, path: `audience.${one.path}` }));
    for (const topic of draft.audience.topics ?? []) {
      if (!topicIds.includes(topic))
        unknown.push(fault('audience.topics', 'strange-topic', { topic, known: topicIds }));
    }
    const election = draft.electionId === undefined ? null : await this.audience.election(draft.electionId);
    if (draft.electionId !== undefined && !election) {
      unknown.push(fault('electionId', 'strange-election', { election: draft.electionId }));
    }
    const isWritten = Object.keys(draft.contents).length > 0;
    const choosable = draft.electionId === undefined && isWritten ? await this.audience.elections() : [];
    const languages = await this.audience.languages();
    const contents = checkContents(normal, this.facts(known, codes, election, languages));
    const easy = checkEasyTexts(draft.alternatives, this.links());
    return {
      draft: normal,
      regions: codes.flatMap((code) => known.get(code) ?? []),
      election,
      choosable,
      languages,
      unknown,
      faults: [...unknown, ...scheduleFaults(draft.schedule), ...contents.faults, ...easy.faults],
      warnings: [...contents.warnings, ...easy.warnings],
      lengths: contents.lengths,
    };
  }

  /** What one SMS of it costs, in rupiah; null: it has none, or nothing is set for a segment. */
  smsCost({ draft, lengths }: Pick<Prepared, 'draft' | 'lengths'>): number | null {
    return draft.channels.includes('sms') ? costOfSms(lengths, this.config.SMS_COST_PER_SEGMENT) : null;
  }

  /** The same of each of these drafts. Whatever their number, elections are read once. */
  async smsCosts(drafts: readonly SmsTexts[]): Promise<(number | null)[]> {
    if (this.config.SMS_COST_PER_SEGMENT === 0 || drafts.every(({ sms }) => sms === null))
      return drafts.map(() => null);
    const [known, languages, elections] = await Promise.all([
      this.audience.regions(),
      this.audience.languages(),
      this.audience.elections(),
    ]);
    return drafts.map(({ sms, regions, electionId }) => {
      if (sms === null) return null;
      const election = elections.find(({ id }) => id === electionId) ?? null;
      return costOfSms(
        smsLengths(sms, this.facts(known, regions, election, languages)),
        this.config.SMS_COST_PER_SEGMENT,
      );
    });
  }

  /** The marks of a document before its approval, by the election's data in this transaction. */
  async marks(tx: Tx, document: FrozenDocument, plan: Plan, now: Date): Promise<Mark[]> {
    const election = document.election && (await this.audience.election(document.election.id, tx));
    const original = await correctedBy(tx, document);
    const doubted = await copiedInDoubtBy(tx, document.broadcastId);
    const languages = await this.audience.languages(tx);
    return marksIn(document, election, { now, quiet: mayBeQuiet(plan), original, doubted, languages });
  }

  /** The document of a prepared draft. @param schedule used when the draft has none yet and only the texts matter */
  freeze(
    { draft, regions, election, languages }: Prepared,
    identity: Identity,
    schedule: Schedule,
  ): FrozenDocument {
    const { broadcastId, originalId, originalCode, remainderOfId } = identity;
    return freeze({
      broadcastId,
      originalId,
      originalPage: originalCode === null ? null : `${this.config.PUBLIC_URL}/verify/${originalCode}`,
      remainderOfId,
      draft: { ...draft, schedule },
      regions,
      election,
      languages,
      sender: this.sender(identity),
      accountKinds: accountKinds(this.config),
      links: this.links(),
    });
  }

  /**
   * Everything that prevents submitting, and the warnings.
   * @param confirmed whether the local hours of a broadcast that leaves the window were confirmed
   */
  assess(
    prepared: Prepared,
    identity: Identity,
    at: { now: Date; estimate?: SpreadEstimate | undefined; confirmed?: boolean },
  ): Assessment {
    const { draft, election } = prepared;
    const missing = [
      ...checkComplete(draft),
      ...checkLanguages(draft, prepared.languages),
      ...factFaults(draft, election, this.links()),
    ];
    const { schedule } = draft;
    const warnings = [...prepared.warnings];
    if (election && prepared.regions.length > 0) warnings.push(...withoutContest(election, prepared.regions));
    const open = prepared.choosable.filter((one) => !isOver(at.now, one));
    warnings.push(...unchosenElection(draft, open, prepared.languages));
    warnings.push(...unwrittenLanguages(draft));
    if (identity.originalId !== null) warnings.push(...unsaidCorrection(draft));
    if (election) warnings.push(...overBefore(at.now, election, draft.audience.regions));
    if (at.estimate?.people === 0) {
      warnings.push({ code: 'nobody', path: 'audience.regions', message: 'It would reach nobody as it is.' });
    }
    if (!schedule || prepared.regions.length === 0 || draft.channels.length === 0) {
      return { obstacles: [...prepared.faults, ...missing], warnings, document: null, plan: null };
    }
    const document = this.freeze(prepared, identity, schedule);
    const plan = this.plan(document, { ...at, expected: at.estimate?.regions });
    warnings.push(...plan.warnings);
    if (plan.needsNeutralTick && election) {
      warnings.push(
        ...contestantsNamed(
          draft,
          election.contests.flatMap(({ contestants }) => contestants.map(({ name }) => name)),
        ),
      );
    }
    const obstacles = [...prepared.faults, ...missing, ...plan.faults, ...neutralFaults(plan, document)];
    return { obstacles, warnings, document: missing.length > 0 ? null : document, plan };
  }

  /** The waves a document would have if it were planned now. */
  plan(
    document: FrozenDocument,
    {
      now,
      expected,
      confirmed,
      late,
    }: {
      now: Date;
      /** Messages, by region and channel. */
      expected?: SpreadEstimate['regions'] | undefined;
      confirmed?: boolean | undefined;
      /** What happens to the part whose hour has passed. */
      late?: LateChoice | undefined;
    },
  ): Plan {
    const { election } = document;
    return planWaves({
      schedule: document.schedule,
      kind: document.kind,
      channels: document.channels,
      regions: document.regions,
      electionQuiet: election
        ? { from: election.quietFrom, to: election.quietTo, pollingDate: election.pollingDate }
        : undefined,
      now,
      budgets: this.rates(document.smsOverride.segments),
      estimate: expected,
      ...(confirmed === undefined ? {} : { leaveWindowConfirmed: confirmed }),
      late,
    });
  }

  /**
   * What each channel's accounts take together, in messages a second; null: no limit.
   * @param segments that an SMS may have
   */
  rates(segments: number): Record<ChannelName, number | null> {
    return channelRates(this.config, segments);
  }

  private sender({ organisation }: Identity): FrozenSender {
    return { ...senderOf(this.config), organisation };
  }

  private links(): LinkRules {
    return {
      domains: this.config.ALLOWED_LINK_DOMAINS.map((domain) => domain.toLowerCase()),
      hosts: ownHosts(this.config),
    };
  }

  private facts(
    known: ReadonlyMap<string, Region>,
    codes: string[],
    election: Election | null,
    languages: LiveLanguages,
  ): ContentFacts {
    const within = (code: string): boolean =>
      codes.length === 0 || codes.some((one) => code === one || code.startsWith(`${one}.`));
    const dates = election && pollingDates(election, codes);
    return {
      links: this.links(),
      sender: senderOf(this.config),
      publicUrl: this.config.PUBLIC_URL,
      shortUrl: shortUrl(this.config),
      regionNames: [...known.values()].filter(({ code }) => within(code)).map(({ name }) => name),
      provinces: [...known.values()]
        .filter(({ kind }) => kind === 'province')
        .map(({ code, name }) => ({
          name,
          targeted: codes.some((one) => one === code || one.startsWith(`${code}.`)),
        })),
      election,
      pollingDates: dates ? [dates.pollingDate, ...Object.values(dates.byRegion)] : [],
      smsCostPerSegment: this.config.SMS_COST_PER_SEGMENT,
      languages,
    };
  }
}

/** Whether it may go out in the quiet period; true while nobody has decided about hours that have passed. */
const mayBeQuiet = ({ needsNeutralTick, missed }: Plan): boolean => needsNeutralTick || missed.length > 0;

/** Requires the author's neutrality tick when a wave may fall into the quiet period. */
export function neutralFaults(plan: Plan, document: Pick<FrozenDocument, 'neutral'>): Fault[] {
  if (!plan.needsNeutralTick || document.neutral) return [];
  return [fault('neutral', 'not-neutral')];
}

type RefusedDraft =
  | 'unsaved'
  | 'unsubmitted'
  | 'no-series'
  | 'unapproved'
  | 'wrong-passages'
  | 'wrong-text'
  | 'template-unapproved'
  | 'template-unsaved';

/** @throws Problem invalid with all faults, if there are any, and with whatever helps to correct them */
export function refuse(
  what: RefusedDraft,
  faults: readonly Fault[],
  help: Record<string, unknown> = {},
): void {
  if (faults.length > 0) throw new Problem(what, {}, [...faults], help);
}

/** Faults of a time that do not depend on the current day; what depends on it is an obstacle. */
function scheduleFaults(schedule: Schedule | undefined): Fault[] {
  const expires = schedule?.expires;
  if (!schedule || expires === undefined) return [];
  const full = (time: string): string => (time.length === 16 ? `${time}:00` : time);
  const times = [
    ['schedule.at', schedule.at],
    ...Object.entries(schedule.perRegion ?? {}).map(([code, time]) => [`schedule.perRegion.${code}`, time]),
  ];
  return times.flatMap(([path, time]) =>
    time === undefined || path === undefined || time === 'now' || full(expires) > full(time)
      ? []
      : [fault('schedule.expires', 'expires-first', { expires, at: time })],
  );
}

/** Polling is over everywhere once the day has ended in the westernmost time zone of the country. */
const isOver = (now: Date, election: Election, regions: readonly string[] = []): boolean =>
  lastPollingDate(election, regions) <
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Jakarta' }).format(now);

function overBefore(now: Date, election: Election, regions: readonly string[]): Warning[] {
  if (!isOver(now, election, regions)) return [];
  const last = lastPollingDate(election, regions);
  return [
    {
      code: 'election-over',
      path: 'electionId',
      message: `${election.name} is over: its last polling day was ${last}.`,
      expected: [last],
    },
  ];
}

function withoutContest(election: Election, regions: readonly Region[]): Warning[] {
  const touches = (code: string): boolean =>
    election.contests.some(
      ({ regionCode }) =>
        regionCode === null ||
        regionCode === code ||
        regionCode.startsWith(`${code}.`) ||
        code.startsWith(`${regionCode}.`),
    );
  const without = regions.filter(({ code }) => !touches(code)).map(({ name }) => name);
  if (without.length === 0) return [];
  const named = `${without.slice(0, 5).join(', ')}${without.length > 5 ? ` and ${without.length - 5} more` : ''}`;
  return [
    {
      code: 'no-contest',
      path: 'audience.regions',
      message: `${election.name} holds no contest in ${named}.`,
      expected: without,
    },
  ];
}
