import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { Keys } from '#platform/crypto';
import { Database, row, type Tx } from '#platform/database';
import { limitKeys } from '../limits/count-act.js';
import { renewContact } from '../addresses/look-up.js';
import { type Held, heldAbout } from './held.js';

/** The person who exercises a right, for the record. */
export interface Exercised {
  /** The officer; null: the person, through a link sent to a confirmed address of theirs. */
  actorId: string | null;
  /** For an officer: the request it answers. */
  requestId?: string;
}

/** Rights of a data subject (docs/rights.md). Each is executed here and recorded in the trail. */
@Injectable()
export class Rights {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /** Reads what is held, for a page that asks before it acts; writes no trail entry. Null: no such contact. */
  async look(contactId: string): Promise<Held | null> {
    await this.renew(contactId);
    return heldAbout(this.database.manager, this.keys, contactId);
  }

  /**
   * Brings what is stored of a person's addresses under one key, by whose hash what is held of them is found. In no
   * transaction of a caller: an erasure locks the ledger before the addresses.
   */
  renew(contactId: string): Promise<void> {
    return renewContact(this.database.manager, this.keys, contactId);
  }

  /** Returns everything held about a person. */
  async access(contactId: string, by: Exercised): Promise<Held | null> {
    await this.renew(contactId);
    return this.database.transaction((tx) => this.accessIn(tx, contactId, by));
  }

  /** The same within a transaction, after `renew`. */
  async accessIn(tx: Tx, contactId: string, by: Exercised): Promise<Held | null> {
    await note(tx, contactId, 'contact.access', by);
    return heldAbout(tx, this.keys, contactId);
  }

  /** Corrects a person's name. @returns whether anything changed */
  rename(contactId: string, name: string, by: Exercised): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const held = await heldAbout(tx, this.keys, contactId);
      if (!held || held.contact.name === name) return false;
      await tx.query('UPDATE contacts SET name = $2 WHERE id = $1', [contactId, name]);
      await note(tx, contactId, 'contact.change', by, { changed: ['name'] });
      return true;
    });
  }

  /** Erases a person. Irreversible. @returns false when there is no such contact (any more) */
  async erase(contactId: string, by: Exercised): Promise<boolean> {
    await this.renew(contactId);
    return this.database.transaction((tx) => this.eraseIn(tx, contactId, by));
  }

  /** The same within a transaction, after `renew`. */
  async eraseIn(tx: Tx, contactId: string, by: Exercised): Promise<boolean> {
    const held = await heldAbout(tx, this.keys, contactId);
    const limits = (held?.addresses ?? []).flatMap(({ channel, to }) => [
      ...limitKeys(this.keys, { limit: 'address', subject: `${channel} ${to}` }),
      ...(channel === 'telegram' ? chatLimits(this.keys, to) : []),
    ]);
    const done = await row<{ erased: boolean }>(tx, 'SELECT erase_contact($1, $2::bytea[]) AS erased', [
      contactId,
      limits,
    ]);
    if (!done?.erased) return false;
    await note(tx, contactId, 'contact.erase', by);
    return true;
  }

  /**
   * Restricts processing, or lifts the restriction: data is kept and nothing is sent, including in a broadcast in
   * flight.
   * @returns whether anything changed
   */
  async restrictIn(tx: Tx, contactId: string, restricted: boolean, by: Exercised): Promise<boolean> {
    const changed = await row(
      tx,
      `UPDATE contacts SET restricted_at = CASE WHEN $2 THEN siar_now() END
       WHERE id = $1 AND (restricted_at IS NOT NULL) <> $2 RETURNING id`,
      [contactId, restricted],
    );
    if (!changed) return false;
    await note(tx, contactId, restricted ? 'contact.restrict' : 'contact.lift', by);
    return true;
  }
}

/** Keys of the bot's limits for a chat. */
const chatLimits = (keys: Keys, chatId: string): Buffer[] => [
  ...limitKeys(keys, { limit: 'chat', subject: chatId }),
  ...(['pastes', 'guesses'] as const).flatMap((limit) =>
    limitKeys(keys, { limit, subject: `chat ${chatId}` }),
  ),
];

function note(
  tx: Tx,
  contactId: string,
  act: string,
  { actorId, requestId }: Exercised,
  more: Record<string, unknown> = {},
): Promise<void> {
  const via = requestId === undefined ? { via: 'preferences' } : { request: requestId };
  return record(tx, { actorId, act, subject: `contact:${contactId}`, detail: { ...more, ...via } });
}
