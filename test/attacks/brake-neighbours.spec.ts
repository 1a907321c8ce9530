import type { INestApplicationContext } from '@nestjs/common';
import type { Channel, Outcome, OutgoingMessage } from '#channels';
import { FanOut } from '#dispatch/fan-out';
import { Sender } from '#dispatch/sending';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { approvedFor, crowd, forget } from '../factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { deliveryProgram } from '../factories/program.js';
import { testSender } from '../factories/sender.js';

/** First everybody else, then those who joined together: the people of one chunk, and a remainder of theirs alone. */
const OTHERS = 2_000;
const PUPPETS = 60;

/** A provider that reports some addresses as gone. */
class Deserted implements Channel {
  readonly account: string;
  readonly atOnce = 32;
  readonly revisions = null;
  handed = 0;

  constructor(
    readonly name: 'email' | 'telegram',
    private readonly gone: ReadonlySet<string>,
    private readonly reason: string,
  ) {
    this.account = name;
  }

  send({ messageId }: OutgoingMessage): Promise<Outcome> {
    this.handed += 1;
    const addressId = messageId.slice(messageId.lastIndexOf('.') + 1);
    return Promise.resolve(
      this.gone.has(addressId) ? { kind: 'dead', reason: this.reason } : { kind: 'accepted' },
    );
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('sixty sock puppets with neighbouring ids', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  const config = () => testConfig(db.url, { EMAIL_RATE: '0', TELEGRAM_RATE: '0' });
  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(config());
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const senderOf = (channel: Channel): Promise<Sender> => testSender(app, config(), [channel]);

  it.each([
    ['email', 'smtp 5.1.1'],
    ['telegram', 'telegram 403 forbidden'],
  ] as const)('who are all reported as gone pause no broadcast by %s', async (name, reason) => {
    const { addresses } = await crowd(
      db.source,
      app.get(Keys),
      Array.from({ length: OTHERS + PUPPETS }, () => ({ on: { [name]: 'active' as const } })),
    );
    const puppets = addresses.slice(OTHERS).map((on) => on[name] ?? '');
    // On e-mail each has a domain of its own, more than the brake's threshold.
    if (name === 'email') await db.source.query(`UPDATE addresses SET class = '~' || id % 7`);
    const { id, waves } = await approvedFor(db.source, [{ channel: name }]);
    const [waveId = ''] = waves;
    await app.get(FanOut).run(waveId, name, new AbortController().signal, () => Promise.resolve());
    const provider = new Deserted(name, new Set(puppets), reason);
    const sending = await senderOf(provider);
    const batches = await rows<{ no: number }>(
      db.source.manager,
      'SELECT no FROM batches WHERE wave_id = $1 ORDER BY no',
      [waveId],
    );
    for (const { no } of batches) {
      await sending.batch(waveId, no, 'fan-out');
      await sending.settled();
    }
    expect(provider.handed).toBe(OTHERS + PUPPETS);
    const after = await row(
      db.source.manager,
      `SELECT state, accepted, failed, (SELECT count(*)::int FROM brake_signs WHERE broadcast_id = $2 AND sign = 'dead') AS signs
       FROM waves WHERE id = $1`,
      [waveId, id],
    );
    expect(after).toEqual({ state: 'released', accepted: OTHERS, failed: PUPPETS, signs: PUPPETS });
  });
});
