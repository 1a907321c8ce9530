import { within } from '#platform/waiting';
import { type Connection, openRedis, type RedisConfig } from './connection.js';

/** Notes kept; one takes about 150 bytes. Older ones are dropped. */
const KEPT = 20_000;
/** Timeout of one command, in ms: Redis' client waits for a server that is away. */
const ANSWER_MS = 3_000;
/** Notes read at once. */
const PAGE = 2_000;

/**
 * Notes that the queue server keeps for the ledger, outside its database: short lines, the newest at the end. Where the
 * queues are in PostgreSQL there are none.
 */
export class ClaimNotes {
  constructor(private readonly connection: Pick<Connection, 'redis'>) {}

  /** Whether the queue server is another one than the database's. */
  get kept(): boolean {
    return this.connection.redis !== undefined;
  }

  /** Adds a note. @throws Error when the server does not answer; the note may have been added */
  async add(name: string, note: string): Promise<void> {
    await within(ANSWER_MS, this.redis.xadd(keyOf(name), 'MAXLEN', '~', KEPT, '*', 'm', note));
  }

  /** The last notes, at most this many, the newest first. @throws Error when the server does not answer */
  async last(name: string, most: number): Promise<string[]> {
    return notesOf(await within(ANSWER_MS, this.redis.xrevrange(keyOf(name), '+', '-', 'COUNT', most)));
  }

  /** All notes, the oldest first. @throws Error when the server does not answer */
  async all(name: string): Promise<string[]> {
    const notes: string[] = [];
    for (let from = '-'; ;) {
      const page = await within(ANSWER_MS, this.redis.xrange(keyOf(name), from, '+', 'COUNT', PAGE));
      notes.push(...notesOf(page));
      const last = page.at(-1);
      if (!last || page.length < PAGE) return notes;
      from = `(${last[0]}`;
    }
  }

  private get redis(): NonNullable<Connection['redis']> {
    const { redis } = this.connection;
    if (!redis) throw new Error('the queues are in PostgreSQL, which keeps no marks');
    return redis;
  }
}

/** Beside BullMQ's own keys: the user of docker-compose.yml may write no others. */
const keyOf = (name: string): string => `bull:siar-marks:${name}`;

const notesOf = (entries: readonly (readonly [string, string[]])[]): string[] =>
  entries.flatMap(([, [, note]]) => (note === undefined ? [] : [note]));

/** Opens the queue server's notes alone, for a command. @param config QUEUE_URL is set */
export function openQueueNotes(config: RedisConfig): { notes: ClaimNotes; close: () => Promise<void> } {
  const redis = openRedis(config);
  return { notes: new ClaimNotes({ redis }), close: async () => redis.disconnect() };
}
