import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { row } from '#platform/database';
import { freePort } from '../../apps/standalone/children.js';
import { testSystem, type TestSystem, type TestSystemOptions } from '../factories/system.js';

const BINDS = 3;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siar-smpp-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts a system with one account at the sandbox's SMSC. @param more of the account, as in the accounts file */
async function smppSystem(
  more: string,
  { sandbox, more: settings, ...of }: TestSystemOptions,
): Promise<TestSystem> {
  const file = join(folder, 'accounts.yml');
  const smppPort = await freePort();
  await writeFile(
    file,
    `accounts:
  - { name: operator, kind: smpp, rate: 0, url: 'smpp://siar:rahasia@127.0.0.1:${smppPort}', source: { address: KPU }, ${more} }
`,
  );
  return testSystem({
    ...of,
    more: { ...settings, ACCOUNTS_FILE: file },
    sandbox: { ...sandbox, smppPort },
  });
}

describe('a system whose SMS go over SMPP', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await smppSystem(`binds: ${BINDS}, ids: { response: hex, receipt: decimal }`, {
      contacts: 150,
      workers: 2,
      // One bind more than the contract's would be refused.
      sandbox: { smppBinds: BINDS, smppIds: 'hex-decimal', smppPassword: 'rahasia' },
    });
  });
  afterAll(() => system.stop());

  const held = () =>
    row<{ binds: number; workers: number }>(
      system.db.source.manager,
      'SELECT count(*)::int AS binds, count(DISTINCT worker)::int AS workers FROM binds WHERE leased_until > siar_now()',
    );

  it('binds before there is anything to send: receipts of earlier texts come by these binds', async () => {
    const until = performance.now() + 20_000;
    // The worker that is up first holds all of them until the second asks for its share.
    const shared = { binds: BINDS, workers: 2 };
    while (!isDeepStrictEqual(await held(), shared) && performance.now() < until) await sleep(50);
    expect(await held()).toEqual(shared);
  });

  it('sends a broadcast by several workers within the binds of the contract, and its receipts land', async () => {
    const id = await system.broadcast({ channels: ['sms'] });
    const done = await system.until(
      id,
      ({ state, channels }) =>
        state === 'completed' && (channels.sms?.delivered ?? 0) === (channels.sms?.targeted ?? -1),
    );
    expect(done.channels.sms?.delivered).toBeGreaterThan(10);
    const after = await held();
    expect(after?.binds).toBeLessThanOrEqual(BINDS);
    expect(after?.workers).toBe(2);
  });
});

describe('more workers than binds in the contract', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await smppSystem('binds: 1', {
      contacts: 300,
      workers: 3,
      more: { LEASE_SECONDS: '60' },
      sandbox: { smppBinds: 1 },
    });
  });
  afterAll(() => system.stop());

  it('leaves everything to the worker that has the bind, and finds no provider away', async () => {
    const id = await system.broadcast({ channels: ['sms'] });
    const { channels } = await system.until(id, ({ state }) => state === 'completed');
    const { sms } = channels;
    expect((sms?.accepted ?? 0) + (sms?.delivered ?? 0)).toBe((sms?.targeted ?? 0) - (sms?.suppressed ?? 0));
    expect(sms?.unknown).toBe(0);
    expect(
      await row(
        system.db.source.manager,
        `SELECT failures, probes, away_reason FROM budgets WHERE account = 'operator'`,
      ),
    ).toEqual({ failures: 0, probes: 0, away_reason: null });
  });
});
