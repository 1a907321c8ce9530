import { Injectable } from '@nestjs/common';
import { compileDocument, type Variable } from '#broadcasts/content';
import { correctionStanding, correctionTakenBack, DOUBTED, TEXT_TAKEN_BACK } from '#broadcasts/corrections';
import type { FrozenDocument } from '#broadcasts/document';
import type { TextPlace } from '#broadcasts/verification';
import type { BroadcastState } from '#contract';
import type { ChannelName } from '#channels';
import { InjectLogger } from '#platform';
import { readCode, sha256, writeCode } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { SwrCache } from '#platform/waiting';
import { CopyLookup } from '../sending/copies.js';
import { fallen, standingOf } from './verdict.rules.js';
import type { PublicRecord } from '#contract/api/public-record';

export type { PublicRecord } from '#contract/api/public-record';

/** A record with its source data, which is not for display. The same object is returned until something changes. */
export interface Approved {
  record: PublicRecord;
  broadcastId: string;
  /** When its standing last changed. */
  changedAt: Date;
  document: FrozenDocument;
}

/** What a code opens. */
export interface Opened extends Approved {
  /** Whether it is the code of a single copy, with which its recipient can leave; false for a broadcast's own code. */
  ofCopy: boolean;
  /**
   * The record in force: itself, the correction that holds, or the broadcast with the same text that does; null when
   * nothing may be relied on.
   */
  inForce: PublicRecord | null;
}

/** A broadcast's row in the database. */
interface Found {
  publicCode: string;
  broadcastId: string;
  state: BroadcastState;
  /**
   * Its content is in doubt: all or part of it was stopped for doubt, or a correction of it is under review.
   */
  doubted: boolean;
  /** Whether an emergency stop stands. */
  emergency: boolean;
  /** The channels on which nothing is sent. */
  pausedChannels: ChannelName[];
  digest: string;
  approvedAt: Date;
  changedAt: Date;
  office: string;
  correctedBy: string | null;
  /** The newest correction of it that was approved and taken back, with its code where that opens its page. */
  takenBack: { code: string | null } | null;
  /** Of a companion: its text was taken back with its correction. */
  textTakenBack: boolean;
  corrects: string | null;
  sameText: string | null;
  /** For a broadcast that has ended: the arguments of `endedAs`. */
  reached: number;
  missed: number;
  expiresAt: Date | null;
}

/** Records cached in a process: more than are in use at once, about 100 kB each with their pages. */
const KEPT = 300;

/** The placeholders shown in a text where copies differ. */
interface Marks {
  /** For a missing name. */
  nameless: string;
  region: string;
  verifyLink: string;
  unsubscribeLink: string;
  /** For either link in an SMS. */
  shortLink: string;
  pollingDate: string;
}
// Only characters that an SMS can carry.
const MARKS: Record<'id' | 'en', Marks> = {
  id: {
    nameless: '(nama Anda)',
    region: '(wilayah Anda)',
    verifyLink: '(tautan periksa)',
    unsubscribeLink: '(tautan berhenti)',
    shortLink: '(alamat pendek)',
    pollingDate: '(tanggal pemungutan suara)',
  },
  en: {
    nameless: '(your name)',
    region: '(your region)',
    verifyLink: '(link to check it)',
    unsubscribeLink: '(link to leave)',
    shortLink: '(short address)',
    pollingDate: '(polling date)',
  },
};
const marksOf = (language: string): Marks => MARKS[language === 'en' ? 'en' : 'id'];

/** The placeholder shown for a variable, in the text's own language. */
export function markOf(variable: Variable, channel: TextPlace, language: string): string {
  const marks = marksOf(language);
  switch (variable) {
    case 'name':
      return marks.nameless;
    case 'region':
      return marks.region;
    case 'polling_date':
      return marks.pollingDate;
    case 'verify_link':
      return channel === 'sms' ? marks.shortLink : marks.verifyLink;
    case 'unsubscribe_link':
      return channel === 'sms' ? marks.shortLink : marks.unsubscribeLink;
  }
}

/**
 * Reads what the public pages show. A record in high demand is read from the database about three times a second, and is at
 * most a second old; its document, which cannot change, is read once.
 */
@Injectable()
export class PublicRecords {
  private readonly cache: SwrCache<Approved>;
  /** The database row behind each record. */
  private readonly facts = new WeakMap<Approved, Found>();

  constructor(
    private readonly database: Database,
    private readonly copies: CopyLookup,
    @InjectLogger() private readonly logger: Logger,
  ) {
    this.cache = new SwrCache(
      (code, before) => this.read(code, before),
      KEPT,
      (error) => logger.warn({ err: error }, 'a public record could not be read again'),
    );
  }

  /**
   * Finds a message by a typed code: the broadcast's own, or the one in a single SMS.
   * @returns null when no approved broadcast has the code, or the stored document is not what was approved
   */
  async open(typed: string): Promise<Opened | null> {
    const bits = readCode(typed);
    if (bits === null) return null;
    const own = await this.cache.get(writeCode(bits));
    const approved = own ?? (await this.ofCopy(writeCode(bits)));
    if (!approved) return null;
    return { ...approved, ofCopy: own === null, inForce: await this.inForce(approved.record) };
  }

  /**
   * Returns a broadcast's own record without waiting, thousands of times a second. It is as old as one that `open`
   * finds.
   * @param code as it is stored
   * @returns null unless it is cached and in force itself: then `open` may still find it
   */
  holdingNow(code: string): PublicRecord | null {
    return holding(this.cache.young(code)?.record ?? null);
  }

  private async ofCopy(code: string): Promise<Approved | null> {
    const publicCode = await this.copies.publicCodeOf({ code });
    return publicCode === null ? null : this.cache.get(publicCode);
  }

  /**
   * The record in force for a message, as in {@link Opened}. A text holds while a broadcast that carries it does: a
   * companion does not make its correction's text fall once KPU found that right, nor the other way round.
   */
  async inForce(record: PublicRecord): Promise<PublicRecord | null> {
    const { standing, correctedBy, corrects, sameText } = record;
    switch (standing) {
      case 'doubted':
        return null;
      case 'corrected':
        return holding(await this.recordOf(correctedBy));
      case 'wrong': {
        const takenBack = await this.recordOf(correctedBy);
        return takenBack && this.withSameText(takenBack);
      }
      case 'withdrawn':
      case 'stopped': {
        const same = await this.withSameText(record);
        if (same) return same;
        // The correction was taken back: what it corrects may have another one that holds.
        const wrong = await this.recordOf(corrects ?? (await this.recordOf(sameText))?.corrects ?? null);
        return wrong && fallen(wrong.standing) ? this.inForce(wrong) : null;
      }
      default:
        return record;
    }
  }

  private async recordOf(code: string | null): Promise<PublicRecord | null> {
    return code === null ? null : ((await this.cache.get(code))?.record ?? null);
  }

  /** The broadcast with the same text, if that holds. */
  private async withSameText({ sameText, texts }: PublicRecord): Promise<PublicRecord | null> {
    const other = holding(await this.recordOf(sameText));
    return other && JSON.stringify(other.texts) === JSON.stringify(texts) ? other : null;
  }

  /**
   * The broadcasts of which something was sent, the newest approval first.
   * @param before the code of the last one on the previous page; null: starts with the newest
   */
  async list(limit: number, before: string | null): Promise<Approved[]> {
    const found = await rows<{ publicCode: string }>(this.database.manager, LISTED, [limit, before]);
    const listed: Approved[] = [];
    for (const { publicCode } of found) {
      const approved = await this.cache.get(publicCode);
      if (approved) listed.push(approved);
    }
    return listed;
  }

  /** @param before the cached record: the same object is returned when nothing has changed */
  private async read(code: string, before: Approved | null): Promise<Approved | null> {
    const { manager } = this.database;
    const found = await row<Found>(manager, APPROVED, [code]);
    if (!found) return null;
    if (before && JSON.stringify(found) === JSON.stringify(this.facts.get(before))) return before;
    const document =
      before?.record.digest === found.digest ? before.document : await this.documentOf(manager, found);
    if (!document) return null;
    const { publicCode, broadcastId, digest, office, approvedAt, changedAt, corrects, sameText } = found;
    const { easy = {}, audio = {}, signing = null } = document.alternatives ?? {};
    const { channels } = document;
    const isHeld = found.emergency || channels.every((one) => found.pausedChannels.includes(one));
    const standing = standingOf(found, isHeld);
    const record = {
      publicCode,
      standing,
      expiredAt: standing === 'partly' || standing === 'unsent' ? found.expiresAt : null,
      digest,
      office,
      approvedAt,
      timeZone: timeZoneOf(document),
      ministry: document.sender.ministry,
      texts: textsOf(document),
      easy: Object.entries(easy).map(([language, text]) => ({
        language,
        direction: directionOf(document, language),
        text,
      })),
      audio,
      signing,
      pollingDates: pollingDatesOf(document),
      correctedBy: found.correctedBy ?? found.takenBack?.code ?? null,
      corrects,
      sameText,
    };
    const approved = { record, broadcastId, changedAt, document };
    this.facts.set(approved, found);
    return approved;
  }

  private async documentOf(tx: Tx, { broadcastId, digest }: Found): Promise<FrozenDocument | null> {
    const stored = await row<{ document: string }>(
      tx,
      `SELECT s.document FROM broadcasts b JOIN approved_submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
       WHERE b.id = $1 AND s.digest = $2`,
      [broadcastId, digest],
    );
    if (!stored) return null;
    // The public must not be told that KPU approved a text that it did not.
    if (sha256(stored.document) !== digest) {
      this.logger.error({ digest }, 'a stored document is not what was approved; it is not shown');
      return null;
    }
    return JSON.parse(stored.document) as FrozenDocument;
  }
}

/** Null unless the record holds. */
const holding = (record: PublicRecord | null): PublicRecord | null =>
  record && !fallen(record.standing) ? record : null;

const APPROVED = `
SELECT b.public_code AS "publicCode", b.id AS "broadcastId", b.state, s.digest, s.decided_at AS "approvedAt",
  greatest(s.decided_at, b.updated_at, (SELECT max(c.updated_at) FROM broadcasts c
    WHERE c.original_id IN (b.id, b.remainder_of_id) AND c.state <> 'draft')) AS "changedAt",
  ${DOUBTED} AS doubted,
  EXISTS (SELECT FROM emergency_stops WHERE lifted_at IS NULL) AS emergency,
  ARRAY (SELECT channel FROM channel_pauses WHERE resumed_at IS NULL ORDER BY channel) AS "pausedChannels",
  o.name AS office, original.public_code AS corrects, twin.public_code AS "sameText", coalesce(e.reached, 0)::int AS reached, coalesce(e.missed, 0)::int AS missed, e.expires_at AS "expiresAt",
  ${correctionStanding('b.id', 'public_code')} AS "correctedBy",
  ${correctionTakenBack('b.id')} AS "takenBack", ${TEXT_TAKEN_BACK} AS "textTakenBack"
FROM broadcasts b
JOIN approved_submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
JOIN people p ON p.id = s.decided_by
JOIN organisations o ON o.id = p.organisation_id
LEFT JOIN broadcasts original ON original.id = b.original_id
LEFT JOIN LATERAL (SELECT t.public_code FROM broadcasts t JOIN approved_submissions ts ON ts.broadcast_id = t.id AND ts.no = t.submission_no
  WHERE t.id = b.remainder_of_id OR t.remainder_of_id = b.id) twin ON true
LEFT JOIN LATERAL (SELECT * FROM endings WHERE broadcast_id = b.id) e ON true
WHERE b.public_code = $1`;

// Broadcasts are listed only once they have begun to go out.
const LISTED = `
SELECT b.public_code AS "publicCode" FROM approved_submissions s JOIN broadcasts b ON b.id = s.broadcast_id AND b.submission_no = s.no
WHERE EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.released_at IS NOT NULL)
  AND ($2::text IS NULL OR (s.decided_at, s.broadcast_id) < (
    SELECT last.decided_at, last.broadcast_id FROM broadcasts o
    JOIN approved_submissions last ON last.broadcast_id = o.id AND last.no = o.submission_no WHERE o.public_code = $2))
ORDER BY s.decided_at DESC, s.broadcast_id DESC LIMIT $1`;

function textsOf(document: FrozenDocument): PublicRecord['texts'] {
  const nameless = Object.fromEntries(
    Object.keys(document.nameless).map((language) => [language, marksOf(language).nameless]),
  );
  const render = compileDocument({ ...document, nameless });
  const regionCode = document.audience.regions[0] ?? '';
  return document.channels.flatMap((channel) =>
    Object.keys(document.contents[channel] ?? {}).map((language) => {
      const { subject, text } = render(
        channel,
        language,
      )({
        regionCode,
        regionName: marksOf(language).region,
        // The placeholder is no name: the text for a missing name carries it.
        name: '',
        verifyLink: markOf('verify_link', channel, language),
        unsubscribeLink: markOf('unsubscribe_link', channel, language),
      });
      return { channel, language, direction: directionOf(document, language), subject, text };
    }),
  );
}

const directionOf = ({ rightToLeft = [] }: FrozenDocument, language: string): 'ltr' | 'rtl' =>
  rightToLeft.includes(language) ? 'rtl' : 'ltr';

function timeZoneOf({ regions }: FrozenDocument): string {
  const [zone, ...others] = new Set(regions.map(({ timeZone }) => timeZone));
  return zone === undefined || others.length > 0 ? 'Asia/Jakarta' : zone;
}

function pollingDatesOf({ election, contents }: FrozenDocument): string[] {
  const named = Object.values(contents).some((byLanguage) =>
    Object.values(byLanguage).some(({ subject = '', text }) => `${subject}${text}`.includes('polling_date')),
  );
  if (!election || !named) return [];
  const dates = new Set([election.pollingDate, ...Object.values(election.byRegion)]);
  return [...dates].toSorted().map((date) => election.words['id']?.[date] ?? date);
}
