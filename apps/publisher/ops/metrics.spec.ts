import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CHANNELS } from '#channels';
import { DispatchModule } from '#dispatch';
import { PlatformModule } from '#platform';
import { Keys } from '#platform/crypto';
import { createLogger } from '#platform/logging';
import { QueueModule } from '#queue';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff } from '../../../test/factories/staff.js';
import { Metrics } from './metrics.js';

// Without the scheduler, which would process at once what the test counts as waiting.
@Module({ imports: [DispatchModule], providers: [Metrics] })
class MetricsAlone {}

describe('metrics read from the tables', () => {
  let db: TestDatabase;
  let context: INestApplicationContext;
  let metrics: Metrics;
  beforeAll(async () => {
    db = await testDatabase();
    const config = testConfig(db.url);
    const logger = createLogger('publisher', 'silent');
    const imports = [PlatformModule.forRoot(config, logger), QueueModule.forRoot(config, logger, CHANNELS)];
    context = await NestFactory.createApplicationContext(
      { module: MetricsAlone, imports },
      { logger: false },
    );
    metrics = context.get(Metrics);
  });
  afterAll(async () => {
    await context.close();
    await db.drop();
  });

  it('counts deliveries of live and recent waves, and their delay', async () => {
    const { people, organisations } = await makeStaff(db.source, new Keys(testConfig(db.url)));
    await db.source.query(
      `INSERT INTO broadcasts (id, kind, title, draft, organisation_id, author_id, public_code)
       VALUES (1, 'ordinary', 'x', '{}', $1, $2, 'x')`,
      [organisations.ministry, people.penulis],
    );
    // Two that count, begun 2 s and 4 s late, and one that ended the day before yesterday.
    await db.source.query(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, priority, due_at, expires_at, fanned_out_at,
         first_handover_at, ended_at, targeted, accepted, failed)
       SELECT 1, 'sms', '11', 'Asia/Jakarta', 'cancelled', 10, siar_now() - ago, siar_now() + interval '1 day', siar_now(),
         siar_now() - ago + late, siar_now() - ago + late, 5, 3, 2
       FROM (VALUES (interval '1 hour', interval '2 s'), ('1 hour', '4 s'), ('2 days', '9 s')) AS wave (ago, late)`,
    );
    const text = await metrics.scrape();
    expect(text).toContain('siar_deliveries{channel="sms",state="accepted"} 6');
    expect(text).toContain('siar_deliveries{channel="sms",state="failed"} 4');
    expect(text).toContain('siar_wave_first_handover_delay_waves{channel="sms"} 2');
    expect(text).toContain('siar_wave_first_handover_delay_seconds{channel="sms",quantile="0.5"} 3');
    expect(text).toContain('siar_wave_first_handover_delay_seconds{channel="sms",quantile="1"} 4');
  });

  it('counts waiting claims and receipts', async () => {
    await db.source.query(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
       SELECT 1, 1, 1, 'email', 'w', siar_now() + lease FROM (VALUES (interval '1 hour'), ('-1 s')) AS claim (lease)`,
    );
    await db.source.query(
      `INSERT INTO receipts (channel, broadcast_id, address_id, verdict, fingerprint, received_at)
       VALUES ('sms', 1, 1, 'delivered', '\\x01', siar_now() - interval '60 s')`,
    );
    const text = await metrics.scrape();
    expect(text).toContain('siar_claims{lease="live"} 1');
    expect(text).toContain('siar_claims{lease="overdue"} 1');
    expect(text).toContain('siar_receipts_waiting 1');
    expect(text).toMatch(/siar_receipts_oldest_seconds 6\d/);
  });

  it('leaves out every gauge of the tables while they cannot be read', async () => {
    const names = [...(await metrics.scrape()).matchAll(/^# TYPE (siar_\w+) gauge$/gm)].map(
      ([, name]) => name!,
    );
    const ofTables = names.filter(
      (name) => !/^siar_(?:collected|queue_jobs|brake_warnings|disk.*)$/.test(name),
    );
    expect(ofTables).toContain('siar_receipts_waiting');
    await db.source.query('ALTER TABLE claims RENAME TO claims_away');
    const text = await metrics.scrape();
    await db.source.query('ALTER TABLE claims_away RENAME TO claims');
    expect(text).toContain('siar_collected{part="database"} 0');
    for (const name of ofTables) expect(text).not.toMatch(new RegExp(`^${name}[ {]`, 'm'));
    expect(await metrics.scrape()).toContain('siar_receipts_waiting 1');
  });
});
