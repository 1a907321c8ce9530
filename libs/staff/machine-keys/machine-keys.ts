import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { Keys } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { countAttempt } from '../sign-in/attempt-limits.js';
import { tokenHash } from '../sign-in/sessions.js';
import { type Actor, mayManage, networkOf, type Organisation, type SignedIn } from '../roles/staff.rules.js';
import { RequestRate } from './request-rate.rules.js';
import type { MachineKey, MachineScope, NewMachineKey } from '#contract/api/machine-keys';

/** Before each key, so that people and scanners of secrets recognise one. */
export const KEY_PREFIX = 'siar_';
/** Requests of one key in a minute, in one publisher. */
const A_MINUTE = 60;

const KEY = `SELECT k.id, k.name, k.scopes, k.made_at AS "madeAt", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
    k.last_used_at AS "lastUsedAt", json_build_object('id', m.id::text, 'name', m.name) AS "madeBy",
    json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
  FROM machine_keys k JOIN organisations o ON o.id = k.organisation_id JOIN people m ON m.id = k.made_by`;

/** Keys of programs that read reports: they read what people of an office may see, and hold no role. */
@Injectable()
export class MachineKeys {
  private readonly rate = new RequestRate(A_MINUTE);

  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /** The keys of the offices that this admin manages, the newest first. */
  async list(admin: Actor): Promise<MachineKey[]> {
    const all = await rows<MachineKey>(this.database.manager, `${KEY} ORDER BY k.id DESC`);
    return all.filter(({ organisation }) => mayManage(admin, organisation));
  }

  /**
   * Makes a key for the admin's own office.
   * @returns the key, which is shown once: only its hash is stored
   */
  async make(
    admin: Actor,
    { name, scopes: wanted, days }: NewMachineKey,
  ): Promise<{ machineKey: MachineKey; key: string }> {
    const scopes = [...new Set(wanted)];
    const key = KEY_PREFIX + randomBytes(32).toString('base64url');
    return this.database.transaction(async (tx) => {
      const made = await row<{ id: string }>(
        tx,
        `INSERT INTO machine_keys (organisation_id, name, token_hash, scopes, made_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, siar_now() + make_interval(days => $6)) RETURNING id`,
        [admin.organisation.id, name, tokenHash(key), scopes, admin.personId, days],
      );
      if (!made) throw new Error('the key was not stored');
      await record(tx, {
        actorId: admin.personId,
        act: 'key.make',
        subject: `key:${made.id}`,
        detail: { name, scopes, days },
      });
      return { machineKey: await this.find(tx, made.id), key };
    });
  }

  /** Ends a key at once. @throws Problem not-found, also for a key of an office that this admin does not manage */
  async revoke(admin: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { organisation, revokedAt } = await this.find(tx, id);
      if (!mayManage(admin, organisation)) throw new Problem('no-such-key');
      if (revokedAt) return;
      await tx.query('UPDATE machine_keys SET revoked_at = siar_now() WHERE id = $1', [id]);
      await record(tx, { actorId: admin.personId, act: 'key.revoke', subject: `key:${id}` });
    });
  }

  /**
   * Admits a request by a key to a route that is open to one of these scopes.
   * @param address of the request
   * @returns who reads: somebody of the key's office, without a role
   * @throws Problem wrong-key (unknown, expired or revoked), key-scope, too-many
   */
  async admit(key: string, scopes: readonly MachineScope[], address: string): Promise<SignedIn> {
    const tx = this.database.manager;
    const found = await row<{ id: string; name: string; scopes: MachineScope[]; organisation: Organisation }>(
      tx,
      `UPDATE machine_keys k SET last_used_at = date_trunc('minute', siar_now()) FROM organisations o
       WHERE k.token_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > siar_now() AND o.id = k.organisation_id
       RETURNING k.id, k.name, k.scopes,
         json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation`,
      [tokenHash(key)],
    );
    if (!found) {
      // A right key is never shut out by others of its network.
      await countAttempt(tx, this.keys, { key: networkOf(address) });
      throw new Problem('wrong-key');
    }
    const wait = this.rate.take(found.id, performance.now());
    if (wait > 0) throw new Problem('too-many-requests', { max: A_MINUTE }, [], { retryAfterSeconds: wait });
    if (!scopes.some((scope) => found.scopes.includes(scope))) throw new Problem('key-scope');
    const { id, name, organisation } = found;
    return {
      personId: NOBODY,
      username: `key-${id}`,
      name,
      roles: [],
      organisation,
      steppedUpAt: null,
      duty: null,
      signedInBy: 'key',
    };
  }

  private async find(tx: Tx, id: string): Promise<MachineKey> {
    const found = await row<MachineKey>(tx, `${KEY} WHERE k.id = $1 FOR UPDATE OF k`, [id]);
    if (!found) throw new Problem('no-such-key');
    return found;
  }
}

/** The id of no person. */
const NOBODY = '0';
