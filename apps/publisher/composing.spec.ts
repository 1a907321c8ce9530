import { loadReferenceData, seedContacts } from '#audience';
import type { Outlook, TextLook } from '#broadcasts';
import { Keys } from '#platform';
import { testConfig } from '../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../test/factories/publisher.js';
import { type Ask, signIn } from '../../test/factories/staff.js';

const CHANNELS = ['email', 'telegram', 'sms'];

describe('what an author is told while writing', () => {
  let publisher: TestPublisher;
  let ask: Ask;
  let provinces: string[];
  beforeAll(async () => {
    publisher = await testPublisher({ SMS_COST_PER_SEGMENT: '350', TELEGRAM_RATE: '1' });
    ask = await signIn(publisher.url, 'penulis');
    const { source, url } = publisher.db;
    await source.transaction((tx) => loadReferenceData(tx));
    await seedContacts(source, new Keys(testConfig(url)), { contacts: 400, seed: 3 });
    const { body } = await ask<{ regions: { code: string; kind: string }[] }>('GET', '/api/v1/regions');
    provinces = body.regions.filter(({ kind }) => kind === 'province').map(({ code }) => code);
  });
  afterAll(() => publisher.stop());

  const look = async (body: string, more: Record<string, unknown> = {}): Promise<TextLook> => {
    const given = { channel: 'sms', language: 'id', content: { body }, ...more };
    const answer = await ask<TextLook>('POST', '/api/v1/composing/text', given);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
    return answer.body;
  };
  const outlook = async (given: Record<string, unknown>): Promise<Outlook> => {
    const answer = await ask<Outlook>('POST', '/api/v1/composing/outlook', given);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
    return answer.body;
  };

  it.each([
    ['KPU: halo {{nama}}.', 'unknown-variable', ['{{nama}}']],
    ['KPU: {{ name }} di {{region}} lihat http://bit.ly/x ya', 'link', ['http://bit.ly/x']],
    ['KPU: {{name}} lihat a{{region}}.com.', 'link', ['a{{region}}.com']],
    ['KPU: “Pemilu” – besok', 'sms-letters', ['“', '”', '–']],
    ['KPU: {{name', 'unclosed-tag', ['{{name']],
    ['KPU: {name}', 'lone-brace', ['{']],
    ['KPU: {{#name}}', 'tag', ['{{#']],
  ])('says of %j that it is %s, and where', async (body, code, parts) => {
    const { copy, faults } = await look(body);
    expect(copy).toBeNull();
    expect(faults.map((fault) => ('code' in fault ? fault.code : ''))).toEqual([code]);
    const [fault] = faults;
    const spans = fault && 'spans' in fault ? fault.spans : [];
    expect(spans.map(({ start, end }) => body.slice(start, end))).toEqual(parts);
    expect(fault?.path).toBe('body');
  });

  it('renders for the citizen of the sample, and counts for the longest', async () => {
    const { copy, faults, lengths } = await look('KPU: Halo {{name}} di {{region}}.', {
      sample: { name: 'Wayan', regionCode: '51' },
    });
    expect(faults).toEqual([]);
    expect(copy?.text).toMatch(/^KPU: Halo Wayan di Bali\. Cek\/Stop siar\.go\.id\/\w{10}$/);
    const [length] = lengths;
    expect(length?.sms).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    expect(length?.sms?.characters).toBeGreaterThan(copy?.sms?.characters ?? 0);
    expect((length?.sms?.characters ?? 0) + (length?.sms?.left ?? 0)).toBe(160);
  });

  it('shows an e-mail with its HTML and sender, and says what it lacks an election for', async () => {
    const email = { channel: 'email', content: { subject: 'Halo {{name}}', body: 'Pada {{polling_date}}.' } };
    expect(await look('', email)).toMatchObject({ copy: null, why: expect.stringContaining('election') });
    const { copy, sender } = await look('', { ...email, electionId: 'pemilu-2024' });
    expect(copy?.html).toContain('Rabu, 14 Februari 2024');
    expect(sender.from).toContain('@');
  });

  it('shows a text that is too long, with by how much', async () => {
    const { copy, faults, lengths } = await look('KPU. '.repeat(60));
    expect(faults).toMatchObject([{ code: 'too-long', spans: [] }]);
    expect(copy?.sms?.segments).toBe(3);
    expect(lengths[0]?.sms?.segments).toBe(3);
  });

  it('counts an audience nobody has saved, as the draft would be counted', async () => {
    const audience = { regions: provinces };
    const { estimate, smsCostPerSegment, obstacles } = await outlook({ channels: CHANNELS, audience });
    expect(smsCostPerSegment).toBe(350);
    const made = await ask<{ estimate: unknown }>('POST', '/api/v1/broadcasts', {
      title: 'Sama',
      channels: CHANNELS,
      audience,
    });
    expect(estimate).toEqual(made.body.estimate);
    expect(estimate?.people).toBeGreaterThan(300);
    expect(obstacles.map(({ path }) => path)).toEqual(['schedule']);
    expect((await outlook({ channels: CHANNELS })).estimate).toBeNull();
    const some = await outlook({ channels: CHANNELS, audience: { regions: provinces, topics: ['hoaks'] } });
    expect(some.estimate?.people).toBeLessThan(estimate?.people ?? 0);
  });

  it('forecasts each zone, and says when a channel comes too late', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const given = { channels: CHANNELS, reach: 'every', audience: { regions: provinces } };
    const found = await outlook({ ...given, schedule: { at: `${day}T09:00`, expires: `${day}T09:01` } });
    const telegram = found.forecast['telegram'];
    expect(telegram?.late).toBe(true);
    expect(telegram?.zones.map(({ timeZone }) => timeZone).slice(0, 2)).toEqual([
      'Asia/Jayapura',
      'Asia/Makassar',
    ]);
    const sum = (of: 'messages' | 'lateMessages'): number =>
      telegram?.zones.reduce((all, zone) => all + zone[of], 0) ?? 0;
    expect(sum('messages')).toBe(telegram?.messages);
    expect(found.rates['telegram']).toBe(1);
    expect(found.warnings.map(({ code }) => code)).toContain('late');
  });

  it('offers the next opening where the hour is outside the window', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const { nextOpenings, obstacles } = await outlook({
      channels: ['sms'],
      audience: { regions: ['31', '91'] },
      schedule: { at: `${day}T06:00` },
    });
    expect(nextOpenings).toEqual([
      { timeZone: 'Asia/Jakarta', regions: ['31'], at: `${day}T08:00` },
      { timeZone: 'Asia/Jayapura', regions: ['91'], at: `${day}T08:00` },
    ]);
    expect(obstacles.map(({ path }) => path)).toEqual(['schedule.at', 'schedule.at']);
  });
});
