import { Injectable } from '@nestjs/common';
import { entries, record } from '#audit';
import { type ChannelName, mask } from '#channels';
import { fault } from '#contract/problems';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, now, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import { lookUpHash } from '../addresses/look-up.js';
import { countLook, countReveal } from '../limits/count-look.js';
import { readableCopy } from './readable-copy.js';
import {
  countMessages,
  DEADLINE_HOURS,
  type Deed,
  type HandOver,
  type IdentityCheck,
  mayTakeBack,
  type Outcome,
  possibleOutcomes,
  PRESSING_HOURS,
  type RequestState,
  type Want,
  type Way,
} from './data-requests.rules.js';
import { askerContext, type Held, heldAbout } from './held.js';
import { namesDiffer } from './names.rules.js';
import { type Exercised, Rights } from './rights.js';
import type { WaitingRequests } from '#contract/api/home';
import type { DataRequest } from '#contract/api/data-requests';
import { DATA_REQUESTS } from './data-request.states.js';

export type { WaitingRequests } from '#contract/api/home';
export type { DataRequest } from '#contract/api/data-requests';

/** Fields of a new request. */
export interface NewDataRequest {
  wants: Want;
  way: Way;
  asker: string;
  receivedAt: Date;
}

type Raw = Omit<
  DataRequest,
  'asker' | 'person' | 'erasedContact' | 'outcomes' | 'handedOver' | 'mayTakeBack'
> & {
  handedHow: HandOver | null;
  handedAt: Date | null;
  contactId: string | null;
  restricted: boolean;
  ciphertext: Buffer | null;
  keyId: string | null;
};

/** What a locked request is judged by. */
interface Locked {
  wants: Want;
  state: RequestState;
  contactId: string | null;
  restricted: boolean;
  done: Deed[];
  handedOver: boolean;
}

const CLOSED_SHOWN = 100;
/** Whether sending to the person found by the request `q` is restricted. */
const RESTRICTED =
  'EXISTS (SELECT FROM contacts c WHERE c.id = q.contact_id AND c.restricted_at IS NOT NULL) AS restricted';
const SELECT = `
SELECT q.id, q.wants, q.way, q.asker_ciphertext AS ciphertext, q.asker_key_id AS "keyId", q.received_at AS "receivedAt",
  q.due_at AS "dueAt", extract(epoch FROM q.due_at - coalesce(q.closed_at, siar_now()))::float8 * 1000 AS "leftMs", p.name AS "openedBy",
  q.opened_at AS "openedAt", q.state, q.contact_id AS "contactId", ${RESTRICTED}, q.identity_check AS "identityCheck",
  q.identity_checked_at AS "identityCheckedAt", q.done, q.handed_how AS "handedHow",
  q.handed_at AS "handedAt", q.outcome, q.reason, q.closed_at AS "closedAt"
FROM data_requests q JOIN people p ON p.id = q.opened_by`;

/**
 * Requests of people without a link of their own, because they lost the number or the mailbox. The officer finds the
 * person, records the identity check, performs the act, and closes the request within its deadline. Each of these names
 * the person that the officer was shown (`shownId`).
 */
@Injectable()
export class DataRequests {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly rights: Rights,
    @InjectConfig() private readonly config: Pick<Config, 'MINISTRY_NAME' | 'COMMISSION_NAME'>,
  ) {}

  /** The open ones by deadline, or the latest 100 closed ones. */
  async list(state: 'open' | 'closed'): Promise<DataRequest[]> {
    const found = await rows<Raw>(
      this.database.manager,
      state === 'open'
        ? `${SELECT} WHERE q.state <> 'closed' ORDER BY q.due_at, q.id`
        : `${SELECT} WHERE q.state = 'closed' ORDER BY q.closed_at DESC, q.id DESC LIMIT ${CLOSED_SHOWN}`,
    );
    return found.map((one) => this.shown(one, null));
  }

  /** How many are open, and when the first of them is due. */
  async waiting(): Promise<WaitingRequests> {
    const found = await row<WaitingRequests>(
      this.database.manager,
      `SELECT count(*)::int AS open, min(due_at) AS "dueAt", coalesce(min(due_at) < siar_now(), false) AS overdue
       FROM data_requests WHERE state <> 'closed'`,
    );
    return found ?? { open: 0, dueAt: null, overdue: false };
  }

  /** How many open ones are overdue, or due soon. */
  async pressing(): Promise<number> {
    const found = await row<{ n: number }>(
      this.database.manager,
      `SELECT count(*)::int AS n FROM data_requests
       WHERE state <> 'closed' AND due_at < siar_now() + make_interval(hours => $1)`,
      [PRESSING_HOURS],
    );
    return found?.n ?? 0;
  }

  /** @throws Problem not-found */
  async get(id: string): Promise<DataRequest> {
    const tx = this.database.manager;
    const found = await row<Raw>(tx, `${SELECT} WHERE q.id = $1`, [id]);
    if (!found) throw new Problem('no-such-request');
    const held = found.contactId === null ? null : await heldAbout(tx, this.keys, found.contactId);
    return {
      ...this.shown(found, held),
      erasedContact: found.outcome === 'erased' ? await contactOfClosing(tx, id) : null,
    };
  }

  /** Stores a request. @throws Problem invalid when its receipt lies in the future */
  async open(officerId: string, { wants, way, asker, receivedAt }: NewDataRequest): Promise<DataRequest> {
    const id = await this.database.transaction(async (tx) => {
      // Before the number is taken: a controller asks about each gap in the numbers.
      const receipt = await row<{ future: boolean }>(tx, 'SELECT $1::timestamptz > siar_now() AS future', [
        receivedAt,
      ]);
      if (receipt?.future) throw new Problem('received-later', {}, [fault('receivedAt', 'later-than-now')]);
      const made = await row<{ id: string }>(
        tx,
        `SELECT nextval(pg_get_serial_sequence('data_requests', 'id')) AS id`,
      );
      if (!made) throw new Error('A sequence returned no number');
      const sealed = this.keys.seal(asker, askerContext(made.id));
      await tx.query(
        `INSERT INTO data_requests (id, wants, way, asker_ciphertext, asker_key_id, received_at, due_at, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + make_interval(hours => $7), $8)`,
        [made.id, wants, way, sealed.ciphertext, sealed.keyId, receivedAt, DEADLINE_HOURS, officerId],
      );
      await note(tx, officerId, made.id, 'request.open', { wants, way });
      return made.id;
    });
    return this.get(id);
  }

  /**
   * Finds the person of an open request by a complete address. The searched address is not stored.
   * @param to in its normal form
   * @returns the request, without a person if the address is not stored; and whether a keyed hash of it is kept, and
   *   why
   * @throws Problem too-many when the officer exceeds the look-up limit; conflict when the identity is already verified
   */
  async find(
    officerId: string,
    id: string,
    channel: ChannelName,
    to: string,
  ): Promise<DataRequest & { suppressed: string | null }> {
    await countLook(this.database, this.keys, officerId);
    const suppressed = await this.database.transaction(async (tx) => {
      const hash = await lookUpHash(tx, this.keys, channel, to);
      await this.locked(tx, id, 'open');
      const found = await row<{ id: string | null; named: boolean; reason: string | null }>(
        tx,
        `SELECT a.contact_id AS id, coalesce(c.name, '') <> '' AS named,
           (SELECT reason FROM suppressions WHERE channel = $1 AND hash = $2) AS reason
         FROM (SELECT) AS always LEFT JOIN addresses a ON a.channel = $1 AND a.hash = $2
         LEFT JOIN contacts c ON c.id = a.contact_id`,
        [channel, hash],
      );
      await tx.query('UPDATE data_requests SET contact_id = $2 WHERE id = $1', [id, found?.id ?? null]);
      await note(tx, officerId, id, 'request.find', {
        channel,
        found: found?.id ?? null,
        ...(found?.named && { nameShown: true }),
      });
      return found?.reason ?? null;
    });
    return { ...(await this.get(id)), suppressed };
  }

  /**
   * Records how the officer verified that the requester is the person found, and whether the names differed.
   * @throws Problem conflict when nobody was found
   */
  async identify(officerId: string, id: string, check: IdentityCheck, shownId: string): Promise<DataRequest> {
    await this.database.transaction(async (tx) => {
      const { contactId } = await this.locked(tx, id, 'open');
      if (contactId === null) throw new Problem('find-person-first');
      mustBe(contactId, shownId);
      const sides = await row<{ name: string; ciphertext: Buffer | null; keyId: string | null }>(
        tx,
        `SELECT c.name, q.asker_ciphertext AS ciphertext, q.asker_key_id AS "keyId"
         FROM data_requests q JOIN contacts c ON c.id = q.contact_id WHERE q.id = $1`,
        [id],
      );
      const differ = sides !== undefined && namesDiffer(this.askerOf(id, sides), sides.name);
      await move(
        tx,
        DATA_REQUESTS,
        'verified',
        {
          set: 'identity_check = $2, identity_checked_by = $3, identity_checked_at = siar_now()',
          where: 'q.id = $1',
        },
        [id, check, officerId],
      );
      await note(tx, officerId, id, 'request.identity', {
        check,
        found: contactId,
        ...(differ && { namesDiffer: true }),
      });
    });
    return this.get(id);
  }

  /**
   * Takes the identity check back: the request is open again, with the person found.
   * @throws Problem conflict when there is no check, or something rests on it
   */
  async takeBack(officerId: string, id: string, shownId: string | null): Promise<DataRequest> {
    await this.database.transaction(async (tx) => {
      const progress = await this.locked(tx, id, 'verified');
      mustBe(progress.contactId, shownId);
      if (!mayTakeBack(progress)) throw new Problem('identity-used');
      await this.forgetCheck(tx, officerId, id, progress.contactId);
    });
    return this.get(id);
  }

  private async forgetCheck(tx: Tx, officerId: string, id: string, contactId: string | null): Promise<void> {
    await move(
      tx,
      DATA_REQUESTS,
      'open',
      {
        set: `identity_check = NULL, identity_checked_by = NULL, identity_checked_at = NULL, done = '{}'`,
        where: 'q.id = $1',
      },
      [id],
    );
    await note(tx, officerId, id, 'request.identity-back', { found: contactId });
  }

  /**
   * Exports everything held about the person, with complete addresses; counts as reveals.
   * @throws Problem too-many; conflict while the identity is not verified
   */
  async export(officerId: string, id: string, shownId: string): Promise<Held> {
    await countReveal(this.database, this.keys, officerId);
    await this.rights.renew(shownId);
    return this.act(officerId, id, shownId, 'exported', async (tx, contactId, by) => {
      const held = await this.rights.accessIn(tx, contactId, by);
      if (!held) throw new Problem('nothing-held');
      return held;
    });
  }

  /** The same for the person to read, in their language: one HTML file. Counts and is recorded like an export. */
  async copy(officerId: string, id: string, shownId: string): Promise<{ html: string }> {
    const held = await this.export(officerId, id, shownId);
    const names = { ministry: this.config.MINISTRY_NAME, commission: this.config.COMMISSION_NAME };
    return { html: readableCopy(held, names, await now(this.database.manager)) };
  }

  /** Restricts the processing for the person, or lifts the restriction. */
  async restrict(officerId: string, id: string, restricted: boolean, shownId: string): Promise<DataRequest> {
    await this.act(
      officerId,
      id,
      shownId,
      restricted ? 'restricted' : 'lifted',
      async (tx, contactId, by) => {
        if (await this.rights.restrictIn(tx, contactId, restricted, by)) return;
        throw new Problem(restricted ? 'restricted-already' : 'not-restricted');
      },
    );
    return this.get(id);
  }

  /** Erases the person, which closes the request. */
  async erase(officerId: string, id: string, shownId: string): Promise<DataRequest> {
    await this.rights.renew(shownId);
    await this.act(officerId, id, shownId, 'erased', async (tx, contactId, by) => {
      await this.rights.eraseIn(tx, contactId, by);
      await this.end(tx, officerId, id, contactId, 'erased');
    });
    return this.get(id);
  }

  /**
   * Records that the copy is in the person's hands: the file alone answers nobody.
   * @throws Problem conflict when no copy was made; invalid when the time is before the identity check, or later than now
   */
  async handOver(
    officerId: string,
    id: string,
    how: HandOver,
    at: Date,
    shownId: string | null,
  ): Promise<DataRequest> {
    await this.database.transaction(async (tx) => {
      const { done, contactId } = await this.locked(tx, id, 'verified');
      mustBe(contactId, shownId);
      if (!done.includes('exported')) throw new Problem('copy-first');
      const kept = await row<{ id: string }>(
        tx,
        `UPDATE data_requests SET handed_how = $2, handed_at = $3, handed_by = $4
         WHERE id = $1 AND $3::timestamptz BETWEEN date_trunc('minute', identity_checked_at) AND siar_now() RETURNING id`,
        [id, how, at, officerId],
      );
      if (!kept) throw new Problem('handed-when');
      await note(tx, officerId, id, 'request.hand-over', {
        how,
        at: at.toISOString(),
        ...(contactId !== null && { found: contactId }),
      });
    });
    return this.get(id);
  }

  /**
   * Closes a request.
   * @param reason the ground of a refusal
   * @throws Problem conflict when it is closed, or the outcome does not match the acts performed
   */
  async close(
    officerId: string,
    id: string,
    outcome: Outcome,
    reason: string | null,
    shownId: string | null,
  ): Promise<DataRequest> {
    await this.database.transaction(async (tx) => {
      await lockContact(tx, id);
      const { contactId, ...progress } = await this.locked(tx, id, null);
      mustBe(contactId, shownId);
      const found = contactId !== null;
      if (!possibleOutcomes({ ...progress, found }).includes(outcome))
        throw new Problem(found && outcome === 'nothing-held' ? 'held-still' : 'not-the-outcome');
      if (outcome === 'not-identified' && progress.state === 'verified')
        await this.forgetCheck(tx, officerId, id, contactId);
      await this.end(tx, officerId, id, contactId, outcome, outcome === 'refused' ? reason : null);
    });
    return this.get(id);
  }

  private async act<T>(
    officerId: string,
    id: string,
    shownId: string,
    deed: Deed,
    work: (tx: Tx, contactId: string, by: Exercised) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      await lockContact(tx, id);
      const { contactId } = await this.locked(tx, id, 'verified');
      if (contactId === null) throw new Problem('nothing-held');
      mustBe(contactId, shownId);
      await tx.query(
        'UPDATE data_requests SET done = array_append(array_remove(done, $2), $2) WHERE id = $1',
        [id, deed],
      );
      return work(tx, contactId, { actorId: officerId, requestId: id });
    });
  }

  private async end(
    tx: Tx,
    officerId: string,
    id: string,
    contactId: string | null,
    outcome: Outcome,
    reason: string | null = null,
  ): Promise<void> {
    await move(
      tx,
      DATA_REQUESTS,
      'closed',
      { set: 'outcome = $2, closed_by = $3, closed_at = siar_now(), reason = $4', where: 'q.id = $1' },
      [id, outcome, officerId, reason],
    );
    await note(tx, officerId, id, 'request.close', {
      outcome,
      ...(contactId !== null && { found: contactId }),
      ...(reason !== null && { reason }),
    });
  }

  /** Locks a request. @param wanted the required state; null: any but closed */
  private async locked(tx: Tx, id: string, wanted: 'open' | 'verified' | null): Promise<Locked> {
    const found = await row<Locked>(
      tx,
      `SELECT wants, state, contact_id AS "contactId", ${RESTRICTED}, done, handed_at IS NOT NULL AS "handedOver"
       FROM data_requests q WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!found) throw new Problem('no-such-request');
    if (found.state === 'closed') throw new Problem('request-closed');
    if (wanted === 'open' && found.state !== 'open') throw new Problem('identity-checked');
    if (wanted === 'verified' && found.state !== 'verified') throw new Problem('identity-first');
    return found;
  }

  private askerOf(id: string, { ciphertext, keyId }: Pick<Raw, 'ciphertext' | 'keyId'>): string | null {
    return ciphertext && keyId ? this.keys.open({ ciphertext, keyId }, askerContext(id)) : null;
  }

  private shown(raw: Raw, held: Held | null): DataRequest {
    const { contactId, restricted, ciphertext, keyId, handedHow, handedAt, ...request } = raw;
    const asker = this.askerOf(request.id, { ciphertext, keyId });
    const handedOver = handedHow && handedAt && { how: handedHow, at: handedAt };
    return {
      ...request,
      handedOver,
      mayTakeBack: mayTakeBack(request),
      asker,
      erasedContact: null,
      outcomes: possibleOutcomes({
        ...request,
        found: contactId !== null,
        restricted,
        handedOver: handedOver !== null,
      }),
      person: held && {
        id: held.contact.id,
        name: held.contact.name,
        namesDiffer: namesDiffer(asker, held.contact.name),
        region: held.contact.region,
        since: held.contact.createdAt,
        restrictedAt: held.contact.restrictedAt,
        addresses: held.addresses.map(({ channel, state, to }) => ({
          channel,
          state,
          address: mask(channel, to),
        })),
        messages: countMessages(held.messages.map((message) => message.state)),
        others: held.requests
          .filter((one) => one.id !== request.id)
          .map(({ id, wants, asker, state: stands }) => ({ id, wants, asker, state: stands })),
      },
    };
  }
}

/**
 * An act falls on the person that the officer was shown, or on nobody: a colleague may have found somebody else since.
 * @param contactId of the locked request
 * @throws Problem other-person
 */
function mustBe(contactId: string | null, shownId: string | null): void {
  if (contactId !== shownId) throw new Problem('other-person', { contact: contactId ?? '–' });
}

/** Locks the person of a request. Before the request itself, in the order of a self-service erasure. */
const lockContact = (tx: Tx, requestId: string): Promise<unknown> =>
  tx.query(
    'SELECT FROM contacts WHERE id = (SELECT contact_id FROM data_requests WHERE id = $1) FOR UPDATE',
    [requestId],
  );

/** The person of a closed request: an erasure leaves the number in the trail alone. */
async function contactOfClosing(tx: Tx, id: string): Promise<string | null> {
  const page = await entries(tx, { act: 'request.close', subject: `request:${id}`, limit: 1 });
  const found = page.entries[0]?.detail['found'];
  return typeof found === 'string' ? found : null;
}

const note = (
  tx: Tx,
  actorId: string,
  id: string,
  act: string,
  detail: Record<string, unknown>,
): Promise<void> => record(tx, { actorId, act, subject: `request:${id}`, detail });
