import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { channelRate } from '#channels/accounts';
import { writeNotice } from '#notices';
import { InjectConfig } from '#platform';
import { type Config, shortUrl } from '#platform/config';
import { Keys, newCode, readCode } from '#platform/crypto';
import { Database, now, row, rows, type Tx } from '#platform/database';
import { move } from '#platform/states';
import { openAddress } from '../addresses/addresses.js';
import { Audience } from '../audience.js';
import { type ConsentLanguage, consentWording } from '../joining/consent-wording.js';
import { reconfirmBySms } from '../joining/citizen-notices.js';
import { countAct } from '../limits/count-act.js';
import { consentAnew } from '../joining/memberships.js';
import { askedInATurn } from './reconfirming.rules.js';
import { ADDRESSES } from '../addresses/address.states.js';

/** Addresses examined per turn: turns cycle through the whole audience. */
const LOOKED_AT = 5_000;
/** Validity of a code, in days: later a number may be reassigned. */
const CODE_DAYS = 90;
const DAY_MS = 24 * 3600_000;

/** A consent whose owner is asked for reconfirmation. */
export interface Reconfirmation {
  addressId: string;
  /** The last digits of the number. */
  ending: string;
  /** `done`: already answered. */
  state: 'asked' | 'lapsed' | 'done';
}

/** Result of a turn. */
export interface Turn {
  asked: number;
  lapsed: number;
}

interface Due {
  id: string;
  contactId: string;
  consentId: string;
  language: string;
  ciphertext: Buffer;
  keyId: string;
  asked: boolean;
}

/**
 * Operators reassign telephone numbers: a year after an SMS consent its owner is asked once to reconfirm, and gets no
 * SMS after a grace period until they do. Addresses of other channels are not reassigned that way.
 */
@Injectable()
export class Reconfirming {
  /** Last address examined in this round. Each publisher has its own: it only saves time. */
  private after = '0';

  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
    @InjectConfig() private readonly config: Config,
  ) {}

  /**
   * Asks for reconfirmation of some consents that are a year old, and suspends those not answered in time. Safe in any
   * number of publishers: one turn in ten seconds runs in one of them, and no consent is asked twice.
   */
  async turn(): Promise<Turn> {
    if (this.config.SMS_RECONFIRM_DAYS === 0) return { asked: 0, lapsed: 0 };
    return this.database.transaction(async (tx) => {
      if (await countAct(tx, this.keys, [{ limit: 'reconfirmations' }])) return { asked: 0, lapsed: 0 };
      const due = await this.due(tx, askedInATurn(channelRate('sms', this.config) ?? 0));
      for (const one of due) await (one.asked ? lapse(tx, one) : this.ask(tx, one));
      const lapsed = due.filter(({ asked }) => asked).length;
      return { asked: due.length - lapsed, lapsed };
    });
  }

  /** The question behind a code; null when the code is unknown or expired. Changes nothing. */
  look(code: string): Promise<Reconfirmation | null> {
    return this.find(this.database.manager, code, '');
  }

  /** Records that the consent is still valid. Idempotent. @returns null as above */
  confirm(code: string, language: ConsentLanguage): Promise<Reconfirmation | null> {
    return this.answer(code, async (tx, { addressId, contactId }) => {
      const { id: wording } = consentWording(language, {
        ministry: this.config.MINISTRY_NAME,
        commission: this.config.COMMISSION_NAME,
      });
      await consentAnew(tx, addressId, 'reconfirmation', wording);
      await record(tx, {
        actorId: null,
        act: 'contact.reconfirm',
        subject: `contact:${contactId}`,
        detail: { address: addressId, wording },
      });
    });
  }

  /** Records the opposite answer: no more SMS. Idempotent. @returns null as above */
  leave(code: string): Promise<Reconfirmation | null> {
    return this.answer(code, async (tx, { addressId }) => {
      await this.audience.leave(tx, addressId, 'reconfirmation');
    });
  }

  private answer(
    code: string,
    act: (tx: Tx, found: Reconfirmation & { contactId: string }) => Promise<void>,
  ): Promise<Reconfirmation | null> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, code, 'FOR UPDATE OF a, k');
      if (found && found.state !== 'done') await act(tx, found);
      return found;
    });
  }

  private async find(
    tx: Tx,
    code: string,
    lock: '' | 'FOR UPDATE OF a, k',
  ): Promise<(Reconfirmation & { contactId: string }) | null> {
    const bits = readCode(code);
    if (bits === null) return null;
    const found = await row<{
      addressId: string;
      contactId: string;
      ciphertext: Buffer;
      keyId: string;
      newest: boolean;
      lapsed: boolean;
    }>(
      tx,
      `SELECT a.id AS "addressId", a.contact_id AS "contactId", a.ciphertext, a.key_id AS "keyId",
         NOT EXISTS (SELECT FROM consents later WHERE later.address_id = a.id AND later.id > k.id) AS newest,
         k.withdrawn_at IS NOT NULL AS lapsed
       FROM consents k JOIN addresses a ON a.id = k.address_id
       WHERE k.reconfirm_code_hash = ANY ($1::bytea[]) AND a.state IN ('active', 'pending')
         AND k.reconfirm_asked_at > siar_now() - make_interval(days => $2) ${lock}`,
      [this.keys.hashes(CODE, codeOf(code)), CODE_DAYS],
    );
    if (!found) return null;
    const { addressId, contactId, ciphertext, keyId, newest, lapsed } = found;
    const to = openAddress(this.keys, addressId, 'sms', { ciphertext, keyId });
    return {
      addressId,
      contactId,
      ending: to.slice(-4),
      state: !newest ? 'done' : lapsed ? 'lapsed' : 'asked',
    };
  }

  private async due(tx: Tx, most: number): Promise<Due[]> {
    const seen = await row<{ last: string | null; count: number }>(
      tx,
      `SELECT max(id) AS last, count(*)::int AS count FROM (SELECT id FROM addresses WHERE id > $1 ORDER BY id LIMIT $2) s`,
      [this.after, LOOKED_AT],
    );
    if (!seen?.last) {
      this.after = '0';
      return [];
    }
    const due = await rows<Due>(
      tx,
      `SELECT a.id, a.contact_id AS "contactId", k.id AS "consentId", c.language, a.ciphertext, a.key_id AS "keyId",
         k.reconfirm_asked_at IS NOT NULL AS asked
       FROM addresses a JOIN contacts c ON c.id = a.contact_id JOIN consents k ON k.address_id = a.id AND k.withdrawn_at IS NULL
       WHERE a.id > $1 AND a.id <= $2 AND a.channel = 'sms' AND a.state = 'active' AND c.restricted_at IS NULL
         AND NOT EXISTS (SELECT FROM suppressions s WHERE s.channel = a.channel AND s.hash = a.hash)
         AND CASE WHEN k.reconfirm_asked_at IS NULL THEN k.given_at <= siar_now() - make_interval(days => $3)
           ELSE k.reconfirm_asked_at <= siar_now() - make_interval(days => $4) END
       ORDER BY a.id LIMIT $5 FOR UPDATE OF a, k SKIP LOCKED`,
      [this.after, seen.last, this.config.SMS_RECONFIRM_DAYS, this.config.SMS_RECONFIRM_GRACE_DAYS, most],
    );
    // A full turn continues at its last address; a partial one ends the round.
    if (due.length === most) this.after = due.at(-1)?.id ?? '0';
    else this.after = seen.count < LOOKED_AT ? '0' : seen.last;
    return due;
  }

  private async ask(tx: Tx, { id, contactId, consentId, language, ciphertext, keyId }: Due): Promise<void> {
    const code = newCode();
    await tx.query(
      'UPDATE consents SET reconfirm_asked_at = siar_now(), reconfirm_code_hash = $2 WHERE id = $1',
      [consentId, this.keys.hash(CODE, codeOf(code))],
    );
    const expiresAt = new Date((await now(tx)).getTime() + this.config.SMS_RECONFIRM_GRACE_DAYS * DAY_MS);
    await writeNotice(tx, this.keys, {
      kind: 'reconfirmation',
      channel: 'sms',
      to: openAddress(this.keys, id, 'sms', { ciphertext, keyId }),
      message: reconfirmBySms(language === 'en' ? 'en' : 'id', {
        sender: this.config.SENDER_NAME,
        url: `${shortUrl(this.config)}/masih/${code}`,
        until: expiresAt,
      }),
      expiresAt,
    });
    await record(tx, {
      actorId: null,
      act: 'contact.reconfirm-ask',
      subject: `contact:${contactId}`,
      detail: { address: id },
    });
  }
}

const CODE = 'reconfirmation code';
const codeOf = (typed: string): string => typed.trim().toUpperCase();

/** Expires the consent: the address waits until its owner confirms, by the same code or a new sign-up. */
async function lapse(tx: Tx, { id, contactId, consentId }: Due): Promise<void> {
  await move(tx, ADDRESSES, 'pending', { where: 'a.id = $1' }, [id]);
  await tx.query('UPDATE consents SET withdrawn_at = siar_now() WHERE id = $1', [consentId]);
  await record(tx, {
    actorId: null,
    act: 'contact.lapse',
    subject: `contact:${contactId}`,
    detail: { address: id },
  });
}
