import { randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { type ChannelName, normaliseAddress } from '#channels';
import { Notices } from '#notices';
import { fault } from '#contract/problems';
import { InjectLogger } from '#platform';
import { Keys } from '#platform/crypto';
import { Database, now, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import { tellFormer } from './account-news.js';
import { countAttempt } from '../sign-in/attempt-limits.js';
import { Staff } from '../staff.js';
import { ownAddressContext } from './staff-addresses.js';

/** Validity of a code, in ms. */
const CODE_LIFE_MS = 15 * 60_000;
/** Wrong entries allowed per code: a guess succeeds with a probability of 5 in a million. */
const MOST_TRIES = 5;

/** Addresses that staff enter for notices to themselves. An address counts once a code sent to it is entered. */
@Injectable()
export class OwnAddresses {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly staff: Staff,
    private readonly notices: Notices,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Sends a six-digit code to an address. A confirmed address that it replaces stays in use until the code is entered.
   * @param given as typed
   * @throws Problem invalid when it is no address of this channel, too-many after 6 codes in 15 minutes
   */
  async give(personId: string, channel: ChannelName, given: string): Promise<void> {
    const to = normaliseAddress(channel, given);
    if (to === null || (channel === 'telegram' && to.startsWith('-'))) {
      throw new Problem('no-address-to-reach', {}, [fault('to', `own-${channel}`)]);
    }
    // Counted in its own transaction: a request that is refused afterwards counts too.
    await countAttempt(this.database.manager, this.keys, { address: personId });
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await this.database.transaction(async (tx) => {
      const { ciphertext, keyId } = this.keys.seal(to, ownAddressContext(personId, channel));
      const expiresAt = new Date((await now(tx)).getTime() + CODE_LIFE_MS);
      await tx.query(
        `INSERT INTO address_codes (person_id, channel, ciphertext, key_id, code_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person_id, channel) DO UPDATE SET ciphertext = excluded.ciphertext, key_id = excluded.key_id,
           code_hash = excluded.code_hash, tries = 0, expires_at = excluded.expires_at`,
        [
          personId,
          channel,
          ciphertext,
          keyId,
          this.keys.hash(CODE, codeOf(personId, channel, code)),
          expiresAt,
        ],
      );
      await this.notices.send(tx, {
        kind: 'confirmation',
        channel,
        to,
        message: {
          subject: 'Kode Siar Anda',
          text: `Kode Siar Anda: ${code}. Ketik di halaman "Alamat saya" dalam 15 menit. Abaikan bila bukan Anda yang meminta.`,
        },
        expiresAt,
        personId,
      });
      await record(tx, {
        actorId: personId,
        act: 'person.address-code',
        subject: `person:${personId}`,
        detail: { channel },
      });
    });
    this.notices
      .release()
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'immediate run failed; the next tick does it'),
      );
  }

  /**
   * Accepts the code sent to an address: notices to this person now go there. The replaced address is notified.
   * @throws Problem invalid when it is wrong; conflict when no code is pending
   */
  async confirm(personId: string, channel: ChannelName, code: string): Promise<void> {
    const right = await this.database.transaction(async (tx) => {
      const sent = await row<{ ciphertext: Buffer; keyId: string; codeHash: Buffer }>(
        tx,
        `UPDATE address_codes SET tries = tries + 1
         WHERE person_id = $1 AND channel = $2 AND expires_at > siar_now() AND tries < $3
         RETURNING ciphertext, key_id AS "keyId", code_hash AS "codeHash"`,
        [personId, channel, MOST_TRIES],
      );
      if (!sent) throw new Problem('no-code-open');
      const { codeHash } = sent;
      const typed = this.keys.hashes(CODE, codeOf(personId, channel, code));
      if (!typed.some((hash) => hash.length === codeHash.length && timingSafeEqual(hash, codeHash)))
        return false;
      await tx.query('DELETE FROM address_codes WHERE person_id = $1 AND channel = $2', [personId, channel]);
      const to = this.keys.open(sent, ownAddressContext(personId, channel));
      const former = (await this.staff.addresses(tx, personId)).find((one) => one.channel === channel);
      if (former && former.to !== to) await tellFormer(tx, this.keys, personId, former);
      await this.staff.addAddress(tx, personId, channel, to, true);
      return true;
    });
    if (!right) {
      throw new Problem('not-code-sent', {}, [fault('code', 'not-code-sent')]);
    }
  }

  /**
   * Deletes an address and notifies it.
   * @throws Problem not-found; conflict when it is the last address of a person on call
   */
  async forget(personId: string, channel: ChannelName): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('SELECT FROM people WHERE id = $1 FOR UPDATE', [personId]);
      await tx.query('DELETE FROM address_codes WHERE person_id = $1 AND channel = $2', [personId, channel]);
      const former = (await this.staff.addresses(tx, personId)).find((one) => one.channel === channel);
      if (!former) throw new Problem('no-own-address-here');
      await tx.query('DELETE FROM person_addresses WHERE person_id = $1 AND channel = $2', [
        personId,
        channel,
      ]);
      if (await isOutOfReach(tx, personId)) {
        throw new Problem('last-own-address');
      }
      await tellFormer(tx, this.keys, personId, former);
      await record(tx, {
        actorId: personId,
        act: 'person.address-forget',
        subject: `person:${personId}`,
        detail: { channel },
      });
    });
  }
}

const CODE = 'address code';
const codeOf = (personId: string, channel: ChannelName, code: string): string =>
  `${personId}\0${channel}\0${code}`;

/** Whether a person on call has no address for notices. */
async function isOutOfReach(tx: Tx, personId: string): Promise<boolean> {
  const found = await row(
    tx,
    `SELECT FROM on_call c WHERE c.person_id = $1
       AND NOT EXISTS (SELECT FROM person_addresses a WHERE a.person_id = c.person_id AND a.confirmed_at IS NOT NULL)`,
    [personId],
  );
  return found !== undefined;
}
