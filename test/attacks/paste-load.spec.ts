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
