import { record } from '#audit';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';
import { standing, trail } from '../../../../test/factories/waves.js';

const BODY = 'Halo {{name}}, cek TPS di {{verify_link}}.';

describe('pausing and resuming over the staff API', () => {
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
      if (by === 'kpu') {
        expect((await operator('POST', on(id, 'resume'), {})).status).toBe(409);
        expect((await aceh('POST', on(id, 'lift-doubt'), { reason: 'sudah dicek' })).status).toBe(204);
      }
      expect(await operator('POST', on(id, 'resume'), {})).toMatchObject({ status: 200, body: { waves: 2 } });
      expect(await standing(publisher.db.source, id)).toEqual(['approved', 'planned', 'planned']);
    }
    expect((await operator('POST', on(id, 'resume'), {})).status).toBe(409);
  });

  it('pauses one channel or region, leaves the rest, and changes nothing when none matches', async () => {
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

  it('cancels a part for good and continues the rest, until nothing is left', async () => {
    const id = await approved();
    expect((await author('POST', on(id, 'cancel'), { channel: 'telegram' })).status).toBe(400);
    expect((await operator('POST', on(id, 'cancel'), { channel: 'telegram', reason: 'batal' })).status).toBe(
      403,
    );
    const part = { channel: 'telegram', region: '11', reason: 'saluran keliru' };
    expect(await author('POST', on(id, 'cancel'), part)).toMatchObject({
      status: 200,
      body: { waves: 1, sent: 0, stopped: 0, inHand: 0, unknown: 0 },
    });
    expect(await standing(publisher.db.source, id)).toEqual(['approved', 'planned', 'cancelled']);
    expect((await trail(publisher.db.source, id)).at(-1)).toMatchObject({
      act: 'broadcast.cancel',
      detail: { by: 'author', reason: 'saluran keliru', channel: 'telegram', regionCode: '11', waves: 1 },
    });
    // The broadcast's own page and report show who cancelled what, and why.
    expect((await operator('GET', `/api/v1/broadcasts/${id}`)).body['stops']).toMatchObject([
      { act: 'cancel', as: 'author', reason: 'saluran keliru', channel: 'telegram', regionCode: '11' },
    ]);
    expect((await author('POST', on(id, 'cancel'), part)).status).toBe(409);
    expect((await author('POST', on(id, 'cancel'), { region: '91', reason: 'batal' })).status).toBe(409);
    // The remaining wave is paused, and so is the broadcast. Once it is cancelled too, the broadcast ends by itself.
    expect((await operator('POST', on(id, 'pause'), { channel: 'email' })).status).toBe(200);
    expect(await standing(publisher.db.source, id)).toEqual(['paused', 'paused', 'cancelled']);
    expect((await aceh('POST', on(id, 'cancel'), { region: '11', reason: 'batal' })).status).toBe(200);
    await until(async () => (await standing(publisher.db.source, id))[0] === 'cancelled');
  });

  it('has in its history why the brake stopped it', async () => {
    const id = await approved();
    const brake = { channel: 'email', why: 'fault', code: 'smtp 5.7.1', copies: 20, of: 22, carrier: null };
    await publisher.db.source.transaction((tx) =>
      record(tx, {
        actorId: null,
        act: 'broadcast.pause',
        subject: `broadcast:${id}`,
        detail: { by: 'brake', reason: null, brake, channel: 'email' },
      }),
    );
    expect((await operator('POST', on(id, 'pause'), { channel: 'telegram' })).status).toBe(200);
    expect((await operator('GET', `/api/v1/broadcasts/${id}`)).body['stops']).toMatchObject([
      { act: 'pause', as: 'brake', channel: 'email', brake },
      { act: 'pause', as: 'operator', channel: 'telegram', brake: null },
    ]);
  });

  it('has emergency stops and pauses of its channels in its history, as far as they fell into its life', async () => {
    const all = (act: string, body: object) => operator('POST', `/api/v1/${act}`, body);
    const twice = async (reason: string): Promise<void> => {
      await all('emergency-stop', { reason });
      await all('emergency-stop/lift', { note: 'sudah diperiksa' });
    };
    await twice('sebelumnya');
    const id = await approved();
    await twice('ada yang tidak beres');
    for (const channel of ['telegram', 'sms']) {
      await all(`operations/channels/${channel}/pause`, { reason: 'tagihan' });
      await all(`operations/channels/${channel}/resume`, {});
    }
    await author('POST', on(id, 'cancel'), { reason: 'batal' });
    await twice('sesudahnya');
    const { body } = await operator('GET', `/api/v1/broadcasts/${id}`);
    expect(body['stops']).toMatchObject([
      { act: 'stop-all', by: { name: 'Operator' }, channel: null, reason: 'ada yang tidak beres' },
      { act: 'lift-stop', by: { name: 'Operator' }, channel: null, reason: 'sudah diperiksa' },
      { act: 'pause-channel', by: { name: 'Operator' }, channel: 'telegram', reason: 'tagihan' },
      { act: 'resume-channel', by: { name: 'Operator' }, channel: 'telegram', reason: null },
      { act: 'cancel', reason: 'batal' },
    ]);
  });

  it('marks doubt when author, KPU or an explicit request pause it, until the doubted part resumes', async () => {
    const id = await approved();
    const doubt = async (): Promise<unknown> =>
      (await operator('GET', `/api/v1/broadcasts/${id}`)).body['doubt'];
    const pause = (ask: Ask, body: object = {}) => ask('POST', on(id, 'pause'), body);
    const resume = (body: object = {}) => operator('POST', on(id, 'resume'), body);

    expect((await pause(operator, { reason: 'penyedia lambat' })).body).toMatchObject({
      waves: 2,
      doubted: false,
    });
    expect(await doubt()).toBeNull();
    // A paused part can be put in doubt, once.
    const put = await pause(author, { channel: 'email', reason: 'tanggalnya keliru' });
    expect(put).toMatchObject({ status: 200, body: { waves: 0, doubted: true } });
    expect(await doubt()).toEqual({
      since: expect.any(String),
      reason: 'tanggalnya keliru',
      by: 'author',
      takenBack: false,
    });
    expect((await pause(author, { channel: 'email' })).status).toBe(409);
    expect((await trail(publisher.db.source, id)).at(-1)).toMatchObject({
      act: 'broadcast.doubt',
      // What is paused already does not go out: an event says so.
      detail: { by: 'author', channel: 'email', pausedSince: expect.any(String) as string },
    });
    // The other channel was never in doubt: resuming it clears nothing.
    expect((await resume({ channel: 'telegram' })).body).toMatchObject({ waves: 1, doubtCleared: false });
    expect(await doubt()).not.toBeNull();
    await pause(operator, { channel: 'telegram', reason: 'penyedia lambat' });
    expect((await resume()).body).toMatchObject({ waves: 1, doubtCleared: false });
    // A part can be out of doubt while another stays in it: the history says so.
    await pause(author, { channel: 'telegram', reason: 'jamnya keliru' });
    expect((await resume({ channel: 'telegram' })).body).toMatchObject({ waves: 1, doubtCleared: false });
    expect(await doubt()).not.toBeNull();
    const { body: sofar } = await operator<{ stops: object[] }>('GET', `/api/v1/broadcasts/${id}`);
    expect(sofar.stops.at(-1)).toMatchObject({
      act: 'resume',
      channel: 'telegram',
      doubtCleared: true,
      // What came of it since is told by the difference.
      before: { sent: 0, failed: 0 },
    });
    expect(sofar.stops.filter((one) => 'doubtCleared' in one && one.doubtCleared === true)).toHaveLength(1);
    await pause(operator, { channel: 'telegram', reason: 'penyedia lambat' });
    // What is in doubt goes on with the rest only where the operator says so.
    expect((await resume({ doubted: true })).body).toMatchObject({ waves: 2, doubtCleared: true });
    expect(await doubt()).toBeNull();
    expect((await trail(publisher.db.source, id)).at(-1)).toMatchObject({
      act: 'broadcast.resume',
      detail: { doubtCleared: true },
    });

    // Each role may override its default; a part is enough.
    await pause(author, { channel: 'email', doubt: false });
    expect(await doubt()).toBeNull();
    await pause(operator, { channel: 'telegram', doubt: true });
    expect(await doubt()).not.toBeNull();
    // A screen tells the pause that waits for the doubt from the one that does not.
    const { body: progress } = await operator('GET', `/api/v1/broadcasts/${id}/progress`);
    expect(progress['hindrances']).toMatchObject([
      { channel: 'email', doubted: false },
      { channel: 'telegram', doubted: true },
    ]);
    // Cancelling the doubted part does not clear doubt about copies already sent; an operator who resumes the whole does.
    expect((await author('POST', on(id, 'cancel'), { channel: 'telegram', reason: 'batal' })).status).toBe(
      200,
    );
    expect((await resume()).body).toMatchObject({ waves: 1, doubtCleared: false });
    expect((await resume()).body).toMatchObject({ waves: 0, doubtCleared: true });
    expect((await resume()).status).toBe(409);
    expect(await doubt()).toBeNull();
    const { body: told } = await operator<{ stops: object[] }>('GET', `/api/v1/broadcasts/${id}`);
    expect(told.stops).toContainEqual(expect.objectContaining({ act: 'resume', doubtCleared: true }));
    expect(told.stops.at(-1)).toMatchObject({ act: 'end-doubt', by: { name: 'Operator' } });
  });

  it('puts an ended broadcast in doubt as a whole, until the doubt is lifted', async () => {
    const id = await approved();
    const { source } = publisher.db;
    await source.query(
      `UPDATE waves SET state = 'completed', ended_at = siar_now(), released_at = siar_now(), fanned_out_at = siar_now()
       WHERE broadcast_id = $1`,
      [id],
    );
    await source.query(`UPDATE broadcasts SET state = 'completed', ended_at = siar_now() WHERE id = $1`, [
      id,
    ]);
    const doubt = async (): Promise<unknown> =>
      (await author<{ doubt: unknown }>('GET', `/api/v1/broadcasts/${id}`)).body.doubt;
    // Nothing is left to pause.
    expect((await operator('POST', on(id, 'pause'), { reason: 'x' })).status).toBe(409);
    expect((await aceh('POST', on(id, 'pause'), { channel: 'email', reason: 'x' })).status).toBe(409);
    const cast = await aceh('POST', on(id, 'pause'), { reason: 'jam keliru' });
    expect(cast).toMatchObject({ status: 200, body: { waves: 0, doubted: true } });
    expect(await doubt()).toEqual({
      since: expect.any(String),
      reason: 'jam keliru',
      by: 'kpu',
      takenBack: false,
    });
    expect((await standing(source, id))[0]).toBe('completed');
    expect((await operator('POST', on(id, 'resume'), {})).status).toBe(409);
    expect((await aceh('POST', on(id, 'lift-doubt'), { reason: 'jamnya benar' })).status).toBe(204);
    expect(await doubt()).toBeNull();
    // An operator clears an author's doubt.
    await author('POST', on(id, 'pause'), { reason: 'tanggalnya keliru' });
    expect((await operator('POST', on(id, 'resume'), {})).body).toMatchObject({
      waves: 0,
      doubtCleared: true,
    });
    expect(await doubt()).toBeNull();
    // The trail records no pause or resume, because there was none.
    expect((await trail(source, id)).slice(-4)).toMatchObject([
      { act: 'broadcast.doubt', detail: { by: 'kpu', reason: 'jam keliru' } },
      { act: 'broadcast.lift-doubt' },
      { act: 'broadcast.doubt', detail: { by: 'author' } },
      { act: 'broadcast.end-doubt' },
    ]);
  });

  it('cancels for good, with a reason, and not for an operator', async () => {
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

  it('answers 404 for an unknown broadcast', async () => {
    for (const act of ['pause', 'resume'])
      expect((await operator('POST', on('123', act), {})).status).toBe(404);
    expect((await author('POST', on('123', 'cancel'), { reason: 'batal' })).status).toBe(404);
    expect((await author('GET', on('123', 'waves'))).status).toBe(404);
  });
});

/** Polls until the condition holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) if (performance.now() > deadline) throw new Error('it never came to be');
}
