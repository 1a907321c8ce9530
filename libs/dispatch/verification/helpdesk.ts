import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { lookUpHash, openAddress } from '#audience/addresses';
import { countLook } from '#audience/limits';
import { checkedAddress, type ExactAddress } from '#audience/suppressions';
import { record } from '#audit';
import type { Match } from '#broadcasts/verification';
import { type ChannelName, mask } from '#channels';
import { Keys } from '#platform/crypto';
import { Database, now, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { Copies } from '../sending/copies.js';
import { type HeardAnswer, heardOf, heardRank, piecesAsHeard } from './heard.rules.js';
import { PublicRecords } from './public-record.js';
import { PastedTexts } from './pasted-text.js';
import { inPlaceOf } from './verdict.rules.js';
import type { ComparedText as Compared, Subscription, Verified } from '#contract/api/helpdesk';

export type { ComparedText as Compared, Subscription, Verified } from '#contract/api/helpdesk';

/** The pieces to show. Nobody reads the closing lines out: beside a difference, they are none themselves. */
const shownPieces = ({ pieces, closingUnread }: Match, answer: HeardAnswer): Match['pieces'] =>
  piecesAsHeard(answer === 'incomplete' ? pieces : pieces.slice(0, pieces.length - closingUnread));

interface HeldAddress {
  id: string;
  channel: ChannelName;
  state: string;
  restricted: boolean;
  ciphertext: Buffer;
  keyId: string;
}

/** The way of leaving, as suppressions record it. */
const WAY = 'helpdesk';

const RESTRICTED =
  'EXISTS (SELECT FROM contacts c WHERE c.id = contact_id AND c.restricted_at IS NOT NULL) AS restricted';

/** Whether a code that opens nothing may be recorded: digits alone may be a telephone number, letters alone a name. */
const namesNobody = (code: string): boolean => /\d/.test(code) && /\p{L}/u.test(code);

/**
 * Serves callers without a browser: verifies a code they read out, and unsubscribes them. It discloses nothing that the
 * caller does not say. The trail records each look-up, by ids, and look-ups are counted for each member of staff.
 */
@Injectable()
export class Helpdesk {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
    private readonly records: PublicRecords,
    private readonly copies: Copies,
    private readonly texts: PastedTexts,
  ) {}

  /** @throws Problem not-found when nothing that KPU approved has the code; too-many */
  async verify(code: string, personId: string): Promise<Verified> {
    const { record: shown, inForce, addressId } = await this.open(code, personId);
    const address = addressId === null ? undefined : await this.address(this.database.manager, addressId);
    await record(this.database.manager, {
      actorId: personId,
      act: 'helpdesk.verify',
      subject: `code:${shown.publicCode}`,
      detail: { answer: shown.standing, ...(address ? { address: address.id } : {}) },
    });
    return {
      record: shown,
      inForce,
      inPlace: inPlaceOf(shown, inForce),
      copy: address
        ? {
            channel: address.channel,
            to: mask(address.channel, openAddress(this.keys, address.id, address.channel, address)),
            subscribed: address.state === 'active',
            restricted: address.restricted,
          }
        : null,
    };
  }

  /**
   * Compares what a caller reads out with what was approved. The trail records the matching text, but nothing of what was
   * read out.
   * @throws Problem invalid, too-many
   */
  async compare(text: string, personId: string): Promise<Compared> {
    const verdict = await this.texts.check(text, '', `staff ${personId}`, heardRank);
    if (verdict.kind === 'later') {
      const waitMs = verdict.at.getTime() - (await now(this.database.manager)).getTime();
      const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
      throw new Problem('too-many-comparisons', {}, [], { retryAfterSeconds });
    }
    if (verdict.kind === 'too-long') throw new Problem('longer-than-any');
    const {
      answer,
      record: like,
      inForce,
      inPlace,
      match,
      strangeCode,
      twin,
    }: Compared = verdict.kind === 'found'
      ? {
          ...verdict,
          answer: heardOf(verdict),
          inPlace: inPlaceOf(verdict.record, verdict.inForce),
          match: verdict.match && { ...verdict.match, pieces: shownPieces(verdict.match, heardOf(verdict)) },
        }
      : {
          answer: verdict.near ? 'near' : null,
          record: null,
          inForce: null,
          inPlace: null,
          match: null,
          strangeCode: false,
          twin: null,
        };
    await record(this.database.manager, {
      actorId: personId,
      act: 'helpdesk.compare',
      subject: `code:${like?.publicCode ?? 'none'}`,
      detail: { answer },
    });
    return {
      answer,
      record: like,
      inForce,
      inPlace,
      match,
      strangeCode,
      twin: answer === 'altered' ? null : twin,
    };
  }

  /**
   * Unsubscribes the person whose copy has this code.
   * @returns whether that changed anything
   * @throws Problem not-found when no copy has the code; too-many
   */
  async leaveByCode(code: string, personId: string): Promise<boolean> {
    const { addressId, record: shown } = await this.open(code, personId);
    if (addressId === null) throw new Problem('not-an-sms-code');
    return this.database.transaction(async (tx) => {
      const left = await this.audience.leave(tx, addressId, WAY);
      await this.note(tx, personId, `address:${addressId}`, { by: 'code', code: shown.publicCode, left });
      return left;
    });
  }

  /** Whether messages go to the address that the caller reads out. @throws Problem invalid, too-many */
  async find(address: ExactAddress, personId: string): Promise<Subscription> {
    const to = checkedAddress(address);
    await countLook(this.database, this.keys, personId);
    const hash = await lookUpHash(this.database.manager, this.keys, address.channel, to);
    const found = await row<{ id: string; state: string; restricted: boolean }>(
      this.database.manager,
      `SELECT id, state, ${RESTRICTED} FROM addresses WHERE channel = $1 AND hash = $2`,
      [address.channel, hash],
    );
    await record(this.database.manager, {
      actorId: personId,
      act: 'helpdesk.find',
      subject: `address:${found?.id ?? 'none'}`,
      detail: { channel: address.channel },
    });
    return { subscribed: found?.state === 'active', restricted: found?.restricted === true };
  }

  /**
   * Unsubscribes an address at its owner's request. An address that nobody holds is recorded as left too: the request must
   * hold against later imports.
   * @returns whether that changed anything
   * @throws Problem invalid, too-many
   */
  async leaveByAddress(address: ExactAddress, personId: string): Promise<boolean> {
    const { channel } = address;
    const to = checkedAddress(address);
    await countLook(this.database, this.keys, personId);
    return this.database.transaction(async (tx) => {
      const hash = await lookUpHash(tx, this.keys, channel, to);
      const held = await row<{ id: string }>(
        tx,
        'SELECT id FROM addresses WHERE channel = $1 AND hash = $2 FOR UPDATE',
        [channel, hash],
      );
      const [left, subject] = held
        ? [await this.audience.leave(tx, held.id, WAY), `address:${held.id}`]
        : await this.leaveUnheld(tx, channel, hash);
      await this.note(tx, personId, subject, { by: 'address', channel, left });
      return left;
    });
  }

  private async leaveUnheld(tx: Tx, channel: ChannelName, hash: Buffer): Promise<[boolean, string]> {
    const made = await this.audience.leaveUnheld(tx, channel, hash, WAY);
    return [made !== null, `suppression:${made ?? 'none'}`];
  }

  private note(tx: Tx, personId: string, subject: string, detail: Record<string, unknown>): Promise<void> {
    return record(tx, { actorId: personId, act: 'helpdesk.leave', subject, detail });
  }

  private async open(code: string, personId: string) {
    await countLook(this.database, this.keys, personId);
    const opened = await this.records.open(code);
    if (!opened) {
      await record(this.database.manager, {
        actorId: personId,
        act: 'helpdesk.verify',
        subject: 'code:none',
        detail: { answer: 'unknown', ...(namesNobody(code) ? { code } : {}) },
      });
      throw new Problem('no-such-code');
    }
    const copy = opened.ofCopy ? await this.copies.find({ code }) : null;
    return { record: opened.record, inForce: opened.inForce, addressId: copy?.addressId ?? null };
  }

  private address(tx: Tx, id: string): Promise<HeldAddress | undefined> {
    return row<HeldAddress>(
      tx,
      `SELECT id, channel, state, ${RESTRICTED}, ciphertext, key_id AS "keyId" FROM addresses WHERE id = $1`,
      [id],
    );
  }
}
