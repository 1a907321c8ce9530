import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS } from '#channels';
import { docker } from '../containers/docker.js';
import { programsImage, serversImage } from '../containers/stand-ins.js';
import { HOSTS, networksOf } from './compose.js';
import { type Arrived, Fleet, GATEWAY, PUBLISHER, soon } from './fleet.js';

/** A broadcast to 1,800 people in the whole country takes about 40 s. */
const CONTACTS = 1_800;
/** How long a host stays cut off, in ms: longer than the time-outs by which the others notice. */
const CUT_MS = 25_000;
/** Programs that can be restarted one by one. */
const PROGRAMS = Object.keys(HOSTS).filter((host) => /^(?:publisher|registrar|gateway|worker)/.test(host));

/** The longest time in which a channel got nothing, from an instant to its last copy, in s. */
function silence(arrived: readonly Arrived[], since: number): number {
  const longest = CHANNELS.map((channel) => {
    const times = arrived.filter((one) => one.channel === channel && one.at >= since).map(({ at }) => at);
    return times.reduce((most, at, n) => Math.max(most, at - (times[n - 1] ?? since)), 0);
  });
  return Math.max(...longest) / 1000;
}

/** Asks again and again until it is told to end. @returns ends it, and the longest time without a good answer, in s */
function watch(url: string): () => Promise<number> {
  const ending = new AbortController();
  let good = performance.now();
  let longest = 0;
  const looking = (async () => {
    while (!ending.signal.aborted) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.ok) {
        longest = Math.max(longest, performance.now() - good);
        good = performance.now();
      }
      await sleep(200);
    }
  })();
  return async () => {
    ending.abort();
    await looking;
    return Math.max(longest, performance.now() - good) / 1000;
  };
}

/** Each test continues the one before it. A broadcast is under way at each fault, and none of its copies is lost or doubled. */
describe('Siar on several hosts', () => {
  const fleet = new Fleet();
  const table = ['| fault | seconds without a copy | unknown | besides |', '| --- | --- | --- | --- |'];

  beforeAll(async () => {
    process.stderr.write(`Docker ${await docker(['version', '--format', '{{.Server.Version}}'])}\n`);
    await fleet.prepare(await programsImage(), await serversImage());
    await fleet.up(CONTACTS);
    await fleet.replicated(60);
    await fleet.followed(60);
  }, 840_000);
  afterAll(async () => {
    process.stderr.write(`\n${table.join('\n')}\n\n`);
    if (process.env['KEEP_HOSTS']) process.stderr.write('KEEP_HOSTS is set: the containers stay\n');
    else await fleet.down();
  }, 180_000);

  /**
   * Brings a fault about in mid-broadcast, and checks afterwards that every copy is accounted for once.
   * @param fault gets what notes a figure, and the broadcast's id
   */
  const under = (what: string, fault: (note: (figure: string) => void, id: string) => Promise<void>): void =>
    it(
      what,
      async () => {
        await fleet.ready(60);
        const figures: string[] = [];
        const id = await fleet.broadcast(what);
        await soon('some copies on every channel', 60, async () => {
          const arrived = await fleet.arrivals(id);
          const some = (channel: string) => arrived.filter((one) => one.channel === channel).length > 40;
          return CHANNELS.every(some) ? true : null;
        });
        const since = Date.now();
        await fault((figure) => figures.push(figure), id);
        const counts = await soon('the end of the broadcast', 150, async () => {
          const now = await fleet.counts(id);
          return now.state === 'completed' ? now : null;
        });
        const found = await fleet.reconcile(id);
        const silent = silence(await fleet.arrivals(id), since).toFixed(0);
        const line = `| ${what} | ${silent} | ${counts.unknown} of ${counts.targeted} | ${figures.join('; ')} |`;
        table.push(line);
        process.stderr.write(`${line}\n`);
        expect(found).toEqual({ lost: 0, doubled: 0, strangers: 0 });
        const { accepted, delivered, suppressed, unknown, targeted } = counts;
        expect(accepted + delivered + suppressed + unknown).toBe(targeted);
      },
      300_000,
    );

  /** Waits for another primary than this one, and notes how long it took. */
  const replaced = async (before: string, note: (figure: string) => void): Promise<void> => {
    const since = performance.now();
    await soon('another primary', 60, async () => {
      const now = await fleet.primary(60);
      return now === before ? null : now;
    });
    note(`another primary after ${((performance.now() - since) / 1000).toFixed(0)} s`);
  };

  under('host of the primary killed', async (note) => {
    const before = await fleet.primary(10);
    await fleet.kill(before);
    await replaced(before, note);
    await fleet.start(before);
    await fleet.replicated(120);
  });

  under('host of the primary cut off from everything', async (note) => {
    const before = await fleet.primary(10);
    const mend = await fleet.cut(before);
    await replaced(before, note);
    await sleep(CUT_MS);
    await mend();
    await fleet.replicated(120);
  });

  under('primary cut off from the other two hosts, not from the programs', async (note) => {
    const before = await fleet.primary(10);
    const mend = await fleet.cut(before, ['data']);
    await replaced(before, note);
    await sleep(CUT_MS);
    await mend();
    await fleet.replicated(120);
  });

  under('host of the Redis master killed', async (note) => {
    const before = await fleet.master();
    await fleet.kill(before);
    const since = performance.now();
    await soon('another master', 60, async () => ((await fleet.master()) === before ? null : true));
    note(`another master after ${((performance.now() - since) / 1000).toFixed(0)} s`);
    await fleet.start(before);
    await fleet.followed(60);
  });

  under('host of the Redis master cut off', async (note) => {
    const before = await fleet.master();
    const mend = await fleet.cut(before);
    const since = performance.now();
    await soon('another master', 60, async () => ((await fleet.master()) === before ? null : true));
    note(`another master after ${((performance.now() - since) / 1000).toFixed(0)} s`);
    await sleep(CUT_MS);
    await mend();
    await fleet.followed(60);
  });

  under('a worker of each channel cut off from its provider alone', async () => {
    const before = await fleet.acts('provider.away');
    const mends = await Promise.all(CHANNELS.map((channel) => fleet.cut(`worker-${channel}1`, ['world'])));
    await sleep(CUT_MS);
    for (const mend of mends) await mend();
    // The others reach the providers: none is away.
    expect(await fleet.acts('provider.away')).toBe(before);
  });

  under('a worker of each channel cut off from everything', async () => {
    const mends = await Promise.all(CHANNELS.map((channel) => fleet.cut(`worker-${channel}1`)));
    await sleep(CUT_MS);
    for (const mend of mends) await mend();
  });

  for (const kind of ['publisher', 'gateway'] as const)
    under(`a ${kind} cut off from everything`, async (note) => {
      const end = watch(kind === 'gateway' ? GATEWAY : `${PUBLISHER}/health/live`);
      const mend = await fleet.cut(`${kind}1`, networksOf(`${kind}1`));
      await sleep(CUT_MS);
      await mend();
      note(`its pages away for ${(await end()).toFixed(0)} s`);
    });

  under('every program restarted, one after the other', async (note) => {
    const end = watch(GATEWAY);
    for (const host of PROGRAMS) {
      await fleet.restart(host);
      await fleet.ready(60);
    }
    note(`the gateways' page away for ${(await end()).toFixed(0)} s`);
  });
});
