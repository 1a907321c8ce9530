import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from '../../apps/standalone/children.js';
import { type Arrived, ask } from './asking.js';
import { atLeast, atMost, type Bench, type Figures, median, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** The limit of each account, in messages a second. */
const RATE = 500;
/** Each has an e-mail address: 40 s of one account, of which the start takes a small part. */
const CONTACTS = 20_000;
const ONE = 'one account';
const TWO = 'two accounts';

/** Two accounts with a limit each carry a broadcast twice as fast as one. */
export const accounts: Bench = {
  name: 'accounts',
  about: `e-mail over mail servers that are limited to ${RATE}/s each, messages a second of one process`,
  variants: [ONE, TWO],
  needsRedis: () => false,
  rounds: 3,
  prepare: async (ground, scale) => {
    const contacts = Math.round(CONTACTS * scale);
    await ground.database(contacts);
    const sinks = await Promise.all(
      ['first', 'second'].map((name) =>
        ground.program('../test/bench/smtp-sink', {}, { name: `sink-${name}` }),
      ),
    );
    return (variant) => run(ground, contacts, variant === ONE ? sinks.slice(0, 1) : sinks);
  },
  judge: (runs) => [
    atLeast(`${TWO} / ${ONE}`, median(runs, TWO, 'perSecond') / median(runs, ONE, 'perSecond'), 1.9),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

async function run(ground: Ground, contacts: number, sinks: readonly Child[]): Promise<Figures> {
  const file = join(ground.folder, 'accounts.yml');
  const listed = sinks.map(
    (sink, n) => `  - { name: relay-${n + 1}, kind: smtp, rate: ${RATE}, url: '${sink.ready['url']}' }\n`,
  );
  writeFileSync(file, `accounts:\n${listed.join('')}`);
  const fleet = await Fleet.start(
    ground,
    ['email'],
    { DATABASE_URL: await ground.database(contacts), ACCOUNTS_FILE: file },
    1,
  );
  try {
    const { id, approve } = await fleet.compose();
    const start = performance.now();
    await approve();
    const { accepted } = await fleet.settled(id);
    const seconds = (performance.now() - start) / 1000;
    const ledger = await fleet.acceptedCopies(id);
    const took = await Promise.all(
      sinks.map((sink) => ask<Arrived & { copies: string[] }>(sink, { names: true })),
    );
    const arrived = new Set(took.flatMap(({ copies }) => copies));
    const messages = took.reduce((sum, one) => sum + one.messages, 0);
    const lost = ledger.filter((copy) => !arrived.delete(copy)).length;
    const doubled = messages - (ledger.length - lost) - arrived.size;
    return { accepted, seconds, perSecond: accepted / seconds, wrong: lost + doubled + arrived.size };
  } finally {
    await fleet.stop();
  }
}
