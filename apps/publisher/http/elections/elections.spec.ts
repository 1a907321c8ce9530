import type { Election } from '#audience/elections';
import { rows } from '#platform/database';
import { loadReferenceData } from '#audience';
import { approvedFor } from '../../../../test/factories/crowd.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface View extends Election {
  version: number;
  namedBy: number;
  toldBy: number;
  mayEdit: boolean;
}
interface Refusal {
  status: number;
  faults: { path: string; message: string }[];
  version?: number;
}
const PATH = '/api/v1/elections';
const FIELDS = {
  name: 'Pilkada 2030',
  round: 'first',
  pollingDate: '2030-11-27',
  pollingOpens: '07:00',
  pollingCloses: '13:00',
  quietFrom: '2030-11-24',
  quietTo: '2030-11-26',
  contests: [
    { office: 'governor', regions: ['11', '12'] },
    { office: 'mayor', regions: ['11.71'], pollingDate: '2030-12-04' },
  ],
};

describe('elections', () => {
  let publisher: TestPublisher;
  let national: Ask, aceh: Ask, author: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    await publisher.db.source.transaction((tx) => loadReferenceData(tx));
    national = await signIn(publisher.url, 'kpu-nasional');
    aceh = await signIn(publisher.url, 'kpu-aceh');
    author = await signIn(publisher.url, 'penulis');
  });
  afterAll(() => publisher.stop());

  it('are maintained by KPU’s national office only, and each fault is reported at its place', async () => {
    expect((await author('POST', PATH, { id: 'pilkada-2030', ...FIELDS })).status).toBe(403);
    expect((await aceh('POST', PATH, { id: 'pilkada-2030', ...FIELDS })).status).toBe(403);
    const refused = async (more: Record<string, unknown>): Promise<string[]> => {
      const { status, body } = await national<Refusal>('POST', PATH, {
        id: 'pilkada-2030',
        ...FIELDS,
        ...more,
      });
      expect([400, 422]).toContain(status);
      return body.faults.map(({ path }) => path);
    };
    expect(await refused({ quietTo: '2030-11-27' })).toEqual(['quietTo']);
    expect(await refused({ pollingCloses: '06:00' })).toEqual(['pollingCloses']);
    expect(await refused({ lookupLink: 'http://kpu.go.id' })).toEqual(['lookupLink']);
    expect(await refused({ lookupLink: 'cekdpt' })).toEqual(['lookupLink']);
    expect(await refused({ moveDeadline: '2030-11-27' })).toEqual(['moveDeadline']);
    expect(await refused({ contests: [] })).toEqual(['contests']);
    expect(await refused({ contests: [{ office: 'mayor', regions: ['99.99'] }] })).toEqual([
      'contests.0.regions',
    ]);
    expect(
      await refused({
        contests: [
          { office: 'mayor', regions: ['11.71'] },
          { office: 'mayor', regions: ['11.71'] },
        ],
      }),
    ).toEqual(['contests.1.regions']);

    const made = await national<View>('POST', PATH, { id: 'pilkada-2030', ...FIELDS });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ id: 'pilkada-2030', version: 1, namedBy: 0, mayEdit: true });
    expect(made.body.contests).toMatchObject([
      { office: 'governor', regionCode: '11', pollingDate: null },
      { office: 'governor', regionCode: '12', pollingDate: null },
      { office: 'mayor', regionCode: '11.71', pollingDate: '2030-12-04' },
    ]);
    expect((await national('POST', PATH, { id: 'pilkada-2030', ...FIELDS })).status).toBe(409);
    expect((await author<View>('GET', `${PATH}/pilkada-2030`)).body).toMatchObject({ mayEdit: false });
    expect((await author('GET', `${PATH}/pilkada-2099`)).status).toBe(404);
  });

  it('store the contestants of each contest, by number, and keep them through edits of the election', async () => {
    const { body: made } = await national<View>('POST', PATH, { ...FIELDS, id: 'pilkada-peserta' });
    const at = `${PATH}/${made.id}/contestants`;
    const governor = { office: 'governor', regionCode: '11' };
    const pair = [
      { number: 1, name: 'Ratna Wijaya' },
      { number: 1, name: 'Budi Santoso' },
    ];
    const put = (ask: Ask, body: unknown) => ask<View & Refusal>('PUT', at, body);
    expect((await put(aceh, { ...governor, version: 1, contestants: pair })).status).toBe(403);
    const first = await put(national, { ...governor, version: 1, contestants: pair });
    expect(first.body).toMatchObject({ version: 2 });
    expect(first.body.contests.map(({ contestants }) => contestants)).toEqual([pair, [], []]);
    expect((await put(national, { ...governor, version: 1, contestants: [] })).body).toMatchObject({
      status: 409,
      version: 2,
    });
    const faults = async (more: object): Promise<string[]> => {
      const { body } = await put(national, { ...governor, version: 2, contestants: pair, ...more });
      return body.faults.map(({ path }) => path);
    };
    expect(await faults({ office: 'president' })).toEqual(['office']);
    expect(await faults({ contestants: [{ number: 0, name: ' ' }] })).toEqual([
      'contestants.0.number',
      'contestants.0.name',
    ]);
    expect(await faults({ contestants: [...pair, pair[0]] })).toEqual(['contestants.2.name']);

    const next = [pair[0], { number: 2, name: 'Andi Nur' }];
    expect((await put(national, { ...governor, version: 2, contestants: next })).status).toBe(200);
    const edited = await national<View>('PUT', `${PATH}/${made.id}`, { ...FIELDS, version: 3, name: 'Lain' });
    expect(edited.body.contests.map(({ contestants }) => contestants)).toEqual([next, [], []]);
    const trail = await rows<{ detail: object }>(
      publisher.db.source.manager,
      `SELECT detail FROM audit_entries WHERE act = 'election.contestants' AND subject = 'election:pilkada-peserta' ORDER BY id`,
    );
    expect(trail.map(({ detail }) => detail)).toEqual([
      { ...governor, added: [pair[1], pair[0]], removed: [] },
      { ...governor, added: [next[1]], removed: [pair[1]] },
    ]);
  });

  it('count ended broadcasts separately: an edit does not flag them', async () => {
    await national('POST', PATH, { ...FIELDS, id: 'pilkada-lama' });
    const { id } = await approvedFor(publisher.db.source, [{ state: 'released', due: 10 }]);
    const put = async (sql: string): Promise<number[]> => {
      await publisher.db.source.query(sql, [id]);
      const { namedBy, toldBy } = (await national<View>('GET', `${PATH}/pilkada-lama`)).body;
      return [namedBy, toldBy];
    };
    expect(await put(`UPDATE broadcasts SET election_id = 'pilkada-lama' WHERE id = $1`)).toEqual([1, 0]);
    expect(
      await put(`UPDATE broadcasts SET state = 'cancelled', ended_at = siar_now() WHERE id = $1`),
    ).toEqual([0, 0]);
    expect(await put('UPDATE waves SET first_handover_at = siar_now() WHERE broadcast_id = $1')).toEqual([
      0, 1,
    ]);
  });

  it('flag what was submitted with other values without changing it; the data file does not undo an edit', async () => {
    const { body: begun } = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Tanggal',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: Pemilihan {{polling_date}}' } } },
      audience: { regions: ['11'] },
      electionId: 'pemilu-2029',
      schedule: { at: '2029-02-01T09:00' },
    });
    const at = `/api/v1/broadcasts/${begun.id}`;
    const submitted = await author<{ submission: { digest: string } }>('POST', `${at}/submit`, {});
    expect(submitted.status).toBe(200);

    const { body: seen } = await national<View>('GET', `${PATH}/pemilu-2029`);
    expect(seen.namedBy).toBe(1);
    const { name, round, pollingOpens, pollingCloses, version } = seen;
    const edit = {
      version,
      name,
      round,
      pollingOpens,
      pollingCloses,
      pollingDate: '2029-02-21',
      quietFrom: '2029-02-18',
      quietTo: '2029-02-20',
      contests: [{ office: 'president', regions: [] }],
    };
    const edited = await national<View>('PUT', `${PATH}/pemilu-2029`, edit);
    expect(edited.body).toMatchObject({ version: 2, pollingDate: '2029-02-21' });
    expect(edited.body.contests).toMatchObject([{ office: 'president', regionCode: null }]);
    expect((await national<Refusal>('PUT', `${PATH}/pemilu-2029`, edit)).body).toMatchObject({
      status: 409,
      version: 2,
    });

    const after = await author<{ submission: { digest: string }; warnings: { code: string }[] }>('GET', at);
    expect(after.body.submission.digest).toBe(submitted.body.submission.digest);
    expect(after.body.warnings.map(({ code }) => code)).toContain('election-changed');

    await publisher.db.source.transaction((tx) => loadReferenceData(tx));
    expect((await national<View>('GET', `${PATH}/pemilu-2029`)).body).toEqual(edited.body);
    const acts = await rows(
      publisher.db.source.manager,
      `SELECT act, detail #>> '{before,pollingDate}' AS before, detail #>> '{after,pollingDate}' AS after, detail #> '{contests,removed}' AS removed
       FROM audit_entries WHERE subject = 'election:pemilu-2029'`,
    );
    expect(acts).toEqual([{ act: 'election.edit', before: '2029-02-14', after: '2029-02-21', removed: 2 }]);
  });
});
