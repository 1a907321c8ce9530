import { type TestDatabase, testDatabase } from '../../test/factories/database.js';
import { Audience } from './audience.js';
import { electionFile } from './elections/election.js';
import { loadReferenceData } from './reference-data.js';

describe('the reference data', () => {
  let db: TestDatabase;
  let audience: Audience;
  beforeAll(async () => {
    db = await testDatabase();
    audience = new Audience(db.source);
    expect((await audience.regions()).size).toBe(0);
    await db.source.transaction(loadReferenceData);
  });
  afterAll(() => db.drop());

  it('holds 38 provinces and 514 regencies with their voters and zones', async () => {
    const regions = [...(await audience.regions()).values()];
    const provinces = regions.filter((region) => region.kind === 'province');
    expect(provinces).toHaveLength(38);
    expect(regions.filter((region) => region.kind === 'regency')).toHaveLength(514);
    expect(provinces.reduce((sum, province) => sum + (province.registeredVoters ?? NaN), 0)).toBe(
      203_056_748,
    );
    expect(new Set(provinces.map((province) => province.timeZone))).toEqual(
      new Set(['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura']),
    );
    expect((await audience.regions()).get('34')?.name).toBe('DI Yogyakarta');
    expect((await audience.regions()).get('91.71')).toEqual({
      code: '91.71',
      parentCode: '91',
      kind: 'regency',
      name: 'Kota Jayapura',
      timeZone: 'Asia/Jayapura',
      registeredVoters: null,
    });
    expect((await audience.regions()).get('LN.KUL')).toMatchObject({ parentCode: 'LN', kind: 'overseas' });
  });

  it('holds the 2024 general election and the three pairs', async () => {
    const election = await audience.election('pemilu-2024');
    expect(election).toMatchObject({
      pollingDate: '2024-02-14',
      pollingOpens: '07:00',
      pollingCloses: '13:00',
      quietFrom: '2024-02-11',
      quietTo: '2024-02-13',
    });
    const president = election?.contests.find((contest) => contest.office === 'president');
    expect(president?.regionCode).toBeNull();
    expect(president?.contestants.map(({ number }) => number)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('holds the 2024 regional elections: no governor in Yogyakarta, only one in Jakarta', async () => {
    const contests = (await audience.election('pilkada-2024'))?.contests ?? [];
    const of = (office: string) =>
      contests.filter((contest) => contest.office === office).map((one) => one.regionCode);
    expect(of('governor')).toHaveLength(37);
    expect(of('governor')).not.toContain('34');
    expect([...of('regent'), ...of('mayor')]).toHaveLength(508);
    expect(of('mayor')).toHaveLength(93);
    expect([...of('regent'), ...of('mayor')].some((code) => code?.startsWith('31'))).toBe(false);
  });

  it('changes nothing when loaded again, and repairs a row that differs', async () => {
    const versions = () =>
      db.source.query(
        `SELECT (SELECT array_agg(DISTINCT xmin::text) FROM regions) AS regions,
           (SELECT array_agg(DISTINCT xmin::text) FROM elections) AS elections,
           (SELECT array_agg(DISTINCT xmin::text) FROM contests) AS contests,
           (SELECT count(*) FROM contestants) AS contestants`,
      );
    const before: unknown = await versions();
    await db.source.transaction(loadReferenceData);
    expect(await versions()).toEqual(before);
    await db.source.query(`UPDATE regions SET time_zone = 'Asia/Tokyo' WHERE code = '11'`);
    await db.source.transaction(loadReferenceData);
    expect((await new Audience(db.source).regions()).get('11')?.timeZone).toBe('Asia/Jakarta');
  });

  it('returns null for an unknown election', async () => {
    expect(await audience.election('pemilu-1955')).toBeNull();
    expect((await audience.elections()).map(({ id }) => id)).toEqual([
      'pemilu-2029',
      'pilkada-2024',
      'pemilu-2024',
    ]);
  });

  it('refuses an election file whose quiet period reaches polling day', () => {
    const election = {
      id: 'x-1',
      name: 'X',
      round: 'first',
      pollingDate: '2024-02-14',
      pollingOpens: '07:00',
      pollingCloses: '13:00',
      quietFrom: '2024-02-11',
      quietTo: '2024-02-14',
      contests: [{ office: 'president', in: 'nation' }],
    };
    expect(electionFile.safeParse([election]).success).toBe(false);
    expect(electionFile.safeParse([{ ...election, quietTo: '2024-02-13' }]).success).toBe(true);
    expect(
      electionFile.safeParse([{ ...election, quietTo: '2024-02-13', pollingOpens: '13:00' }]).success,
    ).toBe(false);
  });
});
