import { ask } from './asking.js';
import { atMost, type Bench, median, worst } from './bench.js';
import { emailSettings } from './email.js';
import { Fleet } from './fleet.js';
import { afterWarmUp } from './growth.js';

const CONTACTS = 250_000;
const FEWEST = 1;
const WORKERS = [FEWEST, 2, 4];
const QUEUES = ['redis', 'postgres'] as const;

const nameOf = (workers: number, queues: string): string => `${workers} on ${queues}`;

/** Whether a copy costs more when several processes share a broadcast: more cores are to mean more copies. */
export const workers: Bench = {
  name: 'workers',
  about: `processor time of an e-mail, everything but the sink, with ${WORKERS.join(', ')} workers, limit lifted`,
  variants: QUEUES.flatMap((queues) => WORKERS.map((n) => nameOf(n, queues))),
  needsRedis: (variant) => variant.endsWith('redis'),
  rounds: 5,
  long: true,
  prepare: async (ground, scale) => {
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink-workers' });
    return async (variant) => {
      await ask(sink);
      const queues = QUEUES.find((name) => variant.endsWith(name)) ?? 'postgres';
      const settings = await emailSettings(ground, sink, Math.round(CONTACTS * scale), queues);
      return afterWarmUp(
        ground,
        sink,
        await Fleet.start(ground, ['email'], settings, Number.parseInt(variant)),
      );
    };
  },
  judge: (runs) => [
    ...QUEUES.flatMap((queues) =>
      WORKERS.filter((n) => n !== FEWEST).map((n) =>
        atMost(
          `systemUs of a copy: ${nameOf(n, queues)} / ${nameOf(FEWEST, queues)}`,
          median(runs, nameOf(n, queues), 'systemUs') / median(runs, nameOf(FEWEST, queues), 'systemUs'),
          1.15,
        ),
      ),
    ),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};
