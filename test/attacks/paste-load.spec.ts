import { Audience } from '#audience';
import { compileDocument, type FrozenDocument, indexTexts } from '#broadcasts';
import { type TestGateway, testGateway } from '../factories/gateway.js';
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
    election: null,
    sender: { ministry: 'Kementerian Uji', commission: 'KPU' },
    links: { domains: ['kpu.go.id'], hosts: [] },
  }) as unknown as FrozenDocument;

describe('pastes that are made to cost much', () => {
  let site: TestGateway;
  const sent: RunningBroadcast[] = [];
  const ABOUT = ['Hari Rabu', 'Hari Kamis', 'Hari Jumat', 'Hari Sabtu'];
  beforeAll(async () => {
    site = await testGateway({ TRUST_PROXY: 'loopback' });
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
  afterAll(() => site?.stop());

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
  const hostile = (): string =>
    `${sent.map(({ publicCode }) => publicCode).join(' ')} ${'Datang, ke! TPS di bawa. '.repeat(300)}`;

  it('take a few places for each network: who gets none is told when to come back, and nothing is said of the text', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => paste(hostile(), '198.51.100.1')));
    const compared = answers.filter(({ status }) => status === 200);
    const later = answers.filter(({ status }) => status === 429);
    expect(compared.length + later.length).toBe(60);
    expect(compared.length).toBeGreaterThan(0);
    expect(later.length).toBeGreaterThan(20);
    for (const { retryAfter } of later) expect(Number(retryAfter)).toBeGreaterThan(0);
  });

  /** Regencies of a whole country, as many as begin with the same word. */
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
    // How often a region's name is taken apart: in all, and at most between two turns of others.
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
    // As SMS writes them, and as all others do.
    expect(read.inAll).toBe(2 * NATION.size);
    expect(read.most).toBeLessThanOrEqual(2 * 64);
  });

  it('leave the pages and texts of others answered meanwhile', async () => {
    let over = 0;
    const attack = Array.from({ length: 60 }, (_, n) =>
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
    const overBefore = over;
    expect((await paste(genuine, '192.0.2.77')).text).toContain('SAMA PERSIS');
    // They were answered while most of the attack was still waiting for its turns.
    expect(overBefore).toBeLessThan(30);
    for (const { status } of await Promise.all(attack)) expect([200, 429]).toContain(status);
  });
});
