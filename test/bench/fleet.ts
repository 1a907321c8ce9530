import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ChannelName } from '#channels';
import { type Child, freePort } from '../../apps/standalone/children.js';
import { DEMO_PASSWORD } from '../../apps/standalone/demo-staff.js';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { approve, signIn } from '../../apps/standalone/staff-api.js';
import type { Ground } from './ground.js';

/** How often the completion is polled, in ms. */
const LOOK_MS = 200;
/** Without progress for this time the run counts as broken. Longer than the gap between two zones' instants. */
const STANDSTILL_MS = 60_000;

/** The state of a broadcast, over all its waves. */
export interface Standing {
  waves: number;
  fannedOut: number;
  targeted: number;
  pending: number;
  claimed: number;
  accepted: number;
  failed: number;
  suppressed: number;
  unknown: number;
}

/** A province, as the staff API returns it. */
export interface Province {
  code: string;
  timeZone: string;
}

/** A submitted broadcast; `approve` approves it as KPU's reviewer does, and the measurement begins there. */
export interface Composed {
  id: string;
  approve: () => Promise<void>;
}

/**
 * A schedule by which each province's waves are due the given number of seconds from now, in the wall-clock time of its
 * zone.
 */
export function dueIn(
  provinces: readonly Province[],
  seconds: (province: Province) => number,
): { at: string; perRegion: Record<string, string> } {
  const start = Date.now();
  const local = (province: Province): string =>
    new Date(start + seconds(province) * 1000)
      .toLocaleString('sv-SE', { timeZone: province.timeZone })
      .replace(' ', 'T');
  const perRegion = Object.fromEntries(provinces.map((province) => [province.code, local(province)]));
  return { at: Object.values(perRegion)[0] ?? 'now', perRegion };
}

/** A publisher and the workers of some channels, each its own process, as in production. */
export class Fleet {
  private constructor(
    private readonly channels: readonly ChannelName[],
    private readonly publisherUrl: string,
    private readonly children: Child[],
    private readonly client: pg.Client,
  ) {}

  /**
   * @param settings beyond the ground's keys: DATABASE_URL, QUEUE_URL, the provider's URL, its rate
   * @param workers processes for each channel
   */
  static async start(
    ground: Ground,
    channels: readonly ChannelName[],
    settings: Record<string, string>,
    workers: number,
  ): Promise<Fleet> {
    const env = {
      HOST: '127.0.0.1',
      REQUIRE_TOTP: 'false',
      PUBLIC_URL: 'https://siar.go.id',
      SHORT_URL: 'siar.go.id',
      SMTP_URL: 'smtp://127.0.0.1:9',
      ...settings,
    };
    const port = await freePort();
    const children = await Promise.all([
      ground.program('publisher/main', { ...env, PORT: String(port) }, { name: 'publisher' }),
      ...channels.flatMap((channel) =>
        Array.from({ length: workers }, (_, n) =>
          ground.program(
            'channel-worker/main',
            {
              ...env,
              CHANNEL: channel,
              PORT: '0',
            },
            { name: `${channel}-${n + 1}` },
          ),
        ),
      ),
    ]);
    const client = new pg.Client({ connectionString: settings['DATABASE_URL'] });
    client.once('error', (error) => process.stderr.write(`bench: the database is gone: ${error.message}\n`));
    await client.connect();
    return new Fleet(channels, `http://127.0.0.1:${port}`, children, client);
  }

  /**
   * Composes and submits as the ministry's author does: every province, sent as soon as it is approved.
   * @param draft fields that differ from that
   * @returns its id, and a function that approves it as KPU's reviewer does; the measurement begins at the approval
   */
  async compose(draft: Record<string, unknown> = {}): Promise<Composed> {
    const author = await signIn(this.publisherUrl, 'penulis', DEMO_PASSWORD);
    const { id } = await author<{ id: string }>('POST', '/broadcasts', {
      title: 'Bench',
      kind: 'urgent',
      reach: 'every',
      channels: this.channels,
      contents: Object.fromEntries(this.channels.map((channel) => [channel, DEMO_TEXTS[channel]])),
      audience: { regions: (await this.provinces()).map(({ code }) => code) },
      electionId: 'pemilu-2024',
      neutral: true,
      schedule: { at: 'now', leaveWindow: true },
      ...draft,
    });
    return this.submit(author, id);
  }

  /** Every province, with its time zone. */
  async provinces(): Promise<Province[]> {
    const author = await signIn(this.publisherUrl, 'penulis', DEMO_PASSWORD);
    const { regions } = await author<{ regions: (Province & { kind: string })[] }>('GET', '/regions');
    return regions.filter(({ kind }) => kind === 'province');
  }

  /** Signs in. @returns a function that reads a path under /api/v1 as that person and returns the raw response */
  async reader(username: string): Promise<(path: string) => Promise<Response>> {
    const asks = await this.asker(username);
    return (path) => asks(path);
  }

  /** Like `reader`; with a body, it posts that. */
  async asker(username: string): Promise<(path: string, body?: unknown) => Promise<Response>> {
    const json = { 'content-type': 'application/json' };
    const signedIn = await fetch(`${this.publisherUrl}/api/v1/session`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ username, password: DEMO_PASSWORD }),
    });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return (path, body) =>
      fetch(
        `${this.publisherUrl}/api/v1${path}`,
        body === undefined
          ? { headers: { cookie } }
          : { method: 'POST', headers: { ...json, cookie }, body: JSON.stringify(body) },
      );
  }

  /** Composes and submits a correction for exactly the recipients of a broadcast. */
  async correct(originalId: string): Promise<Composed> {
    const author = await signIn(this.publisherUrl, 'penulis', DEMO_PASSWORD);
    const { id, version } = await author<{ id: string; version: number }>(
      'POST',
      `/broadcasts/${originalId}/corrections`,
      { title: 'Ralat' },
    );
    await author('PATCH', `/broadcasts/${id}`, { version, schedule: { at: 'now', leaveWindow: true } });
    return this.submit(author, id);
  }

  private async submit(author: Awaited<ReturnType<typeof signIn>>, id: string): Promise<Composed> {
    const reviewer = await signIn(this.publisherUrl, 'kpu-nasional', DEMO_PASSWORD);
    const confirmed = { confirmLocalHours: true };
    const { submission } = await author<{ submission: { digest: string } }>(
      'POST',
      `/broadcasts/${id}/submit`,
      confirmed,
    );
    return {
      id,
      approve: () => approve(reviewer, id, submission.digest),
    };
  }

  /** The process ids of the publisher and the workers. */
  get pids(): number[] {
    return this.children.map(({ process }) => process.pid ?? 0);
  }

  /** The workers' process ids. */
  get workerPids(): number[] {
    return this.pids.slice(1);
  }

  /** Waits until this many copies of a broadcast are accepted. @returns how many are */
  async accepted(broadcastId: string, atLeast: number): Promise<number> {
    for (;;) {
      const { accepted } = await this.standing(broadcastId);
      if (accepted >= atLeast) return accepted;
      await sleep(50);
    }
  }

  /** Copies of a broadcast that are still to be sent. */
  async left(broadcastId: string): Promise<number> {
    const { pending, claimed } = await this.standing(broadcastId);
    return pending + claimed;
  }

  /** The accepted copies of a broadcast according to the ledger, each as `<broadcast>-<address>`. */
  async acceptedCopies(broadcastId: string): Promise<string[]> {
    const { rows } = await this.client.query<{ copy: string }>(
      `SELECT broadcast_id || '-' || address_id AS copy FROM deliveries WHERE broadcast_id = $1 AND state = 'accepted'`,
      [broadcastId],
    );
    return rows.map(({ copy }) => copy);
  }

  /** Waits until every delivery of a broadcast is written. @returns how many of them are pending */
  async fannedOut(broadcastId: string): Promise<number> {
    for (;;) {
      const { waves, fannedOut, pending } = await this.standing(broadcastId);
      if (waves > 0 && fannedOut === waves) return pending;
      await sleep(50);
    }
  }

  /** Waits until nothing of a broadcast is left to send. @throws Error without progress for a while */
  async settled(broadcastId: string): Promise<Standing> {
    let last = '';
    for (let movedAt = performance.now(); ;) {
      const standing = await this.standing(broadcastId);
      const { waves, fannedOut, pending, claimed } = standing;
      if (waves > 0 && fannedOut === waves && pending + claimed === 0) return standing;
      const now = JSON.stringify(standing);
      if (now !== last) movedAt = performance.now();
      if (performance.now() - movedAt > STANDSTILL_MS) throw new Error(`nothing moves any more: ${now}`);
      last = now;
      // Polled seldom: counting a wave's recipients would distort the measurement.
      await sleep(LOOK_MS);
    }
  }

  /** Stops the programs. */
  async stop(): Promise<void> {
    await this.client.end();
    await Promise.all(this.children.map((child) => child.stop()));
  }

  private async standing(broadcastId: string): Promise<Standing> {
    const { rows } = await this.client.query<Standing>(
      `SELECT count(*)::int AS waves, count(fanned_out_at)::int AS "fannedOut",
         ${['targeted', 'pending', 'claimed', 'accepted', 'failed', 'suppressed', 'unknown']
           .map((state) => `coalesce(sum(${state}), 0)::int AS ${state}`)
           .join(', ')}
       FROM waves WHERE broadcast_id = $1`,
      [broadcastId],
    );
    const [standing] = rows;
    if (!standing) throw new Error('the waves gave no account of themselves');
    return standing;
  }
}
