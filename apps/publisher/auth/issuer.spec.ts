import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { SignJWT } from 'jose';
import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { testConfig } from '../../../test/factories/database.js';
import {
  type Authentication,
  publisherWithIssuer,
  STRONG,
  Visitor,
  WEAK,
  type WithIssuer,
} from '../../../test/factories/issuer.js';
import { testPublisher } from '../../../test/factories/publisher.js';
import { asking, signIn } from '../../../test/factories/staff.js';

const SESSION = '/api/v1/session';
const ISSUER = `${SESSION}/issuer`;
const COOKIE = 'siar_issuer';

describe('signing in by the ministry’s issuer', () => {
  let both: WithIssuer;
  let url: string;
  const logged: string[] = [];
  beforeAll(async () => {
    const sink = new Writable({
      write: (line: Buffer, _encoding, done) => {
        logged.push(line.toString());
        done();
      },
    });
    both = await publisherWithIssuer({}, { logger: createLogger('publisher', 'trace', sink) });
    url = both.publisher.url;
  });
  afterAll(() => both.stop());

  /** Adds an account at the issuer. @returns how it authenticates */
  const account = (subject: string, verified = true, acr = STRONG): Authentication => {
    both.issuer.accounts.set(subject, { email: `${subject}@kementerian.example`, verified });
    return { subject, acr };
  };
  /** Invites a person who is to sign in there. @returns the person's id */
  const invite = async (username: string, roles = ['author']): Promise<string> => {
    const admin = await signIn(url, 'admin');
    const { status, body } = await admin<{ person: { id: string }; oneTimePassword: null }>(
      'POST',
      '/api/v1/people',
      {
        organisationId: both.publisher.staff.organisations.ministry,
        username,
        name: username,
        roles,
        issuerEmail: `${username.toUpperCase()}@kementerian.example`,
      },
    );
    expect([status, body.oneTimePassword]).toEqual([201, null]);
    return body.person.id;
  };
  const begin = async (visitor: Visitor, path = '/'): Promise<string> => {
    const response = await visitor.ask('POST', url + ISSUER, { path });
    return ((await response.json()) as { location: string }).location;
  };
  /** The whole way there and back. @returns where the console is shown then */
  const come = async (as: Authentication | null, path = '/', visitor = new Visitor()): Promise<string> =>
    arrive(visitor, await visitor.answerOf(await begin(visitor, path), as));
  const arrive = async (visitor: Visitor, answer: string): Promise<string> => {
    const response = await visitor.ask('GET', answer);
    expect(response.status).toBe(303);
    return response.headers.get('location') ?? '';
  };
  const shown = async (visitor: Visitor) => asking(url, visitor.cookies(url))('GET', SESSION);
  /** Changes what the browser keeps while a person is at the issuer. */
  const changed = (visitor: Visitor, change: Record<string, unknown>): Visitor => {
    const keys = new Keys(testConfig(both.publisher.db.url));
    const [, keyId = '', sealed = ''] = /siar_issuer=([^.]+)\.([\w-]+)/.exec(visitor.cookies(url)) ?? [];
    const kept = keys.open({ keyId, ciphertext: Buffer.from(sealed, 'base64url') }, 'issuer request');
    const made = keys.seal(JSON.stringify({ ...(JSON.parse(kept) as object), ...change }), 'issuer request');
    visitor.set(url, COOKIE, `${made.keyId}.${made.ciphertext.toString('base64url')}`);
    return visitor;
  };

  it('links an invited person at first by the verified address, and then knows them by the subject', async () => {
    const personId = await invite('sari');
    const as = account('sari');
    const visitor = new Visitor();
    expect(await come(as, '/siaran?tab=isi', visitor)).toBe('/siaran?tab=isi');
    expect((await shown(visitor)).body).toMatchObject({ personId, signedInBy: 'issuer', duty: null });
    // Nothing of what was begun is left.
    expect(visitor.cookies(url)).not.toContain(COOKIE);
    both.issuer.accounts.set('sari', { email: 'nama-baru@kementerian.example', verified: false });
    const again = new Visitor();
    expect(await come(as, '/', again)).toBe('/');
    expect((await shown(again)).body).toMatchObject({ personId });
    const trail = await rows(
      both.publisher.db.source.manager,
      `SELECT act, detail ->> 'signedInBy' AS by FROM audit_entries WHERE subject = $1 AND act <> 'person.roles' ORDER BY id`,
      [`person:${personId}`],
    );
    expect(trail).toEqual([
      { act: 'person.invite', by: 'issuer' },
      { act: 'person.link', by: null },
      { act: 'session.sign-in', by: 'issuer' },
      { act: 'session.sign-in', by: 'issuer' },
    ]);
  });

  it('gives a new session, whatever session the browser had', async () => {
    await invite('tono');
    const visitor = new Visitor();
    visitor.set(url, 'siar_session', 'x'.repeat(43));
    await come(account('tono'), '/', visitor);
    expect(visitor.cookies(url)).not.toContain('x'.repeat(43));
    const before = visitor.cookies(url);
    await come({ subject: 'tono', acr: STRONG }, '/', visitor);
    expect(visitor.cookies(url)).not.toBe(before);
  });

  it('admits nobody without an account made for them, and takes no address that is not verified', async () => {
    const orang = new Visitor();
    expect(await come(account('orang-lain'), '/siaran', orang)).toBe('/siaran?masuk=issuer-stranger');
    expect((await shown(orang)).status).toBe(401);
    await invite('belum');
    expect(await come(account('belum', false))).toBe('/?masuk=issuer-stranger');
    // The local accounts' addresses open nothing.
    both.issuer.accounts.set('palsu', { email: 'penulis@staff.example', verified: true });
    expect(await come({ subject: 'palsu', acr: STRONG })).toBe('/?masuk=issuer-stranger');
  });

  it('makes one account for one address', async () => {
    await invite('satu');
    const admin = await signIn(url, 'admin');
    const { status, body } = await admin('POST', '/api/v1/people', {
      organisationId: both.publisher.staff.organisations.ministry,
      username: 'satu-lagi',
      name: 'Satu Lagi',
      roles: [],
      issuerEmail: 'satu@kementerian.example',
    });
    expect([status, body['code']]).toEqual([409, 'issuer-email-taken']);
  });

  it('shuts a disabled person out, before and after the first sign-in', async () => {
    const admin = await signIn(url, 'admin');
    const visitor = new Visitor();
    const linked = await invite('dewi');
    await come(account('dewi'), '/', visitor);
    const never = await invite('eko');
    for (const id of [linked, never])
      expect((await admin('POST', `/api/v1/people/${id}/disable`)).status).toBe(200);
    expect((await shown(visitor)).status).toBe(401);
    expect(await come({ subject: 'dewi', acr: STRONG })).toBe('/?masuk=account-disabled');
    expect(await come(account('eko'))).toBe('/?masuk=issuer-stranger');
  });

  it('becomes a local account by a reset, which the issuer no longer opens', async () => {
    const id = await invite('fajar');
    await come(account('fajar'));
    const admin = await signIn(url, 'admin');
    const { body } = await admin<{ oneTimePassword: string }>('POST', `/api/v1/people/${id}/reset`);
    expect(await come({ subject: 'fajar', acr: STRONG })).toBe('/?masuk=issuer-stranger');
    const { status } = await asking(url)('POST', SESSION, {
      username: 'fajar',
      password: body.oneTimePassword,
    });
    expect(status).toBe(200);
  });

  it('takes an answer only in the browser that asked, once, in time, and with its own nonce', async () => {
    await invite('gita');
    const as = account('gita');
    const attacker = new Visitor();
    const answer = await attacker.answerOf(await begin(attacker), as);
    // Another browser, which has begun nothing, or something else.
    const victim = new Visitor();
    expect(await arrive(victim, answer)).toBe('/?masuk=issuer-answer');
    await begin(victim);
    expect(await arrive(victim, answer)).toBe('/?masuk=issuer-answer');
    expect((await shown(victim)).status).toBe(401);
    // Another code under the victim's own state: PKCE.
    const own = await victim.answerOf(await begin(victim), as);
    const swapped = new URL(own);
    swapped.searchParams.set('code', new URL(answer).searchParams.get('code') ?? '');
    expect(await arrive(victim, swapped.href)).toBe('/?masuk=issuer-refused');
    for (const change of [{ nonce: 'lain' }, { state: 'lain' }, { at: Date.now() - 11 * 60_000 }]) {
      const visitor = new Visitor();
      const late = await visitor.answerOf(await begin(visitor), as);
      expect(await arrive(changed(visitor, change), late)).toBe('/?masuk=issuer-answer');
      expect((await shown(visitor)).status).toBe(401);
    }
    expect(await arrive(attacker, answer)).toBe('/');
    expect(await arrive(attacker, answer)).toBe('/?masuk=issuer-answer');
  });

  it('leads to no other site afterwards', async () => {
    await invite('hadi');
    const as = account('hadi');
    for (const path of ['//evil.example/x', '/\\evil.example', 'https://evil.example/'])
      expect(await come(as, path)).toBe('/');
  });

  it('says so when it was cancelled at the issuer', async () => {
    expect(await come(null, '/siaran')).toBe('/siaran?masuk=issuer-refused');
  });

  it('opens neither password nor authenticator in such a session', async () => {
    await invite('indah');
    const visitor = new Visitor();
    await come(account('indah'), '/', visitor);
    const ask = asking(url, visitor.cookies(url));
    for (const [path, body] of [
      ['/password', { present: 'x', wanted: 'Sandi-baru-2026' }],
      ['/totp', undefined],
      ['/totp/confirm', { totp: '123456' }],
      ['/step-up', { totp: '123456' }],
    ] as const)
      expect((await ask('POST', SESSION + path, body)).body).toMatchObject({
        status: 403,
        code: 'issuer-account',
      });
  });

  it('confirms nothing in a session that a password opened', async () => {
    const ask = await signIn(url, 'operator');
    const { status, body } = await ask('POST', `${ISSUER}/step-up`, { path: '/' });
    expect([status, body['code']]).toEqual([409, 'not-by-issuer']);
  });

  it('lets a second admin confirm a guarded role once the person has signed in there', async () => {
    const personId = await invite('joko', ['operator']);
    const admin = await signIn(url, 'admin');
    const missing = async (): Promise<string[]> => {
      const { body } = await admin<{ appointments: { person: { id: string }; missing: string[] }[] }>(
        'GET',
        '/api/v1/appointments',
      );
      return body.appointments.find(({ person }) => person.id === personId)?.missing ?? [];
    };
    expect(await missing()).toEqual(['no-first-sign-in', 'no-own-address']);
    await come(account('joko'));
    expect(await missing()).toEqual(['no-own-address']);
  });

  it('keeps codes, tokens, states and addresses out of log and trail', async () => {
    await invite('kiki');
    const visitor = new Visitor();
    const answer = await visitor.answerOf(await begin(visitor), account('kiki'));
    await arrive(visitor, answer);
    const wrong = new URL(answer);
    await begin(visitor);
    await arrive(visitor, wrong.href);
    const trail = await rows<{ text: string }>(
      both.publisher.db.source.manager,
      'SELECT e::text AS text FROM audit_entries e',
    );
    const told = [...logged, ...trail.map(({ text }) => text)].join('\n');
    expect(told).toContain('/api/v1/session/issuer/callback');
    for (const secret of [
      ...new URL(answer).searchParams.values(),
      both.issuer.settings['OIDC_CLIENT_SECRET'] ?? '',
      'kementerian.example',
      'eyJ',
    ])
      if (secret !== both.issuer.url) expect(told.includes(secret)).toBe(false);
  });

  it('limits a network whose answers fail', async () => {
    const visitor = new Visitor();
    const outcomes: string[] = [];
    for (let i = 0; i < 52; i++) {
      await begin(visitor);
      const state = /"state":"([\w-]+)"/.exec(opened(visitor))?.[1] ?? '';
      outcomes.push(
        await arrive(visitor, `${url}${ISSUER}/callback?code=salah&state=${state}&iss=${both.issuer.url}`),
      );
    }
    expect(outcomes[0]).toBe('/?masuk=issuer-refused');
    expect(outcomes.at(-1)).toBe('/?masuk=too-many-attempts');
    // Local accounts are the way in when the issuer is out of order.
    await signIn(url, 'admin');
    await both.publisher.db.source.query('DELETE FROM sign_in_failures');
  });
  const opened = (visitor: Visitor): string => {
    const keys = new Keys(testConfig(both.publisher.db.url));
    const [, keyId = '', sealed = ''] = /siar_issuer=([^.]+)\.([\w-]+)/.exec(visitor.cookies(url)) ?? [];
    return keys.open({ keyId, ciphertext: Buffer.from(sealed, 'base64url') }, 'issuer request');
  };
});

describe.each([true, false])('with REQUIRE_TOTP, by an issuer that takes demands: %s', (demands) => {
  it('admits nobody who showed the issuer no second factor', async () => {
    const both = await publisherWithIssuer({ REQUIRE_TOTP: 'true' }, { demands });
    const { publisher, issuer } = both;
    try {
      issuer.accounts.set('lina', { email: 'lina@kementerian.example', verified: true });
      const come = async (first: string, then: string): Promise<string | null> => {
        const visitor = new Visitor();
        const begun = await visitor.ask('POST', publisher.url + ISSUER, { path: '/' });
        const { location } = (await begun.json()) as { location: string };
        expect(new URL(location).searchParams.get('acr_values')).toBe(demands ? null : STRONG);
        const by = (acr: string): Authentication => ({ subject: 'lina', acr });
        const answer = await visitor.answerOf(location, by(first), by(then));
        return (await visitor.ask('GET', answer)).headers.get('location');
      };
      expect(await come(STRONG, STRONG)).toBe('/?masuk=issuer-stranger');
      // One that takes demands asks until it has the second factor; the other answers with what it has.
      expect(await come(WEAK, STRONG)).toBe(demands ? '/?masuk=issuer-stranger' : '/?masuk=issuer-acr');
    } finally {
      await both.stop();
    }
  });
});

describe('confirming an act by the issuer', () => {
  let both: WithIssuer;
  let url: string;
  const SUBJECT = 'admin-di-sana';
  beforeAll(async () => {
    both = await publisherWithIssuer({ REQUIRE_TOTP: 'true' });
    url = both.publisher.url;
    const { admin, penulis } = both.publisher.staff.people;
    for (const [personId, subject] of [
      [admin, SUBJECT],
      [penulis, 'penulis-di-sana'],
    ]) {
      both.issuer.accounts.set(subject ?? '', { email: `${subject}@kementerian.example`, verified: true });
      await both.publisher.db.source.query(
        `INSERT INTO person_identities (person_id, issuer, subject, linked_at) VALUES ($1, $2, $3, siar_now())`,
        [personId, both.issuer.url, subject],
      );
    }
  });
  afterAll(() => both.stop());

  const walk = async (visitor: Visitor, path: string, as: Authentication): Promise<string> => {
    const begun = await visitor.ask('POST', `${url}${ISSUER}${path}`, { path: '/orang' });
    expect(begun.status).toBe(200);
    const { location } = (await begun.json()) as { location: string };
    const { searchParams } = new URL(location);
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(
      path === '' ? [null, null] : ['login', '0'],
    );
    // In the issuer's own session, it would ask until the same person has authenticated.
    visitor.forget(both.issuer.url);
    const came = await visitor.ask('GET', await visitor.answerOf(location, as));
    return came.headers.get('location') ?? '';
  };
  /** A session in which the second factor was shown too long ago. */
  const signedIn = async (): Promise<Visitor> => {
    const visitor = new Visitor();
    expect(await walk(visitor, '', { subject: SUBJECT, acr: STRONG, ago: 11 * 60 })).toBe('/orang');
    return visitor;
  };
  const act = async (visitor: Visitor): Promise<unknown[]> => {
    const ask = asking(url, visitor.cookies(url));
    const { status, body } = await ask(
      'POST',
      `/api/v1/people/${both.publisher.staff.people.auditor}/enable`,
    );
    return [status, body['code']];
  };
  const REFUSED = [403, 'fresh-code'];
  const DONE = [200, undefined];

  it('lasts ten minutes from the second factor, that of the sign-in too', async () => {
    const visitor = new Visitor();
    await walk(visitor, '', { subject: SUBJECT, acr: STRONG, ago: 5 * 60 });
    expect(await act(visitor)).toEqual(DONE);
    expect(await act(await signedIn())).toEqual(REFUSED);
  });

  it('takes a new authentication with a second factor, and keeps the session', async () => {
    const visitor = await signedIn();
    const before = visitor.cookies(url);
    expect(await walk(visitor, '/step-up', { subject: SUBJECT, acr: STRONG })).toBe('/orang');
    expect(visitor.cookies(url)).toBe(before);
    expect(await act(visitor)).toEqual(DONE);
    // One confirmation serves one act that needs its own.
    const each = () => asking(url, visitor.cookies(url))('POST', `${SESSION}/recovery-codes`);
    expect((await each()).body['code']).toBe('no-totp-yet');
    expect((await each()).body['code']).toBe('fresh-code-each');
    expect(await walk(visitor, '/step-up', { subject: SUBJECT, acr: STRONG })).toBe('/orang');
    expect((await each()).body['code']).toBe('no-totp-yet');
  });

  it.each([
    ['without a second factor', { subject: SUBJECT, acr: WEAK }, 'issuer-acr'],
    ['that is not new', { subject: SUBJECT, acr: STRONG, ago: 120 }, 'issuer-answer'],
    ['of somebody else', { subject: 'penulis-di-sana', acr: STRONG }, 'issuer-other'],
  ])('takes none %s', async (_, as, code) => {
    const visitor = await signedIn();
    expect(await walk(visitor, '/step-up', as)).toBe(`/orang?masuk=${code}`);
    expect(await act(visitor)).toEqual(REFUSED);
  });

  it('is nothing for a session that has ended, and opens none', async () => {
    const visitor = await signedIn();
    const begun = await visitor.ask('POST', `${url}${ISSUER}/step-up`, { path: '/' });
    const { location } = (await begun.json()) as { location: string };
    const answer = await visitor.answerOf(location, { subject: SUBJECT, acr: STRONG });
    expect((await visitor.ask('DELETE', url + SESSION)).status).toBe(204);
    expect((await visitor.ask('GET', answer)).headers.get('location')).toBe('/?masuk=issuer-other');
    expect((await asking(url, visitor.cookies(url))('GET', SESSION)).status).toBe(401);
  });
});

describe('an issuer that ends sessions', () => {
  let both: WithIssuer;
  let url: string;
  const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
  beforeAll(async () => {
    both = await publisherWithIssuer();
    url = both.publisher.url;
    both.issuer.accounts.set('nina', { email: 'nina@kementerian.example', verified: true });
    await both.publisher.db.source.query(
      `INSERT INTO person_identities (person_id, issuer, subject, linked_at) VALUES ($1, $2, 'nina', siar_now())`,
      [both.publisher.staff.people.auditor, both.issuer.url],
    );
  });
  afterAll(() => both.stop());

  const come = async (): Promise<Visitor> => {
    const visitor = new Visitor();
    const begun = await visitor.ask('POST', url + ISSUER, { path: '/' });
    const { location } = (await begun.json()) as { location: string };
    await visitor.ask('GET', await visitor.answerOf(location, { subject: 'nina', acr: STRONG }));
    return visitor;
  };
  const isOpen = async (visitor: Visitor): Promise<boolean> =>
    (await asking(url, visitor.cookies(url))('GET', SESSION)).status === 200;
  /** The issuer's session behind the newest session. */
  const newest = async (): Promise<string> => {
    const [found] = await rows<{ sid: string }>(
      both.publisher.db.source.manager,
      `SELECT issuer_session AS sid FROM sessions WHERE issuer_session IS NOT NULL ORDER BY id DESC LIMIT 1`,
    );
    return found?.sid ?? '';
  };
  const post = (token: string) =>
    asking(url)('POST', `${ISSUER}/logout`, new URLSearchParams({ logout_token: token }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  const signed = (claims: object, { typ = 'logout+jwt', key = both.issuer.key } = {}): Promise<string> =>
    new SignJWT({
      iss: both.issuer.url,
      aud: both.issuer.settings['OIDC_CLIENT_ID'],
      jti: String(Math.random()),
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 120,
      events: { [LOGOUT]: {} },
      sub: 'nina',
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: both.issuer.keyId, typ })
      .sign(key);

  it('ends the one that it names, and no other', async () => {
    const stays = await come();
    const ends = await come();
    await both.issuer.endSession('nina', await newest());
    expect([await isOpen(stays), await isOpen(ends)]).toEqual([true, false]);
    const trail = await rows(
      both.publisher.db.source.manager,
      `SELECT actor_id AS by, detail FROM audit_entries WHERE act = 'session.end'`,
    );
    expect(trail).toEqual([{ by: null, detail: { sessions: 1, signedInBy: 'issuer' } }]);
  });

  it('ends all that it opened of a person, and none by password', async () => {
    const [one, other] = [await come(), await come()];
    const local = await signIn(url, 'auditor');
    expect((await post(await signed({}))).status).toBe(200);
    expect([await isOpen(one), await isOpen(other)]).toEqual([false, false]);
    expect((await local('GET', SESSION)).status).toBe(200);
  });

  it('uses a token once', async () => {
    const token = await signed({});
    expect((await post(token)).status).toBe(200);
    const visitor = await come();
    expect((await post(token)).status).toBe(400);
    expect(await isOpen(visitor)).toBe(true);
  });

  it('is believed by its signature, for this client, lately, and for a logout alone', async () => {
    const visitor = await come();
    const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const now = Math.floor(Date.now() / 1000);
    const [head, body] = (await signed({})).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const wrong = [
      await signed({}, { key: foreign }),
      `${none}.${body}.`,
      `${head}.${body}.`,
      await signed({ iss: 'https://login.example' }),
      await signed({ aud: 'orang-lain' }),
      await signed({ iat: now - 600 }),
      await signed({ exp: now - 60 }),
      await signed({ events: {} }),
      await signed({ events: undefined }),
      await signed({ jti: undefined }),
      await signed({ iat: undefined }),
      await signed({ sub: undefined }),
      await signed({ nonce: 'n' }),
      await signed({}, { typ: 'at+jwt' }),
      'bukan token',
    ];
    for (const token of wrong) expect([token, (await post(token)).status]).toEqual([token, 400]);
    expect((await asking(url)('POST', `${ISSUER}/logout`, { logout_token: await signed({}) })).status).toBe(
      400,
    );
    expect(await isOpen(visitor)).toBe(true);
  });

  it('is asked to try again while its keys cannot be fetched', async () => {
    const token = await signed({});
    const { publisher } = await stranded(both);
    try {
      const { status } = await asking(publisher.url)(
        'POST',
        `${ISSUER}/logout`,
        new URLSearchParams({ logout_token: token }).toString(),
        { 'content-type': 'application/x-www-form-urlencoded' },
      );
      expect(status).toBe(503);
    } finally {
      await publisher.stop();
    }
  });
  /** A publisher whose issuer is nowhere. */
  const stranded = async ({ issuer }: WithIssuer) => ({
    publisher: await testPublisher({ ...issuer.settings, OIDC_ISSUER: 'http://127.0.0.1:9' }),
  });
});

describe('an issuer that does not answer', () => {
  it.each(['away', 'hung'] as const)('keeps no publisher from starting while it is %s', async (how) => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (how === 'away') await new Promise((resolve) => server.close(resolve));
    const publisher = await testPublisher({
      OIDC_ISSUER: `http://127.0.0.1:${port}`,
      OIDC_CLIENT_ID: 'siar',
      OIDC_CLIENT_SECRET: 'rahasia-klien-siar-2026',
      OIDC_ACR: STRONG,
      PROVIDER_TIMEOUT_SECONDS: '0.2',
    });
    try {
      const ask = asking(publisher.url);
      expect((await ask('GET', ISSUER)).body).toEqual({ offered: true });
      const { status, body } = await ask('POST', ISSUER, { path: '/' });
      expect([status, body['code']]).toEqual([503, 'issuer-away']);
      await signIn(publisher.url, 'penulis');
    } finally {
      await publisher.stop();
      server.closeAllConnections();
      server.close();
    }
  });
});

it('without an issuer nothing is offered, and nobody is invited to it', async () => {
  const publisher = await testPublisher();
  try {
    const ask = asking(publisher.url);
    expect((await ask('GET', ISSUER)).body).toEqual({ offered: false });
    expect((await ask('POST', ISSUER, { path: '/' })).status).toBe(404);
    const admin = await signIn(publisher.url, 'admin');
    const { status, body } = await admin('POST', '/api/v1/people', {
      organisationId: publisher.staff.organisations.ministry,
      username: 'mira',
      name: 'Mira',
      roles: [],
      issuerEmail: 'mira@kementerian.example',
    });
    expect([status, body['code']]).toEqual([404, 'issuer-not-offered']);
  } finally {
    await publisher.stop();
  }
});
