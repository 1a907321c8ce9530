import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Provider } from 'oidc-provider';
import type { Logger } from '#platform/logging';
import { freePort } from '../../apps/standalone/children.js';
import { type TestPublisher, testPublisher } from './publisher.js';

/** The values of `acr` that the issuer knows: a password alone, and a second factor. */
export const WEAK = 'satu-faktor';
export const STRONG = 'dua-faktor';
const CLIENT = 'siar';
const SECRET = 'rahasia-klien-siar-2026';

/** An account at the issuer, by its subject. */
export interface IssuerAccount {
  email: string;
  verified: boolean;
}

/** How somebody authenticates on the issuer's page. */
export interface Authentication {
  subject: string;
  acr: string;
  /** How long ago, in seconds; just now where nothing is said. */
  ago?: number;
}

/** A real issuer (oidc-provider) on loopback, with a page that asks who one is. */
export interface TestIssuer {
  url: string;
  /** Its accounts; a test may add some. */
  accounts: Map<string, IssuerAccount>;
  /** The private key that signs its tokens. */
  key: ReturnType<typeof generateKeyPairSync>['privateKey'];
  keyId: string;
  /** Ends a session there: it writes to the publisher itself. @throws Error for a refusal */
  endSession(subject: string, session: string): Promise<void>;
  /** The settings of a publisher that trusts it. */
  settings: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Starts an issuer whose one client is the console at this address.
 * @param demands whether it takes an essential `acr` as a demand; otherwise a known session is enough for it
 */
async function startIssuer(consoleUrl: string, demands: boolean): Promise<TestIssuer> {
  const accounts = new Map<string, IssuerAccount>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyId = 'uji';
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${consoleUrl}/api/v1/session/issuer/callback`],
        backchannel_logout_uri: `${consoleUrl}/api/v1/session/issuer/logout`,
        backchannel_logout_session_required: true,
        require_auth_time: true,
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' } as never],
    },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    acrValues: [WEAK, STRONG],
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: demands },
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    cookies: { keys: ['uji'] },
    // Its own refuses to write to loopback.
    fetch: (input, init) => fetch(input, { ...init, dispatcher: undefined } as RequestInit),
    pkce: { required: () => true },
    findAccount: (_ctx, subject) => {
      const account = accounts.get(subject);
      if (!account) return undefined;
      const claims = { sub: subject, email: account.email, email_verified: account.verified };
      return { accountId: subject, claims: () => claims };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  handle = async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      await serve(request, response);
      return;
    }
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE);
      return;
    }
    const form = new URLSearchParams(await text(request));
    const subject = form.get('subject') ?? '';
    const acr = form.get('acr') ?? WEAK;
    const ago = Number(form.get('ago') ?? 0);
    await provider.interactionFinished(
      request,
      response,
      form.has('cancel')
        ? { error: 'access_denied', error_description: 'dibatalkan' }
        : { login: { accountId: subject, acr, remember: false, ts: Math.floor(Date.now() / 1000) - ago } },
    );
  };
  return {
    url,
    accounts,
    key: privateKey,
    keyId,
    endSession: async (subject, session) => {
      const client = (await provider.Client.find(CLIENT)) as unknown as {
        backchannelLogout(subject: string, session: string): Promise<void>;
      };
      await client.backchannelLogout(subject, session);
    },
    settings: {
      OIDC_ISSUER: url,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_ACR: STRONG,
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const formOf = (as: Authentication | null): URLSearchParams =>
  new URLSearchParams(as ? { subject: as.subject, acr: as.acr, ago: String(as.ago ?? 0) } : { cancel: '1' });

const PAGE = `<!doctype html><html lang="id"><title>Akun kementerian</title><main><h1>Akun kementerian</h1>
<form method="post"><label>Nama <input name="subject"></label>
<button name="acr" value="${WEAK}">Kata sandi saja</button>
<button name="acr" value="${STRONG}">Kata sandi dan kode</button>
<button name="cancel" value="1">Batal</button></form></main></html>`;

/** A publisher and the issuer that it trusts. */
export interface WithIssuer {
  publisher: TestPublisher;
  issuer: TestIssuer;
  stop(): Promise<void>;
}

/** Starts both. @param more settings of the publisher @param how.demands of the issuer, as `startIssuer` has it */
export async function publisherWithIssuer(
  more: Record<string, string> = {},
  { logger, demands = false }: { logger?: Logger; demands?: boolean } = {},
): Promise<WithIssuer> {
  const port = await freePort();
  const consoleUrl = `http://127.0.0.1:${port}`;
  const issuer = await startIssuer(consoleUrl, demands);
  const settings = { PORT: String(port), CONSOLE_URL: consoleUrl, ...issuer.settings, ...more };
  const publisher = await testPublisher(settings, logger);
  return {
    publisher,
    issuer,
    stop: async () => {
      await publisher.stop();
      await issuer.stop();
    },
  };
}

/** A browser without a page: follows redirects by hand and keeps the cookies of each host. */
export class Visitor {
  private readonly jars = new Map<string, Map<string, string>>();

  /** One request, without following. */
  async ask(method: string, url: string, body?: object | URLSearchParams): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    const form = body instanceof URLSearchParams;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body && { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
      },
      ...(body && { body: form ? body.toString() : JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** This host's cookies, as one header. */
  cookies(url: string): string {
    return [...(this.jars.get(new URL(url).host) ?? [])]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
  }

  /** Forgets what this host has set. */
  forget(url: string): void {
    this.jars.delete(new URL(url).host);
  }

  /** Sets a cookie of this host, in place of what it has set. */
  set(url: string, name: string, value: string): void {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar.set(name, value));
  }

  /**
   * Goes from an address at the issuer to the answer that it sends back, without handing that over.
   * @param as how the person authenticates where the issuer asks, the first time and then; null: they cancel
   * @returns the address of the callback, with the issuer's answer
   */
  async answerOf(location: string, as: Authentication | null, then = as): Promise<string> {
    const { origin } = new URL(location);
    let next = location;
    let by = as;
    for (let hop = 0; hop < 20; hop++) {
      if (new URL(next).origin !== origin) return next;
      const asked = await this.ask('GET', next);
      const shown = asked.status === 200;
      if (!shown && asked.status !== 303 && asked.status !== 302)
        throw new Error(`the issuer answered ${asked.status}: ${await asked.text()}`);
      await asked.body?.cancel();
      const answered = shown ? await this.ask('POST', next, formOf(by)) : asked;
      if (shown) by = then;
      next = new URL(answered.headers.get('location') ?? '', next).href;
    }
    throw new Error('the issuer redirects without end');
  }
}
