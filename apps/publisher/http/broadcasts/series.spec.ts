import { createHash } from 'node:crypto';
import { rows } from '#platform/database';
import type { AnswerOf, RouteName } from '#contract/api';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

type Answer<R extends RouteName> = AnswerOf<R>;
type View = Answer<'GET /series/{id}'>;
type Broadcast = Answer<'GET /broadcasts/{id}'>;
interface Refusal {
  code: string;
  status: number;
  faults?: { path: string; code: string }[];
  members?: { id: string; daysBefore: number; code: string; faults: { code: string }[] }[];
}

/** Text that is right one day before the polling day, and on no other. */
const TOMORROW = 'KPU: besok hari pemungutan suara.';

describe('a series of reminders', () => {
  let publisher: TestPublisher;
  let author: Ask;
  let kpu: Ask;
  let aceh: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    await publisher.db.source.query(`
      INSERT INTO regions (code, kind, name, time_zone) VALUES ('51', 'province', 'Bali', 'Asia/Makassar') ON CONFLICT DO NOTHING;
      INSERT INTO elections (id, name, polling_date, polling_opens, polling_closes, quiet_from, quiet_to)
        VALUES ('pemilu-uji', 'Pemilu Uji', '2036-06-10', '07:00', '13:00', '2036-06-07', '2036-06-09');
      INSERT INTO contests (election_id, office, region_code, polling_date) VALUES ('pemilu-uji', 'president', NULL, NULL), ('pemilu-uji', 'governor', '51', '2036-06-24')`);
    [author, kpu, aceh] = await Promise.all([
      signIn(publisher.url, 'penulis'),
      signIn(publisher.url, 'kpu-nasional'),
      signIn(publisher.url, 'kpu-aceh'),
    ]);
  });
  afterAll(() => publisher.stop());

  const ok = async <T>(answer: Promise<{ status: number; body: T }>): Promise<T> => {
    const { status, body } = await answer;
    expect({ status, problem: status < 300 ? null : body }).toEqual({ status, problem: null });
    return body;
  };
  const draft = (more: Record<string, unknown> = {}): Promise<Broadcast> =>
    ok(
      author<Broadcast>('POST', '/api/v1/broadcasts', {
        title: 'Pengingat',
        channels: ['sms'],
        contents: { sms: { id: { body: 'KPU: cek TPS Anda.' } } },
        audience: { regions: ['11'] },
        electionId: 'pemilu-uji',
        neutral: true,
        ...more,
      }),
    );
  const REMINDERS = [
    { daysBefore: 1, at: '10:00' },
    { daysBefore: 7, at: '09:00' },
  ];
  const begun = async (more: Record<string, unknown> = {}): Promise<View> => {
    const { id, version } = await draft(more);
    return ok(author<View>('POST', `/api/v1/broadcasts/${id}/series`, { version, reminders: REMINDERS }));
  };
  const at = (view: View, rest = ''): string => `/api/v1/series/${view.id}${rest}`;
  const get = (id: string, ask = author): Promise<Broadcast> =>
    ok(ask<Broadcast>('GET', `/api/v1/broadcasts/${id}`));
  const edit = (id: string, version: number, more: Record<string, unknown>) =>
    author<Broadcast & Refusal>('PATCH', `/api/v1/broadcasts/${id}`, { version, ...more });
  const submit = (view: View) =>
    author<View & Refusal>('POST', at(view, '/submit'), {
      members: view.members.map(({ id, version }) => ({ id, version })),
    });
  const submitted = async (more: Record<string, unknown> = {}): Promise<View> => {
    const view = await begun(more);
    return ok(submit(view));
  };
  const marksOf = async (view: View): Promise<{ code: string; id: string }[]> => {
    const found = [];
    for (const { id } of view.members)
      found.push(
        ...(await ok(kpu<Answer<'GET /broadcasts/{id}/review'>>('GET', `/api/v1/broadcasts/${id}/review`)))
          .findings,
      );
    return found;
  };
  const approve = (view: View, ask = kpu, more: Record<string, unknown> = {}) =>
    ask<View & Refusal>('POST', at(view, '/approve'), {
      digest: view.digest,
      members: view.members.map(({ id, digest }) => ({ id, digest })),
      ...more,
    });
  const states = async (view: View): Promise<string[]> =>
    (await ok(author<View>('GET', at(view)))).members.map(({ state }) => state);
  const acts = (view: View): Promise<{ act: string }[]> =>
    rows<{ act: string }>(
      publisher.db.source.manager,
      `SELECT act FROM audit_entries WHERE subject = 'series:' || $1 ORDER BY id`,
      [view.id],
    );

  it('is made of a draft: a member for each reminder, on the days of each region', async () => {
    const view = await begun({ audience: { regions: ['51', '11'] }, title: 'Ingat TPS' });
    expect(view.members.map(({ title, schedule }) => [title, schedule])).toEqual([
      ['Ingat TPS (H-7)', { at: '2036-06-03T09:00', perRegion: { '51': '2036-06-17T09:00' } }],
      ['Ingat TPS (H-1)', { at: '2036-06-09T10:00', perRegion: { '51': '2036-06-23T10:00' } }],
    ]);
    const [first, second] = view.members;
    const { series, draft: copy } = await get(second?.id ?? '');
    expect(series).toEqual({
      id: view.id,
      title: 'Ingat TPS',
      daysBefore: 1,
      members: [
        { id: first?.id, daysBefore: 7, state: 'draft' },
        { id: second?.id, daysBefore: 1, state: 'draft' },
      ],
    });
    expect(copy.contents).toEqual({ sms: { id: { body: 'KPU: cek TPS Anda.' } } });
    const { broadcasts } = await ok(author<Answer<'GET /broadcasts'>>('GET', '/api/v1/broadcasts?limit=2'));
    expect(broadcasts.map((one) => one.series?.id)).toEqual([view.id, view.id]);
  });

  it('is refused of what is no ordinary draft about an election', async () => {
    const of = async (more: Record<string, unknown>): Promise<Refusal> => {
      const { id, version } = await draft(more);
      return (
        await author<Refusal>('POST', `/api/v1/broadcasts/${id}/series`, { version, reminders: REMINDERS })
      ).body;
    };
    expect(await of({ kind: 'urgent', electionId: undefined })).toMatchObject({
      code: 'no-series',
      faults: [{ code: 'series-ordinary' }, { code: 'series-election' }],
    });
    const { members } = await begun();
    const [first] = members;
    const again = await author<Refusal>('POST', `/api/v1/broadcasts/${first?.id}/series`, {
      version: first?.version,
      reminders: REMINDERS,
    });
    expect([again.status, again.body.code]).toEqual([409, 'in-series']);
    const twice = await author<Refusal>('POST', `/api/v1/broadcasts/${first?.id}/series`, {
      version: 1,
      reminders: [REMINDERS[0], REMINDERS[0]],
    });
    expect(twice.body.faults?.[0]?.code).toBe('series-day-once');
  });

  it('takes reminders in and gives them out, while none is under review', async () => {
    let view = await begun();
    view = await ok(author<View>('POST', at(view, '/members'), { daysBefore: 0, at: '08:00' }));
    expect(view.members.map(({ title }) => title)).toEqual([
      'Pengingat (H-7)',
      'Pengingat (H-1)',
      'Pengingat (Hari H)',
    ]);
    const same = await author<Refusal>('POST', at(view, '/members'), { daysBefore: 0, at: '12:00' });
    expect([same.status, same.body.code]).toEqual([409, 'series-day']);
    const last = view.members[2];
    view = await ok(author<View>('DELETE', at(view, `/members/${last?.id}`)));
    expect(view.members).toHaveLength(2);
    // It is a broadcast by itself now.
    const alone = await ok(author<Broadcast>('POST', `/api/v1/broadcasts/${last?.id}/submit`, {}));
    expect([alone.state, alone.series]).toEqual(['in_review', null]);

    view = await ok(submit(view));
    const late = await author<Refusal>('POST', at(view, '/members'), { daysBefore: 3, at: '08:00' });
    expect(late.body.code).toBe('series-submitted');
    const out = await author<Refusal>('DELETE', at(view, `/members/${view.members[0]?.id}`));
    expect(out.body.code).toBe('series-submitted');
  });

  it('is submitted as a whole or not at all, with the faults of each member', async () => {
    let view = await begun();
    const [first, second] = view.members;
    const alone = await author<Refusal>('POST', `/api/v1/broadcasts/${first?.id}/submit`, {});
    expect([alone.status, alone.body.code]).toEqual([409, 'in-series']);
    await ok(edit(second?.id ?? '', 1, { contents: { sms: { id: { body: '' } } } }));
    view = await ok(author<View>('GET', at(view)));
    const refused = await submit(view);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'series-refused',
      members: [{ id: second?.id, daysBefore: 1, code: 'unsubmitted', faults: [{ code: 'empty' }] }],
    });
    expect(await states(view)).toEqual(['draft', 'draft']);
    await ok(edit(second?.id ?? '', 2, { contents: { sms: { id: { body: TOMORROW } } } }));
    // By the version that was seen before.
    expect((await submit(view)).body.members).toMatchObject([{ id: second?.id, code: 'other-version' }]);
    view = await ok(submit(await ok(author<View>('GET', at(view)))));
    expect(view.members.map(({ state }) => state)).toEqual(['in_review', 'in_review']);
  });

  it('checks each member against its own hour', async () => {
    const view = await begun();
    for (const { id, version } of view.members)
      await ok(edit(id, version, { contents: { sms: { id: { body: TOMORROW } } } }));
    const found = await ok(submit(await ok(author<View>('GET', at(view)))));
    // Seven days before, "besok" is another day.
    const codes = [];
    for (const member of found.members)
      codes.push((await marksOf({ ...found, members: [member] })).map(({ code }) => code));
    expect(codes).toEqual([['voting-day'], []]);
  });

  it('is approved once, by one digest over those of its members', async () => {
    const view = await submitted();
    const digests = view.members.map(({ digest }) => digest ?? '');
    expect(view.digest).toBe(createHash('sha256').update(digests.toSorted().join('\n')).digest('hex'));
    const listed = await ok(kpu<Answer<'GET /reviews'>>('GET', '/api/v1/reviews'));
    expect(listed.reviews.filter(({ series }) => series?.id === view.id)).toHaveLength(2);
    const [first] = view.members;
    const alone = await kpu<Refusal>('POST', `/api/v1/broadcasts/${first?.id}/approve`, {
      digest: first?.digest,
    });
    expect([alone.status, alone.body.code]).toEqual([409, 'in-series']);
    const other = await approve({ ...view, digest: 'a'.repeat(64) });
    expect(other.body.code).toBe('series-digest');

    const done = await ok(approve(view));
    expect(done.members.map(({ state }) => state)).toEqual(['approved', 'approved']);
    for (const { id } of view.members) {
      const { submission } = await get(id);
      expect(submission).toMatchObject({ decision: 'approved', decidedBy: { name: 'Peninjau KPU' } });
      const waves = await rows(publisher.db.source.manager, 'SELECT FROM waves WHERE broadcast_id = $1', [
        id,
      ]);
      expect(waves).toHaveLength(1);
    }
    expect((await acts(view)).map(({ act }) => act)).toEqual([
      'series.create',
      'series.submit',
      'series.approve',
    ]);
  });

  it('is not approved in part: not when a member changed, was withdrawn, or is held by another', async () => {
    const view = await submitted();
    const [first, second] = view.members;
    const refusedFor = async (id: string | undefined, code: string): Promise<void> => {
      const { status, body } = await approve(view);
      expect([status, body.code]).toEqual([409, 'series-refused']);
      expect(body.members).toMatchObject([{ id, code }]);
      expect(await states(view)).not.toContain('approved');
    };
    await ok(aceh('POST', `/api/v1/broadcasts/${second?.id}/hold`, {}));
    await refusedFor(second?.id, 'held-by');
    expect((await aceh<Refusal>('POST', at(view, '/hold'), {})).status).toBe(200);
    expect((await kpu<Refusal>('POST', at(view, '/hold'), {})).body.code).toBe('held-by');
    await kpu('POST', at(view, '/hold'), { takeOver: true });

    await ok(author('POST', `/api/v1/broadcasts/${second?.id}/withdraw`, {}));
    await refusedFor(second?.id, 'wrong-state');
    await ok(edit(second?.id ?? '', second?.version ?? 0, { contents: { sms: { id: { body: TOMORROW } } } }));
    await refusedFor(second?.id, 'wrong-state');
    const half = await ok(kpu<View>('GET', at(view)));
    expect([half.digest, half.acts.approve]).toEqual([null, false]);
    // The rest is submitted; what waits keeps its submission.
    const seen = await ok(author<View>('GET', at(view)));
    const again = await ok(submit({ ...seen, members: seen.members.slice(1) }));
    expect(again.members[0]?.digest).toBe(first?.digest);
    await refusedFor(second?.id, 'changed-since');
    await ok(approve(again));
  });

  it('is approved by one of two reviewers, or changed by its author, never both', async () => {
    const view = await submitted();
    await ok(kpu('DELETE', at(view, '/hold')).then(({ status }) => ({ status, body: null })));
    const both = await Promise.all([approve(view), approve(view, aceh)]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));

    const edited = await submitted();
    const [one] = edited.members;
    const [approval, change] = await Promise.all([
      approve(edited),
      edit(one?.id ?? '', one?.version ?? 0, { title: 'Lain' }),
    ]);
    expect(new Set([approval.status, change.status])).toEqual(new Set([200, 409]));
    const after = await states(edited);
    expect(after).toEqual(approval.status === 200 ? ['approved', 'approved'] : ['draft', 'in_review']);
  });

  it('is decided by who answers for every region of every member, and made by authors of its office', async () => {
    const view = await begun();
    const [first] = view.members;
    await ok(edit(first?.id ?? '', first?.version ?? 0, { audience: { regions: ['11', '51'] } }));
    const seen = await ok(submit(await ok(author<View>('GET', at(view)))));
    const partly = await ok(aceh<View>('GET', at(view)));
    expect([partly.members.length, partly.hidden, partly.acts.approve]).toEqual([1, 1, false]);
    expect(partly.acts.whyNot?.code).toBe('higher-office');
    expect((await approve(seen, aceh)).body).toMatchObject({ status: 403, code: 'higher-office' });
    expect((await aceh<Refusal>('POST', at(view, '/reject'), { reason: 'Tidak.' })).status).toBe(403);
    expect((await aceh<Refusal>('POST', at(view, '/withdraw'), {})).status).toBe(403);
    expect((await author<Refusal>('POST', at(view, '/approve'), {})).status).toBe(403);
    expect((await kpu<Refusal>('POST', at(view, '/submit'), {})).status).toBe(403);
    expect((await kpu<Refusal>('GET', '/api/v1/series/999999')).body.code).toBe('no-such-series');
    const fresh = await begun();
    expect((await kpu<Refusal>('GET', at(fresh))).body.code).toBe('no-such-series');
  });

  it('is not there for those who see none of its members, whatever they ask', async () => {
    const view = await begun();
    const [member] = view.members;
    const digest = '0'.repeat(64);
    const asked: [method: string, path: string, body?: unknown][] = [
      ['GET', ''],
      ['POST', '/hold', {}],
      ['DELETE', '/hold'],
      ['POST', '/approve', { digest, members: [{ id: member?.id, digest }] }],
      ['POST', '/reject', { reason: 'tidak', members: [] }],
      ['POST', '/withdraw', { reason: 'tidak' }],
    ];
    for (const [method, path, body] of asked) {
      const { status } = await kpu(method, at(view, path), body);
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });

  it('is sent back as a whole, with reasons pinned to each member', async () => {
    const view = await submitted();
    const [first, second] = view.members;
    const pin = { channel: 'sms', language: 'id', quote: 'cek TPS', start: 5, reason: 'Sebut jam.' };
    const reject = (body: object) => kpu<View & Refusal>('POST', at(view, '/reject'), body);
    // The other would have no reason.
    const bare = await reject({ members: [{ id: first?.id, passages: [pin] }] });
    expect(bare.body.members).toMatchObject([{ id: second?.id, faults: [{ code: 'say-why' }] }]);
    const elsewhere = await reject({
      reason: 'Lihat.',
      members: [{ id: first?.id, passages: [{ ...pin, start: 9 }] }],
    });
    expect(elsewhere.body.members).toMatchObject([{ id: first?.id, code: 'wrong-passages' }]);
    expect(await states(view)).toEqual(['in_review', 'in_review']);
    await ok(reject({ reason: 'Belum.', members: [{ id: first?.id, passages: [pin] }] }));
    expect(await states(view)).toEqual(['rejected', 'rejected']);
    expect((await get(first?.id ?? '')).submission).toMatchObject({ reason: 'Belum.', passages: [pin] });
    expect((await get(second?.id ?? '')).submission).toMatchObject({ reason: 'Belum.', passages: [] });
  });

  it('stops member by member, or as a whole', async () => {
    const view = await submitted();
    await ok(approve(view));
    const [first] = view.members;
    await ok(kpu('POST', `/api/v1/broadcasts/${first?.id}/withdraw`, {}));
    expect(await states(view)).toEqual(['withdrawn', 'approved']);
    await ok(author<View>('POST', at(view, '/withdraw'), { reason: 'Diganti.' }));
    expect(await states(view)).toEqual(['withdrawn', 'withdrawn']);
    const none = await author<Refusal>('POST', at(view, '/withdraw'), {});
    expect(none.body.code).toBe('series-nothing');
  });

  it('says so when the polling day moves, and where a member would have to go', async () => {
    const view = await submitted();
    await ok(approve(view));
    await publisher.db.source.query(
      `UPDATE elections SET polling_date = '2036-06-12' WHERE id = 'pemilu-uji'`,
    );
    const moved = await ok(author<View>('GET', at(view)));
    expect(moved.members.map(({ due }) => due?.at)).toEqual(['2036-06-05T09:00', '2036-06-11T10:00']);
    for (const { id } of view.members)
      expect((await get(id)).warnings.map(({ code }) => code)).toContain('election-changed');
    await publisher.db.source.query(
      `UPDATE elections SET polling_date = '2036-06-10' WHERE id = 'pemilu-uji'`,
    );
  });

  it('comes back into its series when its deletion is undone', async () => {
    const view = await begun();
    const [, second] = view.members;
    await author('DELETE', `/api/v1/broadcasts/${second?.id}?version=${second?.version}`);
    expect((await ok(author<View>('GET', at(view)))).members).toHaveLength(1);
    await ok(author('POST', `/api/v1/broadcasts/${second?.id}/undo`, { act: 'delete' }));
    expect((await ok(author<View>('GET', at(view)))).members.map(({ id }) => id)).toEqual(
      view.members.map(({ id }) => id),
    );
  });
});
