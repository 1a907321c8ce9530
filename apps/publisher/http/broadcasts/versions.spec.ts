import { Broadcasts } from '#broadcasts';
import { rows } from '#platform/database';
import { tamper } from '../../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Version {
  version: number;
  savedBy: { name: string };
  changed: string[];
  submittedAt: string | null;
}

describe('the versions of a draft', () => {
  let publisher: TestPublisher;
  let ask: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    ask = await signIn(publisher.url, 'penulis');
  });
  afterAll(() => publisher.stop());

  const at = (id: string, rest = ''): string => `/api/v1/broadcasts/${id}${rest}`;
  const sms = (body: string) => ({ sms: { id: { body } } });
  const begun = async (): Promise<string> => {
    const { body } = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Jam buka',
      channels: ['sms'],
      contents: sms('KPU: satu'),
      audience: { regions: ['11'] },
    });
    return body.id;
  };
  const edit = async (id: string, version: number, more: Record<string, unknown>): Promise<void> => {
    expect((await ask('PATCH', at(id), { version, ...more })).status).toBe(200);
  };
  /** Moves what is kept of a draft into the past. */
  const earlier = (id: string, minutes: number): Promise<void> =>
    tamper(
      publisher.db.source,
      `UPDATE draft_versions SET saved_at = saved_at - make_interval(mins => $2) WHERE broadcast_id = $1`,
      [id, minutes],
    );
  const versions = async (id: string): Promise<Version[]> =>
    (await ask<{ versions: Version[] }>('GET', at(id, '/versions'))).body.versions;

  it('say which of them was submitted, and a later save does not replace it', async () => {
    const id = await begun();
    await earlier(id, 10);
    await edit(id, 1, { schedule: { at: '2099-01-05T09:00' } });
    const submitted = await ask('POST', at(id, '/submit'), {});
    expect(submitted.status).toBe(200);
    await edit(id, 2, { contents: sms('KPU: dua') });
    const found = await versions(id);
    expect(found.map(({ version, submittedAt }) => [version, submittedAt !== null])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
  });

  it('are listed with who saved them and what changed; the saves of five minutes are one', async () => {
    const id = await begun();
    await earlier(id, 10);
    await edit(id, 1, { contents: sms('KPU: dua') });
    await earlier(id, 10);
    await edit(id, 2, { contents: sms('KPU: tiga'), title: 'Jam buka TPS' });
    // Within the same five minutes, except once in a while: then the other stays too.
    await edit(id, 3, { contents: sms('KPU: empat') });
    const found = await versions(id);
    expect(found.map(({ version }) => version).filter((version) => version !== 3)).toEqual([4, 2, 1]);
    expect(found.at(-2)).toMatchObject({ version: 2, changed: ['contents.sms.id'] });
    expect(found.at(-1)).toMatchObject({ savedBy: { name: 'Penulis Kementerian' }, changed: [] });
    const { body } = await ask<{ draft: { title: string; contents: unknown } }>('GET', at(id, '/versions/1'));
    expect(body.draft).toMatchObject({ title: 'Jam buka', contents: sms('KPU: satu') });
  });

  it('keep what somebody left by going back, however soon', async () => {
    const id = await begun();
    await earlier(id, 10);
    await edit(id, 1, { contents: sms('KPU: dua') });
    await edit(id, 2, { contents: sms('KPU: satu') });
    await edit(id, 3, { contents: sms('KPU: satu, lalu') });
    await edit(id, 4, { contents: sms('KPU: satu, lalu tiga') });
    const found = (await versions(id)).map(({ version }) => version);
    expect(found.filter((version) => version !== 4)).toEqual([5, 3, 2, 1]);
    const { body } = await ask<{ draft: { contents: unknown } }>('GET', at(id, '/versions/2'));
    expect(body.draft.contents).toEqual(sms('KPU: dua'));
  });

  it('keep what a save without a change closes', async () => {
    const id = await begun();
    await earlier(id, 10);
    await edit(id, 1, { contents: sms('KPU: dua') });
    await edit(id, 2, { contents: sms('KPU: dua') });
    await edit(id, 3, { contents: sms('KPU: tiga') });
    await edit(id, 4, { contents: sms('KPU: empat') });
    const found = (await versions(id)).map(({ version }) => version);
    expect(found.filter((version) => version !== 4)).toEqual([5, 3, 2, 1]);
  });

  it('are not pushed out by saves without a change', async () => {
    const id = await begun();
    await earlier(id, 10);
    for (const version of [1, 2, 3, 4]) await edit(id, version, { contents: sms('KPU: satu') });
    expect((await versions(id)).map(({ version }) => version)).toEqual([5, 1]);
  });

  it('are the fifty newest, and end with the draft', async () => {
    const id = await begun();
    await publisher.db.source.query(
      `INSERT INTO draft_versions (broadcast_id, version, draft, saved_by, saved_at)
       SELECT v.broadcast_id, n, v.draft, v.saved_by, siar_now() - make_interval(hours => 100 - n)
       FROM draft_versions v, generate_series(2, 70) n WHERE v.broadcast_id = $1`,
      [id],
    );
    await tamper(publisher.db.source, 'UPDATE broadcasts SET version = 70 WHERE id = $1', [id]);
    await edit(id, 70, { title: 'Terbaru' });
    const found = await versions(id);
    expect([found.length, found[0]?.version, found.at(-1)?.version]).toEqual([50, 71, 22]);
    expect(await ask('GET', at(id, '/versions/2'))).toMatchObject({
      status: 404,
      body: { code: 'no-such-version' },
    });
    expect((await ask('DELETE', at(id, '?version=71'))).status).toBe(204);
    const left = await rows(
      publisher.db.source.manager,
      'SELECT version FROM draft_versions WHERE broadcast_id = $1',
      [id],
    );
    expect(left).toEqual([]);
  });

  it('are forgotten a month after the approval, not before', async () => {
    const id = await begun();
    const left = async (): Promise<number> => {
      await publisher.app.get(Broadcasts).forget();
      return (await versions(id)).length;
    };
    expect(await left()).toBe(1);
    for (const [days, many] of [
      [29, 1],
      [31, 0],
    ] as const) {
      await tamper(
        publisher.db.source,
        'UPDATE broadcasts SET approved_at = siar_now() - make_interval(days => $2) WHERE id = $1',
        [id, days],
      );
      expect(await left()).toBe(many);
    }
  });

  it('are for the authors of the office alone', async () => {
    const id = await begun();
    const reviewer = await signIn(publisher.url, 'kpu-nasional');
    for (const rest of ['/versions', '/versions/1'])
      expect((await reviewer('GET', at(id, rest))).status).toBe(403);
    expect((await ask('GET', at(id, '/versions/0'))).status).toBe(400);
  });
});
