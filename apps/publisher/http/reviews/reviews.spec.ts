import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '#platform/database';
import { marksOf } from '../../../../test/factories/marks.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const BROADCASTS = '/api/v1/broadcasts';
interface Listed {
  id: string;
  decide: { before: string; why: string };
  hold: { by: { name: string } } | null;
  whyNot: string | null;
}
interface Review {
  hours: { local: string }[];
  decide: { why: string } | null;
  findings: {
    id: string;
    code: string;
    quote: string;
    channel: string;
    language: string;
    start: number;
    expected: string[];
  }[];
  submissions: {
    no: number;
    decision: string | null;
    passages: unknown[];
    late: string | null;
    acknowledged: unknown[];
    changes: { path: string }[] | null;
  }[];
  missed: { timeZone: string; regions: string[] }[];
  since: {
    no: number;
    own: boolean;
    changed: string[];
    people: Record<'before' | 'after', { people: number }>;
    regions: { added: string[]; removed: string[] };
    hours: Record<'before' | 'after', { timeZone: string; local: string; atOnce: boolean }[]>;
    texts: unknown[];
  } | null;
  late: { choice: string; faults: unknown[]; dueAt: string | null }[];
  quiet: boolean;
}

describe('a reviewer’s desk', () => {
  let publisher: TestPublisher;
  let author: Ask;
  let reviewer: Ask;
  let other: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    const { source } = publisher.db;
    await source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('91', 'province', 'Papua', 'Asia/Jayapura')`,
    );
    await source.query(
      `INSERT INTO elections (id, name, polling_date, polling_opens, polling_closes, quiet_from, quiet_to)
       SELECT 'pemilu-uji', 'Pemilu Uji', d + 3, '07:00', '13:00', d, d + 2 FROM (SELECT siar_now()::date AS d) AS q`,
    );
    await source.query(`
      INSERT INTO contests (election_id, office) VALUES ('pemilu-uji', 'president');
      INSERT INTO contestants (contest_id, number, name) SELECT id, 1, 'Ratna Wijaya' FROM contests WHERE election_id = 'pemilu-uji'`);
    author = await signIn(publisher.url, 'penulis');
    reviewer = await signIn(publisher.url, 'kpu-nasional');
    other = await signIn(publisher.url, 'kpu-aceh');
  });
  afterAll(() => publisher.stop());

  const local = (hours: number): string =>
    new Date(Date.now() + (hours + 7) * 3_600_000).toISOString().slice(0, 19);
  /** Submits a broadcast for Aceh, by default urgent at any hour. */
  const submitted = async (
    more: Record<string, unknown> = {},
  ): Promise<{ id: string; digest: string; text: string }> => {
    const made = await author<{ id: string }>('POST', BROADCASTS, {
      title: 'Pengingat',
      kind: 'urgent',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: TPS buka 08.00-13.00, cek kpu.go.id' } } },
      audience: { regions: ['11'] },
      schedule: { at: local(30), leaveWindow: true },
      electionId: 'pemilu-uji',
      neutral: true,
      ...more,
    });
    return again(made.body.id);
  };
  const again = async (id: string): Promise<{ id: string; digest: string; text: string }> => {
    const { status, body } = await author<{
      submission: { digest: string; document: { contents: { sms: { id: { text: string } } } } };
    }>('POST', `${BROADCASTS}/${id}/submit`, { confirmLocalHours: true });
    expect({ status, body: status === 200 ? null : body }).toEqual({ status: 200, body: null });
    const { digest, document } = body.submission;
    return { id, digest, text: document.contents.sms.id.text };
  };
  const approve = async (
    ask: Ask,
    { id, digest }: { id: string; digest: string },
    more: Record<string, unknown> = {},
  ) =>
    ask('POST', `${BROADCASTS}/${id}/approve`, {
      digest,
      confirmLocalHours: true,
      acknowledged: await marksOf(ask, id),
      ...more,
    });
  const acts = (id: string) =>
    rows<{ act: string; detail: Record<string, unknown> }>(
      publisher.db.source.manager,
      `SELECT act, detail FROM audit_entries WHERE subject = $1 AND (act LIKE 'review.%' OR act IN ('broadcast.approve', 'broadcast.reject')) ORDER BY id`,
      [`broadcast:${id}`],
    );
  const review = async (id: string): Promise<Review> =>
    (await reviewer<Review>('GET', `${BROADCASTS}/${id}/review`)).body;

  it('lists pending reviews, the most pressing first, to those who may decide', async () => {
    const tomorrow = await submitted({
      schedule: { at: local(40), leaveWindow: true },
      audience: { regions: ['91'] },
    });
    const soon = await submitted({ schedule: { at: local(20), leaveWindow: true } });
    const atOnce = await submitted({ schedule: { at: 'now', leaveWindow: true } });
    const { body } = await reviewer<{ reviews: Listed[] }>('GET', '/api/v1/reviews');
    const ids = body.reviews.map(({ id }) => id);
    expect(ids.filter((id) => [tomorrow.id, soon.id, atOnce.id].includes(id))).toEqual([
      atOnce.id,
      soon.id,
      tomorrow.id,
    ]);
    expect(body.reviews.find(({ id }) => id === soon.id)).toMatchObject({
      decide: { why: 'due' },
      hold: null,
      whyNot: null,
    });
    const theirs = await other<{ reviews: Listed[] }>('GET', '/api/v1/reviews');
    expect(theirs.body.reviews.map(({ id }) => id)).not.toContain(tomorrow.id);
    expect((await author('GET', '/api/v1/reviews')).status).toBe(403);
  });

  it('shows the findings as of its approval, whatever the time is now', async () => {
    const made = await submitted({
      contents: { sms: { id: { body: 'KPU: besok TPS buka 08.00-13.00, cek kpu.go.id' } } },
      schedule: { at: 'now', leaveWindow: true },
    });
    expect((await approve(reviewer, made)).status).toBe(200);
    const seen = async () => {
      const { findings, hours } = await review(made.id);
      return { findings, hours };
    };
    const before = await seen();
    // In the small hours, which day "besok" is depends on the reader.
    expect(before.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(voting|relative)-day$/)]),
    );
    await publisher.db.moveClock('3 days 5 hours');
    expect(await seen()).toEqual(before);
    await publisher.db.moveClock('0 hours');
  });

  it('is held by one reviewer at a time, who can be replaced, and only the holder decides', async () => {
    const made = await submitted();
    const held = await reviewer<{ by: { name: string } }>('POST', `${BROADCASTS}/${made.id}/hold`, {});
    expect(held).toMatchObject({ status: 200, body: { by: { name: 'Peninjau KPU' } } });
    const refused = await other<{ hold: { by: { name: string } } }>(
      'POST',
      `${BROADCASTS}/${made.id}/hold`,
      {},
    );
    expect(refused).toMatchObject({ status: 409, body: { hold: { by: { name: 'Peninjau KPU' } } } });
    expect((await approve(other, made)).status).toBe(409);
    expect((await other('POST', `${BROADCASTS}/${made.id}/reject`, { reason: 'Salah' })).status).toBe(409);
    expect((await author<{ hold: unknown }>('GET', `${BROADCASTS}/${made.id}`)).body.hold).toMatchObject({
      by: { name: 'Peninjau KPU' },
    });

    expect((await other('POST', `${BROADCASTS}/${made.id}/hold`, { takeOver: true })).status).toBe(200);
    expect((await approve(reviewer, made)).status).toBe(409);
    // Renewing a hold is not recorded.
    await other('POST', `${BROADCASTS}/${made.id}/hold`, {});
    expect((await approve(other, made)).status).toBe(200);
    const trail = await acts(made.id);
    expect(trail.map(({ act }) => act)).toEqual(['review.hold', 'review.take-over', 'broadcast.approve']);
    expect(trail[1]?.detail).toEqual({ from: publisher.staff.people['kpu-nasional'] });
    expect((await other('POST', `${BROADCASTS}/${made.id}/hold`, {})).status).toBe(409);
  });

  it('becomes free when it is released or not renewed', async () => {
    const made = await submitted();
    await reviewer('POST', `${BROADCASTS}/${made.id}/hold`, {});
    await reviewer('DELETE', `${BROADCASTS}/${made.id}/hold`);
    expect((await other('POST', `${BROADCASTS}/${made.id}/hold`, {})).status).toBe(200);
    await publisher.db.source.query(
      `UPDATE review_holds SET leased_until = siar_now() WHERE broadcast_id = $1`,
      [made.id],
    );
    // Nobody holds it: a decision takes it.
    expect((await approve(reviewer, made)).status).toBe(200);
    expect((await author('POST', `${BROADCASTS}/${made.id}/hold`, {})).status).toBe(403);
  });

  it('marks contradictions to the election’s data, and names of contestants in the quiet period', async () => {
    const polling = `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}`;
    const made = await submitted({
      channels: ['sms'],
      contents: {
        sms: {
          id: { body: 'KPU: TPS buka 08.00-13.00, pilih ratna wijaya 1 Mei' },
          en: { body: 'KPU: polls open 7 am to 1 pm' },
        },
      },
      schedule: { at: `${polling}T09:00`, leaveWindow: true },
    });
    const { findings, quiet } = await review(made.id);
    expect(quiet).toBe(true);
    const codes = findings.map(({ code, quote, language }) => `${language} ${code} ${quote}`);
    expect(codes).toEqual(
      expect.arrayContaining([
        'id hour 08.00',
        'id date 1 Mei',
        'id languages 08.00',
        'en languages 7 am',
        'id contestant ratna wijaya',
      ]),
    );
    for (const { language, quote, start } of findings)
      if (language === 'id') expect(made.text.startsWith(quote, start)).toBe(true);
  });

  it('rejects with reasons for passages, which the author sees; the next version shows its changes', async () => {
    const made = await submitted();
    const quote = '08.00-13.00';
    const start = made.text.indexOf(quote);
    const passage = { channel: 'sms', language: 'id', quote, start, reason: 'TPS buka 07.00.' };
    const astray = await reviewer<{ faults: { path: string }[] }>('POST', `${BROADCASTS}/${made.id}/reject`, {
      reason: 'Jam keliru',
      passages: [
        { ...passage, start: start + 1 },
        { ...passage, language: 'en' },
      ],
    });
    expect({ status: astray.status, at: astray.body.faults.map(({ path }) => path) }).toEqual({
      status: 422,
      at: ['passages.0.quote', 'passages.1'],
    });
    const rejected = await reviewer('POST', `${BROADCASTS}/${made.id}/reject`, {
      reason: 'Jam keliru',
      passages: [passage],
    });
    expect(rejected.status).toBe(200);
    const seen = await author<{ version: number; submission: { passages: unknown[] } }>(
      'GET',
      `${BROADCASTS}/${made.id}`,
    );
    expect(seen.body.submission.passages).toEqual([{ ...passage, field: 'text' }]);
    await author('PATCH', `${BROADCASTS}/${made.id}`, {
      version: seen.body.version,
      contents: { sms: { id: { body: 'KPU: TPS buka 07.00-13.00, cek kpu.go.id' } } },
    });
    await again(made.id);
    const { submissions, findings } = await review(made.id);
    expect(
      submissions.map(({ no, decision, changes }) => [
        no,
        decision,
        changes?.map(({ path }) => path) ?? null,
      ]),
    ).toEqual([
      [2, null, ['contents.sms.id.text']],
      [1, 'rejected', null],
    ]);
    expect(findings).toEqual([]);
  });

  it('approves nothing while a mark is open, and records who acknowledged which marks', async () => {
    const made = await submitted();
    const { findings } = await review(made.id);
    expect(findings.map(({ code, quote }) => `${code} ${quote}`)).toEqual(['hour 08.00']);
    const [mark] = findings;
    for (const acknowledged of [[], ['0'.repeat(16)]]) {
      const refused = await approve(reviewer, made, { acknowledged });
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'marks-open', open: [mark], faults: [{ path: 'acknowledged', code: 'marks-open' }] },
      });
    }
    expect((await approve(reviewer, made, { acknowledged: [mark?.id] })).status).toBe(200);
    expect((await review(made.id)).submissions[0]?.acknowledged).toEqual([mark]);
    const { id, code, start } = mark ?? {};
    expect((await acts(made.id)).at(-1)).toMatchObject({
      act: 'broadcast.approve',
      detail: { acknowledged: [{ id, code, start, channel: 'sms', language: 'id', field: 'text' }] },
    });
  });

  it('asks about a mark that an edit of the election added after the review was opened', async () => {
    const made = await submitted({
      contents: { sms: { id: { body: 'KPU: TPS tutup 13.00, cek kpu.go.id' } } },
    });
    expect(await marksOf(reviewer, made.id)).toEqual([]);
    const closes = (hour: string): Promise<unknown> =>
      publisher.db.source.query(`UPDATE elections SET polling_closes = $1 WHERE id = 'pemilu-uji'`, [hour]);
    await closes('14:00');
    const refused = await approve(reviewer, made, { acknowledged: [] });
    await closes('13:00');
    expect(refused).toMatchObject({ status: 422, body: { open: [{ code: 'hour', quote: '13.00' }] } });
    expect((await approve(reviewer, made)).status).toBe(200);
  });

  describe('what changed since somebody last looked', () => {
    const edit = async (id: string, fields: Record<string, unknown>): Promise<void> => {
      const { version } = (await author<{ version: number }>('GET', `${BROADCASTS}/${id}`)).body;
      expect((await author('PATCH', `${BROADCASTS}/${id}`, { version, ...fields })).status).toBe(200);
      await again(id);
    };
    const open = async (ask: Ask, id: string): Promise<void> => {
      expect((await ask('POST', `${BROADCASTS}/${id}/hold`, {})).status).toBe(200);
      await ask('DELETE', `${BROADCASTS}/${id}/hold`);
    };
    const since = async (ask: Ask, id: string): Promise<Review['since']> =>
      (await ask<Review>('GET', `${BROADCASTS}/${id}/review`)).body.since;

    it('is nothing at first, and nothing after an unchanged resubmission', async () => {
      const made = await submitted();
      expect(await since(reviewer, made.id)).toBeNull();
      await open(reviewer, made.id);
      expect(await since(reviewer, made.id)).toBeNull();
      await again(made.id);
      expect(await since(reviewer, made.id)).toMatchObject({ no: 1, own: true, changed: [] });
      // A reviewer who never opened it gets no changes.
      expect(await since(other, made.id)).toBeNull();
    });

    it('is audience and schedule, even with unchanged words and no decision', async () => {
      const made = await submitted();
      await open(reviewer, made.id);
      await edit(made.id, {
        audience: { regions: ['11', '91'] },
        schedule: { at: 'now', leaveWindow: true },
      });
      const found = await since(reviewer, made.id);
      expect(found).toMatchObject({
        no: 1,
        own: true,
        changed: ['regions', 'hours'],
        regions: { added: ['91'], removed: [] },
        texts: [],
      });
      expect(found?.hours.before.map(({ timeZone, atOnce }) => [timeZone, atOnce])).toEqual([
        ['Asia/Jakarta', false],
      ]);
      expect(found?.hours.after.map(({ timeZone, atOnce }) => [timeZone, atOnce])).toEqual([
        ['Asia/Jayapura', true],
        ['Asia/Jakarta', true],
      ]);
    });

    it('is the number of people it reaches, even for the same document', async () => {
      const made = await submitted();
      await open(reviewer, made.id);
      await publisher.db.source.query(
        `UPDATE review_looks SET people = jsonb_set(people, '{people}', '76') WHERE broadcast_id = $1`,
        [made.id],
      );
      await again(made.id);
      expect(await since(reviewer, made.id)).toMatchObject({
        changed: ['people'],
        people: { before: { people: 76 }, after: { people: 0 } },
      });
    });

    it('counts from the last decision for a reviewer who never opened it', async () => {
      const made = await submitted();
      expect(
        (await reviewer('POST', `${BROADCASTS}/${made.id}/reject`, { reason: 'Jam keliru' })).status,
      ).toBe(200);
      await edit(made.id, {
        contents: { sms: { id: { body: 'KPU: TPS buka 07.00-13.00, cek kpu.go.id' } } },
      });
      const expected = { no: 1, changed: ['texts'] };
      expect(await since(other, made.id)).toMatchObject({ ...expected, own: false });
      expect(await since(reviewer, made.id)).toMatchObject({
        ...expected,
        own: true,
        texts: [{ channel: 'sms', language: 'id', change: 'changed' }],
      });
    });
  });

  describe('when one of its hours has passed', () => {
    let made: { id: string; digest: string };
    beforeAll(async () => {
      // Papua's wall clock is two hours ahead of Aceh's.
      const schedule = { at: local(2 + 3 / 3600), leaveWindow: true };
      made = await submitted({ audience: { regions: ['11', '91'] }, schedule });
      while ((await review(made.id)).missed.length === 0) await sleep(200);
    });

    it('asks what happens to that part, and never decides by itself', async () => {
      const refused = await approve(reviewer, made);
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({
        missed: [{ timeZone: 'Asia/Jayapura', regions: ['91'] }],
        late: ['send', 'move', 'expire'],
      });
      const { missed: part, late, decide } = await review(made.id);
      expect(part).toMatchObject([{ timeZone: 'Asia/Jayapura', regions: ['91'] }]);
      expect(late.map(({ choice, faults, dueAt }) => [choice, faults, dueAt !== null])).toEqual([
        ['send', [], true],
        ['move', [], true],
        ['expire', [], false],
      ]);
      // It is urgent: the decision time given to people on call comes first.
      expect(decide?.why).toBe('call');
    });

    it('does what was chosen, and records it in the trail and the review', async () => {
      expect((await approve(reviewer, made, { late: 'expire' })).status).toBe(200);
      const waves = await rows<{ region: string; over: boolean }>(
        publisher.db.source.manager,
        `SELECT region_code AS region, expires_at <= siar_now() AS over FROM waves WHERE broadcast_id = $1 ORDER BY 1`,
        [made.id],
      );
      expect(waves).toEqual([
        { region: '11', over: false },
        { region: '91', over: true },
      ]);
      expect((await acts(made.id)).at(-1)?.detail).toMatchObject({
        late: 'expire',
        missed: [{ regions: ['91'] }],
      });
      expect((await review(made.id)).submissions[0]?.late).toBe('expire');
    });
  });
});
