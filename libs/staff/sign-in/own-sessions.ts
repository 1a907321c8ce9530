import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, row, rows } from '#platform/database';
import { Problem } from '#platform/http';
import { type Device, deviceOf } from './device.rules.js';
import { endOtherSessions, OPEN_SESSION, tokenHash } from './sessions.js';
import type { SignedIn } from '../roles/staff.rules.js';
import type { OwnSession } from '#contract/api/session';

export type { OwnSession } from '#contract/api/session';

/** Lists a person's sessions and ends them remotely. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly database: Database,
    @InjectConfig() private readonly config: Pick<Config, 'SESSION_IDLE_MINUTES'>,
  ) {}

  /** The open sessions: the current one first, then by last use. */
  async list({ personId }: SignedIn, token: string): Promise<OwnSession[]> {
    const found = await rows<Omit<OwnSession, keyof Device> & { userAgent: string }>(
      this.database.manager,
      `SELECT id, created_at AS since, last_seen_at AS "lastSeen", user_agent AS "userAgent", token_hash = $2 AS current
       FROM sessions s WHERE person_id = $1 AND ${OPEN_SESSION('$3')} ORDER BY current DESC, last_seen_at DESC, id DESC`,
      [personId, tokenHash(token), this.config.SESSION_IDLE_MINUTES],
    );
    return found.map(({ userAgent, ...session }) => ({ ...session, ...deviceOf(userAgent) }));
  }

  /** Ends one of the person's sessions. @throws Problem not-found, also for somebody else's */
  async end({ personId }: SignedIn, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await row(tx, 'DELETE FROM sessions WHERE id = $1 AND person_id = $2 RETURNING id', [
        id,
        personId,
      ]);
      if (!ended) throw new Problem('no-such-session');
      await record(tx, {
        actorId: personId,
        act: 'session.end',
        subject: `person:${personId}`,
        detail: { sessions: 1 },
      });
    });
  }

  /** Ends all of the person's sessions except the current one. @returns their number */
  async endOthers({ personId }: SignedIn, token: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const sessions = await endOtherSessions(tx, personId, token);
      await record(tx, {
        actorId: personId,
        act: 'session.end',
        subject: `person:${personId}`,
        detail: { sessions },
      });
      return sessions;
    });
  }
}
