import { Keys } from '#platform/crypto';
import { Database, databaseOptions, rows } from '#platform/database';
import { migrate } from '#platform/database/upkeep';
import { createLogger } from '#platform/logging';
import { type Job, jobName, migrateQueue, Queues } from '#queue';
import { testConfig } from '../../../test/factories/database.js';
import { runningBroadcast } from '../../../test/factories/ledger.js';
import { type OwnServer, ownPostgres, ownRedis } from '../../../test/factories/own-servers.js';
import { snapshot } from '../../../test/factories/snapshot.js';
import {
  type Ask,
  asking,
  makeStaff,
  PASSWORD,
  signIn,
  type TestStaff,
} from '../../../test/factories/staff.js';
import { standing } from '../../../test/factories/waves.js';
import { type Publisher, startPublisher } from '../publisher.js';

const BODY = 'Halo {{name}}, cek TPS di {{verify_link}}.';
const START_MS = 90_000;

/** An act of staff on an object that {@link Ground} prepared. */
interface Act {
  name: string;
  do(): ReturnType<Ask>;
}

/** A publisher on servers of its own, with an object for every act. */
class Ground {
  private constructor(
    readonly postgres: OwnServer,
    readonly database: Database,
    readonly publisher: Publisher,
    readonly staff: TestStaff,
    private readonly asks: { author: Ask; reviewer: Ask; operator: Ask },
  ) {}

  static async make(more: Record<string, string> = {}): Promise<Ground> {
    const postgres = await ownPostgres();
    await migrate(postgres.url);
    const config = testConfig(postgres.url, more);
    await migrateQueue(config);
    const database = await new Database(databaseOptions(postgres.url, 4)).initialize();
    const staff = await makeStaff(database, new Keys(config));
    const publisher = await startPublisher(config, createLogger('publisher', 'silent'));
    const as = (username: 'penulis' | 'kpu-aceh' | 'operator'): Promise<Ask> =>
      signIn(publisher.url, username);
    const asks = {
      author: await as('penulis'),
      reviewer: await as('kpu-aceh'),
      operator: await as('operator'),
    };
    return new Ground(postgres, database, publisher, staff, asks);
  }

  async stop(): Promise<void> {
    await this.publisher.stop();
    if (this.database.isInitialized) await this.database.destroy();
    await this.postgres.stop();
  }

  /**
   * A draft, submitted and approved as requested.
   * @param at local time, or now
   */
  async broadcast(
    until: 'draft' | 'in_review' | 'approved',
    at = '2035-06-01T09:00',
  ): Promise<{ id: string; digest: string }> {
    const { author, reviewer } = this.asks;
    const made = await author('POST', '/api/v1/broadcasts', {
      title: 'Uji',
      kind: 'urgent',
      channels: ['email', 'telegram'],
      contents: { email: { id: { subject: 'Pemilu', body: BODY } }, telegram: { id: { body: BODY } } },
      audience: { regions: ['11'] },
      schedule: { at, leaveWindow: true },
    });
    const id = String(made.body['id']);
    if (until === 'draft') return { id, digest: '' };
    const confirmLocalHours = true;
    const submitted = await author<{ submission: { digest: string } }>(
      'POST',
      `/api/v1/broadcasts/${id}/submit`,
      { confirmLocalHours },
    );
    const { digest } = submitted.body.submission;
    if (until === 'approved')
      await reviewer('POST', `/api/v1/broadcasts/${id}/approve`, { digest, confirmLocalHours });
    return { id, digest };
  }

  /** One act of each kind, each on an object of its own; the lift comes after the stop. */
  async acts(): Promise<Act[]> {
    const { author, reviewer, operator } = this.asks;
    const on = (id: string, act: string): string => `/api/v1/broadcasts/${id}/${act}`;
    const draft = await this.broadcast('draft');
    const other = await this.broadcast('draft');
    const [approve, reject] = [await this.broadcast('in_review'), await this.broadcast('in_review')];
    const [pause, part, cancel, withdraw, correct] = [
      await this.broadcast('approved'),
      await this.broadcast('approved'),
      await this.broadcast('approved'),
      await this.broadcast('approved'),
      await this.broadcast('approved'),
    ];
    const resume = await this.broadcast('approved');
    await operator('POST', on(resume.id, 'pause'), {});
    const unknown = await this.unknown();
    const credentials = { username: 'auditor', password: PASSWORD };
    return [
      { name: 'sign in', do: () => asking(this.publisher.url)('POST', '/api/v1/session', credentials) },
      { name: 'create', do: () => author('POST', '/api/v1/broadcasts', { title: 'Baru' }) },
      {
        name: 'edit',
        do: () => author('PATCH', `/api/v1/broadcasts/${other.id}`, { version: 1, title: 'Lain' }),
      },
      { name: 'submit', do: () => author('POST', on(draft.id, 'submit'), { confirmLocalHours: true }) },
      {
        name: 'approve',
        do: () =>
          reviewer('POST', on(approve.id, 'approve'), { digest: approve.digest, confirmLocalHours: true }),
      },
      { name: 'reject', do: () => reviewer('POST', on(reject.id, 'reject'), { reason: 'keliru' }) },
      { name: 'withdraw', do: () => author('POST', on(withdraw.id, 'withdraw'), {}) },
      { name: 'pause', do: () => author('POST', on(pause.id, 'pause'), { reason: 'ragu' }) },
      { name: 'resume', do: () => operator('POST', on(resume.id, 'resume'), {}) },
      {
        name: 'cancel a part',
        do: () => author('POST', on(part.id, 'cancel'), { channel: 'email', reason: 'batal' }),
      },
      { name: 'cancel', do: () => author('POST', on(cancel.id, 'cancel'), { reason: 'batal' }) },
      { name: 'correct', do: () => author('POST', on(correct.id, 'corrections'), { title: 'Ralat' }) },
      {
        name: 'resend the unknown',
        do: () => operator('POST', on(unknown, 'resend-unknown'), { unknown: 2, reason: 'uji' }),
      },
      { name: 'stop everything', do: () => operator('POST', '/api/v1/emergency-stop', { reason: 'bahaya' }) },
      { name: 'lift', do: () => operator('POST', '/api/v1/emergency-stop/lift', { note: 'aman' }) },
    ];
  }

  /** A broadcast with two unknown copies. */
  private async unknown(): Promise<string> {
    const keys = new Keys(testConfig(this.postgres.url));
    const { id } = await runningBroadcast(this.database, keys, {
      channel: 'email',
      states: ['unknown', 'unknown'],
    });
    await this.database.query('UPDATE broadcasts SET organisation_id = $2, draft = $3 WHERE id = $1', [
      id,
      this.staff.organisations.ministry,
      { audience: { regions: ['11'] } },
    ]);
    return id;
  }

  /** The publisher's connections in this activity. */
  at(activity: string): Promise<{ pid: number }[]> {
    return rows(
      this.database.manager,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND ${activity}`,
    );
  }

  async ready(): Promise<unknown> {
    return (await asking(this.publisher.url)('GET', '/health/ready')).body['down'];
  }
}

const AT_THE_TRAIL = `query LIKE 'INSERT INTO audit_entries%' AND wait_event_type = 'Lock'`;
const away = (server: string) => ({
  status: 503,
  body: {
    type: 'urn:siar:unavailable',
    title: `Siar cannot reach its ${server} just now. Nothing was changed; try again in a minute.`,
    down: [server],
  },
});

describe('while PostgreSQL fails or is down, staff', () => {
  let ground: Ground;
  let acts: Act[];
  beforeAll(async () => {
    ground = await Ground.make();
    acts = await ground.acts();
  }, START_MS);
  afterAll(() => ground?.stop());

  /** Holds acts at their entry in the trail, which each writes last. */
  const holdingTheTrail = async <T>(work: () => Promise<T>): Promise<T> => {
    const holder = ground.database.createQueryRunner();
    await holder.startTransaction();
    await holder.query('LOCK TABLE audit_entries IN SHARE MODE');
    try {
      return await work();
    } finally {
      await holder.rollbackTransaction().catch(() => undefined);
      await holder.release();
    }
  };
  /** Terminates, once, the connections in this activity. */
  const breakOff = async (activity: string): Promise<void> => {
    await until(async () => (await ground.at(activity)).length > 0);
    for (const { pid } of await ground.at(activity))
      await ground.database.query('SELECT pg_terminate_backend($1)', [pid]);
  };

  it('get an error from every act that loses its connection, and nothing of it remains', async () => {
    for (const act of acts.filter(({ name }) => name !== 'lift')) {
      const before = await tables(ground.database);
      const answer = await holdingTheTrail(async () => {
        const doing = act.do();
        await breakOff(AT_THE_TRAIL);
        return doing;
      });
      expect({ act: act.name, ...answer }).toMatchObject({ act: act.name, ...away('database') });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect({ act: act.name, tables: await tables(ground.database) }).toEqual({
        act: act.name,
        tables: before,
      });
    }
  }, 60_000);

  it('get an uncertain result when the connection is lost during the commit', async () => {
    const pause = acts.find(({ name }) => name === 'pause');
    await ground.database.query(
      `CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$`,
    );
    await ground.database.query(
      `CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON audit_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()`,
    );
    try {
      const doing = pause?.do();
      await breakOff(`query = 'COMMIT'`);
      expect(await doing).toMatchObject({
        status: 503,
        body: {
          uncertain: true,
          down: ['database'],
          title: expect.stringContaining('it may have been done'),
        },
      });
    } finally {
      await ground.database.query('DROP TRIGGER linger ON audit_entries');
    }
  });

  it('get an error from every act during an outage, also the one in progress; afterwards all succeed', async () => {
    const before = await tables(ground.database);
    const [first, ...others] = acts.filter(({ name }) => name !== 'sign in');
    const broken = await holdingTheTrail(async () => {
      const doing = first?.do();
      await until(async () => (await ground.at(AT_THE_TRAIL)).length > 0);
      await ground.postgres.kill();
      return doing;
    });
    expect(broken).toMatchObject(away('database'));
    expect(await ground.ready()).toEqual(['database', 'queue']);
    for (const act of others)
      expect({ act: act.name, ...(await act.do()) }).toMatchObject({ act: act.name, ...away('database') });

    await ground.postgres.start();
    await until(async () => JSON.stringify(await ground.ready()) === '[]');
    expect(await tables(ground.database)).toEqual(before);
    for (const act of acts) {
      const { status, body } = await act.do();
      expect({ act: act.name, body: status < 300 ? {} : body }).toEqual({ act: act.name, body: {} });
    }
  }, 90_000);
});

const redis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;
redis('while Redis is away, staff', () => {
  let queue: OwnServer;
  let ground: Ground;
  beforeAll(async () => {
    queue = await ownRedis();
    ground = await Ground.make({ QUEUE_URL: queue.url });
  }, START_MS);
  afterAll(async () => {
    await ground?.stop();
    await queue?.stop();
  });

  it('can do all that needs only PostgreSQL, and its effects go out when Redis is back', async () => {
    const acts = await ground.acts();
    const now = await ground.broadcast('in_review', 'now');
    const later = [await ground.broadcast('approved'), await ground.broadcast('approved')];
    await queue.kill();
    await until(async () => JSON.stringify(await ground.ready()) === '["queue"]');
    for (const act of acts) {
      const { status, body } = await act.do();
      expect({ act: act.name, body: status < 300 ? {} : body }).toEqual({ act: act.name, body: {} });
    }
    const reviewer = await signIn(ground.publisher.url, 'kpu-aceh');
    const approval = { digest: now.digest, confirmLocalHours: true };
    expect((await reviewer('POST', `/api/v1/broadcasts/${now.id}/approve`, approval)).status).toBe(200);
    await until(async () => (await standing(ground.database, now.id))[0] === 'running');
    // By the next ticks: none waits for the queue.
    for (const { id } of later) {
      await ground.database.query('UPDATE waves SET due_at = siar_now() WHERE broadcast_id = $1', [id]);
      await until(async () => (await standing(ground.database, id))[0] === 'running');
    }

    // The queue dashboard needs Redis, and reports that it is away.
    const operator = await signIn(ground.publisher.url, 'operator');
    expect(await operator('GET', '/ops/queues/api/queues')).toMatchObject(away('queue'));

    await queue.start();
    const waves = await rows<{ id: string }>(
      ground.database.manager,
      'SELECT id FROM waves WHERE broadcast_id = $1 ORDER BY id',
      [now.id],
    );
    const queues = ground.publisher.app.get(Queues);
    await until(async () => {
      const fanOuts = waves.map(({ id }): Job => ({ name: 'fan-out', waveId: id }));
      const live = [await queues.live('email', fanOuts), await queues.live('telegram', fanOuts)];
      return fanOuts.every((job) => live.some((names) => names.has(jobName(job))));
    });
    // The publisher stops without it, too.
    await queue.kill();
  }, 90_000);
});

/**
 * A snapshot of the tables, except sign-in failures: an attempt counts before it is checked, so that interrupting it gains
 * nothing.
 */
async function tables(database: Database): Promise<Record<string, string>> {
  const { sign_in_failures: _, ...others } = await snapshot(database);
  return others;
}

/** Polls until the condition holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 40_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
