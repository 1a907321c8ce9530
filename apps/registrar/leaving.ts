import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audience, type ConsentLanguage, mayReturn, Preferences, returnTo, returnWording } from '#audience';
import { row, type Tx } from '#platform';

/** How a return is noted in the record. */
const WAY = 'unsubscribe page';

/** How a citizen leaves one channel by a page: at once, also in a broadcast in flight. May be repeated, and taken back. */
@Injectable()
export class Leaving {
  constructor(
    private readonly database: DataSource,
    private readonly audience: Audience,
    private readonly preferences: Preferences,
  ) {}

  /** @param way how the person left: a short code for the record */
  async leave(addressId: string, way: 'link' | 'sms code'): Promise<void> {
    await this.database.transaction((tx) => this.audience.leave(tx, addressId, way));
  }

  /** The topics of somebody who may take their leaving back; null where that cannot be. */
  async offer(addressId: string): Promise<string[] | null> {
    const tx = this.database.manager;
    if (!(await mayReturn(tx, addressId))) return null;
    return (await contactOf(tx, addressId))?.topics ?? null;
  }

  /**
   * Takes a leaving back. May be repeated.
   * @param only of the topics they had, those still wanted; null: all as before
   * @returns whether messages go to the address now
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
