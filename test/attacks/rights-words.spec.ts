import { rows } from '#platform/database';
import { runningBroadcast } from '../factories/ledger.js';
import type { Ask } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/**
 * A wrong text continues, a register is read, or a person stays in the trail: by signed-in staff with their own roles.
 */
describe('a member of staff', () => {
  let system: TestSystem;
  let operator: Ask;
  let reviewer: Ask;
  let author: Ask;
  beforeAll(async () => {
    system = await testSystem({ contacts: 20, workers: 0 });
    operator = await system.as('operator');
    reviewer = await system.as('kpu-nasional');
    author = await system.as('penulis');
  });
  afterAll(() => system.stop());

  const at = (id: string, act: string): string => `/api/v1/broadcasts/${id}/${act}`;
  const doubt = async (id: string): Promise<unknown> =>
    (await author('GET', `/api/v1/broadcasts/${id}`)).body['doubt'];
  const resume = (id: string, part = {}) => operator('POST', at(id, 'resume'), part);

  describe('does not overrule KPU’s doubt:', () => {
    it('a reviewer’s pause is resumed only once KPU has lifted it', async () => {
      const id = await system.broadcast();
      expect((await reviewer('POST', at(id, 'pause'), { reason: 'tanggal keliru' })).body).toMatchObject({
        doubted: true,
      });
      for (const part of [{}, { channel: 'email' }, { region: '11' }]) {
        const { status, body } = await resume(id, part);
        expect([status, body['code'], body['doubtedBy']]).toEqual([409, 'doubt-by-kpu', 'kpu']);
      }
      expect(await doubt(id)).toMatchObject({ by: 'kpu', reason: 'tanggal keliru' });
      const lifting = { reason: 'sudah dicocokkan dengan PKPU' };
      // Neither the operator, nor the author, nor a reviewer of one of its many regions.
      for (const ask of [operator, author])
        expect((await ask('POST', at(id, 'lift-doubt'), lifting)).status).toBe(403);
      expect((await (await system.as('kpu-aceh'))('POST', at(id, 'lift-doubt'), lifting)).status).toBe(404);
      expect((await reviewer('POST', at(id, 'lift-doubt'), {})).status).toBe(400);
      expect((await reviewer('POST', at(id, 'lift-doubt'), lifting)).status).toBe(204);
      expect((await reviewer('POST', at(id, 'lift-doubt'), lifting)).status).toBe(409);
      expect(await doubt(id)).toBeNull();
      // KPU does not resume it: that is still the operator's act.
      expect((await author('GET', `/api/v1/broadcasts/${id}`)).body['state']).toBe('paused');
      expect((await resume(id)).status).toBe(200);
    });

    it('also where the author had doubted it first, or only a part of it', async () => {
      const id = await system.broadcast();
      await author('POST', at(id, 'pause'), { reason: 'ragu' });
      expect((await reviewer('POST', at(id, 'pause'), { reason: 'ragu juga' })).body).toMatchObject({
        doubted: true,
      });
      expect((await resume(id)).status).toBe(409);
      await reviewer('POST', at(id, 'lift-doubt'), { reason: 'benar' });

      const part = await system.broadcast();
      await operator('POST', at(part, 'pause'), { channel: 'sms' });
      await reviewer('POST', at(part, 'pause'), { channel: 'email' });
      expect((await resume(part, { channel: 'email' })).status).toBe(409);
      expect((await resume(part, { doubted: true })).status).toBe(409);
      // The whole continues without what is in doubt, until nothing else is left of it.
      expect((await resume(part)).body).toMatchObject({ doubtCleared: false });
      expect((await resume(part)).status).toBe(409);
      // Parts without a doubt continue.
      await operator('POST', at(part, 'pause'), { channel: 'sms' });
      expect((await resume(part, { channel: 'sms' })).status).toBe(200);
    });

    it('nor resends an unknown copy to anybody', async () => {
      const { source } = system.db;
      const { id } = await runningBroadcast(source, system.keys, {
        channel: 'sms',
        states: ['unknown', 'unknown', 'accepted'],
      });
      await source.query(
        `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": ["sms"], "contents": {}}',
           organisation_id = (SELECT organisation_id FROM people WHERE username = 'penulis' AND disabled_at IS NULL) WHERE id = $1`,
        [id],
      );
      // A part that is paused for doubt: the broadcast itself continues.
      await source.query(
        `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, priority, due_at, expires_at)
         SELECT broadcast_id, channel, '12', time_zone, 'planned', priority, due_at, expires_at FROM waves WHERE broadcast_id = $1`,
        [id],
      );
      const paused = await reviewer('POST', at(id, 'pause'), { region: '12', reason: 'isinya salah' });
      expect(paused.body).toMatchObject({ doubted: true });
      const resend = () => operator('POST', at(id, 'resend-unknown'), { unknown: 2, reason: 'uji' });
      expect((await resend()).body).toMatchObject({ status: 409, code: 'doubt-by-kpu', doubtedBy: 'kpu' });
      await source.query(`UPDATE broadcasts SET doubted_by = 'correction' WHERE id = $1`, [id]);
      expect((await resend()).body).toMatchObject({ status: 409, code: 'doubt-by-kpu' });
      // Where only the author doubts, and KPU does not, the operator may resend.
      await source.query(`UPDATE broadcasts SET doubted_by = 'author' WHERE id = $1`, [id]);
      expect((await resend()).body).toMatchObject({ resent: 2 });
    });

    it('nor that of a correction under review, also after its author took it back', async () => {
      const id = await system.broadcast();
      const { body } = await author<{ id: string; version: number }>('POST', at(id, 'corrections'), {
        title: 'Ralat',
      });
      const schedule = { at: 'now', leaveWindow: true };
      await author('PATCH', `/api/v1/broadcasts/${body.id}`, { version: body.version, schedule });
      expect((await author('POST', at(body.id, 'submit'), { confirmLocalHours: true })).status).toBe(200);
      expect((await resume(id)).body).toMatchObject({
        status: 409,
        code: 'correction-in-review',
      });
      expect((await author('POST', at(body.id, 'withdraw'), {})).status).toBe(200);
      expect((await resume(id)).body).toMatchObject({
        status: 409,
        code: 'doubt-by-kpu',
        doubtedBy: 'correction',
      });
      expect((await reviewer('POST', at(id, 'lift-doubt'), { reason: 'teks semula benar' })).status).toBe(
        204,
      );
      expect((await resume(id)).status).toBe(200);
    });
  });

  it('puts no citizen’s number into the trail, by any reason', async () => {
    const id = await system.broadcast();
    const waiting = await system.submitted();
    const reason = 'diminta Budi, 0812 3456-7890';
    const address = { channel: 'sms', to: '0812 9999 0001' };
    const tried: [Ask, string, object][] = [
      [author, at(id, 'pause'), { reason }],
      [author, at(id, 'pause'), { reason: 'diminta Budi, 0812, 3456, 7890' }],
      [author, at(id, 'pause'), { reason: 'diminta Budi, ０８１２‑３４５６‑７８９０' }],
      [author, at(id, 'pause'), { reason: 'diminta budi (at) example.id' }],
      [reviewer, at(id, 'pause'), { reason }],
      [author, at(id, 'cancel'), { reason }],
      [author, at(id, 'withdraw'), { reason }],
      [author, at(waiting, 'withdraw'), { reason }],
      [reviewer, at(waiting, 'reject'), { reason }],
      [operator, '/api/v1/emergency-stop', { reason }],
      [operator, '/api/v1/suppressions', { ...address, reason }],
    ];
    for (const [ask, path, body] of tried) {
      const answer = await ask<{ faults?: { path: string; code?: string }[] }>('POST', path, body);
      expect([path, answer.status, answer.body.faults?.[0]?.code]).toEqual([path, 422, 'names-address']);
      expect(JSON.stringify(answer.body)).not.toContain('3456');
    }
    // Refused as a whole: nothing was done.
    expect((await author('GET', `/api/v1/broadcasts/${id}`)).body['doubt']).toBeNull();
    expect((await author('GET', '/api/v1/emergency-stop')).body['standing']).toBeNull();
    expect(
      await rows(
        system.db.source.manager,
        // Digests and ids of marks may contain any four digits, sometimes these.
        `SELECT act FROM audit_entries WHERE (detail - 'digest' - 'acknowledged')::text ~ '3456|Budi' UNION ALL SELECT decision FROM submissions WHERE reason ~ '3456'
         UNION ALL SELECT pause_reason FROM waves WHERE pause_reason ~ '3456'`,
      ),
    ).toEqual([]);
  });

  it('reads no register by suppressing and lifting, and suppresses no crowd', async () => {
    await system.db.source.query('DELETE FROM rate_limits');
    const statuses: number[] = [];
    for (let n = 0; n < 100; n++) {
      const address = { channel: 'email', to: `tebak${n >> 1}@example.id`, reason: 'uji coba' };
      const { status, body } = await operator('POST', `/api/v1/suppressions${n % 2 ? '/lift' : ''}`, address);
      statuses.push(status);
      // Neither answer discloses whether anybody holds the address.
      if (status < 300) expect(body).toEqual(n % 2 ? { effect: 'waits' } : { text: '' });
    }
    expect(statuses.filter((status) => status < 300)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(70);
    await system.db.source.query('DELETE FROM rate_limits');
  });
});
