import { row } from '#platform/database';
import { tamper } from '../../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Outline {
  messages: number;
  broadcast: { id: string; title: string } | null;
}

describe('a report', () => {
  let publisher: TestPublisher;
  let ask: Record<'penulis' | 'kpu-nasional' | 'kpu-aceh', Ask>;
  beforeAll(async () => {
    publisher = await testPublisher();
    const names = ['penulis', 'kpu-nasional', 'kpu-aceh'] as const;
    ask = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await signIn(publisher.url, name)] as const)),
    ) as typeof ask;
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('91', 'province', 'Papua', 'Asia/Jayapura') ON CONFLICT DO NOTHING`,
    );
  });
  afterAll(() => publisher.stop());

  /** A broadcast that was completed. */
  const completed = async (title: string, region: string, daysAgo: number): Promise<string> => {
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const made = await ask.penulis<{ id: string }>('POST', '/api/v1/broadcasts', {
      title,
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: cek TPS Anda.' } } },
      audience: { regions: [region] },
      schedule: { at: `${day}T09:00` },
    });
    const { id } = made.body;
    const at = `/api/v1/broadcasts/${id}`;
    const { body } = await ask.penulis<{ submission: { digest: string } }>('POST', `${at}/submit`, {});
    const { digest } = body.submission;
    expect((await ask['kpu-nasional']('POST', `${at}/approve`, { digest })).status).toBe(200);
    await tamper(
      publisher.db.source,
      `UPDATE broadcasts SET state = 'completed', ended_at = siar_now() - make_interval(days => $2) WHERE id = $1`,
      [id, daysAgo],
    );
    return id;
  };

  it('has the titles of earlier broadcasts for those who see them, and figures alone for others', async () => {
    const elsewhere = await completed('Untuk Papua', '91', 3);
    const here = await completed('Untuk Aceh', '11', 2);
    const id = await completed('Yang terakhir', '11', 1);
    const earlier = async (who: keyof typeof ask): Promise<Outline['broadcast'][]> => {
      const { status, body } = await ask[who]<{ outline: object; earlier: Outline[] }>(
        'GET',
        `/api/v1/broadcasts/${id}/report`,
      );
      expect(status).toBe(200);
      expect(Object.keys(body.outline)).not.toContain('id');
      for (const one of body.earlier)
        expect(Object.keys(one).sort()).toEqual([...Object.keys(body.outline), 'broadcast'].sort());
      return body.earlier.map(({ broadcast }) => broadcast);
    };
    const both = [
      { id: here, title: 'Untuk Aceh' },
      { id: elsewhere, title: 'Untuk Papua' },
    ];
    expect(await earlier('penulis')).toEqual(both);
    // Of the same kept report.
    expect(await earlier('kpu-aceh')).toEqual([both[0], null]);
    expect(await earlier('kpu-nasional')).toEqual(both);
    const kept = await row<{ titled: boolean }>(
      publisher.db.source.manager,
      `SELECT bool_or(value::text LIKE '%Untuk%') AS titled FROM kept_counts WHERE key = 'report ' || $1`,
      [id],
    );
    expect(kept).toEqual({ titled: false });
  });
});
