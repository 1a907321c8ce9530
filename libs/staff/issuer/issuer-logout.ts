import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { sha256 } from '#platform/crypto';
import { Database, row, rows } from '#platform/database';
import { Problem } from '#platform/http';
import { Issuer } from './issuer.js';

/** Ends sessions that the ministry's issuer has ended (OpenID Connect Back-Channel Logout 1.0). */
@Injectable()
export class IssuerLogout {
  constructor(
    private readonly issuer: Issuer,
    private readonly database: Database,
  ) {}

  /**
   * Ends the sessions that a logout token names: of the issuer's session, or all that the issuer opened of a person.
   * Sessions by password stay.
   * @param token as the issuer posted it
   * @throws Problem logout-token for one that is not valid or was used before, issuer-away
   */
  async end(token: string): Promise<void> {
    const { id, issuer, subject, session } = await this.issuer.readLogoutToken(token);
    await this.database.transaction(async (tx) => {
      const first = await row(
        tx,
        `INSERT INTO logout_tokens (id_hash, expires_at) VALUES ($1, siar_now() + interval '15 minutes')
         ON CONFLICT DO NOTHING RETURNING expires_at`,
        [Buffer.from(sha256(`${issuer}\0${id}`), 'hex')],
      );
      if (!first) throw new Problem('logout-token');
      const ended = await rows<{ personId: string }>(
        tx,
        `DELETE FROM sessions s USING person_identities i
         WHERE s.signed_in_by = 'issuer' AND i.person_id = s.person_id AND i.issuer = $1
           AND ($2::text IS NULL OR i.subject = $2) AND ($3::text IS NULL OR s.issuer_session = $3)
         RETURNING s.person_id AS "personId"`,
        [issuer, subject, session],
      );
      for (const personId of new Set(ended.map((one) => one.personId)))
        await record(tx, {
          actorId: null,
          act: 'session.end',
          subject: `person:${personId}`,
          detail: {
            sessions: ended.filter((one) => one.personId === personId).length,
            signedInBy: 'issuer',
          },
        });
    });
  }
  /** Deletes tokens that could not be used again by now. */
  async forgetTokens(): Promise<void> {
    await this.database.query('DELETE FROM logout_tokens WHERE expires_at < siar_now()');
  }
}
