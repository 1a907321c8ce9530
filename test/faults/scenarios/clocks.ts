import { join } from 'node:path';
import { row, rows } from '#platform/database';
import { migrate } from '#platform/database/upkeep';
import { projectRoot } from '#platform/program';
import { endsWhole, type Fleet, note, over, type Settle, sums, WHOLE } from '../harness.js';

const OFF_MS = 120_000;

/** The wall-clock time of a zone at an instant, in the form a schedule takes. */
const local = (instant: number, timeZone: string): string =>
  new Date(instant).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');

async function fleetNow({ database }: Fleet): Promise<number> {
  const found = await row<{ now: Date }>(database.manager, 'SELECT siar_now() AS now');
  if (!found) throw new Error('the database did not tell the time');
  return found.now.getTime();
}

/**
 * Adds publishers and a worker with host clocks two minutes fast and slow: a wave goes out when it is due by the
 * fleet's clock, neither two minutes early nor late. Removes them at the end.
 */
export async function hostsClocksOff(fleet: Fleet): Promise<Settle> {
  const shifted = (ms: number): Record<string, string> => ({
    NODE_OPTIONS: `--import=${join(projectRoot, 'test/faults/shifted-clock.js')}`,
    SHIFT_CLOCK_MS: String(ms),
  });
  await Promise.all([fleet.end('publisher'), fleet.end('worker-sms')]);
  await Promise.all([
    fleet.start('publisher', shifted(OFF_MS)),
    fleet.start('publisher-slow', shifted(-OFF_MS)),
    fleet.start('worker-sms', shifted(OFF_MS)),
  ]);
  const due = Math.ceil((await fleetNow(fleet)) / 1000) * 1000 + 3000;
  const id = await fleet.broadcast({
    audience: { regions: ['31', '32', '33'] },
    schedule: { at: local(due, 'Asia/Jakarta'), leaveWindow: true },
  });
  return async () => {
    const done = await endsWhole(fleet, id, 90);
    expect(done.unknown).toBe(0);
    const times = await rows<{ due: number; released: number; first: number }>(
      fleet.database.manager,
      `SELECT extract(epoch FROM due_at)::float8 * 1000 AS due, extract(epoch FROM released_at)::float8 * 1000 AS released,
         extract(epoch FROM first_handover_at)::float8 * 1000 AS first FROM waves WHERE broadcast_id = $1 AND targeted > suppressed`,
      [id],
    );
    expect(times.length).toBeGreaterThan(0);
    for (const wave of times) {
      expect(wave.due).toBe(due);
      expect(wave.released).toBeGreaterThanOrEqual(due);
      expect(wave.first).toBeGreaterThanOrEqual(due);
      expect(wave.first).toBeLessThan(due + OFF_MS / 2);
    }
    await Promise.all(['publisher-slow', 'publisher', 'worker-sms'].map((name) => fleet.end(name)));
    await Promise.all([fleet.start('publisher'), fleet.start('worker-sms')]);
  };
}

/** An expiry that passes while a batch is claimed: nothing is handed over afterwards, and every copy is counted. */
export async function expireInFlight(fleet: Fleet): Promise<void> {
  // A provider with a latency of a second, so that a batch is in flight at the expiry.
  await fleet.fault({ channel: 'email', kind: 'slow', latencyMs: 1000 });
  const expires = Math.ceil((await fleetNow(fleet)) / 1000) * 1000 + 4000;
  const id = await fleet.broadcast({
    channels: ['email'],
    audience: { regions: ['31', '32', '33', '35', '36'] },
    schedule: { at: 'now', leaveWindow: true, expires: local(expires, 'Asia/Jakarta') },
  });
  const done = await fleet.until(id, (now) => over(now) && now.pending + now.claimed === 0, 60);
  await fleet.clearFaults();
  note(JSON.stringify(done));
  expect(done.accepted).toBeGreaterThan(0);
  expect(done.expired).toBeGreaterThan(0);
  expect(done.unknown).toBe(0);
  expect(sums(done)).toBe(true);
  expect(await fleet.reconcile(id)).toEqual(WHOLE);
  // By the sandbox's clock: this machine's, as is the fleet's.
  const found = await fetch(`${fleet.system.sandboxUrl}/sandbox/messages?broadcast=${id}&brief=true`);
  const last = Math.max(...((await found.json()) as { at: string }[]).map(({ at }) => Date.parse(at)));
  note(`the last arrived ${expires - last} ms before the expiry`);
  // A hand-over that began before the expiry may have taken the provider's second.
  expect(last).toBeLessThanOrEqual(expires + 1000);
  expect(fleet.fallen()).toEqual([]);
}

/**
 * New Year's night: midnight on 1 January in each of Indonesia's zones, none of which has daylight saving time. Papua's
 * comes first, then Bali's an hour later, then Java's; the ledger's month, the day and the year change during the run.
 * The fleet's clock is moved and every database session is terminated, so that each program sees the new time: run this
 * scenario last.
 */
export async function newYearsNight(fleet: Fleet): Promise<void> {
  const year = new Date().getUTCFullYear() + 1;
  const midnight = {
    WIT: Date.UTC(year - 1, 11, 31, 15),
    WITA: Date.UTC(year - 1, 11, 31, 16),
    WIB: Date.UTC(year - 1, 11, 31, 17),
  };
  await moveClock(fleet, midnight.WIT - 5_000);
  await migrate(fleet.system.databaseUrl);
  const id = await fleet.broadcast({
    channels: ['email', 'sms'],
    schedule: { at: `${year}-01-01T00:00`, leaveWindow: true },
  });
  const sent = async (): Promise<Record<string, boolean>> => {
    const zones = await rows<{ zone: string; sent: boolean }>(
      fleet.database.manager,
      `SELECT time_zone AS zone, bool_or(first_handover_at IS NOT NULL) AS sent FROM waves WHERE broadcast_id = $1 GROUP BY 1`,
      [id],
    );
    return Object.fromEntries(zones.map((one) => [one.zone, one.sent]));
  };
  expect(Object.values(await sent())).toEqual([false, false, false, false]);
  const zoneIsDone = async (zones: string[]): Promise<void> => {
    await fleet.until(id, () => true, 5);
    for (const deadline = performance.now() + 60_000; ;) {
      const left = await row<{ n: number }>(
        fleet.database.manager,
        `SELECT count(*)::int AS n FROM waves WHERE broadcast_id = $1 AND time_zone = ANY ($2) AND state <> 'completed'`,
        [id, zones],
      );
      if (left?.n === 0) return;
      if (performance.now() > deadline)
        throw new Error(`${zones.join(', ')} not done; logs are with the fleet`);
    }
  };
  await zoneIsDone(['Asia/Jayapura']);
  expect(await sent()).toEqual({
    'Asia/Jayapura': true,
    'Asia/Makassar': false,
    'Asia/Jakarta': false,
    'Asia/Pontianak': false,
  });
  await moveClock(fleet, midnight.WITA - 2_000);
  await zoneIsDone(['Asia/Makassar']);
  expect(await sent()).toMatchObject({
    'Asia/Makassar': true,
    'Asia/Jakarta': false,
    'Asia/Pontianak': false,
  });
  await moveClock(fleet, midnight.WIB - 2_000);
  const done = await endsWhole(fleet, id, 60);
  expect(done).toMatchObject({ unknown: 0, expired: 0 });
  // Mails carry the fleet's date, not that of the worker's host.
  const mails = await fetch(`${fleet.system.sandboxUrl}/sandbox/messages?channel=email&broadcast=${id}`);
  const dates = ((await mails.json()) as { headers: { date: string } }[]).map(({ headers }) =>
    Date.parse(headers.date),
  );
  expect(dates.length).toBeGreaterThan(0);
  expect(Math.min(...dates)).toBeGreaterThanOrEqual(midnight.WIT - 1_000);
  expect(Math.max(...dates)).toBeLessThan(midnight.WIB + 120_000);
  const early = await rows(
    fleet.database.manager,
    `SELECT FROM waves WHERE broadcast_id = $1 AND (first_handover_at < due_at OR due_at AT TIME ZONE time_zone <> $2::timestamp)`,
    [id, `${year}-01-01 00:00`],
  );
  expect(early).toEqual([]);
}

/** Sets the fleet's clock and terminates every session: a session reads the clock's offset when it begins. */
async function moveClock(fleet: Fleet, to: number): Promise<void> {
  const [name, offset] = [new URL(fleet.system.databaseUrl).pathname.slice(1), to - Date.now()];
  await fleet.database.query(`ALTER DATABASE ${name} SET siar.clock_offset = '${offset} milliseconds'`);
  await fleet.database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await fleet.database.destroy();
  await fleet.database.initialize();
  fleet.signInAnew();
}
