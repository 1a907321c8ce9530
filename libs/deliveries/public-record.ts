import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { compileDocument, type FrozenDocument } from '#broadcasts';
import type { ChannelName } from '#channels';
import { InjectLogger, type Logger, readCode, row, sha256, writeCode } from '#platform';

/** How far a message can be relied on, as the public page says it. */
export type Standing = 'sending' | 'sent' | 'held' | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';

/** One approved text, as a recipient sees it, with marks where copies differ. */
interface ApprovedText {
  channel: ChannelName;
  language: string;
  subject: string | undefined;
  text: string;
}

/** What anybody may know of a broadcast: only what KPU approved, and never a person's name. */
export interface PublicRecord {
  publicCode: string;
  standing: Standing;
  digest: string;
  /** The KPU office that approved it. */
  office: string;
  approvedAt: Date;
  ministry: string;
  texts: ApprovedText[];
  /** The polling dates the text may name, in words; more than one where regions vote on different days. */
  pollingDates: string[];
  /** The code of the newest correction that holds, of it or of its correction. */
  correctedBy: string | null;
  /** The code of the message it corrects. */
  corrects: string | null;
}

/** What a code opens. */
export interface Opened {
  record: PublicRecord;
  /** The address whose copy carries the code, by which its owner can leave; null on a broadcast's own code. */
  addressId: string | null;
}

interface Found {
  publicCode: string;
  state: string;
  /** Stopped for doubt, in whole or in part, or a correction of it is under review. */
  doubted: boolean;
  digest: string;
  document: string;
  approvedAt: Date;
  office: string;
  correctedBy: string | null;
  corrects: string | null;
}

// Marks without letters that an SMS could not carry.
const MARKS = {
  name: '(nama Anda)',
  regionName: '(wilayah Anda)',
  verifyLink: '(tautan periksa)',
  unsubscribeLink: '(tautan berhenti)',
};
const SMS_MARKS = { ...MARKS, verifyLink: '(alamat pendek)', unsubscribeLink: '(alamat pendek)' };

/** Reads what the public page of a message shows. */
@Injectable()
export class PublicRecords {
  constructor(
    private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Finds a message by a typed code: the broadcast's own, or the one in a single SMS.
   * @returns null when no approved broadcast has it, or what is stored of it is not what was approved
   */
  async open(typed: string): Promise<Opened | null> {
    const bits = readCode(typed);
    if (bits === null) return null;
    const record = await this.read(writeCode(bits));
    if (record) return { record, addressId: null };
    const copy = await row<{ publicCode: string; addressId: string }>(
      this.database.manager,
      `SELECT b.public_code AS "publicCode", d.address_id AS "addressId"
       FROM deliveries d JOIN broadcasts b ON b.id = d.broadcast_id WHERE d.code = $1 ORDER BY d.broadcast_id DESC LIMIT 1`,
      [bits.toString()],
    );
    const ofCopy = copy && (await this.read(copy.publicCode));
    return ofCopy ? { record: ofCopy, addressId: copy.addressId } : null;
  }

  private async read(publicCode: string): Promise<PublicRecord | null> {
    const found = await row<Found>(this.database.manager, APPROVED, [publicCode]);
    if (!found) return null;
    // Nobody may be told that KPU approved what it did not.
    if (sha256(found.document) !== found.digest) {
      this.logger.error(
        { digest: found.digest },
        'a stored document is not what was approved; it is not shown',
      );
      return null;
    }
    const document = JSON.parse(found.document) as FrozenDocument;
    return {
      publicCode: found.publicCode,
      standing: standingOf(found),
      digest: found.digest,
      office: found.office,
      approvedAt: found.approvedAt,
      ministry: document.sender.ministry,
      texts: textsOf(document),
      pollingDates: pollingDatesOf(document),
      correctedBy: found.correctedBy,
      corrects: found.corrects,
    };
  }
}

// What corrects a message is the newest that holds of all its corrections and theirs. What took a correction's text to
// others (its remainder) is corrected with it.
const APPROVED = `
SELECT b.public_code AS "publicCode", b.state, s.digest, s.document, s.decided_at AS "approvedAt",
  b.doubted_at IS NOT NULL OR EXISTS (SELECT FROM broadcasts c WHERE c.original_id IN (b.id, b.remainder_of_id) AND c.state = 'in_review') AS doubted,
  o.name AS office, original.public_code AS corrects,
  (WITH RECURSIVE later AS (
     SELECT c.id FROM broadcasts c WHERE c.original_id IN (b.id, b.remainder_of_id)
     UNION
     SELECT c.id FROM broadcasts c JOIN later l ON c.original_id = l.id
   )
   SELECT c.public_code FROM later l JOIN broadcasts c ON c.id = l.id
   JOIN submissions cs ON cs.broadcast_id = c.id AND cs.no = c.submission_no
   WHERE cs.decision = 'approved' AND c.state NOT IN ('withdrawn', 'cancelled')
   ORDER BY cs.decided_at DESC, c.id DESC LIMIT 1) AS "correctedBy"
FROM broadcasts b
JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no AND s.decision = 'approved'
JOIN people p ON p.id = s.decided_by
JOIN organisations o ON o.id = p.organisation_id
LEFT JOIN broadcasts original ON original.id = b.original_id
WHERE b.public_code = $1`;

function standingOf({ state, doubted, correctedBy }: Found): Standing {
  if (correctedBy) return 'corrected';
  switch (state) {
    case 'approved':
    case 'running':
      return doubted ? 'doubted' : 'sending';
    case 'completed':
    case 'expired':
      return doubted ? 'doubted' : 'sent';
    case 'paused':
      // A pause that is not for doubt says nothing about the content: it is technical.
      return doubted ? 'doubted' : 'held';
    case 'cancelled':
      return 'stopped';
    default:
      // Taken back into the draft: what was approved is no longer meant.
      return 'withdrawn';
  }
}

function textsOf(document: FrozenDocument): ApprovedText[] {
  const render = compileDocument(document);
  const regionCode = document.audience.regions[0] ?? '';
  return document.channels.flatMap((channel) =>
    Object.keys(document.contents[channel] ?? {}).map((language) => {
      const { subject, text } = render(
        channel,
        language,
      )({ regionCode, ...(channel === 'sms' ? SMS_MARKS : MARKS) });
      return { channel, language, subject, text };
    }),
  );
}

function pollingDatesOf({ election, contents }: FrozenDocument): string[] {
  const named = Object.values(contents).some((byLanguage) =>
    Object.values(byLanguage).some(({ subject = '', text }) => `${subject}${text}`.includes('polling_date')),
  );
  if (!election || !named) return [];
  const dates = new Set([election.pollingDate, ...Object.values(election.byRegion)]);
  return [...dates].toSorted().map((date) => election.words['id']?.[date] ?? date);
}
