import { setTimeout as sleep } from 'node:timers/promises';
import { News } from '#broadcasts/news';
import { Keys } from '#platform/crypto';
import { tamper, testConfig } from '../../../../test/factories/database.js';
import { sentTo } from '../../../../test/factories/notices.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn, type Username } from '../../../../test/factories/staff.js';

interface Line {
  id: string;
  kind: string;
  read: boolean;
  over: boolean;
  broadcast: { id: string; title: string } | null;
  channel: string | null;
  by: string | null;
  reason: string | null;
  brake: object | null;
  pins: number;
  ended: string | null;
  counts: { targeted: number; delivered: number; unknown: number } | null;
}
interface Page {
  news: Line[];
  after: string | null;
  unread: number;
  waiting: {
    reviews: number | null;
    operations: number | null;
    people: number | null;
    requests: number | null;
  };
  slowed: { channel: string; since: string }[];
  awaited: { role: string; from: string }[];
}
interface Broadcast {
  id: string;
  submission: { digest: string };
}

const FOUND = { channel: 'sms', why: 'sender', code: 'twilio 21612', copies: null, of: null, carrier: null };

describe('staff news', () => {
  let publisher: TestPublisher;
  let ask: Record<Username, Ask>;
  beforeAll(async () => {
    publisher = await testPublisher({ CONSOLE_URL: 'https://konsol.uji' });
    const names = ['penulis', 'operator', 'auditor', 'dpo', 'kpu-nasional', 'kpu-aceh'] as const;
    ask = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await signIn(publisher.url, name)] as const)),
    ) as typeof ask;
  });
  afterAll(() => publisher.stop());
  beforeEach(async () => {
    await publisher.db.source.query('DELETE FROM staff_news');
  });

  const page = async (who: Username, query = ''): Promise<Page> =>
    (await ask[who]<Page>('GET', `/api/v1/news${query}`)).body;
  const kinds = async (who: Username): Promise<string[]> =>
    (await page(who)).news.map(({ kind, broadcast, channel }) => `${kind} ${broadcast?.title ?? channel}`);
  /** Waits for a publisher's timer. */
  const becomes = async <T>(look: () => Promise<T>, wanted: T): Promise<void> => {
    for (const end = performance.now() + 20_000; performance.now() < end; await sleep(100))
      if (JSON.stringify(await look()) === JSON.stringify(wanted)) return;
    expect(await look()).toEqual(wanted);
  };
  const at = (id: string, rest: string): string => `/api/v1/broadcasts/${id}${rest}`;
  const submitted = async (title: string, more: Record<string, unknown> = {}): Promise<Broadcast> => {
    const made = await ask.penulis<Broadcast>('POST', '/api/v1/broadcasts', {
      title,
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: cek TPS Anda.' } } },
      audience: { regions: ['11'] },
      schedule: { at: '2036-06-02T09:00' },
      ...more,
    });
    expect(made.status).toBe(201);
    const { status, body } = await ask.penulis<Broadcast>('POST', at(made.body.id, '/submit'), {
      confirmLocalHours: true,
    });
    expect(status).toBe(200);
    return body;
  };
  const approved = async (title: string): Promise<string> => {
    const { id, submission } = await submitted(title);
    const done = await ask['kpu-nasional']('POST', at(id, '/approve'), { digest: submission.digest });
    expect(done.status).toBe(200);
    return id;
  };

  it('reports a submission to each reviewer who may decide, and to nobody else', async () => {
    const { id, submission } = await submitted('Jadwal');
    expect(await kinds('kpu-nasional')).toEqual(['submitted Jadwal']);
    expect(await kinds('kpu-aceh')).toEqual(['submitted Jadwal']);
    for (const other of ['penulis', 'operator', 'auditor'] as const) expect(await kinds(other)).toEqual([]);
    const { unread, waiting, news } = await page('kpu-nasional');
    expect({ unread, waiting, by: news[0]?.by }).toEqual({
      unread: 1,
      waiting: { reviews: 1, operations: null, people: null, requests: null },
      by: 'Penulis Kementerian',
    });

    // After one reviewer's decision it waits for none of them, and the author sees who decided.
    await ask['kpu-aceh']('POST', at(id, '/approve'), { digest: submission.digest });
    expect(await page('kpu-nasional')).toMatchObject({ unread: 0, waiting: { reviews: 0 } });
    expect((await page('penulis')).news).toMatchObject([
      { kind: 'approved', by: 'Peninjau KIP Aceh', read: false, broadcast: { id, title: 'Jadwal' } },
    ]);
    expect(await kinds('kpu-aceh')).toEqual(['submitted Jadwal']);
  });

  it('reports to the author why a broadcast was sent back, and that it was withdrawn', async () => {
    const { id } = await submitted('Salah');
    const passage = {
      channel: 'sms',
      language: 'id',
      field: 'text',
      quote: 'TPS',
      start: 9,
      reason: 'TPS mana?',
    };
    expect((await ask['kpu-nasional']('POST', at(id, '/reject'), {})).status).toBe(400);
    const sent = await ask['kpu-nasional']('POST', at(id, '/reject'), { passages: [passage] });
    expect(sent.status).toBe(200);
    expect((await page('penulis')).news).toMatchObject([
      { kind: 'sent-back', reason: null, pins: 1, by: 'Peninjau KPU' },
    ]);
    const other = await approved('Ditarik');
    await ask['kpu-nasional']('POST', at(other, '/withdraw'), { reason: 'Keliru' });
    expect(await kinds('penulis')).toEqual(['withdrawn Ditarik', 'approved Ditarik', 'sent-back Salah']);
  });

  it('reports events of workers and timers once, for any number of publishers', async () => {
    const id = await approved('Berjalan');
    const { source } = publisher.db;
    await source.query('DELETE FROM staff_news');
    await source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'planned', paused_at = siar_now(), paused_by = 'brake', brake = $2 WHERE broadcast_id = $1`,
      [id, FOUND],
    );
    await source.query(
      `INSERT INTO alerts (kind, broadcast_id, channel, decide_by, until, next_at)
       VALUES ('brake', $1, 'sms', siar_now() + interval '1 day', siar_now() + interval '1 day', siar_now() + interval '1 hour')`,
      [id],
    );
    await becomes(() => kinds('operator'), ['braked Berjalan']);
    expect((await page('operator')).news[0]).toMatchObject({ reason: null, brake: FOUND });
    expect((await page('operator')).waiting).toEqual({
      reviews: null,
      operations: 1,
      people: null,
      requests: null,
    });

    await source.query(
      `INSERT INTO budgets (account, channel, away_since, away_reason, probe_at) VALUES ('sms', 'sms', siar_now() - interval '1 minute', 'x', siar_now())
       ON CONFLICT (account) DO UPDATE SET away_since = excluded.away_since, away_reason = 'x', probe_at = siar_now()`,
    );
    await becomes(() => kinds('operator'), ['provider-away sms', 'braked Berjalan']);
    // The provider goes away and comes back for short times: that is no news.
    await source.query(
      `UPDATE budgets SET away_since = siar_now() - interval '40 seconds' WHERE account = 'sms'`,
    );

    await tamper(source, `UPDATE broadcasts SET state = 'running' WHERE id = $1`, [id]);
    await tamper(
      source,
      `UPDATE waves SET state = 'completed', resume_state = NULL, paused_at = NULL, paused_by = NULL, brake = NULL,
         fanned_out_at = siar_now(), released_at = siar_now(), ended_at = siar_now(), targeted = 10, delivered = 7, unknown = 3 WHERE broadcast_id = $1`,
      [id],
    );
    await becomes(() => kinds('penulis'), ['finished Berjalan', 'braked Berjalan']);
    await becomes(() => kinds('operator'), ['unknown Berjalan', 'provider-away sms', 'braked Berjalan']);
    expect((await page('penulis')).news[0]).toMatchObject({
      ended: 'completed',
      by: null,
      counts: { targeted: 10, delivered: 7, unknown: 3 },
    });
    expect(await kinds('auditor')).toEqual([]);
    await source.query(
      `UPDATE budgets SET away_since = NULL, away_reason = NULL, probe_at = NULL WHERE account = 'sms'`,
    );
  });

  it('reports to operators a provider that slows its channel down for ten minutes, while it does', async () => {
    const slow = (minutes: number): Promise<unknown> =>
      publisher.db.source.query(
        `INSERT INTO budgets (account, channel, slowed_since, slowed_until) VALUES ('sms', 'sms', clock_timestamp() - make_interval(mins => $1), clock_timestamp() + interval '1 minute')
         ON CONFLICT (account) DO UPDATE SET slowed_since = excluded.slowed_since, slowed_until = excluded.slowed_until`,
        [minutes],
      );
    const slowed = async (who: Username): Promise<string[]> =>
      (await page(who)).slowed.map(({ channel }) => channel);
    await slow(5);
    expect(await slowed('operator')).toEqual([]);
    await slow(11);
    expect(await slowed('operator')).toEqual(['sms']);
    expect(await slowed('penulis')).toEqual([]);
    await publisher.db.source.query(
      `UPDATE budgets SET slowed_since = NULL, slowed_until = NULL WHERE account = 'sms'`,
    );
    expect(await slowed('operator')).toEqual([]);
  });

  it('reports to the author who else paused, stopped or cancelled a broadcast, when and why, once', async () => {
    const id = await approved('Tertahan');
    const { source } = publisher.db;
    await source.query('DELETE FROM staff_news');
    const ofIt = async (): Promise<string[]> =>
      (await kinds('penulis')).filter((line) => line.endsWith('Tertahan'));
    const newest = async (): Promise<Line | undefined> =>
      (await page('penulis')).news.find(({ broadcast }) => broadcast?.id === id);
    const pauses = { doubt: false, reason: 'Kuota habis' };
    expect((await ask.operator('POST', at(id, '/pause'), pauses)).status).toBe(200);
    await becomes(ofIt, ['paused Tertahan']);
    const said = { by: expect.any(String), reason: 'Kuota habis', forCorrection: false, region: null };
    expect(await newest()).toMatchObject({ ...said, channel: null, over: false });
    expect((await kinds('operator')).filter((line) => line.endsWith('Tertahan'))).toEqual([]);
    expect((await ask.operator('POST', at(id, '/resume'), {})).status).toBe(200);
    expect(await newest()).toMatchObject({ ...said, over: true });

    // What the author did is no news to the author.
    expect((await ask.penulis('POST', at(id, '/pause'), { doubt: false })).status).toBe(200);
    expect((await ask.operator('POST', at(id, '/resume'), {})).status).toBe(200);
    // A stop is news once it holds something back.
    expect((await ask.operator('POST', '/api/v1/emergency-stop', { reason: 'Latihan' })).status).toBe(200);
    await tamper(
      source,
      `UPDATE waves SET due_at = siar_now() - interval '1 minute' WHERE broadcast_id = $1`,
      [id],
    );
    await becomes(ofIt, ['stopped Tertahan', 'paused Tertahan']);
    expect(await newest()).toMatchObject({ by: expect.any(String), reason: 'Latihan', over: false });
    expect(
      (await ask['kpu-nasional']('POST', at(id, '/cancel'), { region: '11', reason: 'Salah wilayah' }))
        .status,
    ).toBe(200);
    await becomes(ofIt, ['cancelled Tertahan', 'stopped Tertahan', 'paused Tertahan']);
    expect(await newest()).toMatchObject({ region: 'Aceh', reason: 'Salah wilayah' });
    expect((await ask.operator('POST', '/api/v1/emergency-stop/lift', { note: 'Selesai' })).status).toBe(200);
  });

  it('drops the e-mail of a pause that was lifted before it went out', async () => {
    const { source } = publisher.db;
    await ask.penulis('PUT', '/api/v1/news/mail', { topics: ['results'], language: 'en' });
    const keys = new Keys(testConfig(publisher.db.url));
    const mails = async (): Promise<string[]> =>
      (await sentTo(source, keys, 'penulis@staff.example')).map(({ text }) => text);
    const due = (): Promise<unknown> =>
      source.query('UPDATE staff_news SET mail_due_at = siar_now() WHERE mail_due_at IS NOT NULL');
    const held = async (title: string): Promise<string> => {
      const id = await approved(title);
      await ask.operator('POST', at(id, '/pause'), { doubt: false, reason: 'Kuota habis' });
      await becomes(async () => (await kinds('penulis')).includes(`paused ${title}`), true);
      return id;
    };
    const lifted = await held('Dilanjutkan lagi');
    await ask.operator('POST', at(lifted, '/resume'), {});
    const still = await held('Masih dijeda');
    await due();
    // Earlier broadcasts that have ended are news too.
    const about = async (title: string): Promise<string[]> =>
      (await mails()).filter((mail) => mail.includes(`Title: ${title}`));
    await becomes(async () => (await about('Masih dijeda')).length, 1);
    expect(await about('Dilanjutkan lagi')).toEqual([]);
    const [text] = await about('Masih dijeda');
    expect(text).toMatch(/^Paused by .+: its messages wait until it is resumed\.$/m);
    expect(text).toContain('Reason: Kuota habis');
    await ask.operator('POST', at(still, '/resume'), {});
    await ask.penulis('PUT', '/api/v1/news/mail', { topics: [], language: 'id' });
  });

  it('reports a channel with many failures once, to author, operators and the trail', async () => {
    const id = await approved('Gagal');
    await publisher.db.source.query('DELETE FROM staff_news');
    await tamper(publisher.db.source, `UPDATE broadcasts SET state = 'running' WHERE id = $1`, [id]);
    await tamper(
      publisher.db.source,
      `UPDATE waves SET state = 'completed', fanned_out_at = siar_now(), released_at = siar_now(), ended_at = siar_now(),
         targeted = 100, delivered = 75, failed = 25 WHERE broadcast_id = $1`,
      [id],
    );
    const ofIt = (who: Username) => async (): Promise<string[]> =>
      (await kinds(who)).filter((line) => line.endsWith('Gagal')).toSorted();
    await becomes(ofIt('penulis'), ['failing Gagal', 'finished Gagal']);
    await becomes(ofIt('operator'), ['failing Gagal']);
    const line = (await page('operator')).news.find(({ kind }) => kind === 'failing');
    expect(line).toMatchObject({ channel: 'sms', counts: { failed: 25, delivered: 75 } });
    const home = async (): Promise<unknown> => (await ask.operator('GET', '/api/v1/home')).body;
    expect(await home()).toMatchObject({
      failing: [{ id, title: 'Gagal', channel: 'sms', failed: 25, handed: 100 }],
    });
    const told = await publisher.db.source.query(
      `SELECT detail FROM audit_entries WHERE subject = $1 AND act = 'broadcast.failing'`,
      [`broadcast:${id}`],
    );
    expect(told).toEqual([{ detail: { channel: 'sms', failed: 25, handed: 100 } }]);
    await ask.operator('POST', `/api/v1/news/${line?.id}/read`);
    expect(await home()).toMatchObject({ failing: [] });
    // A little worse is no news; twice as many failures are, to operators alone.
    const { source } = publisher.db;
    const fail = (failed: number) =>
      tamper(
        source,
        `UPDATE waves SET targeted = 75 + $2, failed = $2 WHERE broadcast_id = $1 AND failed > 0`,
        [id, failed],
      );
    await fail(49);
    await publisher.app.get(News).round();
    expect(await home()).toMatchObject({ failing: [] });
    await fail(50);
    await becomes(ofIt('operator'), ['failing Gagal', 'failing Gagal']);
    expect(await home()).toMatchObject({ failing: [{ id, channel: 'sms', failed: 50, handed: 125 }] });
    expect(await ofIt('penulis')()).toEqual(['failing Gagal', 'finished Gagal']);
  });

  it('reports copies that expired unsent to operators by channel, until they have looked at it', async () => {
    const id = await approved('Kedaluwarsa');
    const { source } = publisher.db;
    await source.query('DELETE FROM staff_news');
    // A part of the copies was closed by the sweep, the others were never listed.
    await tamper(
      source,
      `UPDATE waves SET state = 'expired', ended_at = siar_now(), targeted = 16, expired = 16, expected = 551 WHERE broadcast_id = $1`,
      [id],
    );
    const ofIt = (who: Username) => async (): Promise<string[]> =>
      (await kinds(who)).filter((line) => line.endsWith('Kedaluwarsa')).toSorted();
    await becomes(ofIt('operator'), ['expired Kedaluwarsa']);
    await becomes(ofIt('penulis'), ['finished Kedaluwarsa']);
    const line = (await page('operator')).news.find(({ kind }) => kind === 'expired');
    const unsent = [{ channel: 'sms', messages: 551, all: 551 }];
    expect(line).toMatchObject({ unsent });
    const home = async (): Promise<unknown> => (await ask.operator('GET', '/api/v1/home')).body;
    expect(await home()).toMatchObject({ expired: [{ id, title: 'Kedaluwarsa', unsent }] });
    const { body } = await ask.operator<{ events: { act: string; unsent: unknown }[] }>(
      'GET',
      '/api/v1/operations',
    );
    expect(body.events.find(({ act }) => act === 'broadcast.expire')).toMatchObject({
      unsent: { messages: 551, all: 551 },
    });
    await ask.operator('POST', `/api/v1/news/${line?.id}/read`);
    expect(await home()).toMatchObject({ expired: [] });
  });

  it('reports a deadline an hour before it', async () => {
    const soon = new Date(Date.now() + (7 * 60 + 50) * 60_000).toISOString().slice(0, 16);
    const { id } = await submitted('Segera', {
      kind: 'urgent',
      schedule: { at: soon, leaveWindow: true },
    });
    await tamper(
      publisher.db.source,
      `UPDATE submissions SET submitted_at = submitted_at - interval '3 hours' WHERE broadcast_id = $1`,
      [id],
    );
    await becomes(() => kinds('kpu-aceh'), ['deadline Segera', 'submitted Segera']);
  });

  it('marks seen items as read, for that person only', async () => {
    for (const title of ['Satu', 'Dua', 'Tiga']) await submitted(title);
    const { news } = await page('kpu-nasional');
    const [third, second, first] = news;
    expect((await ask['kpu-aceh']('POST', `/api/v1/news/${third?.id}/read`)).status).toBe(204);
    expect((await page('kpu-nasional')).unread).toBe(3);
    await ask['kpu-nasional']('POST', `/api/v1/news/${third?.id}/read`);
    expect((await page('kpu-nasional')).news.map(({ read }) => read)).toEqual([true, false, false]);
    // Items newer than the newest one seen stay unread.
    await ask['kpu-nasional']('POST', '/api/v1/news/read', { upTo: first?.id });
    expect((await page('kpu-nasional')).unread).toBe(1);
    await ask['kpu-nasional']('POST', '/api/v1/news/read', { upTo: second?.id });
    expect((await page('kpu-nasional')).unread).toBe(0);
    expect((await page('kpu-nasional', `?after=${second?.id}`)).news.map(({ id }) => id)).toEqual([
      first?.id,
    ]);
  });

  it('sends a wanted e-mail after a minute, unless the item was read', async () => {
    const keys = new Keys(testConfig(publisher.db.url));
    const mails = async (who: Username): Promise<string[]> =>
      (await sentTo(publisher.db.source, keys, `${who}@staff.example`)).map(({ text }) => text);
    const due = (): Promise<unknown> =>
      publisher.db.source.query(
        'UPDATE staff_news SET mail_due_at = siar_now() WHERE mail_due_at IS NOT NULL',
      );
    expect((await ask.penulis('GET', '/api/v1/news/mail')).body).toEqual({
      topics: [],
      language: 'id',
      offered: ['decisions', 'results'],
    });
    await approved('Tanpa surel');
    await ask.penulis('PUT', '/api/v1/news/mail', { topics: ['decisions'], language: 'en' });
    const { id } = await submitted('Dengan surel');
    await ask['kpu-nasional']('POST', at(id, '/reject'), { reason: 'Jam belum benar.' });
    const before = (await mails('penulis')).length;
    await due();
    await becomes(async () => (await mails('penulis')).length, before + 1);
    const [text] = await mails('penulis');
    expect(text).toContain('Returned by Peninjau KPU.');
    expect(text).toContain('Reason: Jam belum benar.');
    expect(text).toContain(`https://konsol.uji/siaran/${id}`);
    expect(text).not.toContain('cek TPS');

    await approved('Sudah dibaca');
    const line = (await page('penulis')).news.find(({ broadcast }) => broadcast?.title === 'Sudah dibaca');
    await ask.penulis('POST', `/api/v1/news/${line?.id}/read`);
    await approved('Belum dibaca');
    await due();
    await becomes(async () => (await mails('penulis')).length, before + 2);
    expect((await mails('penulis'))[0]).toContain('Belum dibaca');
  });

  it('counts, for the data protection officer, requests that are overdue or due within a day', async () => {
    const received = async (hours: number): Promise<string> => {
      const { status, body } = await ask.dpo<{ id: string }>('POST', '/api/v1/data-requests', {
        wants: 'access',
        way: 'letter',
        asker: 'Budi',
        receivedAt: new Date(Date.now() - hours * 3_600_000).toISOString(),
      });
      expect(status).toBe(201);
      return body.id;
    };
    await received(47);
    expect((await page('dpo')).waiting).toMatchObject({ reviews: null, requests: 0 });
    await received(49);
    const late = await received(80);
    expect((await page('dpo')).waiting.requests).toBe(2);
    await ask.dpo('POST', `/api/v1/data-requests/${late}/close`, {
      outcome: 'taken-back',
      contactId: null,
    });
    expect((await page('dpo')).waiting.requests).toBe(1);
    expect((await page('operator')).waiting.requests).toBeNull();
  });

  it('shows a person their pending roles, with the time from which they count', async () => {
    expect((await page('auditor')).awaited).toEqual([]);
    const { source } = publisher.db;
    await source.query(
      `INSERT INTO person_roles (person_id, role, counts_from) VALUES ($1, 'operator', siar_now() + interval '24 hours')`,
      [publisher.staff.people.auditor],
    );
    const [one, ...more] = (await page('auditor')).awaited;
    expect([one?.role, more]).toEqual(['operator', []]);
    expect((Date.parse(one?.from ?? '') - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
    await source.query(`DELETE FROM person_roles WHERE person_id = $1 AND role = 'operator'`, [
      publisher.staff.people.auditor,
    ]);
  });

  it('drops an outdated e-mail, before and after it is written, and gives the time of the event', async () => {
    const keys = new Keys(testConfig(publisher.db.url));
    const { source } = publisher.db;
    const mails = async (): Promise<string[]> =>
      (await sentTo(source, keys, 'penulis@staff.example')).map(({ text }) => text);
    const due = (): Promise<unknown> =>
      source.query('UPDATE staff_news SET mail_due_at = siar_now() WHERE mail_due_at IS NOT NULL');
    const pending = async (): Promise<number> =>
      (await source.query(`SELECT FROM notices WHERE state = 'pending' AND about LIKE 'news-%'`)).length;
    await ask.penulis('PUT', '/api/v1/news/mail', { topics: ['decisions'], language: 'en' });
    await source.query(`UPDATE notices SET state = 'accepted' WHERE state = 'pending'`);
    const before = (await mails()).length;

    const again = await submitted('Diajukan lagi');
    await ask['kpu-nasional']('POST', at(again.id, '/reject'), { reason: 'Jam belum benar.' });
    await ask.penulis('POST', at(again.id, '/submit'), { confirmLocalHours: true });
    const waits = await submitted('Menunggu penyedia');
    await ask['kpu-nasional']('POST', at(waits.id, '/reject'), { reason: 'Jam belum benar.' });
    await due();
    await becomes(async () => (await mails()).length, before + 1);
    const [text] = await mails();
    expect(text).toContain('Title: Menunggu penyedia');
    expect(text).toMatch(/^Time: .+ at \d\d:\d\d WIB$/m);

    // It waits for its provider while the broadcast is submitted again.
    expect(await pending()).toBe(1);
    await ask.penulis('POST', at(waits.id, '/submit'), { confirmLocalHours: true });
    await becomes(pending, 0);
  });

  it('calls nobody twice: a person on call gets no e-mail besides the call, which is in their language', async () => {
    const keys = new Keys(testConfig(publisher.db.url));
    await ask['kpu-aceh']('PUT', '/api/v1/news/mail', { topics: ['reviews'], language: 'en' });
    await publisher.db.source.query(
      `INSERT INTO on_call (person_id, role, tier, position) VALUES ($1, 'reviewer', 1, 1)`,
      [publisher.staff.people['kpu-aceh']],
    );
    await submitted('Mendesak', { kind: 'urgent' });
    const wanted = await publisher.db.source.query('SELECT FROM staff_news WHERE mail_due_at IS NOT NULL');
    expect(wanted).toHaveLength(0);
    const calls = await sentTo(publisher.db.source, keys, 'kpu-aceh@staff.example');
    expect(calls.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Urgent broadcast waits for KPU to decide\./),
    ]);
  });

  it('reports a doubt and how it ended to author, reviewers and operators, except to the person who did it, once', async () => {
    const id = await approved('Diragukan');
    await publisher.db.source.query('DELETE FROM staff_news');
    const linesOf = async (who: 'penulis' | 'operator' | 'kpu-nasional'): Promise<string[]> =>
      (await kinds(who)).filter((line) => line.endsWith('Diragukan'));
    const doubt = { doubt: true, reason: 'Tanggalnya keliru' };
    expect((await ask.operator('POST', at(id, '/pause'), doubt)).status).toBe(200);
    await becomes(() => linesOf('penulis'), ['doubted Diragukan']);
    await becomes(() => linesOf('kpu-nasional'), ['doubted Diragukan']);
    expect(await linesOf('operator')).toEqual([]);
    const newest = async (): Promise<Line | undefined> =>
      (await page('penulis')).news.find(({ kind, broadcast }) => kind === 'doubted' && broadcast?.id === id);
    expect(await newest()).toMatchObject({
      by: expect.any(String),
      reason: 'Tanggalnya keliru',
      over: false,
    });
    expect((await ask.operator('POST', at(id, '/resume'), {})).status).toBe(200);
    expect(await newest()).toMatchObject({ kind: 'doubted', over: true });
    await becomes(() => linesOf('penulis'), ['settled Diragukan', 'doubted Diragukan']);
    // News of earlier tests may come between.
    const ownOf = async (who: 'kpu-nasional' | 'operator'): Promise<Line[]> =>
      (await page(who)).news.filter(({ broadcast }) => broadcast?.id === id);
    await becomes(() => linesOf('kpu-nasional'), ['settled Diragukan', 'doubted Diragukan']);
    expect(await ownOf('kpu-nasional')).toMatchObject([
      { kind: 'settled', outcome: 'cleared', by: expect.any(String), over: false },
      { kind: 'doubted', over: true },
    ]);

    expect(
      (await ask['kpu-nasional']('POST', at(id, '/pause'), { reason: 'Menunggu keputusan pusat' })).status,
    ).toBe(200);
    await becomes(() => linesOf('operator'), ['doubted Diragukan']);
    expect(await linesOf('penulis')).toEqual(['doubted Diragukan', 'settled Diragukan', 'doubted Diragukan']);
    expect(await linesOf('kpu-nasional')).toEqual(['settled Diragukan', 'doubted Diragukan']);
    // A correction that holds has decided it.
    expect(await newest()).toMatchObject({ kind: 'doubted', over: false });
    await publisher.db.source.query(
      `UPDATE broadcasts SET original_id = $1, kind = 'correction' WHERE id = $2`,
      [id, await approved('Penggantinya')],
    );
    expect(await newest()).toMatchObject({ kind: 'doubted', over: true });
    await becomes(() => linesOf('operator'), ['settled Diragukan', 'doubted Diragukan']);
    expect((await ownOf('operator'))[0]).toMatchObject({ outcome: 'corrected', over: false });
    // The author is told of each end once, and of the doubt of KPU too.
    expect((await linesOf('penulis')).filter((line) => line.startsWith('settled'))).toHaveLength(2);
  });
});
