import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { type ChannelName, normaliseAddress } from '#channels';
import { fault } from '#contract/problems';
import { Keys } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import { Audience, type SuppressionReason } from '../audience.js';
import type { OwnAddress } from '../joining/preferences.js';
import { lookUpHash } from '../addresses/look-up.js';
import { countLook } from '../limits/count-look.js';
import { type Lifting, liftingOf, mustHaveAsked } from './suppressions.rules.js';
import type { FoundAddress } from '#contract/api/contacts';
import { ADDRESSES } from '../addresses/address.states.js';

export type { FoundAddress } from '#contract/api/contacts';

/** A complete address as staff enter it. */
export interface ExactAddress {
  channel: ChannelName;
  to: string;
}

/** One trail entry about an address. */
interface SuppressionAct {
  at: Date;
  /** Null for Siar itself. */
  actor: string | null;
  act: string;
  /** The reason that staff entered. */
  reason: string | null;
}

interface Held {
  hash: Buffer;
  addressId: string | null;
  contactId: string | null;
  state: OwnAddress['state'] | null;
  consented: boolean;
  suppressionId: string | null;
  reason: SuppressionReason | null;
  detail: string;
  since: Date;
}

/** Maximum trail entries shown of an address. */
const SHOWN = 20;

/** Suppressions as staff maintain them: one at a time, by complete address only. */
@Injectable()
export class Suppressions {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
  ) {}

  /**
   * Looks up one address. Each look-up is recorded in the trail, by ids, and counted: the register must not be
   * readable.
   * @throws Problem invalid when it is no address, too-many when the person exceeds the look-up limit
   */
  async find(address: ExactAddress, personId: string): Promise<FoundAddress> {
    const to = checkedAddress(address);
    await countLook(this.database, this.keys, personId);
    return this.database.transaction(async (tx) => {
      const held = await this.held(tx, address.channel, to);
      await record(tx, {
        actorId: personId,
        act: 'suppression.search',
        subject: subjectOf(held),
        detail: { channel: address.channel, suppressed: held.reason },
      });
      return this.shown(tx, address.channel, held);
    });
  }

  /**
   * Suppresses an address, whether or not a contact holds it. Counts as a look-up, and returns nothing else.
   * @param reason for the trail, without an address
   * @throws Problem invalid, too-many, or conflict when it is suppressed for a reason other than `left`
   */
  async add(address: ExactAddress, reason: string, personId: string): Promise<void> {
    const to = checkedAddress(address);
    await countLook(this.database, this.keys, personId);
    await this.database.transaction(async (tx) => {
      const before = await this.held(tx, address.channel, to);
      if (before.reason !== null && before.reason !== 'left') throw new Problem('suppressed-already');
      if (before.addressId !== null)
        await this.audience.suppress(tx, address.channel, [before.addressId], 'staff', '');
      else
        await tx.query(
          `INSERT INTO suppressions (channel, hash, reason) VALUES ($1, $2, 'staff')
           ON CONFLICT (channel, hash) DO UPDATE SET reason = excluded.reason WHERE suppressions.reason = 'left'`,
          [address.channel, before.hash],
        );
      await record(tx, {
        actorId: personId,
        act: 'suppression.add',
        subject: subjectOf(await this.held(tx, address.channel, to)),
        detail: { channel: address.channel, reason },
      });
    });
  }

  /**
   * Lifts a suppression, within `liftingOf`. Counts as a look-up.
   * @param reason for the trail, without an address
   * @param ownerAsked whether its owner requested it
   * @returns the effect
   * @throws Problem invalid, too-many, not-found when there is none, conflict when it is the owner's own decision
   */
  async lift(
    address: ExactAddress,
    { reason, ownerAsked }: { reason: string; ownerAsked: boolean },
    personId: string,
  ): Promise<{ effect: Lifting }> {
    const to = checkedAddress(address);
    await countLook(this.database, this.keys, personId);
    return this.database.transaction(async (tx) => {
      const held = await this.held(tx, address.channel, to);
      if (held.reason === null) throw new Problem('not-suppressed');
      const lifting = liftingOf({ ...held, reason: held.reason });
      if (lifting === 'refused') throw new Problem('owner-decided');
      if (mustHaveAsked(held.reason) && !ownerAsked)
        throw new Problem('owner-must-ask', {}, [fault('ownerAsked', 'owner-asked')]);
      if (lifting === 'own-return')
        await tx.query(
          `UPDATE suppressions SET reason = 'left', detail = 'was ' || reason WHERE channel = $1 AND hash = $2`,
          [address.channel, held.hash],
        );
      else
        await tx.query('DELETE FROM suppressions WHERE channel = $1 AND hash = $2', [
          address.channel,
          held.hash,
        ]);
      if (held.addressId !== null)
        await move(
          tx,
          ADDRESSES,
          lifting === 'own-return' ? 'unsubscribed' : 'active',
          { set: 'soft_failures = 0', where: 'a.id = $1' },
          [held.addressId],
        );
      await record(tx, {
        actorId: personId,
        act: 'suppression.lift',
        subject: subjectOf(held),
        detail: { channel: address.channel, was: held.reason, reason, ownerAsked, effect: lifting },
      });
      return { effect: lifting };
    });
  }

  /** Reads and locks an address's rows: address before suppression, the order of every caller. */
  private async held(tx: Tx, channel: ChannelName, to: string): Promise<Held> {
    const hash = await lookUpHash(tx, this.keys, channel, to);
    const address = await row<Pick<Held, 'addressId' | 'contactId' | 'state' | 'consented'>>(
      tx,
      `SELECT id AS "addressId", contact_id AS "contactId", state,
         EXISTS (SELECT FROM consents WHERE address_id = addresses.id AND withdrawn_at IS NULL) AS consented
       FROM addresses WHERE channel = $1 AND hash = $2 FOR UPDATE`,
      [channel, hash],
    );
    const suppression = await row<Pick<Held, 'suppressionId' | 'reason' | 'detail' | 'since'>>(
      tx,
      `SELECT id AS "suppressionId", reason, detail, created_at AS since FROM suppressions
       WHERE channel = $1 AND hash = $2 FOR UPDATE`,
      [channel, hash],
    );
    return {
      hash,
      ...(address ?? { addressId: null, contactId: null, state: null, consented: false }),
      ...(suppression ?? { suppressionId: null, reason: null, detail: '', since: new Date(0) }),
    };
  }

  private async shown(tx: Tx, channel: ChannelName, held: Held): Promise<FoundAddress> {
    const { state, reason, detail, since } = held;
    const suppression =
      reason === null
        ? null
        : {
            reason,
            detail,
            since,
            lifting: liftingOf({ ...held, reason }),
            mustHaveAsked: mustHaveAsked(reason),
          };
    return { state, suppression, history: await historyOf(tx, channel, held) };
  }
}

/** Staff acts on an address, and acts of its owner that changed whether messages are sent. */
function historyOf(
  tx: Tx,
  channel: ChannelName,
  { addressId, contactId, suppressionId }: Held,
): Promise<SuppressionAct[]> {
  return rows<SuppressionAct>(
    tx,
    `SELECT e.at, p.name AS actor, e.act, e.detail ->> 'reason' AS reason
     FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id
     WHERE e.subject IN ('address:' || $1, 'suppression:' || $2) AND e.act IN ('suppression.add', 'suppression.lift', 'helpdesk.leave')
       OR e.subject = 'contact:' || $3 AND e.act IN ('contact.join', 'contact.return') AND e.detail ->> 'channel' = $4
     ORDER BY e.id DESC LIMIT ${SHOWN}`,
    [addressId, suppressionId, contactId, channel],
  );
}

/** Trail subject of an address: an id that identifies nobody after an erasure. */
const subjectOf = ({ addressId, suppressionId }: Pick<Held, 'addressId' | 'suppressionId'>): string =>
  addressId !== null ? `address:${addressId}` : `suppression:${suppressionId ?? 'none'}`;

/** Normalises an address. @throws Problem invalid, without the input */
export function checkedAddress({ channel, to }: ExactAddress): string {
  const normal = normaliseAddress(channel, to);
  if (normal === null) throw new Problem('not-an-address', {}, [fault('to', `address-${channel}`)]);
  return normal;
}
