import { approvedFor } from '../../../../test/factories/crowd.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';
import { BROADCAST_SORTS } from '#contract/lists';

interface Line {
  id: string;
  title: string;
  acts: string[];
  regions: number;
  regionCodes: string[];
  sentAt: string | null;
  plannedAt: string | null;
  plannedOwn: { from: string; atOnce: boolean } | null;
  counts: Record<string, number> | null;
  found: { channel: string; language: string; text: string } | null;
}
interface Page {
  broadcasts: Line[];
  after: string | null;
  byState?: Record<string, number>;
}

describe('the list of broadcasts', () => {
  let publisher: TestPublisher;
  const ask: Record<string, Ask> = {};
  const ids: Record<string, string> = {};
  const list = async (query = '', who = 'penulis'): Promise<Line[]> =>
    (await ask[who]?.<Page>('GET', `/api/v1/broadcasts?limit=200${query}`))?.body.broadcasts ?? [];
  const titles = async (query = '', who = 'penulis'): Promise<string[]> =>
    (await list(query, who)).map(({ title }) => title);

  beforeAll(async () => {
    publisher = await testPublisher();
    for (const who of ['penulis', 'operator', 'kpu-nasional', 'kpu-aceh'] as const)
      ask[who] = await signIn(publisher.url, who);
    const { source } = publisher.db;
    await source.query(
      `INSERT INTO regions (code, parent_code, kind, name, time_zone) VALUES
         ('11.01', '11', 'regency', 'Kabupaten Aceh Selatan', 'Asia/Jakarta'), ('91', NULL, 'province', 'Papua', 'Asia/Jayapura')
       ON CONFLICT DO NOTHING`,
    );
    const make = async (title: string, more: Record<string, unknown> = {}): Promise<void> => {
      const made = await ask['penulis']?.<{ id: string }>('POST', '/api/v1/broadcasts', {
        title,
        channels: ['sms'],
        contents: { sms: { id: { body: 'Cek TPS Anda di kpu.go.id' } } },
        audience: { regions: ['11'] },
        schedule: { at: '2099-02-14T09:00' },
        ...more,
      });
      expect(made?.status).toBe(201);
      ids[title] = made?.body.id ?? '';
    };
    await make('Bagi Aceh', { contents: { sms: { id: { body: 'Bawalah "surat undangan"\nke TPS' } } } });
    await make('aceh selatan', { audience: { regions: ['11.01'], topics: ['jadwal'] } });
    await make('Papua', {
      kind: 'urgent',
      audience: { regions: ['91'] },
      channels: ['email'],
      contents: {},
    });
    await make('Diajukan');
    await ask['penulis']?.('POST', `/api/v1/broadcasts/${ids['Diajukan']}/submit`);
  });
  afterAll(() => publisher.stop());

  it.each([
    ['newest first', '', ['Diajukan', 'Papua', 'aceh selatan', 'Bagi Aceh']],
    ['oldest first', '&order=asc', ['Bagi Aceh', 'aceh selatan', 'Papua', 'Diajukan']],
    [
      'by title, whatever the case',
      '&sort=title&order=asc',
      ['aceh selatan', 'Bagi Aceh', 'Diajukan', 'Papua'],
    ],
    ['by state', '&sort=state', ['Diajukan', 'Papua', 'aceh selatan', 'Bagi Aceh']],
    ['by what nothing has', '&sort=failed', ['Diajukan', 'Papua', 'aceh selatan', 'Bagi Aceh']],
    ['by channels', '&sort=channels&order=asc', ['Papua', 'Bagi Aceh', 'aceh selatan', 'Diajukan']],
    ['of a channel', '&channel=email', ['Papua']],
    ['of a province, with its regencies', '&region=11', ['Diajukan', 'aceh selatan', 'Bagi Aceh']],
    [
      'of a regency, with what goes to its province',
      '&region=11.01',
      ['Diajukan', 'aceh selatan', 'Bagi Aceh'],
    ],
    ['of a topic', '&topic=jadwal', ['aceh selatan']],
    ['of one of two channels', '&channel=email,telegram', ['Papua']],
    [
      'of any of several states',
      '&state=in_review,draft',
      ['Diajukan', 'Papua', 'aceh selatan', 'Bagi Aceh'],
    ],
    ['of one of several states', '&state=in_review,running', ['Diajukan']],
    ['of two states and a kind', '&state=in_review,draft&kind=urgent,correction', ['Papua']],
    ['of a kind', '&kind=urgent', ['Papua']],
    ['of a kind that none has', '&kind=correction', []],
    ['with words of a text', '&q=surat%20TPS', ['Bagi Aceh']],
    ['with marks of a text', '&q=%22surat', ['Bagi Aceh']],
    ['with a part of a word', '&q=undang', ['Bagi Aceh']],
    ['with no wildcard', '&q=%25tps%25', []],
    ['without the names of fields', '&q=subject', []],
    ['by nobody else', '&author=99999', []],
    ['sent on days on which nothing was', '&from=2020-01-01', []],
  ])('is %s', async (_, query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  it.each(['state=draft,nonsense', 'state=', 'state=draft,', 'channel=sms,fax'])(
    'refuses a value that is none: %s',
    async (query) => {
      expect((await ask['penulis']?.('GET', `/api/v1/broadcasts?${query}`))?.status).toBe(400);
    },
  );

  it.each(BROADCAST_SORTS)('gives each once, page by page, by %s', async (sort) => {
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      for (let after = ''; ;) {
        const page = await ask['penulis']?.<Page>(
          'GET',
          `/api/v1/broadcasts?limit=1&sort=${sort}&order=${order}${after}`,
        );
        seen.push(...(page?.body.broadcasts ?? []).map(({ title }) => title));
        if (!page?.body.after) break;
        after = `&after=${page.body.after}`;
      }
      expect(seen).toEqual(await titles(`&sort=${sort}&order=${order}`));
      expect(new Set(seen).size).toBe(4);
    }
  });

  it.each([
    ['a word of a text', 'undagan', 'undangan'],
    ['a word of a title beside one of a text', 'bagi undagan', 'bagi undangan'],
    ['words of which no broadcast has both', 'papua undagan', null],
    ['what nothing is near', 'kalender', null],
  ])('says what a search may have meant: %s', async (_, q, words) => {
    const asked = async (who: string): Promise<unknown> =>
      (await ask[who]?.('GET', `/api/v1/broadcast-words?q=${encodeURIComponent(q)}`))?.body['meant'];
    expect(await asked('penulis')).toBe(words);
    // Of what the person sees alone.
    expect(await asked('kpu-aceh')).toBeNull();
  });

  it.each(['from=0000-01-01', 'to=0999-12-31'])(
    'refuses a day of a year that nobody means: %s',
    async (day) => {
      expect((await ask['penulis']?.('GET', `/api/v1/broadcasts?${day}`))?.status).toBe(400);
    },
  );

  it('finds a broadcast by the first digits of its number', async () => {
    const id = ids['Papua'] ?? '';
    expect(await titles(`&q=${id.slice(0, -1)}`)).toContain('Papua');
    expect(await titles(`&q=${id.slice(0, 3)}`)).toEqual([]);
  });

  it('shows where a text has the words, to people', async () => {
    const [found] = await list('&q=undangan');
    expect(found?.found).toEqual({
      channel: 'sms',
      language: 'id',
      text: 'Bawalah "surat undangan" ke TPS',
    });
    expect((await list('&q=Bagi'))[0]?.found).toBeNull();
  });

  it('offers a person what they may do', async () => {
    const acts = async (who: string): Promise<Record<string, string[]>> =>
      Object.fromEntries((await list('', who)).map(({ title, acts: those }) => [title, those]));
    expect(await acts('penulis')).toEqual({
      'Bagi Aceh': ['delete'],
      'aceh selatan': ['delete'],
      Papua: ['delete'],
      Diajukan: ['withdraw'],
    });
    expect(await acts('operator')).toMatchObject({ Papua: [], Diajukan: [] });
    expect(await acts('kpu-nasional')).toEqual({ Diajukan: ['withdraw'] });
  });

  it('names the authors of what a person sees', async () => {
    const authors = async (who: string): Promise<unknown> =>
      (await ask[who]?.('GET', '/api/v1/broadcast-authors'))?.body['authors'];
    const own = { id: publisher.staff.people.penulis, name: 'Penulis Kementerian' };
    expect(await authors('kpu-nasional')).toEqual([
      { ...own, organisation: expect.stringMatching(/^Kementerian/) },
    ]);
    expect(await titles(`&author=${own.id}`)).toHaveLength(4);
  });

  it('counts from the waves, and sorts and filters by it', async () => {
    const { source } = publisher.db;
    const made: string[] = [];
    // Accepted, and failed.
    const runs = [[3, 1], [9, 81], [6, 0], null] as const;
    for (const run of runs) {
      const { id } = await approvedFor(source, [{ channel: 'sms', regionCode: '11', expected: run ? 0 : 5 }]);
      await source.query(
        `UPDATE broadcasts SET organisation_id = $2, draft = '{"channels": ["sms"], "contents": {}, "audience": {"regions": ["11"]}}' WHERE id = $1`,
        [id, publisher.staff.organisations.ministry],
      );
      if (run)
        await source.query(
          `UPDATE waves SET targeted = $2::int + $3::int, accepted = $2, failed = $3, first_handover_at = '2026-02-01T10:00Z'::timestamptz + $2::int * interval '1 hour' WHERE broadcast_id = $1`,
          [id, ...run],
        );
      made.push(id);
    }
    const [three, nine, six, unsent] = made;
    const order = async (query: string): Promise<string[]> =>
      (await list(query, 'operator')).map(({ id }) => id).filter((id) => made.includes(id));
    // By the share; what nothing of has gone out has none, and comes last.
    expect(await order('&sort=reached')).toEqual([six, three, nine, unsent]);
    expect(await order('&sort=reached&order=asc')).toEqual([nine, three, six, unsent]);
    expect(await order('&sort=sent&order=asc')).toEqual([three, six, nine, unsent]);
    expect(await order('&from=2026-02-01&to=2026-02-01')).toEqual([six, three]);
    expect(await order('&from=2026-02-02')).toEqual([nine]);
    // Under way it may still reach more.
    expect(await order('&reached=low')).toEqual([]);
    for (const state of ['running', 'completed'])
      await source.query(`UPDATE broadcasts SET state = $2 WHERE id = ANY ($1::bigint[])`, [
        [three, nine, six],
        state,
      ]);
    expect(await order('&reached=low')).toEqual([nine, three]);
    // All of them go by SMS.
    expect(await order('&reached=missed')).toEqual(await order('&reached=missed&channel=sms'));
    expect(await order('&reached=missed')).toEqual(expect.arrayContaining([nine, three]));
    expect(await order('&reached=missed&channel=telegram')).toEqual([]);
    await source.query(
      `UPDATE broadcasts SET ended_at = siar_now() - make_interval(hours => CASE WHEN id = $1 THEN 23 ELSE 25 END) WHERE id = ANY ($2::bigint[])`,
      [three, [three, nine, six]],
    );
    expect(await order('&ended=day')).toEqual([three]);
    expect(await order('&corrected=yes')).toEqual([]);
    // An approved correction.
    await source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      unsent,
      nine,
    ]);
    expect(await order('&corrected=yes')).toEqual([nine]);
    const line = (await list('&to=2026-02-01', 'operator')).find(({ id }) => id === three);
    expect(line).toMatchObject({ counts: { accepted: 3, failed: 1 }, sentAt: '2026-02-01T13:00:00.000Z' });
  });

  it('sorts by when it was sent, is planned, or, without a time, last', async () => {
    const { source } = publisher.db;
    const put = async (at: string | null, sent: string | null): Promise<string> => {
      const { id } = await approvedFor(source, [{ channel: 'sms', regionCode: '11', expected: 1 }]);
      await source.query(
        `UPDATE broadcasts SET organisation_id = $2, title = 'Menurut waktu', draft = jsonb_build_object('channels', '["sms"]'::jsonb,
           'contents', '{}'::jsonb, 'audience', '{"regions": ["11"]}'::jsonb, 'schedule', jsonb_build_object('at', $3::text)) WHERE id = $1`,
        [id, publisher.staff.organisations.ministry, at],
      );
      await source.query('UPDATE waves SET first_handover_at = $2 WHERE broadcast_id = $1', [id, sent]);
      return id;
    };
    const ninth = await put('2026-12-09T09:00', null);
    const atOnce = await put('now', null);
    const second = await put('2026-12-02T09:00', null);
    // Sent on another day than it was planned for; 08.30 in Jakarta.
    const sent = await put('2026-12-20T09:00', '2026-12-09T01:30Z');
    const timeless = await put(null, null);
    const eighteenth = await put('2026-12-18T09:00', null);
    const order = async (order: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let after = ''; ;) {
        const page = await ask['operator']?.<Page>(
          'GET',
          `/api/v1/broadcasts?q=menurut%20waktu&limit=2&sort=sent&order=${order}${after}`,
        );
        seen.push(...(page?.body.broadcasts ?? []).map(({ id }) => id));
        if (!page?.body.after) return seen;
        after = `&after=${page.body.after}`;
      }
    };
    expect(await order('asc')).toEqual([second, sent, ninth, eighteenth, atOnce, timeless]);
    expect(await order('desc')).toEqual([eighteenth, ninth, sent, second, timeless, atOnce]);
  });

  it('says when regions with times of their own begin, and whether at one instant', async () => {
    const own = async (title: string, perRegion: Record<string, string>): Promise<Line['plannedOwn']> => {
      const made = await ask['penulis']?.<{ id: string; version: number }>('POST', '/api/v1/broadcasts', {
        title,
        channels: ['sms'],
        audience: { regions: ['11', '91'] },
        schedule: { at: '2099-02-14T00:49:13', perRegion },
      });
      const found = (await list('&q=Waktu sendiri')).find(({ id }) => id === made?.body.id);
      await ask['penulis']?.('DELETE', `/api/v1/broadcasts/${made?.body.id}?version=${made?.body.version}`);
      return found?.plannedOwn ?? null;
    };
    expect(await own('Waktu sendiri serempak', { '91': '2099-02-14T02:49:07' })).toEqual({
      from: '2099-02-13T17:49:07.000Z',
      atOnce: true,
    });
    expect(await own('Waktu sendiri', { '91': '2099-02-14T02:48:07' })).toMatchObject({ atOnce: false });
  });

  it('counts the states of what the other filters leave, where that is asked for', async () => {
    const counted = async (query: string): Promise<Page['byState']> =>
      (await ask['penulis']?.<Page>('GET', `/api/v1/broadcasts?limit=1${query}`))?.body.byState;
    expect(await counted('&channel=sms&q=aceh')).toBeUndefined();
    expect(await counted('&channel=sms&q=aceh&counts=states')).toEqual({ draft: 2 });
    // The states chosen leave none out, and neither does the page.
    expect(await counted('&q=diajukan&state=draft&counts=states')).toEqual({ in_review: 1 });
    expect(await counted('&q=nihil&counts=states')).toEqual({});
  });

  it('offers to pause what goes out, to resume what nothing speaks against, and finds what is held up', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ channel: 'sms', regionCode: '11', expected: 5 }]);
    await source.query(
      `UPDATE broadcasts SET organisation_id = $2, title = 'Dijeda', draft = '{"channels": ["sms"], "contents": {}, "audience": {"regions": ["11"]}}' WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    const acts = async (who: string): Promise<string[] | undefined> =>
      (await list('&q=dijeda', who)).find((one) => one.id === id)?.acts;
    const held = async (): Promise<boolean> =>
      (await list('&q=dijeda&held=yes', 'operator')).some((one) => one.id === id);
    expect([await acts('operator'), await acts('penulis')]).toEqual([['pause'], ['pause']]);
    expect(await held()).toBe(false);
    await ask['operator']?.('POST', `/api/v1/broadcasts/${id}/pause`, { doubt: false });
    // Who writes it may hold it, and lets it go on no more than anybody else.
    expect([await acts('operator'), await acts('penulis')]).toEqual([['resume'], []]);
    expect(await held()).toBe(true);
    await source.query(`UPDATE waves SET paused_by = 'brake' WHERE broadcast_id = $1`, [id]);
    expect(await acts('operator')).toEqual([]);
  });
});
