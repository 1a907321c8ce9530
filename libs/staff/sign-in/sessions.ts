import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { fault } from '#contract/problems';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys, sha256 } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { tellOfNewCodes, tellOfNewPassword } from '../people/account-news.js';
import { type Attempt, countAttempt, type Counted } from './attempt-limits.js';
import { knownDevice, newDeviceToken } from './known-device.js';
import { hashPassword, oneTimePassword, verifyPassword } from './password.js';
import { PASSWORD_MIN, type Weakness, weaknessOf } from './password.rules.js';
import { makeRecoveryCodes, recoveryCodesLeft, takeRecoveryCode } from './recovery-codes.js';
import { beginEnrolment, isEnrolled, takeCode } from './second-factor.js';
import type { Claims } from '../issuer/issuer.js';
import { dutyOf, networkOf, type Role, type SignedIn } from '../roles/staff.rules.js';

/** Credentials of a sign-in. */
export interface Credentials {
  username: string;
  password: string;
  totp?: string;
  /** Replaces `totp` when the authenticator is unavailable. */
  recoveryCode?: string;
}

/** Origin of a sign-in attempt. */
interface Origin {
  /** IP address. */
  address: string;
  /** The User-Agent header. */
  userAgent: string;
  /** The device token of an earlier sign-in, if the browser has one. */
  device?: string | undefined;
}

/** A new session. */
export interface NewSession {
  /** For the cookie: 256 random bits. Only its hash is stored. */
  token: string;
  expiresAt: Date;
  /** Cookie value that identifies this device at the next sign-in. */
  device: string;
  person: SignedIn;
}

/** Condition: session `s` has neither ended nor been idle for this many minutes; last use is stored to the minute. */
export const OPEN_SESSION = (minutes: string): string =>
  `s.expires_at > siar_now() AND s.last_seen_at > siar_now() - make_interval(secs => 60 * ${minutes}::float8)`;

function weak(weakness: Weakness): Problem {
  switch (weakness) {
    case 'short': {
      const min = PASSWORD_MIN;
      return new Problem('password-short', { min }, [fault('wanted', 'password-short', { min })]);
    }
    case 'common':
      return new Problem('password-common', {}, [fault('wanted', 'password-common')]);
    case 'personal':
      return new Problem('password-personal', {}, [fault('wanted', 'password-personal')]);
  }
}

/**
 * Password and authenticator belong to local accounts. In a session by the issuer its own factors count: an
 * authenticator that somebody with the cookie sets up there must not.
 * @throws Problem issuer-account
 */
function onlyByPassword({ signedInBy }: SignedIn): void {
  if (signedInBy !== 'password') throw new Problem('issuer-account');
}

/** Longer values carry no further information. */
const USER_AGENT_MAX = 400;

interface Account {
  id: string;
  passwordHash: string;
  enrolled: boolean;
  disabled: boolean;
}

const wrongCredentials = (): Problem => new Problem('wrong-password');
const wrongRecoveryCode = (): Problem => new Problem('wrong-recovery-code', {}, [], { totpRequired: true });
const wrongCode = (): Problem => new Problem('wrong-totp', {}, [], { totpRequired: true });

/** Signs people in and out, and checks step-up codes within a session. */
@Injectable()
export class Sessions {
  // Verified when the user name is unknown, so that the response takes as long as for a wrong password.
  private readonly nobodysHash = hashPassword(oneTimePassword());

  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    @InjectConfig() private readonly config: Config,
  ) {}

  /**
   * Signs a person in. A session ends after SESSION_HOURS in any case, and after SESSION_IDLE_MINUTES without use.
   * @throws Problem unauthenticated (the same for an unknown user and a wrong password), forbidden for a disabled
   *   person with the right password, too-many after 5 failures in 15 minutes by user name and network; with wide
   *   limits by user name or network alone; from a known device by the device alone
   */
  async signIn(
    { username, password, totp, recoveryCode }: Credentials,
    { address, userAgent, device }: Origin,
  ): Promise<NewSession> {
    const tx = this.database.manager;
    const name = username.trim().toLowerCase();
    const network = networkOf(address);
    const account = await row<Account>(
      tx,
      `SELECT id, password_hash AS "passwordHash", totp_confirmed_at IS NOT NULL AS enrolled,
              disabled_at IS NOT NULL AS disabled
       FROM people WHERE username = $1`,
      [name],
    );
    const known = account && device ? knownDevice(this.keys, account.id, device) : null;
    const attempt = await countAttempt(
      tx,
      this.keys,
      known === null
        ? { network, usernameInNetwork: `${name}\0${network}`, username: name }
        : { device: known },
      (by, minutes) => this.noteLimit(by === 'network' ? undefined : account?.id, { by, minutes, network }),
    );
    const right = await verifyPassword(account?.passwordHash ?? (await this.nobodysHash), password);
    if (!account || !right)
      return this.refuse(account, account ? 'wrong-password' : 'unknown-user', network, wrongCredentials());
    if (account.disabled) {
      const problem = new Problem('account-disabled');
      return this.refuse(account, 'disabled', network, problem);
    }
    if (account.enrolled) {
      if (!totp && !recoveryCode) {
        await attempt.succeed();
        throw new Problem('totp-needed', {}, [], { totpRequired: true });
      }
      // A guesser of codes has the password: all their networks count together.
      const { id } = account;
      const guess =
        known === null
          ? await countAttempt(tx, this.keys, { code: id }, (by, minutes) =>
              this.noteLimit(id, { by, minutes, network }),
            )
          : null;
      if (recoveryCode) {
        if (!(await this.recover(account.id, recoveryCode)))
          return this.refuse(account, 'wrong-recovery-code', network, wrongRecoveryCode());
      } else if (!(await tx.transaction((inner) => takeCode(inner, this.keys, account.id, totp ?? '')))) {
        return this.refuse(account, 'wrong-code', network, wrongCode());
      }
      await guess?.succeed();
    }
    await attempt.succeed();
    return this.open(account, { network, userAgent, recovered: recoveryCode !== undefined });
  }

  /**
   * The person behind a session's token; null: unknown, expired, or disabled since.
   * @param attended whether a person made the request; a page's own polling does not extend the session
   */
  async session(token: string, attended: boolean): Promise<SignedIn | null> {
    const tx = this.database.manager;
    const person = await this.find(tx, token);
    if (person && attended) {
      await tx.query(
        `UPDATE sessions SET last_seen_at = siar_now()
         WHERE token_hash = $1 AND last_seen_at < siar_now() - interval '1 minute'`,
        [tokenHash(token)],
      );
    }
    return person;
  }

  /** Whether a session is open; the check does not extend it. */
  async isOpen(token: string): Promise<boolean> {
    return (await this.find(this.database.manager, token)) !== null;
  }

  /** Ends a session. */
  async signOut(token: string, person: SignedIn): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM sessions WHERE token_hash = $1', [tokenHash(token)]);
      await record(tx, {
        actorId: person.personId,
        act: 'session.sign-out',
        subject: `person:${person.personId}`,
      });
    });
  }

  /**
   * Allows acts that need a fresh one-time code for 10 minutes.
   * @throws Problem unauthenticated for a wrong or used code, too-many after 5 in 15 minutes
   */
  async stepUp(token: string, person: SignedIn, code: string): Promise<void> {
    await this.withCode(person, 'session.step-up', async (tx) => {
      if (!(await takeCode(tx, this.keys, person.personId, code))) return false;
      await this.markSteppedUp(tx, token);
      return true;
    });
  }

  /**
   * Consumes this session's step-up code for one act that needs its own code. It stays fresh for other acts.
   * @returns whether there was one
   */
  async spendCode(token: string): Promise<boolean> {
    const spent = await row(
      this.database.manager,
      'UPDATE sessions SET code_spent = true WHERE token_hash = $1 AND stepped_up_at IS NOT NULL AND NOT code_spent RETURNING id',
      [tokenHash(token)],
    );
    return spent !== undefined;
  }

  /**
   * Starts the enrolment of an authenticator.
   * @returns its otpauth:// address
   * @throws Problem conflict if there is one
   */
  async enrol(person: SignedIn): Promise<string> {
    onlyByPassword(person);
    return this.database.transaction((tx) => beginEnrolment(tx, this.keys, person.personId));
  }

  /**
   * Confirms an enrolment by a first code, which also counts as a step-up, and ends all other sessions of the person.
   * @returns the person's recovery codes, which are shown once
   * @throws Problem as stepUp does
   */
  async confirmEnrolment(token: string, person: SignedIn, code: string): Promise<string[]> {
    let codes: string[] = [];
    await this.withCode(person, 'session.totp-enrolled', async (tx) => {
      if (!(await takeCode(tx, this.keys, person.personId, code, true))) return false;
      await this.markSteppedUp(tx, token);
      const sessions = await endOtherSessions(tx, person.personId, token);
      codes = await makeRecoveryCodes(tx, this.keys, person.personId);
      return { sessions };
    });
    return codes;
  }

  /** Whether a person has an authenticator, and the number of unused recovery codes. */
  async secondFactor({ personId }: SignedIn): Promise<{ enrolled: boolean; codesLeft: number }> {
    const tx = this.database.manager;
    return { enrolled: await isEnrolled(tx, personId), codesLeft: await recoveryCodesLeft(tx, personId) };
  }

  /**
   * Creates new recovery codes; earlier ones become invalid. The person's own addresses are notified.
   * @returns the codes, which are shown once
   * @throws Problem conflict for a person without an authenticator
   */
  async renewRecoveryCodes({ personId }: SignedIn): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      if (!(await isEnrolled(tx, personId))) throw new Problem('no-totp-yet');
      const codes = await makeRecoveryCodes(tx, this.keys, personId);
      await record(tx, {
        actorId: personId,
        act: 'session.recovery-codes',
        subject: `person:${personId}`,
        detail: { codes: codes.length },
      });
      await tellOfNewCodes(tx, this.keys, personId);
      return codes;
    });
  }

  /**
   * Changes the person's own password and ends all their other sessions. Their own addresses are notified.
   * @throws Problem unauthenticated when the present one is wrong, invalid when the new one is weak or the same
   */
  async changePassword(token: string, person: SignedIn, present: string, wanted: string): Promise<void> {
    onlyByPassword(person);
    const weakness = weaknessOf(wanted, person);
    if (weakness) throw weak(weakness);
    const attempt = await this.countOwn(person);
    const stored = await row<{ hash: string }>(
      this.database.manager,
      'SELECT password_hash AS hash FROM people WHERE id = $1',
      [person.personId],
    );
    if (!stored || !(await verifyPassword(stored.hash, present))) {
      throw new Problem('wrong-present-password');
    }
    await attempt.succeed();
    if (present === wanted) throw new Problem('password-same', {}, [fault('wanted', 'password-same')]);
    const passwordHash = await hashPassword(wanted);
    await this.database.transaction(async (tx) => {
      await tx.query('UPDATE people SET password_hash = $2, password_must_change = false WHERE id = $1', [
        person.personId,
        passwordHash,
      ]);
      await endOtherSessions(tx, person.personId, token);
      await record(tx, {
        actorId: person.personId,
        act: 'session.password',
        subject: `person:${person.personId}`,
      });
      await tellOfNewPassword(tx, this.keys, person.personId);
    });
  }

  /** Consumes a recovery code and records it in the trail, in one transaction. @returns whether it was valid */
  private async recover(personId: string, code: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await takeRecoveryCode(tx, this.keys, personId, code))) return false;
      await record(tx, {
        actorId: personId,
        act: 'session.recovery-code',
        subject: `person:${personId}`,
        detail: { left: await recoveryCodesLeft(tx, personId) },
      });
      return true;
    });
  }

  /**
   * Creates the session if the checks still hold: not after a concurrent change of the password or authenticator.
   * @param how.recovered whether a recovery code was used: it allows the sign-in, and no act that needs its own code
   */
  private async open(
    account: Account,
    { network, userAgent, recovered }: { network: string; userAgent: string; recovered: boolean },
  ): Promise<NewSession> {
    const token = newToken();
    return this.database.transaction(async (tx) => {
      const made = await row<{ expiresAt: Date }>(
        tx,
        `INSERT INTO sessions (token_hash, person_id, expires_at, stepped_up_at, code_spent, user_agent)
         SELECT $1, p.id, siar_now() + make_interval(secs => $3), CASE WHEN $4 THEN siar_now() END, $6, $5 FROM people p
         WHERE p.id = $2 AND p.password_hash = $7 AND (p.totp_confirmed_at IS NOT NULL) = $4 FOR SHARE
         RETURNING expires_at AS "expiresAt"`,
        [
          tokenHash(token),
          account.id,
          this.config.SESSION_HOURS * 3600,
          account.enrolled,
          userAgent.slice(0, USER_AGENT_MAX),
          recovered,
          account.passwordHash,
        ],
      );
      return this.signedIn(tx, token, made, { network }, wrongCredentials);
    });
  }

  /**
   * Opens a session for a person whom the issuer has authenticated.
   * @param how.claims a second factor counts as a step-up from when it was shown
   * @throws Problem account-disabled for a person who was disabled, or whose account became a local one
   */
  async openByIssuer(
    personId: string,
    { network, userAgent, claims }: { network: string; userAgent: string; claims: Claims },
  ): Promise<NewSession> {
    const token = newToken();
    return this.database.transaction(async (tx) => {
      const made = await row<{ expiresAt: Date }>(
        tx,
        `INSERT INTO sessions (token_hash, person_id, expires_at, stepped_up_at, user_agent, signed_in_by, issuer_session)
         SELECT $1, p.id, siar_now() + make_interval(secs => $3), CASE WHEN $4::timestamptz IS NOT NULL THEN least(siar_now(), $4) END, $5, 'issuer', $6
         FROM people p JOIN person_identities i ON i.person_id = p.id
         WHERE p.id = $2 AND i.issuer = $7 AND i.subject = $8 FOR SHARE
         RETURNING expires_at AS "expiresAt"`,
        [
          tokenHash(token),
          personId,
          this.config.SESSION_HOURS * 3600,
          claims.strong ? claims.authenticatedAt : null,
          userAgent.slice(0, USER_AGENT_MAX),
          claims.session,
          claims.issuer,
          claims.subject,
        ],
      );
      const detail = { network, signedInBy: 'issuer' };
      return this.signedIn(tx, token, made, detail, () => new Problem('account-disabled'));
    });
  }

  /**
   * Allows acts that need a fresh second factor for 10 minutes, in a session that the issuer opened.
   * @param session the hash of its token
   * @param claims of an authentication that was fresh and had a second factor
   * @throws Problem issuer-other when the session has ended since, or another account was used
   */
  async stepUpByIssuer(session: Buffer, claims: Claims): Promise<void> {
    await this.database.transaction(async (tx) => {
      const stepped = await row<{ personId: string }>(
        tx,
        `UPDATE sessions s SET stepped_up_at = siar_now(), code_spent = false, issuer_session = $4
         FROM person_identities i JOIN people p ON p.id = i.person_id
         WHERE s.token_hash = $1 AND s.signed_in_by = 'issuer' AND ${OPEN_SESSION('$5')} AND p.disabled_at IS NULL
           AND i.person_id = s.person_id AND i.issuer = $2 AND i.subject = $3
         RETURNING s.person_id AS "personId"`,
        [session, claims.issuer, claims.subject, claims.session, this.config.SESSION_IDLE_MINUTES],
      );
      if (!stepped) throw new Problem('issuer-other');
      const { personId } = stepped;
      await record(tx, {
        actorId: personId,
        act: 'session.step-up',
        subject: `person:${personId}`,
        detail: { signedInBy: 'issuer' },
      });
    });
  }

  /** Deletes sessions that have ended. */
  async forgetEnded(): Promise<void> {
    await this.database.query(`DELETE FROM sessions s WHERE NOT (${OPEN_SESSION('$1')})`, [
      this.config.SESSION_IDLE_MINUTES,
    ]);
  }

  /** Records a new session, if it was made. @param otherwise what to throw if it was not */
  private async signedIn(
    tx: Tx,
    token: string,
    made: { expiresAt: Date } | undefined,
    detail: Record<string, string>,
    otherwise: () => Problem,
  ): Promise<NewSession> {
    const person = await this.find(tx, token);
    // Changed or disabled after the check: no session was created.
    if (!made || !person) throw otherwise();
    const { personId } = person;
    await record(tx, {
      actorId: personId,
      act: 'session.sign-in',
      subject: `person:${personId}`,
      detail,
    });
    return { token, expiresAt: made.expiresAt, device: newDeviceToken(this.keys, personId), person };
  }

  /** Counts an attempt of somebody who is signed in. */
  private countOwn({ personId }: SignedIn): Promise<Attempt> {
    return countAttempt(this.database.manager, this.keys, { person: personId }, (by, minutes) =>
      this.noteLimit(personId, { by, minutes }),
    );
  }

  /** Records that no further attempt is taken for a while. @param personId undefined: of nobody known */
  private noteLimit(
    personId: string | undefined,
    detail: { by: Counted; minutes: number; network?: string },
  ): Promise<void> {
    return record(this.database.manager, {
      actorId: null,
      act: 'session.limit',
      subject: `person:${personId ?? 'unknown'}`,
      detail,
    });
  }

  /** Records a failed attempt in the trail. The typed user name is not stored: it may be a password. */
  private async refuse(
    account: Account | undefined,
    reason: string,
    network: string,
    problem: Problem,
  ): Promise<never> {
    await record(this.database.manager, {
      actorId: null,
      act: 'session.refused',
      subject: account ? `person:${account.id}` : 'person:unknown',
      detail: { reason, network },
    });
    throw problem;
  }

  /** @param take whether the code was right; an object is then the detail of the entry in the trail */
  private async withCode(
    person: SignedIn,
    act: string,
    take: (tx: Tx) => Promise<boolean | { sessions: number }>,
  ): Promise<void> {
    onlyByPassword(person);
    const attempt = await this.countOwn(person);
    const subject = `person:${person.personId}`;
    const taken = await this.database.transaction(async (tx) => {
      const right = await take(tx);
      const refused = { act: 'session.refused', detail: { reason: 'wrong-code', for: act } };
      const detail = typeof right === 'object' ? right : {};
      await record(tx, { actorId: person.personId, subject, ...(right ? { act, detail } : refused) });
      return right !== false;
    });
    if (!taken) throw wrongCode();
    await attempt.succeed();
  }

  private async markSteppedUp(tx: Tx, token: string): Promise<void> {
    await tx.query(
      'UPDATE sessions SET stepped_up_at = siar_now(), code_spent = false WHERE token_hash = $1',
      [tokenHash(token)],
    );
  }

  private async find(tx: Tx, token: string): Promise<SignedIn | null> {
    const found = await row<
      Omit<SignedIn, 'duty' | 'roles'> & { roles: Role[]; enrolled: boolean; mustChangePassword: boolean }
    >(
      tx,
      `SELECT p.id AS "personId", p.username, p.name, s.stepped_up_at AS "steppedUpAt", s.signed_in_by AS "signedInBy",
              p.totp_confirmed_at IS NOT NULL AS enrolled, p.password_must_change AS "mustChangePassword",
              ARRAY(SELECT role FROM person_roles r WHERE r.person_id = p.id AND r.counts_from <= siar_now() ORDER BY role) AS roles,
              json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
       FROM sessions s JOIN people p ON p.id = s.person_id JOIN organisations o ON o.id = p.organisation_id
       WHERE s.token_hash = $1 AND ${OPEN_SESSION('$2')} AND p.disabled_at IS NULL`,
      [tokenHash(token), this.config.SESSION_IDLE_MINUTES],
    );
    if (!found) return null;
    const { enrolled, mustChangePassword, ...person } = found;
    const { signedInBy } = person;
    const duty = dutyOf({ enrolled, mustChangePassword, signedInBy }, this.config.REQUIRE_TOTP);
    return { ...person, duty };
  }
}

/** Ends all sessions of a person except this one. @returns their number */
export async function endOtherSessions(tx: Tx, personId: string, token: string): Promise<number> {
  const ended = await rows(
    tx,
    'DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2 RETURNING id',
    [personId, tokenHash(token)],
  );
  return ended.length;
}

/** 256 random bits. */
const newToken = (): string => randomBytes(32).toString('base64url');

/** Stored hash of a session's token. */
export const tokenHash = (token: string): Buffer => Buffer.from(sha256(token), 'hex');
