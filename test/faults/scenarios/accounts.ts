import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelName } from '#channels';
import { row, rows } from '#platform/database';
import { type Child, freePort, startChild } from '../../../apps/standalone/children.js';
import { DEMO_TEXTS } from '../../../apps/standalone/demo-texts.js';
import { ledger } from '../../../apps/standalone/reconciliation.js';
import { Door, mails, submits } from '../../factories/door.js';
import { type Fleet, note, over, startFleet, sums } from '../harness.js';

/** The channels that have two accounts here, e-mail at two mail servers and SMS at two SMSCs. */
const CHANNELS = ['email', 'sms'] as const;
type Carried = (typeof CHANNELS)[number];

/** Binds that the contract with each SMSC allows, of all workers together. */
const BINDS = 4;
const WORKERS = 2;
/**
 * Two cores run the whole fleet, the servers and this test: a worker may be without one for this long, in s, and then bunches
 * its copies by as much (docs/accounts.md).
 */
const BUNCHED_S = 0.1;
/** Each piece of a slow server's answers comes this much later, in ms. */
const SLOW_MS = 300;
/** The text of an SMS: two segments with what stands under it. */
const SMS = `${DEMO_TEXTS.sms.id.body}. Bawa surat pemberitahuan, datang pukul 07.00-13.00. Uji`;

/** How an account fails. `refusing`: it does not take us as a sender, whoever the copy is for. */
export const TROUBLES = ['killed', 'hung', 'slowed', 'throttling', 'refusing'] as const;
export type Trouble = (typeof TROUBLES)[number];
/** Which accounts of each channel are struck. */
export type Struck = 'first' | 'second' | 'both';

/** A provider as one account has it: the server, and the way to it. */
export interface Provider {
  channel: Carried;
  name: string;
  door: Door;
  server: Child;
}

/** Two accounts for each channel, and a fleet that sends through them. */
export interface TwoAccounts {
  fleet: Fleet;
  providers: readonly Provider[];
  /** The limit of each account: messages of e-mail, segments of SMS, a second. */
  rates: Readonly<Record<Carried, number>>;
  /** Broadcasts so far. */
  broadcasts: { id: string; mark: string }[];
  stop(): Promise<void>;
}

/** Starts the providers and a fleet with two workers for each channel. */
export async function startTwoAccounts(options: {
  contacts: number;
  rates: Record<Carried, number>;
  backend?: 'postgres' | 'redis';
  more?: Record<string, string>;
}): Promise<TwoAccounts> {
  const folder = mkdtempSync(join(tmpdir(), 'siar-accounts-'));
  const started: (() => Promise<unknown>)[] = [() => Promise.resolve(rmSync(folder, { recursive: true }))];
  const stop = async (): Promise<void> => {
    for (let last = started.pop(); last; last = started.pop()) await last();
  };
  try {
    const providers: Provider[] = [];
    for (const n of [1, 2]) {
      const [smtpPort, smppPort] = [await freePort(), await freePort()];
      const name = `sandbox-${n}`;
      const server = await startChild(
        'sandbox/main',
        {
          PATH: process.env['PATH'],
          PORT: String(await freePort()),
          HOST: '127.0.0.1',
          SANDBOX_SMTP_PORT: String(smtpPort),
          SANDBOX_SMPP_PORT: String(smppPort),
          SANDBOX_DEAD_SHARE: '0',
          SANDBOX_LATE_BOUNCE_SHARE: '0',
        },
        { name, logs: folder, fell: (fallen, code) => note(`${fallen} ended with ${code}`) },
      );
      started.push(() => server.stop());
      const doors = [
        ['email', await Door.open(await freePort(), smtpPort, mails)],
        ['sms', await Door.open(await freePort(), smppPort, submits)],
      ] as const;
      for (const [channel, door] of doors) {
        started.push(() => door.stop());
        providers.push({ channel, name: `${channel}-${n}`, door, server });
      }
    }
    const file = join(folder, 'accounts.yml');
    writeFileSync(file, `accounts:\n${providers.map((one) => entry(one, options.rates)).join('')}`);
    const fleet = await startFleet({
      backend: options.backend ?? 'postgres',
      contacts: options.contacts,
      more: { ...options.more, ACCOUNTS_FILE: file },
    });
    started.push(() => fleet.stop());
    for (const channel of CHANNELS)
      for (let n = 2; n <= WORKERS; n++) await fleet.start(`worker-${channel}-${n}`);
    return { fleet, providers, rates: options.rates, broadcasts: [], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An account in the file. */
function entry({ channel, name, door: { port } }: Provider, rates: Record<Carried, number>): string {
  const own =
    channel === 'email'
      ? { kind: 'smtp', url: `smtp://siar:rahasia@127.0.0.1:${port}` }
      : {
          kind: 'smpp',
          unit: 'segments',
          url: `smpp://siar:rahasia@127.0.0.1:${port}`,
          source: { address: 'KPU' },
          binds: BINDS,
          ids: { response: 'hex', receipt: 'hex' },
        };
  return `  - ${JSON.stringify({ name, rate: rates[channel], ...own })}\n`;
}

/** Sends to everybody on both channels. The SMS ends with a mark: an SMSC is not told which broadcast it carries. */
async function broadcast({ fleet, broadcasts }: TwoAccounts): Promise<string> {
  const mark = `Uji ${broadcasts.length + 1}.`;
  const body = SMS.replace('Uji', mark);
  const regions = await rows<{ code: string }>(
    fleet.database.manager,
    `SELECT code FROM regions WHERE kind = 'province'`,
  );
  const id = await fleet.broadcast({
    channels: CHANNELS,
    contents: { email: DEMO_TEXTS.email, sms: { id: { body }, en: { body } } },
    smsOverride: { segments: 2 },
    audience: { regions: regions.map(({ code }) => code) },
  });
  broadcasts.push({ id, mark });
  return id;
}

/** Orders what the server does itself. */
async function fault({ server }: Provider, order: Record<string, unknown> | null): Promise<void> {
  const response = await fetch(`${server.ready['httpUrl']}/sandbox/faults`, {
    method: order ? 'POST' : 'DELETE',
    headers: { 'content-type': 'application/json' },
    ...(order && { body: JSON.stringify(order) }),
  });
  if (!response.ok) throw new Error(await response.text());
}

export const begin: Readonly<Record<Trouble, (one: Provider) => unknown>> = {
  killed: ({ door }) => door.kill(),
  hung: ({ door }) => door.hang(),
  slowed: ({ door }) => door.slow(SLOW_MS),
  throttling: (one) =>
    one.channel === 'email'
      ? fault(one, { channel: 'email', kind: 'refuse', at: 'before', answer: '421 4.7.0 Too many messages' })
      : fault(one, { channel: 'sms', kind: '429' }),
  refusing: async (one) => {
    const { channel, door } = one;
    // 0x0E is ESME_RINVPASWD.
    const answer = channel === 'email' ? '535 5.7.8 Authentication credentials invalid' : '0x0E';
    await fault(one, { channel, kind: 'refuse', at: 'before', answer });
    // Who is signed in stays so: the provider ends their sessions.
    door.cut();
  },
};
export const end: Readonly<Record<Trouble, (one: Provider) => unknown>> = {
  killed: ({ door }) => door.back(),
  hung: ({ door }) => door.resume(),
  slowed: ({ door }) => door.slow(0),
  throttling: (one) => fault(one, null),
  refusing: (one) => fault(one, null),
};

/** How long what must happen may take, in seconds: longer than a busy machine takes, it only ends a test that hangs. */
const PATIENCE_S = 90;

async function eventually(what: string, so: () => Promise<boolean> | boolean): Promise<void> {
  const began = performance.now();
  while (!(await so())) {
    if (performance.now() - began > PATIENCE_S * 1000) throw new Error(`${what}: not within ${PATIENCE_S} s`);
    await sleep(50);
  }
}

/** Copies of a channel that have not been handed over, over all broadcasts: those too that are not listed yet. */
async function left({ fleet, broadcasts }: TwoAccounts, channel: ChannelName): Promise<number> {
  const found = await row<{ people: number; done: number }>(
    fleet.database.manager,
    `SELECT (SELECT count(*) FROM addresses WHERE channel = $1 AND state = 'active')::int AS people,
       coalesce(sum(accepted + delivered + failed + unknown + suppressed), 0)::int AS done
     FROM waves WHERE channel = $1`,
    [channel],
  );
  return found ? found.people * broadcasts.length - found.done : 0;
}

/** Sends one more broadcast where a channel has fewer copies left than both accounts could hand over in this time. */
export async function keepBusy(accounts: TwoAccounts, seconds: number): Promise<void> {
  for (const channel of CHANNELS) {
    // An SMS takes two segments.
    const copies = (accounts.rates[channel] * 2 * (seconds + 2)) / (channel === 'sms' ? 2 : 1);
    if ((await left(accounts, channel)) < copies) await broadcast(accounts);
  }
}

/** What the brake has paused for a fault that no account escaped goes on, as an operator would have it. */
export async function resumePaused({ fleet, broadcasts }: TwoAccounts): Promise<void> {
  const paused = await rows<{ id: string }>(
    fleet.database.manager,
    `SELECT DISTINCT broadcast_id AS id FROM waves WHERE state = 'paused' AND broadcast_id = ANY ($1)`,
    [broadcasts.map(({ id }) => id)],
  );
  const operator = await fleet.as('operator');
  for (const { id } of paused) await operator('POST', `/broadcasts/${id}/resume`, {});
}

/**
 * Strikes accounts of both channels while a broadcast runs. Where one of a channel's two is struck, the other goes on;
 * afterwards the struck ones are used again.
 * @param seconds how long the trouble lasts
 */
export async function strike(
  accounts: TwoAccounts,
  trouble: Trouble,
  which: Struck,
  seconds: number,
): Promise<void> {
  const { providers } = accounts;
  const began = performance.now();
  await keepBusy(accounts, seconds);
  const isStruck = ({ name }: Provider): boolean =>
    which === 'both' || name.endsWith(which === 'first' ? '1' : '2');
  const struck = providers.filter(isStruck);
  const whole = providers.filter((one) => !isStruck(one));
  await eventually('sending', async () => {
    await resumePaused(accounts);
    return providers.every(({ door }) => door.arrivals.length > 0);
  });
  const before = new Map(providers.map(({ name, door }) => [name, door.arrivals.length]));
  const came = ({ name, door }: Provider): number => door.arrivals.length - (before.get(name) ?? 0);
  for (const one of struck) await begin[trouble](one);
  await sleep(seconds * 1000);
  await eventually(`the other goes on while one is ${trouble}`, async () => {
    await keepBusy(accounts, seconds);
    return whole.every((one) => came(one) > 10);
  });
  const during = providers.map((one) => `${one.name} ${came(one)}`).join(', ');
  for (const one of struck) await end[trouble](one);
  for (const { name, door } of struck) before.set(name, door.arrivals.length);
  await eventually(`used again after it was ${trouble}`, async () => {
    await resumePaused(accounts);
    await keepBusy(accounts, seconds);
    return struck.every((one) => came(one) > 5);
  });
  note(`${trouble}, ${which}: ${during}; all again after ${Math.round(performance.now() - began)} ms`);
}

interface Listed {
  to: string;
  text: string;
  missing?: number;
}

/** How often a broadcast came to each address of a channel, at both providers; and texts of which a part is missing. */
async function arrived(
  { providers }: TwoAccounts,
  channel: Carried,
  { id, mark }: { id: string; mark: string },
): Promise<{ times: Map<string, number>; torn: Set<string> }> {
  const times = new Map<string, number>();
  const torn = new Set<string>();
  for (const { server } of providers.filter((one) => one.channel === channel)) {
    const which = channel === 'email' ? `channel=email&broadcast=${id}&brief=true` : 'channel=sms';
    const answer = await fetch(`${server.ready['httpUrl']}/sandbox/messages?${which}`);
    for (const { to, text, missing = 0 } of (await answer.json()) as Listed[]) {
      if (channel === 'sms' && !text.includes(mark)) continue;
      times.set(to, (times.get(to) ?? 0) + 1);
      if (missing > 0) torn.add(to);
    }
  }
  return { times, torn };
}

/**
 * Waits until all is sent, and compares the ledger with what both providers of each channel received.
 * @param limits whether each account's limit was to be kept in any sliding second: only where nothing else runs
 */
export async function endWhole(
  accounts: TwoAccounts,
  { seconds, limits }: { seconds: number; limits: boolean },
): Promise<void> {
  const { fleet, broadcasts, providers, rates } = accounts;
  for (const sent of broadcasts) {
    const done = await fleet.until(sent.id, over, seconds);
    expect(done.state).toBe('completed');
    expect(sums(done)).toBe(true);
    note(JSON.stringify(done));
    for (const channel of CHANNELS) {
      const { times, torn } = await arrived(accounts, channel, sent);
      const wrong: unknown[] = [];
      for await (const { to, state, reason } of ledger(fleet.database, fleet.keys, sent.id, channel)) {
        const came = times.get(to) ?? 0;
        times.delete(to);
        const whole = came > 0 && !torn.has(to);
        const fits =
          state === 'accepted' || state === 'delivered'
            ? came === 1 && whole
            : state === 'unknown'
              ? came <= 1
              : came === 0;
        if (!fits) wrong.push({ channel, state, reason, came, whole });
      }
      expect(wrong).toEqual([]);
      // Nobody got it who is not in the ledger.
      expect([...times.values()]).toEqual([]);
    }
  }
  for (const { name, door, channel } of providers) {
    const { most, over } = door.fastest(rates[channel]);
    const bunched = rates[channel] * BUNCHED_S;
    note(`${name}: ${door.arrivals.length} in all, ${most} in the busiest second, of ${rates[channel]}`);
    if (limits) expect({ name, within: over <= bunched, most }).toEqual({ name, within: true, most });
  }
  expect(fleet.fallen()).toEqual([]);
}
