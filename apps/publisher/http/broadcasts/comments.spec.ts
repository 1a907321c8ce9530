import { Broadcasts } from '#broadcasts';
import { rows } from '#platform/database';
import { tamper } from '../../../../test/factories/database.js';
import { marksOf } from '../../../../test/factories/marks.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Thread {
  id: string;
  part: string;
  passage: { quote: string; wording: string | null } | null;
  resolved: { by: { name: string } } | null;
  comments: { id: string; words: string; by: { name: string } }[];
}
interface Discussion {
  threads: Thread[];
  open: boolean;
  code: string;
}

const TEXT = 'KPU: TPS buka 08.00-13.00, cek kpu.go.id';

describe('comments on a broadcast', () => {
  let publisher: TestPublisher;
  let author: Ask;
  let reviewer: Ask;
  let aceh: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('91', 'province', 'Papua', 'Asia/Jayapura')`,
    );
    author = await signIn(publisher.url, 'penulis');
    reviewer = await signIn(publisher.url, 'kpu-nasional');
    aceh = await signIn(publisher.url, 'kpu-aceh');
  });
  afterAll(() => publisher.stop());

  const at = (id: string, rest = ''): string => `/api/v1/broadcasts/${id}${rest}`;
  const begun = async (): Promise<string> => {
    const { body } = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Jam buka',
      kind: 'urgent',
      reach: 'every',
      channels: ['sms'],
      contents: { sms: { id: { body: TEXT } } },
      audience: { regions: ['91'] },
      schedule: { at: 'now', leaveWindow: true, expires: later() },
    });
    return body.id;
  };
  const later = (): string => new Date(Date.now() + (48 + 7) * 3_600_000).toISOString().slice(0, 19);
  const submit = (id: string) => author('POST', at(id, '/submit'), { confirmLocalHours: true });
  const passage = (quote: string, more: Record<string, unknown> = {}) => ({
    of: 'draft',
    channel: 'sms',
    language: 'id',
    field: 'text',
    quote,
    start: TEXT.indexOf(quote),
    ...more,
  });
  const comment = (ask: Ask, id: string, more: Record<string, unknown> = {}) =>
    ask<Discussion>('POST', at(id, '/comments'), { part: 'audience', words: 'Kenapa hanya Papua?', ...more });
  const threads = async (ask: Ask, id: string): Promise<Thread[]> =>
    (await ask<Discussion>('GET', at(id, '/comments'))).body.threads;
  const standing = (id: string) =>
    rows(
      publisher.db.source.manager,
      `SELECT b.state, b.version, b.updated_at, s.digest, s.decision FROM broadcasts b JOIN submissions s ON s.broadcast_id = b.id WHERE b.id = $1`,
      [id],
    );

  it('are answered, resolved and opened again, and change nothing of what is submitted', async () => {
    const id = await begun();
    expect((await submit(id)).status).toBe(200);
    const before = await standing(id);
    const made = await comment(reviewer, id, {
      part: 'texts',
      words: ' Pukul berapa di Papua? ',
      passage: passage('08.00', { of: 'submission' }),
    });
    expect(made.status).toBe(201);
    const thread = made.body.threads[0]?.id ?? '';
    const answers = at(id, `/comments/${thread}/answers`);
    const resolution = at(id, `/comments/${thread}/resolution`);
    expect((await author('POST', answers, { words: 'Waktu setempat.' })).status).toBe(201);
    expect((await author('POST', resolution, { resolved: true })).status).toBe(200);
    expect(await threads(reviewer, id)).toMatchObject([
      {
        part: 'texts',
        passage: { quote: '08.00', wording: null },
        resolved: { by: { name: 'Penulis Kementerian' } },
        comments: [
          { words: 'Pukul berapa di Papua?', by: { name: 'Peninjau KPU' } },
          { words: 'Waktu setempat.', by: { name: 'Penulis Kementerian' } },
        ],
      },
    ]);
    // An answer opens it again: nobody would see it otherwise.
    await reviewer('POST', answers, { words: 'Tulis itu juga.' });
    const [open] = await threads(author, id);
    expect(open).toMatchObject({ resolved: null, passage: { wording: expect.stringContaining(TEXT) } });
    expect(await standing(id)).toEqual(before);
    const acts = await rows<{ act: string; detail: unknown }>(
      publisher.db.source.manager,
      `SELECT act, detail FROM audit_entries WHERE subject = $1 AND act LIKE 'broadcast.comment%' ORDER BY id`,
      [`broadcast:${id}`],
    );
    expect(acts).toEqual([
      {
        act: 'broadcast.comment',
        detail: { thread, part: 'texts', channel: 'sms', language: 'id', field: 'text' },
      },
      { act: 'broadcast.comment-answer', detail: { thread } },
      { act: 'broadcast.comment-resolve', detail: { thread } },
      { act: 'broadcast.comment-answer', detail: { thread } },
    ]);
  });

  it('can be changed by who said them, for five minutes and until somebody answers', async () => {
    const id = await begun();
    await submit(id);
    const { body } = await comment(author, id);
    const [thread] = body.threads;
    const [said] = thread?.comments ?? [];
    expect(said).toMatchObject({ mayEdit: true });
    expect((await threads(reviewer, id))[0]?.comments).toMatchObject([{ mayEdit: false }]);
    const edit = (ask: Ask, words: string) =>
      ask<Discussion>('PATCH', at(id, `/comments/${thread?.id}/words`), { comment: said?.id, words });
    expect(await edit(reviewer, 'Bukan saya')).toMatchObject({
      status: 409,
      body: { code: 'comment-settled' },
    });
    const changed = await edit(author, 'Kenapa hanya Papua Barat?');
    expect(changed).toMatchObject({
      status: 200,
      body: { threads: [{ comments: [{ words: 'Kenapa hanya Papua Barat?', mayEdit: true }] }] },
    });
    expect((await edit(author, 'siti@contoh.id')).status).toBe(422);
    const { source } = publisher.db;
    const later = (minutes: number) =>
      source.query('UPDATE comments SET said_at = siar_now() - make_interval(mins => $2) WHERE id = $1', [
        said?.id,
        minutes,
      ]);
    await later(6);
    expect((await edit(author, 'Terlambat')).status).toBe(409);
    await later(0);
    await reviewer('POST', at(id, `/comments/${thread?.id}/answers`), { words: 'Sudah saya tanyakan.' });
    expect((await edit(author, 'Sudah dijawab')).status).toBe(409);
    expect((await threads(author, id))[0]?.comments[0]?.words).toBe('Kenapa hanya Papua Barat?');
  });

  it('are about words that stand there, of a length and number that somebody reads', async () => {
    const id = await begun();
    for (const [more, status, code] of [
      [{ words: '  ' }, 400, 'not-valid'],
      [{ words: 'a'.repeat(2001) }, 400, 'not-valid'],
      [{ part: 'check' }, 400, 'not-valid'],
      [{ words: 'Tanyakan kepada 0812 3456 7890' }, 422, 'names-address'],
      [{ part: 'texts', passage: passage('08.00', { start: 0 }) }, 409, 'comment-elsewhere'],
      [{ part: 'texts', passage: passage('08.00', { language: 'en' }) }, 409, 'comment-elsewhere'],
      [{ part: 'texts', passage: passage('08.00', { of: 'submission' }) }, 409, 'comment-elsewhere'],
    ] as const)
      expect(await comment(author, id, more)).toMatchObject({ status, body: { code } });
    const { body } = await comment(author, id, { part: 'texts', passage: passage('08.00') });
    expect(body.threads).toMatchObject([{ passage: { quote: '08.00', wording: TEXT } }]);
    await publisher.db.source.query(
      `INSERT INTO comments (thread_id, words, said_by) SELECT c.thread_id, c.words, c.said_by
       FROM comments c JOIN comment_threads t ON t.id = c.thread_id, generate_series(2, 500) WHERE t.broadcast_id = $1`,
      [id],
    );
    expect(await comment(author, id)).toMatchObject({ status: 409, body: { code: 'comments-full' } });
  });

  it('are for those who write it and who decide on it, once they see it', async () => {
    const id = await begun();
    const other = await begun();
    const { body } = await comment(author, id);
    const thread = body.threads[0]?.id ?? '';
    const statuses = async (ask: Ask, of = id): Promise<number[]> => {
      const tried = [
        await ask('GET', at(of, '/comments')),
        await comment(ask, of),
        await ask('POST', at(of, `/comments/${thread}/answers`), { words: 'Ya' }),
        await ask('POST', at(of, `/comments/${thread}/resolution`), { resolved: true }),
        await ask('POST', at(of, '/presence')),
      ];
      return tried.map(({ status }) => status);
    };
    expect(await statuses(reviewer)).toEqual([404, 404, 404, 404, 404]);
    await submit(id);
    // The office of another province, and staff who neither write nor decide.
    expect(await statuses(aceh)).toEqual([404, 404, 404, 404, 404]);
    const operator = await signIn(publisher.url, 'operator');
    expect(await statuses(operator)).toEqual([403, 403, 403, 403, 403]);
    // A screen knows before it asks.
    const discusses = async (ask: Ask): Promise<unknown> =>
      (await ask<{ discusses: boolean }>('GET', at(id))).body.discusses;
    expect([await discusses(operator), await discusses(reviewer), await discusses(author)]).toEqual([
      false,
      true,
      true,
    ]);
    expect(await statuses(reviewer)).toEqual([200, 201, 201, 200, 200]);
    // A thread is found by its own broadcast alone.
    expect(await statuses(author, other)).toEqual([200, 201, 404, 404, 200]);
    const { body: seen } = await reviewer<{ submission: { digest: string } }>('GET', at(id));
    const { digest } = seen.submission;
    const acknowledged = await marksOf(reviewer, id);
    const approval = { digest, confirmLocalHours: true, acknowledged };
    expect((await reviewer('POST', at(id, '/approve'), approval)).status).toBe(200);
    expect(await statuses(author)).toEqual([200, 409, 409, 409, 200]);
    expect((await author<Discussion>('GET', at(id, '/comments'))).body.open).toBe(false);
    const left = async (days: number): Promise<number> => {
      const past = 'UPDATE broadcasts SET approved_at = siar_now() - make_interval(days => $2) WHERE id = $1';
      await tamper(publisher.db.source, past, [id, days]);
      await publisher.app.get(Broadcasts).forget();
      return (await threads(author, id)).length;
    };
    expect([await left(89), await left(91)]).toEqual([2, 0]);
  });

  it('are news for the authors and for who takes part, one line until it is read', async () => {
    const id = await begun();
    await submit(id);
    const news = async (ask: Ask) => {
      const { body } = await ask<{
        news: { id: string; kind: string; by: string; over: boolean; broadcast: { id: string } | null }[];
      }>('GET', '/api/v1/news');
      return body.news.filter(({ kind, broadcast }) => kind === 'commented' && broadcast?.id === id);
    };
    const { body } = await comment(reviewer, id);
    await comment(reviewer, id);
    expect(await news(author)).toMatchObject([{ by: 'Peninjau KPU', over: false }]);
    expect([await news(reviewer), await news(aceh)]).toEqual([[], []]);
    const [line] = await news(author);
    await author('POST', `/api/v1/news/${line?.id}/read`);
    await comment(author, id);
    await comment(reviewer, id);
    expect([(await news(author)).length, (await news(reviewer)).length]).toEqual([2, 1]);
    for (const { id: thread } of await threads(author, id))
      await author('POST', at(id, `/comments/${thread}/resolution`), { resolved: true });
    expect((await news(author)).map(({ over }) => over)).toEqual([true, true]);
    expect(body.threads).toHaveLength(1);
  });

  it('go with a draft, and come back with it', async () => {
    const id = await begun();
    await comment(author, id, { part: 'texts', passage: passage('kpu.go.id') });
    const before = await threads(author, id);
    await publisher.db.source.query(
      `INSERT INTO staff_news (person_id, event, kind, broadcast_id) SELECT author_id, 'commented:0', 'commented', id FROM broadcasts WHERE id = $1`,
      [id],
    );
    expect((await author('DELETE', at(id, '?version=1'))).status).toBe(204);
    expect(
      await rows(publisher.db.source.manager, 'SELECT id FROM comment_threads WHERE broadcast_id = $1', [id]),
    ).toEqual([]);
    expect((await author('POST', at(id, '/undo'), { act: 'delete' })).status).toBe(200);
    expect(await threads(author, id)).toEqual(before);
  });

  it('come with who else has it open, until they leave or are not heard of', async () => {
    const id = await begun();
    await submit(id);
    const others = async (ask: Ask): Promise<string[]> => {
      const { body } = await ask<{ others: { name: string }[] }>('POST', at(id, '/presence'));
      return body.others.map(({ name }) => name);
    };
    expect(await others(author)).toEqual([]);
    expect(await others(reviewer)).toEqual(['Penulis Kementerian']);
    expect(await others(author)).toEqual(['Peninjau KPU']);
    expect((await reviewer('DELETE', at(id, '/presence'))).status).toBe(204);
    expect(await others(author)).toEqual([]);
    await others(reviewer);
    const silent =
      'UPDATE presences SET seen_at = siar_now() - make_interval(secs => 46) WHERE broadcast_id = $1';
    await publisher.db.source.query(silent, [id]);
    expect(await others(author)).toEqual([]);
  });
});
