import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { type ConsentLanguage, mayReturn, Preferences, returnTo, returnWording } from '#audience/joining';
import { Database, row, type Tx } from '#platform/database';

/** Source of the consent when a citizen returns. */
const WAY = 'unsubscribe page';

/**
 * Unsubscribes a citizen from one channel through a page: at once, including a broadcast in flight. Idempotent and
 * revertible.
 */
@Injectable()
export class Leaving {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    private readonly preferences: Preferences,
  ) {}

  /** @param way how the person left: a short code for the record */
  async leave(addressId: string, way: 'link' | 'sms code'): Promise<void> {
    await this.database.transaction((tx) => this.audience.leave(tx, addressId, way));
  }

  /** The topics of a citizen who may revert their leaving; null if they may not. */
  async offer(addressId: string): Promise<string[] | null> {
    const tx = this.database.manager;
    if (!(await mayReturn(tx, addressId))) return null;
    return (await contactOf(tx, addressId))?.topics ?? null;
  }

  /**
   * Reverts a leaving. Idempotent.
   * @param only the subset of their topics to keep; null: all
   * @returns whether messages are sent to the address now
   */
  takeBack(addressId: string, only: readonly string[] | null, language: ConsentLanguage): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const back = await returnTo(tx, addressId, WAY, returnWording(language).id);
      const contact = await contactOf(tx, addressId);
      if (!back || !contact) return contact?.state === 'active';
      const member = only && (await this.preferences.of(tx, contact.id));
      if (member) {
        const topics = contact.topics.filter((topic) => only.includes(topic));
        await this.preferences.change(tx, contact.id, { ...member.wish, topics }, [], WAY);
      }
      return true;
    });
  }
}

function contactOf(
  tx: Tx,
  addressId: string,
): Promise<{ id: string; topics: string[]; state: string } | undefined> {
  return row(
    tx,
    'SELECT c.id, c.topics, a.state FROM addresses a JOIN contacts c ON c.id = a.contact_id WHERE a.id = $1',
    [addressId],
  );
}
