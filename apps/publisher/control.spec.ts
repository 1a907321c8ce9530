import { type TestPublisher, testPublisher } from '../../test/factories/publisher.js';
import { type Ask, signIn } from '../../test/factories/staff.js';
import { standing, trail } from '../../test/factories/waves.js';

const BODY = 'Halo {{name}}, cek TPS di {{verify_link}}.';

describe('stopping and going on over the staff API', () => {
  let publisher: TestPublisher;
  let author: Ask, operator: Ask, aceh: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    author = await signIn(publisher.url, 'penulis');
    operator = await signIn(publisher.url, 'operator');
    aceh = await signIn(publisher.url, 'kpu-aceh');
  });
  afterAll(() => publisher.stop());

  /** A broadcast to one province by e-mail and Telegram, approved for a morning far ahead. */
  async function approved(): Promise<string> {
    const made = await author('POST', '/api/v1/broadcasts', {
      title: 'Uji',
      kind: 'ordinary',
      reach: 'every',
      channels: ['email', 'telegram'],
      contents: { email: { id: { subject: 'Pemilu', body: BODY } }, telegram: { id: { body: BODY } } },
      audience: { regions: ['11'] },
      schedule: { at: '2035-06-01T09:00', expires: '2035-06-02T12:00' },
    });
    const id = String(made.body['id']);
    const submitted = await author<{ submission: { digest: string } }>(
      'POST',
      `/api/v1/broadcasts/${id}/submit`,
      {},
    );
    const { digest } = submitted.body.submission;
    const { status, body } = await aceh('POST', `/api/v1/broadcasts/${id}/approve`, { digest });
    if (status !== 200) throw new Error(`not approved: ${JSON.stringify(body)}`);
    return id;
  }
  const on = (id: string, act: string): string => `/api/v1/broadcasts/${id}/${act}`;

  it('shows the waves in the order in which they go out', async () => {
    const id = await approved();
    const { status, body } = await operator<{ waves: Record<string, unknown>[] }>('GET', on(id, 'waves'));
    expect(status).toBe(200);
    expect(body.waves).toEqual([
      expect.objectContaining({
        channel: 'email',
        regionCode: '11',
        state: 'planned',
        dueAt: '2035-06-01T02:00:00.000Z',
        windowFrom: '08:00',
      }),
      expect.objectContaining({ channel: 'telegram', expiresAt: '2035-06-02T05:00:00.000Z', targeted: 0 }),
    ]);
  });

  it('lets author, KPU and operators pause, and only operators resume', async () => {
    const id = await approved();
    for (const [ask, by] of [
      [author, 'author'],
      [aceh, 'kpu'],
      [operator, 'operator'],
    ] as const) {
      const paused = await ask('POST', on(id, 'pause'), { reason: 'ada yang keliru' });
      expect(paused).toMatchObject({ status: 200, body: { waves: 2, sent: 0, stopped: 0, unknown: 0 } });
      expect(paused.body['expiring']).toEqual([
        { expiresAt: '2035-06-02T05:00:00.000Z', waves: 2, messages: 0 },
      ]);
      expect(await standing(publisher.db.source, id)).toEqual(['paused', 'paused', 'paused']);
      expect((await trail(publisher.db.source, id)).at(-1)).toMatchObject({
        act: 'broadcast.pause',
        detail: { by, reason: 'ada yang keliru' },
      });

      expect((await ask('POST', on(id, 'pause'), {})).status).toBe(409);
      expect((await author('POST', on(id, 'resume'), {})).status).toBe(403);
      expect((await aceh('POST', on(id, 'resume'), {})).status).toBe(403);
      expect(await operator('POST', on(id, 'resume'), {})).toMatchObject({ status: 200, body: { waves: 2 } });
      expect(await standing(publisher.db.source, id)).toEqual(['approved', 'planned', 'planned']);
    }
    expect((await operator('POST', on(id, 'resume'), {})).status).toBe(409);
  });

  it('stops one channel or region and leaves the rest, and changes nothing where there is none', async () => {
    const id = await approved();
    expect(await author('POST', on(id, 'pause'), { channel: 'telegram', region: '11' })).toMatchObject({
      status: 200,
      body: { waves: 1 },
    });
    expect(await standing(publisher.db.source, id)).toEqual(['approved', 'planned', 'paused']);
    expect((await author('POST', on(id, 'pause'), { region: '91' })).status).toBe(409);
    expect((await author('POST', on(id, 'pause'), { region: "11' OR true" })).status).toBe(400);
    expect((await author('POST', on(id, 'pause'), { channel: 'fax' })).status).toBe(400);
    expect((await author('POST', on(id, 'pause'), { kanal: 'sms' })).status).toBe(400);
    expect(await standing(publisher.db.source, id)).toEqual(['approved', 'planned', 'paused']);
  });

  it('cancels for good, with a reason, and not on behalf of an operator', async () => {
    const id = await approved();
    expect((await author('POST', on(id, 'cancel'), {})).status).toBe(400);
    expect((await operator('POST', on(id, 'cancel'), { reason: 'batal' })).status).toBe(403);
    expect(await aceh('POST', on(id, 'cancel'), { reason: 'batal' })).toMatchObject({
      status: 200,
      body: { waves: 2 },
    });
    expect(await standing(publisher.db.source, id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect((await trail(publisher.db.source, id)).at(-1)).toMatchObject({
      act: 'broadcast.cancel',
      detail: { by: 'kpu', reason: 'batal' },
    });
    for (const act of ['pause', 'cancel'])
      expect((await author('POST', on(id, act), { reason: 'lagi' })).status).toBe(409);
    expect((await operator('POST', on(id, 'resume'), {})).status).toBe(409);
  });

  it('knows nothing of a broadcast that is not there', async () => {
    for (const act of ['pause', 'resume'])
      expect((await operator('POST', on('123', act), {})).status).toBe(404);
    expect((await author('POST', on('123', 'cancel'), { reason: 'batal' })).status).toBe(404);
    expect((await author('GET', on('123', 'waves'))).status).toBe(404);
  });
});
