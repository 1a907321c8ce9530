import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';

/** Deadline of each request to the issuer, in seconds: somebody waits before a page. */
const LONGEST_SECONDS = 5;
/** The only path to which the issuer sends people back. */
const CALLBACK = '/api/v1/session/issuer/callback';

/** What binds the issuer's answer to the request: none of it reaches the page. */
export interface IssuerRequest {
  state: string;
  nonce: string;
  /** PKCE (RFC 7636). */
  verifier: string;
}

/** What the issuer says of a person who has just come back from it. */
export interface Claims {
  issuer: string;
  subject: string;
  /** The issuer's session; null: it names none. */
  session: string | null;
  /**
   * Their e-mail address, where the issuer says that it has verified it; asks for it, where the id token lacks it.
   * @throws Problem issuer-away
   */
  verifiedEmail: () => Promise<string | null>;
  /** Whether a second factor was shown, by OIDC_ACR. */
  strong: boolean;
  /** When they last authenticated, by the issuer's clock; null: it does not say. */
  authenticatedAt: Date | null;
}

/** What a logout token names. */
export interface LoggedOut {
  /** Of the token. */
  id: string;
  issuer: string;
  /** Null: of whoever has the session. */
  subject: string | null;
  /** Null: all sessions of the subject. */
  session: string | null;
}

/** The event that makes a token a logout token. */
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
/** Age at which a logout token is too old, and how much the clocks may differ, in seconds. */
const OLDEST_SECONDS = 300;
const CLOCKS_DIFFER_SECONDS = 30;
/** Signatures by a key that the issuer alone has. */
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * The ministry's issuer (OpenID Connect Core 1.0): authorization code flow with PKCE. Nothing asks it at the start; its
 * metadata is fetched for the first sign-in and kept until the program ends.
 */
@Injectable()
export class Issuer {
  private discovered: Promise<openid.Configuration> | null = null;
  private keys: ReturnType<typeof createRemoteJWKSet> | null = null;

  constructor(
    @InjectConfig()
    private readonly config: Pick<
      Config,
      | 'OIDC_ISSUER'
      | 'OIDC_CLIENT_ID'
      | 'OIDC_CLIENT_SECRET'
      | 'OIDC_ACR'
      | 'CONSOLE_URL'
      | 'PROVIDER_TIMEOUT_SECONDS'
    >,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Whether this installation has an issuer. */
  get isOffered(): boolean {
    return this.config.OIDC_ISSUER !== undefined;
  }

  /**
   * Begins a request.
   * @param fresh whether the person must authenticate again, although the issuer may have a session of theirs
   * @returns the address at the issuer to go to, and what to keep until the answer
   * @throws Problem issuer-away
   */
  async begin(fresh: boolean): Promise<{ location: string; request: IssuerRequest }> {
    const request = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const location = await this.asked(async (client) =>
      openid.buildAuthorizationUrl(client, {
        redirect_uri: this.config.CONSOLE_URL + CALLBACK,
        scope: 'openid email',
        state: request.state,
        nonce: request.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(request.verifier),
        code_challenge_method: 'S256',
        ...this.wanted(client),
        ...(fresh && { max_age: '0', prompt: 'login' }),
      }),
    );
    return { location: location.href, request };
  }

  /**
   * Redeems the issuer's answer, and checks all of it: state, issuer, signature, audience, nonce, and that a fresh
   * authentication is fresh.
   * @param query of the callback, with its question mark
   * @throws Problem issuer-away, issuer-refused, issuer-answer
   */
  async finish(query: string, { state, nonce, verifier }: IssuerRequest, fresh: boolean): Promise<Claims> {
    const tokens = await this.asked((client) =>
      openid.authorizationCodeGrant(client, new URL(this.config.CONSOLE_URL + CALLBACK + query), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...(fresh && { maxAge: 0 }),
      }),
    );
    const claims = tokens.claims();
    if (!claims) throw new Problem('issuer-answer');
    const { iss, sub, sid, acr, auth_time: authTime } = claims;
    return {
      issuer: iss,
      subject: sub,
      session: typeof sid === 'string' ? sid : null,
      verifiedEmail: async () =>
        verifiedEmailIn(
          'email' in claims
            ? claims
            : // The id token of a code flow may leave it to the user info (OpenID Connect Core §5.4).
              await this.asked((client) => openid.fetchUserInfo(client, tokens.access_token, sub)),
        ),
      strong: typeof acr === 'string' && (this.config.OIDC_ACR ?? []).includes(acr),
      authenticatedAt: authTime === undefined ? null : new Date(authTime * 1000),
    };
  }

  /**
   * Reads a logout token: signature, issuer, audience, age, event, and that it is no id token (OpenID Connect
   * Back-Channel Logout 1.0 §2.6). Whether it was used before is the caller's to check.
   * @throws Problem logout-token, issuer-away
   */
  async readLogoutToken(token: string): Promise<LoggedOut> {
    const { payload, header } = await this.asked(async (client) => {
      const { issuer, jwks_uri: address } = client.serverMetadata();
      if (address === undefined) throw new Problem('issuer-away');
      this.keys ??= createRemoteJWKSet(new URL(address), { timeoutDuration: this.seconds * 1000 });
      const verified = await jwtVerify(token, this.keys, {
        issuer,
        audience: this.config.OIDC_CLIENT_ID ?? '',
        algorithms: SIGNATURES,
        requiredClaims: ['jti', 'iat', 'events'],
        maxTokenAge: OLDEST_SECONDS,
        clockTolerance: CLOCKS_DIFFER_SECONDS,
      });
      return { payload: verified.payload, header: verified.protectedHeader };
    });
    const { jti: id, iss: issuer, sub, sid, events, nonce } = payload;
    const subject = sub ?? null;
    const session = typeof sid === 'string' ? sid : null;
    const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, LOGOUT);
    const isTyped = header.typ === undefined || /^(?:JWT|logout\+jwt)$/i.test(header.typ);
    if (!id || !issuer || !isLogout || !isTyped || nonce !== undefined || (subject ?? session) === null)
      throw new Problem('logout-token');
    return { id, issuer, subject, session };
  }

  /** Deadline of each request, in seconds. */
  private get seconds(): number {
    return Math.min(LONGEST_SECONDS, this.config.PROVIDER_TIMEOUT_SECONDS);
  }

  /** Asks for a second factor, also of somebody whom the issuer has authenticated without one before. */
  private wanted(client: openid.Configuration): Record<string, string> {
    const values = this.config.OIDC_ACR ?? [];
    // One or the other (OpenID Connect Core §5.5.1.1): what is essential is a demand, acr_values are a wish.
    if (client.serverMetadata().claims_parameter_supported !== true) return { acr_values: values.join(' ') };
    const demand = { acr: { essential: true, values }, auth_time: { essential: true } };
    return { claims: JSON.stringify({ id_token: demand }) };
  }

  /** @throws Problem for what the issuer, or the way to it, got wrong */
  private async asked<T>(work: (client: openid.Configuration) => Promise<T>): Promise<T> {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = this.config;
    if (issuer === undefined || id === undefined || secret === undefined)
      throw new Problem('issuer-not-offered');
    try {
      this.discovered ??= discover(issuer, id, secret, this.seconds);
      const client = await this.discovered.catch((error: unknown) => {
        this.discovered = null;
        throw error;
      });
      return await work(client);
    } catch (error) {
      throw this.problemOf(error);
    }
  }

  /** The error itself is never logged: its causes hold codes, tokens and claims. */
  private problemOf(error: unknown): unknown {
    if (!(error instanceof Error) || error instanceof Problem) return error;
    const code = 'code' in error ? String(error.code) : error.name;
    if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError) {
      this.logger.warn({ code, error: error.error }, 'the issuer refused a sign-in');
      return new Problem('issuer-refused');
    }
    if (UNFIT.has(code)) {
      this.logger.warn({ code }, "the issuer's answer does not fit the request");
      return new Problem('issuer-answer');
    }
    if (error instanceof errors.JOSEError && !KEYS_AWAY.has(code)) {
      this.logger.warn({ code }, 'a logout token is not valid');
      return new Problem('logout-token');
    }
    if (error instanceof openid.ClientError || error instanceof errors.JOSEError || AWAY.has(error.name)) {
      this.logger.error({ code }, 'the issuer is away');
      return new Problem('issuer-away');
    }
    return error;
  }
}

/** Codes of openid-client for answers that were read and break a rule. */
const UNFIT = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_INVALID_REQUEST',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
]);
/** Codes of jose for keys that could not be fetched. */
const KEYS_AWAY = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);
/** `fetch` failed, or took too long. */
const AWAY = new Set(['TypeError', 'TimeoutError', 'AbortError']);

const verifiedEmailIn = ({ email, email_verified: verified }: Record<string, unknown>): string | null =>
  typeof email === 'string' && verified === true ? email : null;

/** @param timeout deadline of each request, now and later, in seconds */
function discover(
  issuer: string,
  id: string,
  secret: string,
  timeout: number,
): Promise<openid.Configuration> {
  const address = new URL(issuer);
  return openid.discovery(address, id, undefined, openid.ClientSecretBasic(secret), {
    timeout,
    execute: [
      openid.enableNonRepudiationChecks,
      // The settings allow it on this machine alone.
      ...(address.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
    ],
  });
}
