import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { Audience } from '#audience';
import { compileDocument } from '#broadcasts/content';
import type { FrozenDocument } from '#broadcasts/document';
import { indexTexts } from '#broadcasts/verification';
import { newCode } from '#platform/crypto';
import { callbacksRead } from '../factories/callbacks.js';
import { SECRETS, type TestGateway, testGateway } from '../factories/gateway.js';
import { type RunningBroadcast, runningBroadcast } from '../factories/ledger.js';

const long = (about: string): string =>
  `Halo {{name}}! ${about} ${'Datang ke TPS di {{region}} sebelum pukul 13.00, bawa KTP-el dan undangan. '.repeat(40)}`;
const documentOf = (about: string): FrozenDocument =>
  ({
    format: 1,
    renderer: 1,
    title: 'Uji',
    channels: ['email', 'telegram'],
    contents: {
      email: { id: { subject: about, text: long(about) }, en: { subject: about, text: long(`EN ${about}`) } },
      telegram: { id: { text: long(about) }, en: { text: long(`EN ${about}`) } },
    },
    nameless: { id: 'Bapak/Ibu', en: 'Sir/Madam' },
    audience: { regions: ['11'], languages: [], topics: [] },
    regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
    election: null,
    sender: { ministry: 'Kementerian Uji', commission: 'KPU' },
    links: { domains: ['kpu.go.id'], hosts: [] },
  }) as unknown as FrozenDocument;

let site: TestGateway;
/** Locks tables and rows: a request that needs them holds its connection while it waits. */
let holder: pg.Client;
beforeAll(async () => {
  site = await testGateway({ TRUST_PROXY: 'loopback', DATABASE_POOL: '3' });
  holder = new pg.Client({ connectionString: site.db.url });
  await holder.connect();
}, 40_000);
afterAll(async () => {
  await holder?.end();
  await site?.stop();
});

describe('pastes that are expensive to compare', () => {
  const sent: RunningBroadcast[] = [];
  const ABOUT = ['Hari Rabu', 'Hari Kamis', 'Hari Jumat', 'Hari Sabtu'];
  beforeAll(async () => {
    for (const about of ABOUT) {
      const document = documentOf(about);
      const one = await runningBroadcast(site.db.source, site.keys, {
        channel: 'email',
        states: ['accepted'],
        document,
      });
      await indexTexts(site.db.source.manager, one.id, document);
      await site.db.source.query('UPDATE waves SET released_at = siar_now() WHERE broadcast_id = $1', [
        one.id,
      ]);
      sent.push(one);
    }
  }, 40_000);

  const paste = async (
    text: string,
    ip: string,
  ): Promise<{ status: number; retryAfter: string | null; text: string }> => {
    const answer = await fetch(`${site.url}/verify`, {
      method: 'POST',
      body: new URLSearchParams({ teks: text, kode: '' }),
      headers: { 'x-forwarded-for': ip },
    });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      text: await answer.text(),
    };
  };
  /** The longest paste that is compared with texts of this length. */
  const hostile = (): string =>
    `${sent.map(({ publicCode }) => publicCode).join(' ')} ${'Datang, ke! TPS di bawa. '.repeat(200)}`;

  it('take a few places for each network: a request without one gets a time to come back, and no result about the text', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => paste(hostile(), '198.51.100.1')));
    const compared = answers.filter(({ status }) => status === 200);
    const later = answers.filter(({ status }) => status === 429);
    expect(compared.length + later.length).toBe(24);
    expect(compared.length).toBeGreaterThan(0);
    expect(later.length).toBeGreaterThan(12);
    for (const { retryAfter } of later) expect(Number(retryAfter)).toBeGreaterThan(0);
  });

  /** Regencies of a whole country, many of which begin with the same word. */
  const NATION = new Map(
    Array.from({ length: 514 }, (_, n) => {
      const code = `12.${String(n + 1).padStart(3, '0')}`;
      return [code, `${n % 5 === 0 ? 'Kota' : 'Kabupaten'} Uji ${n}`] as const;
    }),
  );
  it.each([
    ['carries its code', (code: string, _words: string) => `siar.go.id/${code}`],
    ['has its words', (_code: string, words: string) => words],
    [
      'has the beginning of its regions’ names all over',
      (code: string) => `siar.go.id/${code} ${'Kabupaten Uji '.repeat(600)}`,
    ],
  ])('of a national broadcast prepare it once, and in small steps: a paste that %s', async (kind, pasted) => {
    const about = `Siaran nasional, ${kind}`;
    const own = documentOf(about);
    const national: FrozenDocument = {
      ...own,
      channels: ['email', 'telegram', 'sms'],
      contents: { ...own.contents, sms: own.contents.telegram },
      audience: { ...own.audience, regions: ['12'] },
    };
    const one = await runningBroadcast(site.db.source, site.keys, {
      channel: 'email',
      states: ['accepted'],
      document: national,
    });
    await indexTexts(site.db.source.manager, one.id, national);
    await site.db.source.query('UPDATE waves SET released_at = siar_now() WHERE broadcast_id = $1', [one.id]);
    // How often a region's name is split into words: in total, and at most between two turns of other requests.
    const read = { inAll: 0, since: 0, most: 0 };
    const regions = new Map(
      [...NATION].map(([code, name]) => [
        code,
        {
          code,
          get name() {
            read.inAll += 1;
            read.since += 1;
            read.most = Math.max(read.most, read.since);
            return name;
          },
        },
      ]),
    );
    const known = Object.getOwnPropertyDescriptor(Audience.prototype, 'regions') ?? {};
    Audience.prototype.regions = () => Promise.resolve(regions as never);
    let counting = true;
    const turn = (): void => {
      read.since = 0;
      if (counting) setImmediate(turn);
    };
    turn();
    try {
      const text = pasted(one.publicCode, long(about).slice(0, 4_000));
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_unused, n) => paste(text, `198.51.100.${100 + n}`)),
      );
      for (const { status } of answers) expect(status).toBe(200);
    } finally {
      counting = false;
      Object.defineProperty(Audience.prototype, 'regions', known);
    }
    // In the spelling of SMS and in that of the other channels.
    expect(read.inAll).toBe(2 * NATION.size);
    expect(read.most).toBeLessThanOrEqual(2 * 64);
  });

  it('of several broadcasts without a prepared index count once for each that they prepare', async () => {
    await site.db.source.query(`
      CREATE TABLE counted (key bytea NOT NULL);
      CREATE FUNCTION note_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO public.counted VALUES (NEW.key); RETURN NULL; END $$;
      CREATE TRIGGER counted AFTER UPDATE ON network_limits FOR EACH ROW EXECUTE FUNCTION note_counted()`);
    const counts = async (text: string, ip: string): Promise<number> => {
      await site.db.source.query('DELETE FROM counted');
      expect((await paste(text, ip)).status).toBe(200);
      const [most] = await site.db.source.query<{ times: number }[]>(
        'SELECT count(*)::int AS times FROM counted GROUP BY key ORDER BY 1 DESC LIMIT 1',
      );
      return most?.times ?? 0;
    };
    const codes: string[] = [];
    for (const about of ['Hari Minggu', 'Hari Senin', 'Hari Selasa', 'Jumat Kliwon']) {
      const one = await runningBroadcast(site.db.source, site.keys, {
        channel: 'email',
        states: ['accepted'],
        document: documentOf(about),
      });
      codes.push(one.publicCode);
    }
    const text = codes.map((code) => `siar.go.id/${code}`).join(' ');
    try {
      // One count is the paste's own.
      expect(await counts(text, '198.51.100.90')).toBe(codes.length);
      expect(await counts(text, '198.51.100.91')).toBe(1);
    } finally {
      await site.db.source.query('DROP TABLE counted; DROP FUNCTION note_counted CASCADE');
    }
  });

  it('leave the pages and texts of others answered during the attack', async () => {
    let over = 0;
    const attack = Array.from({ length: 12 }, (_, n) =>
      paste(hostile(), `203.0.113.${n}`).finally(() => (over += 1)),
    );
    const [first] = sent;
    const genuine = compileDocument(documentOf(ABOUT[0] ?? ''))('telegram', 'id')({
      name: 'Cut Nyak Dhien',
      regionCode: '11',
      regionName: 'Aceh',
      verifyLink: '',
      unsubscribeLink: '',
    }).text;
    const others = [
      fetch(`${site.url}/health/live`),
      fetch(`${site.url}/verify/${first?.publicCode ?? ''}`),
      fetch(`${site.url}/`),
    ];
    for (const answer of await Promise.all(others)) expect(answer.status).toBe(200);
    expect((await paste(genuine, '192.0.2.77')).text).toContain('SAMA PERSIS');
    // They were answered while most of the attack was still waiting for its turns.
    expect(over).toBeLessThan(6);
    for (const { status } of await Promise.all(attack)) expect([200, 429]).toContain(status);
  });
});

describe('a network beyond its limits', () => {
  const guess = async (ip: string): Promise<number> => {
    const answer = await fetch(`${site.url}/${newCode()}`, { headers: { 'x-forwarded-for': ip } });
    await answer.body?.cancel();
    return answer.status;
  };

  it('is refused from memory until its time to come back, without a query', async () => {
    expect(await guess('192.0.2.51')).toBe(404);
    await site.db.source.query(`UPDATE network_limits SET paid_until = siar_now() + interval '2 minutes'`);
    expect(await guess('192.0.2.51')).toBe(429);
    await site.db.source.query('DELETE FROM network_limits');
    expect(await guess('192.0.2.51')).toBe(429);
    expect(await guess('192.0.2.52')).toBe(404);
  });

  it('takes one connection, however many requests come at once and whoever locks its bucket', async () => {
    await guess('192.0.2.60');
    await holder.query('BEGIN; SELECT FROM network_limits FOR UPDATE');
    const asked = Array.from({ length: 40 }, () => guess('192.0.2.60'));
    expect(await guess('192.0.2.61')).toBe(404);
    expect((await fetch(`${site.url}/health/ready`)).status).toBe(200);
    // None of them gets an error: they are asked to come back.
    expect(new Set(await Promise.all(asked))).toEqual(new Set([429]));
    await holder.query('ROLLBACK');
  });
});

describe('a network that guesses codes, many at once', () => {
  afterEach(() => holder.query('ROLLBACK'));

  it('keeps none of its neighbours from opening a valid one', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.70' };
    const open = async (code: string): Promise<number> => {
      const answer = await fetch(`${site.url}/verify/${code}`, { headers });
      await answer.body?.cancel();
      return answer.status;
    };
    const { publicCode } = await runningBroadcast(site.db.source, site.keys, {
      channel: 'email',
      states: ['accepted'],
      document: documentOf('Hari Minggu'),
    });
    await open(newCode());
    await site.db.source.query(`UPDATE network_limits SET paid_until = siar_now() + interval '2 minutes'`);
    expect(await open(newCode())).toBe(429);
    // Look-ups are slow, so that the guesses wait for each other.
    await holder.query('BEGIN; LOCK TABLE broadcasts IN ACCESS EXCLUSIVE MODE');
    const guesses = Array.from({ length: 60 }, () => open(newCode()));
    const arrived = (): Promise<unknown> => fetch(`${site.url}/health/ready`);
    await arrived();
    const right = open(publicCode);
    await arrived();
    await holder.query('ROLLBACK');
    expect(await right).toBe(200);
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([429]));
  });
});

describe('requests that hold every connection of their pool', () => {
  afterEach(() => holder.query('ROLLBACK'));
  const ready = async (url: string): Promise<number> => (await fetch(`${url}/health/ready`)).status;

  it('leave the gateway ready', async () => {
    await holder.query('BEGIN; LOCK TABLE approved_shingles IN ACCESS EXCLUSIVE MODE');
    const text = 'Datang ke TPS di bawa sebelum pukul tiga belas. '.repeat(4);
    const asked = Array.from({ length: 8 }, (_, n) =>
      fetch(`${site.url}/verify`, {
        method: 'POST',
        body: new URLSearchParams({ teks: text }),
        headers: { 'x-forwarded-for': `192.0.2.${100 + n}` },
      }),
    );
    await waitFor('approved_shingles');
    expect(await ready(site.url)).toBe(200);
    await holder.query('ROLLBACK');
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  });

  it('leave the registrar ready, and reading callbacks', async () => {
    await holder.query('BEGIN; LOCK TABLE confirmations IN ACCESS EXCLUSIVE MODE');
    const asked = Array.from({ length: 8 }, () =>
      fetch(`${site.registrar.url}/citizens/look-confirmation`, {
        method: 'POST',
        body: JSON.stringify({ token: 'x'.repeat(22) }),
        headers: {
          authorization: `Bearer ${SECRETS.REGISTRAR_SECRET}`,
          'content-type': 'application/json',
        },
      }),
    );
    await waitFor('confirmations');
    await site.db.source.query(`SELECT store_callback('email', '\\x00', 1)`);
    await callbacksRead(site.db.source);
    expect(await ready(site.registrar.url)).toBe(200);
    await holder.query('ROLLBACK');
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  });

  /** Until every connection of the pool waits for a table. */
  const waitFor = async (table: string): Promise<void> => {
    const waiting = `SELECT FROM pg_locks WHERE relation = '${table}'::regclass AND NOT granted`;
    for (const end = performance.now() + 10_000; performance.now() < end;)
      if ((await site.db.source.query<unknown[]>(waiting)).length >= 3) return;
    throw new Error(`nobody waits for ${table}`);
  };
});

describe('a gateway that opens many connections to the registrar', () => {
  it('gets a limited number, and leaves others theirs', async () => {
    const port = Number(new URL(site.registrar.url).port);
    const sockets: Socket[] = [];
    let closed = 0;
    try {
      await new Promise<void>((resolve) => {
        for (let n = 0; n < 300; n++)
          sockets.push(
            connect(port, '127.0.0.1')
              .resume()
              .on('error', () => undefined)
              .on('close', () => (closed += 1) === 300 - 128 && resolve()),
          );
      });
      const [other] = (await once(
        get({ port, host: '127.0.0.1', localAddress: '127.0.0.2', path: '/health/live' }),
        'response',
      )) as [{ statusCode: number; resume(): void }];
      other.resume();
      expect(other.statusCode).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });
});
