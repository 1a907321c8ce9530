import { loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import type { Checks, Outlook, TextLook } from '#broadcasts/drafts';
import { Keys } from '#platform/crypto';
import { testConfig } from '../../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const CHANNELS = ['email', 'telegram', 'sms'];

describe('feedback while an author writes', () => {
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
    ['KPU: {{#name}}', 'tag', ['{{#name}}']],
  ])('reports %j as %s, with the position', async (body, code, parts) => {
    const { copy, faults } = await look(body);
    // The preview remains.
    expect(copy?.text).toContain('KPU: ');
    expect(faults.map((fault) => ('code' in fault ? fault.code : ''))).toEqual([code]);
    const [fault] = faults;
    const spans = fault && 'spans' in fault ? fault.spans : [];
    expect(spans.map(({ start, end }) => body.slice(start, end))).toEqual(parts);
    expect(fault?.path).toBe('body');
  });

  it('reports all faults of a text at once, and still previews it as typed', async () => {
    const body = `KPU: {{x}} {{name}} “bit.ly/x” ${'kata '.repeat(40)}{{`;
    const { copy, faults, lengths } = await look(body, { sample: { name: 'Wayan' } });
    const codes = (of: TextLook['faults']): Set<unknown> =>
      new Set(of.map((fault) => ('code' in fault ? fault.code : null)));
    expect(codes(faults)).toEqual(new Set(['link', 'sms-letters', 'unclosed-tag', 'unknown-variable']));
    expect(copy?.text).toContain('KPU: {{x}} Wayan “bit.ly/x” kata');
    expect(lengths[0]?.sms?.segments).toBeGreaterThan(1);
    const mended = await look(body.replaceAll(/[“”]/g, '').replace('{{x}}', '{{y}}').slice(0, -2));
    expect(codes(mended.faults)).toEqual(new Set(['link', 'too-long', 'unknown-variable']));
  });

  it('renders for the sample citizen, and counts for the longest values', async () => {
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

  it('shows an e-mail with its HTML and sender; without an election only the polling day stays open', async () => {
    const email = {
      channel: 'email',
      content: { subject: 'Halo {{name}}', body: 'Pada {{polling_date}} di {{region}}.' },
      sample: { name: 'Wayan', regionCode: '51' },
    };
    const undated = await look('', email);
    expect(undated).toMatchObject({ why: null, copy: { subject: 'Halo Wayan' } });
    expect(undated.copy?.text).toContain('Pada {{polling_date}} di Bali.');
    expect(undated.copy?.html).toContain('Pada {{polling_date}} di Bali.');
    expect(undated.copy?.html).toContain('/unsubscribe/');
    const { copy, sender } = await look('', { ...email, electionId: 'pemilu-2024' });
    expect(copy?.html).toContain('Rabu, 14 Februari 2024');
    expect(sender.from).toContain('@');
  });

  it('shows a text that is too long, and by how much', async () => {
    const { copy, faults, lengths } = await look('KPU. '.repeat(60));
    expect(faults).toMatchObject([{ code: 'too-long', spans: [] }]);
    expect(copy?.sms?.segments).toBe(3);
    expect(lengths[0]?.sms?.segments).toBe(3);
  });

  it('counts an unsaved audience as it would count the draft', async () => {
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

  it('forecasts in one answer the messages that it estimates there', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const { body } = await ask<{
      estimate: { channels: Record<string, number> };
      forecast: Record<string, { messages: number }>;
    }>('POST', '/api/v1/broadcasts', {
      title: 'Satu hitungan',
      channels: CHANNELS,
      audience: { regions: provinces },
      schedule: { at: `${day}T09:00` },
    });
    const messages = Object.entries(body.forecast).map(([channel, one]) => [channel, one.messages]);
    expect(Object.fromEntries(messages)).toEqual(body.estimate.channels);
  });

  it('forecasts each time zone, and reports a channel that finishes too late', async () => {
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

  it('suggests the next opening when the hour is outside the window', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const { nextOpenings, obstacles } = await outlook({
      channels: ['sms'],
      audience: { regions: ['31', '91'] },
      schedule: { at: `${day}T06:00` },
    });
    const base = { path: 'schedule.at', passed: false };
    expect(nextOpenings).toEqual([
      { ...base, timeZone: 'Asia/Jakarta', regions: ['31'], at: `${day}T08:00` },
      { ...base, timeZone: 'Asia/Jayapura', regions: ['91'], at: `${day}T08:00` },
    ]);
    expect(obstacles.map(({ path }) => path)).toEqual(['schedule.at']);
  });

  describe('of a whole draft before submission', () => {
    const DAY = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const checks = async (given: Record<string, unknown>): Promise<Checks> => {
      const answer = await ask<Checks>('POST', '/api/v1/composing/checks', given);
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
      return answer.body;
    };

    it('names every missing or wrong part at once, with its place', async () => {
      const none = await checks({});
      expect(none.obstacles.map(({ path }) => path)).toEqual(['channels', 'audience.regions', 'schedule']);
      const { obstacles } = await checks({
        channels: CHANNELS,
        contents: {
          email: { id: { subject: '', body: 'Halo {{nama}}' } },
          sms: { id: { body: 'KPU: lihat bit.ly/x' }, en: { body: 'KPU '.repeat(60) } },
        },
        audience: { regions: ['31'] },
        schedule: { at: '2020-01-01T09:00' },
      });
      expect(obstacles.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
        'contents.email.id.body unknown-variable',
        'contents.email.id.subject empty',
        'contents.sms.en.body too-long',
        'contents.sms.id.body link',
        'contents.telegram.id no-text',
        'schedule.at passed',
      ]);
    });

    it('shows the author what KPU will find, in the same places', async () => {
      const given = {
        kind: 'urgent',
        channels: ['sms'],
        contents: {
          sms: {
            id: { body: 'KPU: hari ini, Selasa 14 Februari 2024, TPS buka 08.00' },
            en: { body: 'KPU: polls open at 09:00 on 14 February 2024' },
          },
        },
        audience: { regions: ['31', '91'] },
        schedule: { at: `${DAY}T22:00`, leaveWindow: true },
        electionId: 'pemilu-2024',
      };
      const { findings, warnings } = await checks(given);
      expect(new Set(findings.map(({ code }) => code))).toEqual(
        new Set(['weekday', 'hour', 'languages', 'relative-day', 'passed']),
      );
      expect(warnings.find(({ code }) => code === 'night')?.expected).toEqual(['22:00 WIB', '22:00 WIT']);
      const made = await ask<{ id: string; obstacles: unknown }>('POST', '/api/v1/broadcasts', {
        title: 'Sama di meja KPU',
        ...given,
      });
      expect(made.body.obstacles).toEqual([]);
      const reviewer = await signIn(publisher.url, 'kpu-nasional');
      const url = `/api/v1/broadcasts/${made.body.id}`;
      expect((await ask('POST', `${url}/submit`, { confirmLocalHours: true })).status).toBe(200);
      const review = await reviewer<Checks>('GET', `${url}/review`);
      const sorted = (of: Checks['findings']): string[] =>
        of.map(({ code, language, start, quote }) => `${code} ${language} ${start} ${quote}`).sort();
      expect(sorted(review.body.findings)).toEqual(sorted(findings));
      const seen = await reviewer<{ warnings: { code: string }[] }>('GET', url);
      expect(seen.body.warnings.map(({ code }) => code)).toContain('night');
    });

    it('marks, in a correction, texts that are unchanged', async () => {
      const contents = {
        sms: { id: { body: 'KPU: TPS buka 08.00' }, en: { body: 'KPU: polls open at 7 am' } },
      };
      const given = { channels: ['sms'], contents, audience: { regions: ['31'] } };
      const made = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
        title: 'Akan diralat',
        ...given,
        kind: 'urgent',
        schedule: { at: `${DAY}T09:00` },
      });
      const url = `/api/v1/broadcasts/${made.body.id}`;
      const { body } = await ask<{ submission: { digest: string } }>('POST', `${url}/submit`);
      const reviewer = await signIn(publisher.url, 'kpu-nasional');
      const { findings } = (await reviewer<Checks>('GET', `${url}/review`)).body;
      const approved = await reviewer('POST', `${url}/approve`, {
        digest: body.submission.digest,
        acknowledged: findings.map(({ id }) => id),
      });
      expect(approved.status).toBe(200);
      const texts = async (sms: object, originalId = made.body.id): Promise<string[]> =>
        (await checks({ ...given, kind: 'correction', contents: { sms }, originalId })).findings.flatMap(
          ({ code, language, quote }) => (code === 'uncorrected' ? [`${language} ${quote}`] : []),
        );
      const mended = { ...contents.sms, id: { body: 'KPU: TPS buka 07.00' } };
      expect(await texts(mended)).toEqual(['en KPU: polls open at 7 am']);
      const unsaid = async (sms: object): Promise<string[]> =>
        (
          await checks({ ...given, kind: 'correction', contents: { sms }, originalId: made.body.id })
        ).warnings.flatMap(({ code, path }) => (code === 'correction-unsaid' ? [path] : []));
      expect(await unsaid(mended)).toEqual(['contents.sms.id.body', 'contents.sms.en.body']);
      expect(await unsaid({ id: { body: 'KPU: RALAT TPS buka 07.00' } })).toEqual([]);
      const begun = await ask<{ id: string; version: number }>('POST', `${url}/corrections`, {
        title: 'Ralat',
      });
      const review = await ask<Checks>('GET', `/api/v1/broadcasts/${begun.body.id}/review`);
      expect(review.body.findings.filter(({ code }) => code === 'uncorrected')).toHaveLength(2);
      const stored = await ask<{ warnings: { code: string }[] }>(
        'GET',
        `/api/v1/broadcasts/${begun.body.id}`,
      );
      expect(stored.body.warnings.filter(({ code }) => code === 'correction-unsaid')).toHaveLength(2);
    });

    it('marks a copy of a doubted broadcast, while the doubt lasts and the text is the same', async () => {
      const given = {
        channels: ['sms'],
        contents: { sms: { id: { body: 'KPU: TPS buka 09.00' } } },
        audience: { regions: ['31'] },
      };
      const made = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
        title: 'Akan diragukan',
        ...given,
        kind: 'urgent',
        schedule: { at: `${DAY}T09:00` },
      });
      const url = `/api/v1/broadcasts/${made.body.id}`;
      const { body } = await ask<{ submission: { digest: string } }>('POST', `${url}/submit`);
      const reviewer = await signIn(publisher.url, 'kpu-nasional');
      const { findings } = (await reviewer<Checks>('GET', `${url}/review`)).body;
      const { digest } = body.submission;
      const acknowledged = findings.map(({ id }) => id);
      expect((await reviewer('POST', `${url}/approve`, { digest, acknowledged })).status).toBe(200);
      const copy = (await ask<{ id: string }>('POST', `${url}/copy`)).body.id;
      const doubted = ({ findings: found }: Checks): string[] =>
        found.flatMap(({ code, quote }) => (code === 'copied-doubted' ? [quote] : []));
      const written = async (more: object = {}): Promise<string[]> =>
        doubted(await checks({ ...given, ...more, id: copy }));
      expect(await written()).toEqual([]);
      expect((await reviewer('POST', `${url}/pause`, { reason: 'jam keliru' })).status).toBe(200);
      expect(await written()).toEqual(['KPU: TPS buka 09.00']);
      expect(await written({ contents: { sms: { id: { body: 'KPU: TPS buka 07.00' } } } })).toEqual([]);
      const review = await ask<Checks>('GET', `/api/v1/broadcasts/${copy}/review`);
      expect(doubted(review.body)).toEqual(['KPU: TPS buka 09.00']);
      await ask('POST', `/api/v1/broadcasts/${copy}/submit`);
      const open = await reviewer<{ submission: { digest: string } }>('GET', `/api/v1/broadcasts/${copy}`);
      const refused = await reviewer<{ open: { code: string }[] }>(
        'POST',
        `/api/v1/broadcasts/${copy}/approve`,
        { digest: open.body.submission.digest },
      );
      expect(refused.body.open.map(({ code }) => code)).toContain('copied-doubted');
      expect((await reviewer('POST', `${url}/lift-doubt`, { reason: 'jamnya benar' })).status).toBe(204);
      expect(await written()).toEqual([]);
      // A correction makes it wrong once it is approved, not before.
      const correction = await ask<{ id: string; version: number }>('POST', `${url}/corrections`, {
        title: 'Ralat',
      });
      const changed = `/api/v1/broadcasts/${correction.body.id}`;
      await ask('PATCH', changed, {
        version: correction.body.version,
        contents: { sms: { id: { body: 'RALAT KPU: TPS buka 07.00' } } },
        schedule: { at: 'now', leaveWindow: true },
      });
      await ask('POST', `${changed}/submit`, { confirmLocalHours: true });
      const again = (await ask<{ id: string }>('POST', `/api/v1/broadcasts/${copy}/copy`)).body.id;
      const corrected = async (id = copy): Promise<string[]> =>
        (await checks({ ...given, id })).findings.flatMap(({ code, quote }) =>
          code === 'copied-corrected' ? [quote] : [],
        );
      expect(await corrected()).toEqual([]);
      const proposed = await reviewer<{ submission: { digest: string } }>('GET', changed);
      const marks = (await reviewer<Checks>('GET', `${changed}/review`)).body.findings.map(({ id }) => id);
      const approved = await reviewer('POST', `${changed}/approve`, {
        digest: proposed.body.submission.digest,
        acknowledged: marks,
        confirmLocalHours: true,
      });
      expect(approved.status).toBe(200);
      expect(await corrected()).toEqual(['KPU: TPS buka 09.00']);
      expect(await corrected(again)).toEqual(['KPU: TPS buka 09.00']);
    });

    it('reports an empty audience, regions without the election, and an election that is over', async () => {
      const given = { channels: ['sms'], schedule: { at: `${DAY}T09:00` } };
      // No seeded contact asked for SMS in this language.
      const nobody = await outlook({ ...given, audience: { regions: ['31'], languages: ['zz'] } });
      expect(nobody.estimate?.people).toBe(0);
      expect(nobody.warnings.map(({ code }) => code)).toContain('nobody');
      expect((await outlook({ ...given, audience: { regions: ['31'] } })).warnings).toEqual([]);
      const { warnings } = await checks({
        ...given,
        audience: { regions: ['31', 'LN'] },
        electionId: 'pilkada-2024',
      });
      expect(warnings.find(({ code }) => code === 'no-contest')).toMatchObject({
        path: 'audience.regions',
        expected: [expect.stringMatching(/Luar Negeri/i)],
      });
      expect(warnings.find(({ code }) => code === 'election-over')).toMatchObject({
        path: 'electionId',
        expected: ['2024-11-27'],
      });
    });
  });
});
