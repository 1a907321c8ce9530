import { CHANNELS, type ChannelName } from '#channels';
import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { KeptCounts, LargeReads } from '#platform/database/counts';
import { createLogger } from '#platform/logging';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { Audience } from '../audience.js';
import { loadReferenceData } from '../reference-data.js';
import { seedContacts } from '../seeding/seed-contacts.js';
import { Estimates } from './estimates.js';
import { Overview } from './overview.js';
import { Population } from './population.js';

describe('counts of the audience', () => {
  let db: TestDatabase;
  let counts: KeptCounts;
  let estimates: Estimates;
  const keys = new Keys(testConfig('postgres://localhost/none'));
  beforeAll(async () => {
    db = await testDatabase();
    counts = new KeptCounts(db.source, new LargeReads(db.source), createLogger('test', 'silent'));
    await db.source.transaction(loadReferenceData);
    await seedContacts(db.source, keys, { contacts: 3_000, seed: 7 });
  });
  afterAll(() => db.drop());

  const provinces = async (): Promise<string[]> =>
    [...(await new Audience(db.source).regions()).values()]
      .filter(({ kind }) => kind === 'province')
      .map(({ code }) => code);

  describe.each([
    ['of people counted at once', 20_000],
    ['of the last count of everybody', 0],
  ])('an estimate %s', (_, countedUpTo) => {
    beforeAll(() => {
      estimates = new Estimates(db.source, new Population(counts));
      estimates.countedUpTo = countedUpTo;
    });

    it('counts each person once with reach "preferred", and each active address with reach "every"', async () => {
      const regions = await provinces();
      const active = await rows<{ channel: ChannelName; count: number }>(
        db.source.manager,
        `SELECT channel, count(*)::int AS count FROM addresses WHERE state = 'active' GROUP BY channel`,
      );
      const every = await estimates.estimate({ regions }, CHANNELS, 'every');
      expect(every.channels).toEqual(
        Object.fromEntries(active.map(({ channel, count }) => [channel, count])),
      );
      const preferred = await estimates.estimate({ regions }, CHANNELS, 'preferred');
      expect(preferred.people).toBe(every.people);
      expect(preferred.channels.email + preferred.channels.telegram + preferred.channels.sms).toBe(
        every.people,
      );
    });

    it('falls back when the preferred channel is not chosen or has no active address', async () => {
      const regions = await provinces();
      const { people, channels } = await estimates.estimate({ regions }, ['sms', 'email'], 'preferred');
      const expected = await rows<{ channel: ChannelName; count: number }>(
        db.source.manager,
        `SELECT coalesce(p.channel, s.channel, e.channel) AS channel, count(*)::int AS count
         FROM contacts c
         LEFT JOIN addresses p ON p.contact_id = c.id AND p.state = 'active' AND p.channel = c.preferred_channel
           AND p.channel IN ('sms', 'email')
         LEFT JOIN addresses s ON s.contact_id = c.id AND s.state = 'active' AND s.channel = 'sms'
         LEFT JOIN addresses e ON e.contact_id = c.id AND e.state = 'active' AND e.channel = 'email'
         WHERE coalesce(p.channel, s.channel, e.channel) IS NOT NULL GROUP BY 1`,
      );
      expect(channels).toEqual({
        telegram: 0,
        ...Object.fromEntries(expected.map((each) => [each.channel, each.count])),
      });
      expect(people).toBe(channels.sms + channels.email);
    });

    it('adds up over regions, languages, and a regency inside its province', async () => {
      const count = async (more: {
        regions?: string[];
        languages?: string[];
        topics?: string[];
      }): Promise<number> =>
        (await estimates.estimate({ regions: ['32'], ...more }, CHANNELS, 'every')).people;
      const regencies = [...(await new Audience(db.source).regions()).values()].filter(
        (region) => region.parentCode === '32',
      );
      expect(await count({ regions: regencies.map(({ code }) => code) })).toBe(await count({}));
      expect(await count({ regions: ['32', '32.01'] })).toBe(await count({}));
      expect(await count({ regions: ['32', '91'] })).toBe(
        (await count({})) + (await count({ regions: ['91'] })),
      );
      expect((await count({ languages: ['id'] })) + (await count({ languages: ['en'] }))).toBe(
        await count({}),
      );
      expect(await count({ languages: [], topics: [] })).toBe(await count({}));
      expect(await count({ topics: ['jadwal'] })).toBeLessThan(await count({}));
      expect(await count({ languages: ['jv'] })).toBe(0);
    });
  });

  it('is the same both ways, whatever is asked for', async () => {
    await db.source.query(`UPDATE contacts SET restricted_at = siar_now() WHERE id % 50 = 0`);
    await db.source.query('DELETE FROM kept_counts');
    const atOnce = new Estimates(db.source, new Population(counts));
    const ofLast = new Estimates(db.source, new Population(counts));
    ofLast.countedUpTo = 0;
    for (const query of [
      { regions: await provinces() },
      { regions: ['32', '32.01', '91'], languages: ['id'] },
      { regions: ['32.01', '11.71'], topics: ['jadwal', 'hoaks'] },
      { regions: ['LN'] },
    ])
      for (const channels of [CHANNELS, ['sms', 'email'], ['telegram']] as const)
        for (const reach of ['preferred', 'every'] as const)
          expect(await ofLast.estimate(query, channels, reach)).toEqual(
            await atOnce.estimate(query, channels, reach),
          );
  });

  it('uses a sample of a large audience without the recipients of others', async () => {
    const regions = await provinces();
    const { people, channels } = await estimates.estimate({ regions }, CHANNELS, 'every');
    const hasty = new Estimates(db.source, new Population(counts));
    hasty.countedUpTo = 100;
    hasty.sampleOf = 1_000;
    const sampled = await hasty.estimate({ regions }, CHANNELS, 'every', ['1']);
    expect(sampled.channels).not.toEqual(channels);
    // A thousand contacts and whole pages: the estimate is several per cent off.
    expect(Math.abs(sampled.people / people - 1)).toBeLessThan(0.2);
    for (const channel of CHANNELS) expect(sampled.channels[channel] / channels[channel]).toBeCloseTo(1, 0);
    expect(await hasty.estimate({ regions }, CHANNELS, 'every', ['1'])).toEqual(sampled);
    // A small region is counted exactly, whatever the size of the others.
    expect(await hasty.estimate({ regions: ['92'] }, CHANNELS, 'every', ['1'])).toEqual(
      await estimates.estimate({ regions: ['92'] }, CHANNELS, 'every'),
    );
  });

  it('counts contacts and active addresses, a province including its regencies', async () => {
    const overview = new Overview(new Population(counts), counts);
    const found = await overview.regions();
    const people = (wanted: (code: string) => boolean): number =>
      found.filter(({ regionCode }) => wanted(regionCode)).reduce((sum, count) => sum + count.people, 0);
    expect(people((code) => !code.includes('.'))).toBe(3_000);
    expect(people((code) => code.startsWith('32.'))).toBe(people((code) => code === '32'));
    const held = await rows<{ channel: ChannelName; count: number }>(
      db.source.manager,
      `SELECT a.channel, count(*)::int AS count FROM addresses a JOIN contacts c ON c.id = a.contact_id
       WHERE c.province_code = '32' AND a.state = 'active' GROUP BY 1`,
    );
    expect(found.find(({ regionCode }) => regionCode === '32')?.channels).toEqual(
      Object.fromEntries(held.map(({ channel, count }) => [channel, count])),
    );
    const { countedAt, languages, ...all } = await overview.now();
    expect(all.people).toBe(3_000);
    expect(languages.reduce((sum, one) => sum + one.people, 0)).toBe(3_000);
    expect(Object.values(all.channels).reduce((sum, one) => sum + one, 0)).toBe(
      found
        .filter(({ regionCode }) => !regionCode.includes('.'))
        .reduce((sum, { channels }) => sum + Object.values(channels).reduce((a, b) => a + b, 0), 0),
    );
    expect(all.growth).toHaveLength(30);
    expect(countedAt).toBeInstanceOf(Date);
  });
});
