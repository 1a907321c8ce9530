import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import {
  type ContentForm,
  findAlike,
  formsOf,
  isCloser,
  type Likely,
  likelyForms,
  type Match,
  matchWith,
  type OwnLinks,
  resembles,
  shinglesOf,
  type TextPlace,
  type Token,
  tokensOf,
  type Work,
  WORK,
} from '#broadcasts/verification';
import { InjectConfig } from '#platform';
import { type Config, shortUrl } from '#platform/config';
import { readCode, writeCode } from '#platform/crypto';
import { Database } from '#platform/database';
import { CopyLookup } from '../sending/copies.js';
import { type Approved, markOf, type PublicRecord, PublicRecords } from './public-record.js';
import { FairShare, type Place } from './fair-share.js';
import { type Answer, answerOf, worstOf } from './verdict.rules.js';
import { PASTE_LIMIT } from '#contract/api/text-comparison';

/** Codes looked up for one pasted text, at most; the same limit applies to its unsubscribe links. */
const MOST_CODES = 4;
/** Texts being compared or waiting, at most; a caller beyond this limit is asked to come back. */
const AT_ONCE = 64;
const COME_BACK_MS = 5_000;
/** A text of fewer words is too short to be found, or to be called unknown. */
const FEW_WORDS = 5;
/** Broadcasts in the cache of prepared contents. */
const FORMS_KEPT = 32;

/** The result for a pasted text. */
export type Verdict =
  /**
   * The text is an approved one, or similar. `answer`: the worst that is true of it. `match`: null when it carries the code
   * of a text that says something else. `inForce`: the record in force, itself or its correction; null when there is none.
   */
  | {
      kind: 'found';
      answer: Answer;
      record: PublicRecord;
      match: Match | null;
      strangeCode: boolean;
      inForce: PublicRecord | null;
      /** For a text that no longer holds: the code of another broadcast with the same text, which does; else null. */
      twin: string | null;
    }
  /**
   * Nothing approved is similar. `near`: this does not say much, since the text has too few words, or shares a run of words
   * with an approved one.
   */
  | { kind: 'not-found'; near: boolean }
  /** Longer than a text of a broadcast can be. */
  | { kind: 'too-long' }
  /**
   * The network has pasted texts or guessed codes too often, or too many texts are being compared; `at`: when to try again.
   */
  | { kind: 'later'; at: Date };

/** Limits how often a network or a chat may ask. Each program that compares texts provides its own. */
export abstract class TextLimits {
  /** Counts a text to be compared. @returns null when it is allowed, else when to try again */
  abstract pastes(asker: string): Promise<Date | null>;
  /** Counts a code that opens nothing. @returns when to try again, after too many; else null */
  abstract guessedWrong(asker: string): Promise<Date | null>;
}

/**
 * Compares a pasted text with what was approved. Nothing of it is stored or logged: it stays in memory only until the
 * answer.
 */
@Injectable()
export class PastedTexts {
  private readonly fairShare = new FairShare(AT_ONCE);
  private readonly forms = new Map<string, Promise<ContentForm[]>>();
  /** Turns for preparing broadcasts: one preparation serves everybody whose text is compared with that broadcast. */
  private readonly preparing = new FairShare(AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly copies: CopyLookup,
    private readonly audience: Audience,
    private readonly records: PublicRecords,
    private readonly limits: TextLimits,
    @InjectConfig() private readonly config: Config,
  ) {}

  /**
   * @param text the pasted text
   * @param typed the code beside it, as `writeCode` formats it; empty when there is none
   * @param asker the network or chat it comes from, which has limits of its own
   * @param rankOf a rank that comes before the resemblance of a comparison; above 0: the text is an approved one
   */
  async check(
    text: string,
    typed: string,
    asker: string,
    rankOf: (match: Match) => number = () => 0,
  ): Promise<Verdict> {
    if (text.length > PASTE_LIMIT) return { kind: 'too-long' };
    const later = await this.limits.pastes(asker);
    if (later) return { kind: 'later', at: later };
    const place = this.fairShare.enter(asker);
    if (!place) return { kind: 'later', at: new Date(Date.now() + COME_BACK_MS) };
    try {
      return await this.compared(text, typed, asker, rankOf, place);
    } finally {
      place.leave();
    }
  }

  private async compared(
    text: string,
    typed: string,
    asker: string,
    rankOf: (match: Match) => number,
    place: Place,
  ): Promise<Verdict> {
    const pasted = tokensOf(text);
    const codes = new Set([...(typed === '' ? [] : [typed]), ...this.codesIn(pasted)]);
    const opened = await this.openAll([...codes].slice(0, MOST_CODES), asker);
    if (opened instanceof Date) return { kind: 'later', at: opened };
    const claimed = new Map(
      [...opened.values()].flatMap((one) => (one ? [[one.record.publicCode, one] as const] : [])),
    );
    const candidates = [...claimed.values()];
    const asked = shinglesOf(pasted);
    for (const code of await findAlike(this.database.manager, asked)) {
      if (claimed.has(code)) continue;
      const found = await this.records.open(code);
      if (found) candidates.push(found);
    }
    const leaving = await this.leavingLinksIn(pasted);
    const likely: (Likely & { approved: Approved })[] = [];
    let prepared = 0;
    for (const approved of candidates) {
      // Preparing a broadcast costs as much as comparing a text: each one after the first counts as another text.
      if (!this.forms.has(approved.record.digest) && ++prepared > 1) {
        const later = await this.limits.pastes(asker);
        if (later) return { kind: 'later', at: later };
      }
      const forms = await this.formsOf(approved);
      const isClaimed = claimed.has(approved.record.publicCode);
      for (const one of likelyForms(pasted, asked, forms, isClaimed)) likely.push({ ...one, approved });
    }
    likely.sort((a, b) => b.shared - a.shared);
    const alike = await place.run(this.closest(pasted, likely, opened, leaving, rankOf));
    // A code says which of the broadcasts with this text is meant: those it opens were compared first.
    const [one, twin] = claimed.size > 0 ? [alike[0], undefined] : worstOf(alike);
    const found = judge(one, claimed, opened.get(typed) === null);
    if (!found) return { kind: 'not-found', near: likely.length > 0 || isShort(pasted) };
    const { text: compared, match, ...shown } = found;
    return {
      kind: 'found',
      answer: answerOf(compared, found.record.standing),
      ...shown,
      match: match && withMarks(match),
      inForce: await this.records.inForce(found.record),
      twin: twin?.record.publicCode ?? null,
    };
  }

  /**
   * The content closest to a text, within one text's share of the work; more than one where several broadcasts have the
   * same text.
   */
  private *closest(
    pasted: readonly Token[],
    likely: readonly (Likely & { approved: Approved })[],
    opened: ReadonlyMap<string, Approved | null>,
    leaving: ReadonlyMap<string, string>,
    rankOf: (match: Match) => number,
  ): Generator<void, Compared[]> {
    const work: Work = { cells: WORK };
    let alike: Compared[] = [];
    for (const { form, approved } of likely) {
      const match = yield* matchWith(
        pasted,
        form,
        this.linksOf(approved, form.channel, opened, leaving),
        work,
      );
      const [best] = alike;
      const carries = this.codesIn(form.links);
      const one = match && { record: approved.record, match, rank: rankOf(match), carries };
      if (one && (!best || comesBefore(one, best))) alike = [one];
      else if (one && best && !comesBefore(best, one)) alike.push(one);
      yield;
    }
    return alike;
  }

  /** A broadcast's contents, prepared in turns and cached, since preparing takes longer than comparing. */
  private formsOf({ document, record: { digest } }: Approved): Promise<ContentForm[]> {
    const forms = this.forms.get(digest) ?? this.prepare(digest, document);
    this.forms.delete(digest);
    this.forms.set(digest, forms);
    const [oldest] = this.forms.keys();
    if (this.forms.size > FORMS_KEPT && oldest !== undefined) this.forms.delete(oldest);
    return forms;
  }

  private async prepare(digest: string, document: Approved['document']): Promise<ContentForm[]> {
    const place = this.preparing.enter(digest);
    try {
      const regions = await this.audience.regions();
      // Each text waits for one broadcast at a time, so there are never more places in use than texts.
      if (!place) throw new Error('There is no place for what a text is compared with');
      return await place.run(formsOf(document, regions));
    } catch (error) {
      this.forms.delete(digest);
      throw error;
    } finally {
      place?.leave();
    }
  }

  /** @returns what each code opens, null if nothing; or when to try again, after too many wrong ones */
  private async openAll(
    codes: readonly string[],
    asker: string,
  ): Promise<Map<string, Approved | null> | Date> {
    const opened = new Map<string, Approved | null>();
    for (const code of codes) {
      const found = await this.records.open(code);
      const later = found ? null : await this.limits.guessedWrong(asker);
      if (later) return later;
      opened.set(code, found);
    }
    return opened;
  }

  /** The codes in a text: after our own address, or standing alone with a digit, which no word has. */
  private codesIn(pasted: readonly Token[]): Set<string> {
    const host = shortUrl(this.config);
    const codes = new Set<string>();
    for (const { text: token, kind } of pasted) {
      const [, before = '', last = ''] = /^(.*\/)?([^/]+)$/u.exec(token) ?? [];
      const bits = readCode(last);
      if (bits === null) continue;
      const ours = before.includes(host) || before.startsWith(`${this.config.PUBLIC_URL}/`);
      if (before === '' ? kind === 'number' : ours) codes.add(writeCode(bits));
    }
    return codes;
  }

  /** The unsubscribe links in a text, as they are written, with the public code of the broadcast each copy belongs to. */
  private async leavingLinksIn(pasted: readonly Token[]): Promise<Map<string, string>> {
    const prefix = `${this.config.PUBLIC_URL}/unsubscribe/`;
    const links = new Set(pasted.map((token) => token.text).filter((link) => after(link, prefix) !== ''));
    const found = new Map<string, string>();
    for (const link of [...links].slice(0, MOST_CODES)) {
      const publicCode = await this.copies.publicCodeOf({ token: after(link, prefix) });
      if (publicCode !== null) found.set(link, publicCode);
    }
    return found;
  }

  /** The links that copies of a broadcast carry: our own addresses with one of its codes or tokens. */
  private linksOf(
    { record: { publicCode } }: Approved,
    channel: TextPlace,
    opened: ReadonlyMap<string, Approved | null>,
    leaving: ReadonlyMap<string, string>,
  ): OwnLinks {
    const { PUBLIC_URL: root } = this.config;
    const opens = (code: string): boolean => {
      const bits = readCode(code);
      return bits !== null && opened.get(writeCode(bits))?.record.publicCode === publicCode;
    };
    if (channel === 'sms') {
      const short = (link: string): boolean => opens(after(link, `${shortUrl(this.config)}/`));
      return { verify: short, unsubscribe: short };
    }
    return {
      verify: (link) => opens(after(link, `${root}/verify/`)),
      unsubscribe: (link) => leaving.get(link) === publicCode,
    };
  }
}

/** The rest of a link after a prefix, ignoring case; empty when the link does not begin with it. */
const after = (link: string, prefix: string): string =>
  link.toLowerCase().startsWith(prefix.toLowerCase()) ? link.slice(prefix.length) : '';

/** Replaces missing variables with the placeholders of the public page. */
const withMarks = (match: Match): Match => ({
  ...match,
  pieces: match.pieces.map((piece) =>
    piece.text === ''
      ? { ...piece, text: piece.variables.map((one) => markOf(one, match.channel, match.language)).join(' ') }
      : piece,
  ),
});

const isShort = (pasted: readonly Token[]): boolean =>
  pasted.filter(({ kind }) => kind !== 'mark').length < FEW_WORDS;

/** A broadcast, and how the text compares with it. */
interface Compared {
  record: PublicRecord;
  match: Match;
  rank: number;
  /** The codes that its own text has in every copy. */
  carries: ReadonlySet<string>;
}

const comesBefore = (a: Compared, b: Compared): boolean =>
  a.rank === b.rank ? isCloser(a.match, b.match) : a.rank > b.rank;

interface Judged {
  record: PublicRecord;
  match: Match | null;
  text: 'altered' | 'incomplete' | 'same';
  strangeCode: boolean;
}

/**
 * A code proves nothing: a text that carries the code of another text is never the same, however genuine it is otherwise.
 * A correction names the message it corrects: that code is in its own approved text.
 * @param unknownCode whether a code typed beside it opens nothing
 * @returns null: nothing approved is similar
 */
function judge(
  best: Compared | undefined,
  claimed: ReadonlyMap<string, Approved>,
  unknownCode: boolean,
): Judged | null {
  const [claim] = [...claimed.values()];
  const strangeCode =
    unknownCode ||
    [...claimed.keys()].some((code) => code !== best?.record.publicCode && best?.carries.has(code) !== true);
  if (best && (best.match.same || best.rank > 0 || resembles(best.match))) {
    const { same, lacks } = best.match;
    const text = strangeCode ? 'altered' : same ? 'same' : lacks.length > 0 ? 'incomplete' : 'altered';
    return { record: best.record, match: best.match, text, strangeCode };
  }
  return claim ? { record: claim.record, match: null, text: 'altered', strangeCode: true } : null;
}
