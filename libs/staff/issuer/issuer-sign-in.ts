import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';
import { Problem } from '#platform/http';
import { countAttempt } from '../sign-in/attempt-limits.js';
import { type NewSession, Sessions, tokenHash } from '../sign-in/sessions.js';
import { networkOf, type SignedIn } from '../roles/staff.rules.js';
import { findIdentity, linkIdentity } from './identities.js';
import { type Claims, Issuer, type IssuerRequest } from './issuer.js';
import { returnPath } from './return-path.rules.js';

/** How long a person may stay at the issuer, in ms. */
export const ISSUER_STAY_MS = 10 * 60_000;
const CONTEXT = 'issuer request';

/** What is kept, encrypted, in the browser while a person is at the issuer. */
interface Pending extends IssuerRequest {
  /** The path to come back to. */
  path: string;
  /** When it began, in ms since the epoch. */
  at: number;
  /** The hash of the token of the session to be confirmed; absent: a sign-in. */
  session?: string;
}

/** A begun sign-in. */
export interface Begun {
  /** The address at the issuer to go to. */
  location: string;
  /** For a cookie of ISSUER_STAY_MS: encrypted. */
  pending: string;
}

/** What became of it: a session; null where the one that asked is confirmed; or why not. */
export interface Finished {
  /** The path to come back to. */
  path: string;
  outcome: NewSession | null | Problem;
}

/** Signs people in by their account at the ministry's issuer. Who they are there, it says; who may come in, Siar does. */
@Injectable()
export class IssuerSignIn {
  constructor(
    private readonly issuer: Issuer,
    private readonly sessions: Sessions,
    private readonly database: Database,
    private readonly keys: Keys,
    @InjectConfig() private readonly config: Pick<Config, 'REQUIRE_TOTP'>,
  ) {}

  /** Whether this installation has an issuer. */
  get isOffered(): boolean {
    return this.issuer.isOffered;
  }

  /** Begins a sign-in. @param path the page to come back to @throws Problem issuer-away, issuer-not-offered */
  begin(path: string): Promise<Begun> {
    return this.beginAt(path, false);
  }

  /**
   * Begins a step-up of a session that the issuer opened: the person authenticates there again, with a second factor.
   * @throws Problem not-by-issuer, issuer-away
   */
  beginStepUp(token: string, { signedInBy }: SignedIn, path: string): Promise<Begun> {
    if (signedInBy !== 'issuer') throw new Problem('not-by-issuer');
    return this.beginAt(path, true, { session: tokenHash(token).toString('base64url') });
  }

  private async beginAt(path: string, fresh: boolean, more: Pick<Pending, 'session'> = {}): Promise<Begun> {
    const { location, request } = await this.issuer.begin(fresh);
    const pending = { ...request, ...more, path: returnPath(path), at: Date.now() };
    return { location, pending: this.seal(pending) };
  }

  /**
   * Finishes a sign-in or a step-up with the issuer's answer.
   * @param query of the callback, with its question mark
   * @param sealed what `begin` gave for the cookie; undefined: the browser has none
   */
  async finish(
    query: string,
    sealed: string | undefined,
    origin: { address: string; userAgent: string },
  ): Promise<Finished> {
    const pending = this.unseal(sealed);
    if (!pending) return { path: '/', outcome: new Problem('issuer-answer') };
    try {
      return { path: pending.path, outcome: await this.redeem(query, pending, origin) };
    } catch (error) {
      if (error instanceof Problem) return { path: pending.path, outcome: error };
      throw error;
    }
  }

  private async redeem(
    query: string,
    pending: Pending,
    { address, userAgent }: { address: string; userAgent: string },
  ): Promise<NewSession | null> {
    const { session } = pending;
    const network = networkOf(address);
    // Each answer makes Siar ask the issuer.
    const attempt = await countAttempt(this.database.manager, this.keys, { issuer: network });
    const claims = await this.issuer.finish(query, pending, session !== undefined);
    const outcome =
      session === undefined
        ? await this.signIn(claims, network, userAgent)
        : await this.stepUp(claims, network, Buffer.from(session, 'base64url'));
    await attempt.succeed();
    return outcome;
  }

  private async signIn(claims: Claims, network: string, userAgent: string): Promise<NewSession> {
    if (this.config.REQUIRE_TOTP && !claims.strong) return this.refuse('issuer-acr', undefined, network);
    const personId = await this.personOf(claims, network);
    return this.sessions.openByIssuer(personId, { network, userAgent, claims });
  }

  /** @param session the hash of its token @returns null, for a session that stays */
  private async stepUp(claims: Claims, network: string, session: Buffer): Promise<null> {
    if (claims.strong) {
      await this.sessions.stepUpByIssuer(session, claims);
      return null;
    }
    const known = await findIdentity(this.database.manager, claims);
    return this.refuse('issuer-acr', known?.personId, network);
  }

  /** @throws Problem issuer-stranger, account-disabled */
  private async personOf(claims: Claims, network: string): Promise<string> {
    const known = await findIdentity(this.database.manager, claims);
    if (known && !known.disabled) return known.personId;
    const email = known ? null : await claims.verifiedEmail();
    const linked = email === null ? undefined : await this.link(claims, email);
    return linked ?? this.refuse(known ? 'account-disabled' : 'issuer-stranger', known?.personId, network);
  }

  /** Records a refused sign-in in the trail. What the issuer says of a stranger is not stored. */
  private async refuse(
    code: 'account-disabled' | 'issuer-stranger' | 'issuer-acr',
    personId: string | undefined,
    network: string,
  ): Promise<never> {
    await record(this.database.manager, {
      actorId: null,
      act: 'session.refused',
      subject: `person:${personId ?? 'unknown'}`,
      detail: { reason: code === 'account-disabled' ? 'disabled' : code, network },
    });
    throw new Problem(code);
  }

  private link(claims: Claims, email: string): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const personId = await linkIdentity(tx, this.keys, claims, email);
      if (personId !== undefined)
        await record(tx, { actorId: personId, act: 'person.link', subject: `person:${personId}` });
      return personId;
    });
  }

  private seal(pending: Pending): string {
    const { ciphertext, keyId } = this.keys.seal(JSON.stringify(pending), CONTEXT);
    return `${keyId}.${ciphertext.toString('base64url')}`;
  }

  /** @returns null where nothing was begun in this browser, or too long ago */
  private unseal(sealed = ''): Pending | null {
    const [keyId = '', ciphertext = ''] = sealed.split('.');
    let pending: Pending;
    try {
      pending = JSON.parse(
        this.keys.open({ keyId, ciphertext: Buffer.from(ciphertext, 'base64url') }, CONTEXT),
      ) as Pending;
    } catch {
      // Not made by us, or with a key that is no longer held.
      return null;
    }
    return Date.now() - pending.at < ISSUER_STAY_MS ? pending : null;
  }
}
