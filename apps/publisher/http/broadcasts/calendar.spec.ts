import { tamper } from '../../../../test/factories/database.js';
import { approvedFor } from '../../../../test/factories/crowd.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Entry {
  title: string;
  state: string;
  hindrance: { kind: string } | null;
  smsCost: number | null;
  move: { at: string } | null;
  due: { dueAt: string; timeZone: string; regions: string[]; copies: Record<string, number> | null }[];
}
interface Calendar {
  entries: Entry[];
  rates: Record<string, number | null>;
  timeless: number;
}

describe('the calendar', () => {
  let publisher: TestPublisher;
  const ask: Record<string, Ask> = {};
  const ids: Record<string, string> = {};
  const show = async (from: string, days = 1, who = 'penulis'): Promise<Calendar> => {
    const answer = await ask[who]?.<Calendar>('GET', `/api/v1/calendar?from=${from}&days=${days}`);
    expect(answer?.status).toBe(200);
    return answer?.body as Calendar;
  };
  const titles = async (from: string, days = 1, who = 'penulis'): Promise<string[]> =>
    (await show(from, days, who)).entries.map(({ title }) => title);

  beforeAll(async () => {
    publisher = await testPublisher({ EMAIL_RATE: '200', TELEGRAM_RATE: '0' });
    for (const who of ['penulis', 'operator', 'kpu-nasional'] as const)
      ask[who] = await signIn(publisher.url, who);
    await publisher.db.source.query(
      `INSERT INTO regions (code, parent_code, kind, name, time_zone) VALUES ('91', NULL, 'province', 'Papua', 'Asia/Jayapura')
       ON CONFLICT DO NOTHING`,
    );
    const make = async (title: string, schedule: unknown, regions = ['11', '91']): Promise<void> => {
      const made = await ask['penulis']?.<{ id: string }>('POST', '/api/v1/broadcasts', {
        title,
        channels: ['sms'],
        contents: { sms: { id: { body: 'Cek TPS Anda di kpu.go.id' } } },
        audience: { regions },
        ...(schedule ? { schedule } : {}),
      });
      expect(made?.status).toBe(201);
      ids[title] = made?.body.id ?? '';
    };
    await make('Pagi', { at: '2099-02-14T09:00' });
    await make('Dua hari', { at: '2099-02-10T09:00', perRegion: { '91': '2099-02-20T10:00' } });
    await make('Diajukan', { at: '2099-02-14T11:00' }, ['11']);
    await make('Segera', { at: 'now' });
    await make('Kapan saja', null);
    await ask['penulis']?.('POST', `/api/v1/broadcasts/${ids['Diajukan']}/submit`);
  });
  afterAll(() => publisher.stop());

  it('shows a draft by the clock of its regions, with its instants', async () => {
    const { entries, rates, timeless } = await show('2099-02-14');
    expect(entries.map(({ title }) => title)).toEqual(['Diajukan', 'Pagi']);
    expect(entries[1]?.due).toEqual([
      { dueAt: '2099-02-14T00:00:00.000Z', timeZone: 'Asia/Jayapura', regions: ['91'], copies: null },
      { dueAt: '2099-02-14T02:00:00.000Z', timeZone: 'Asia/Jakarta', regions: ['11'], copies: null },
    ]);
    expect(entries[1]?.smsCost).toBe(400);
    expect(rates).toMatchObject({ email: 200, telegram: null });
    expect(timeless).toBe(2);
  });

  it('shows each day of a draft with several', async () => {
    expect(await titles('2099-02-10')).toEqual(['Dua hari']);
    expect(await titles('2099-02-11', 9)).toEqual(['Diajukan', 'Pagi']);
    expect((await show('2099-02-20')).entries[0]?.due.map(({ regions }) => regions)).toEqual([['91']]);
  });

  it('lets its office alone move a draft, and nobody a submission', async () => {
    const moves = async (who: string): Promise<Record<string, string | undefined>> =>
      Object.fromEntries(
        (await show('2099-02-14', 1, who)).entries.map(({ title, move }) => [title, move?.at]),
      );
    expect(await moves('penulis')).toEqual({ Diajukan: undefined, Pagi: '2099-02-14T09:00' });
    expect(await moves('operator')).toEqual({ Diajukan: undefined, Pagi: undefined });
    expect(await moves('kpu-nasional')).toEqual({ Diajukan: undefined });
  });

  it('shows what is approved by its waves, until it is withdrawn', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [
      { channel: 'sms', regionCode: '11', due: 0, expected: 70 },
      { channel: 'email', regionCode: '11', due: 0, expected: 30 },
      { channel: 'email', regionCode: '91', due: 0, expected: 5 },
    ]);
    await source.query(
      `UPDATE broadcasts SET organisation_id = $2, draft = '{"channels": ["sms", "email"], "contents": {}, "audience": {"regions": ["11", "91"]}}' WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    await source.query(
      `UPDATE waves SET due_at = '2099-03-01T16:30Z', expires_at = '2099-03-02T16:30Z' WHERE broadcast_id = $1`,
      [id],
    );
    // 23.30 in the west is 01.30 of the next day in the east.
    const west = await show('2099-03-01', 1, 'operator');
    expect(west.entries[0]?.due).toMatchObject([
      { timeZone: 'Asia/Jakarta', regions: ['11'], copies: { sms: 70, email: 30, telegram: 0 } },
    ]);
    expect((await show('2099-03-02', 1, 'operator')).entries[0]?.due).toMatchObject([
      { timeZone: 'Asia/Jayapura', regions: ['91'], copies: { email: 5 } },
    ]);
    // What holds it up is told as its page tells it.
    const held = async (): Promise<unknown> =>
      (await show('2099-03-01', 1, 'operator')).entries[0]?.hindrance;
    expect(await held()).toBeNull();
    await ask['operator']?.('POST', `/api/v1/broadcasts/${id}/pause`, { region: '91', doubt: false });
    expect(await held()).toMatchObject({ kind: 'paused', inPart: true, channels: ['email'] });
    await ask['operator']?.('POST', `/api/v1/broadcasts/${id}/resume`, { region: '91' });
    // Once it is over, what went out counts, not what was expected.
    await tamper(
      source,
      `UPDATE waves SET targeted = 70, accepted = 40, delivered = 3, unknown = 2, failed = 25 WHERE broadcast_id = $1 AND channel = 'sms'`,
      [id],
    );
    await tamper(
      source,
      `UPDATE broadcasts SET state = 'completed', ended_at = '2099-03-02T00:00Z' WHERE id = $1`,
      [id],
    );
    expect((await show('2099-03-01', 1, 'operator')).entries[0]?.due).toMatchObject([
      { copies: { sms: 45, email: 0 } },
    ]);
    await source.query(`UPDATE waves SET state = 'cancelled' WHERE broadcast_id = $1`, [id]);
    await source.query(`UPDATE broadcasts SET state = 'withdrawn' WHERE id = $1`, [id]);
    expect(await titles('2099-03-01', 3, 'operator')).toEqual([]);
  });

  it.each(['from=2099-02-30&days=1', 'from=0000-01-01&days=1', 'from=2099-02-01&days=63', 'days=3'])(
    'refuses %s',
    async (query) => {
      expect((await ask['penulis']?.('GET', `/api/v1/calendar?${query}`))?.status).toBe(400);
    },
  );
});
