import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationsView } from '#contract/api/operations';
import { openAddress } from '#audience/addresses';
import { rows } from '#platform/database';
import { type Sandbox, startSandbox } from '../../apps/sandbox/sandbox.js';
import { ledger } from '../../apps/standalone/reconciliation.js';
import { disagreements } from '../factories/crowd.js';
import { usualBackend } from '../factories/database.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const RATE = 150;
const OWN_RATE = 60;

describe.each(usualBackend())('several mail servers, with queues on $name', ({ url }) => {
  let folder: string;
  let relays: [Sandbox, Sandbox, Sandbox];
  let system: TestSystem;
  /** The e-mail addresses that count as gmail's. */
  let gmail: Set<string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siar-accounts-'));
    relays = [await startSandbox(), await startSandbox(), await startSandbox()];
    const [first, second, own] = relays;
    const file = join(folder, 'accounts.yml');
    writeFileSync(
      file,
      `accounts:
  - { name: first, kind: smtp, rate: ${RATE}, url: '${first.smtpUrl}' }
  - { name: second, kind: smtp, rate: ${RATE}, url: '${second.smtpUrl}' }
  - { name: own, kind: smtp, rate: ${OWN_RATE}, url: '${own.smtpUrl}', routes: [gmail, yahoo] }
`,
    );
    system = await testSystem({
      queueUrl: url(),
      contacts: 1_500,
      workers: 2,
      more: { ACCOUNTS_FILE: file, PROVIDER_TIMEOUT_SECONDS: '2', PROBE_SECONDS: '1' },
    });
    const { source } = system.db;
    await source.query(`UPDATE addresses SET class = 'gmail' WHERE channel = 'email' AND id % 3 = 0`);
    const found = await rows<{ id: string; ciphertext: Buffer; keyId: string }>(
      source.manager,
      `SELECT id, ciphertext, key_id AS "keyId" FROM addresses WHERE class = 'gmail' AND channel = 'email'`,
    );
    gmail = new Set(found.map((one) => openAddress(system.keys, one.id, 'email', one)));
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all(relays.map((relay) => relay.stop()));
    rmSync(folder, { recursive: true });
  });

  /** Compares the ledger with what the servers received: nothing lost, nothing twice. @returns whom each was given */
  const compare = async (id: string): Promise<[string[], string[], string[]]> => {
    const arrived = relays.map(({ inbox }) =>
      [...inbox.list({ channel: 'email', broadcast: id })].map(({ arrival }) => arrival.to),
    );
    const times = new Map<string, number>();
    for (const to of arrived.flat()) times.set(to, (times.get(to) ?? 0) + 1);
    const wrong: unknown[] = [];
    for await (const { to, state } of ledger(system.db.source, system.keys, id, 'email')) {
      const came = times.get(to) ?? 0;
      if (state === 'accepted' ? came !== 1 : state === 'unknown' ? came > 1 : came > 0)
        wrong.push({ state, came });
    }
    expect(wrong).toEqual([]);
    expect(await disagreements(system.db.source, id)).toEqual([]);
    const [first = [], second = [], own = []] = arrived;
    return [first, second, own];
  };

  it('carry a broadcast together', async () => {
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, ({ state }) => state === 'completed', 60);
    const [one, other, own] = await compare(id);
    const [first, second] = [one.length, other.length];
    // Both have the same share and rate: neither waits for the other (how fast they are is for `npm run bench -- accounts`).
    expect(Math.min(first, second)).toBeGreaterThan((first + second) / 4);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((to) => !gmail.has(to))).toEqual([]);
    expect([...one, ...other].filter((to) => gmail.has(to))).toEqual([]);
  });

  it('share a broadcast, and one carries it on when the other is gone', async () => {
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, ({ total }) => total.accepted > 200);
    const [first] = relays;
    const operator = await system.as('operator');
    await first.stop();
    const { total } = await system.until(id, ({ state }) => state === 'completed', 60);
    expect(total.accepted + total.unknown + total.suppressed).toBe(total.targeted);
    await compare(id);
    const { body } = await operator<OperationsView>('GET', '/api/v1/operations');
    const email = body.channels.find(({ channel }) => channel === 'email');
    expect(email).toMatchObject({
      awaySince: null,
      rate: 2 * RATE + OWN_RATE,
      accounts: [
        // A connection that broke, or one that was refused: which of them is noticed first is chance.
        {
          name: 'first',
          rate: RATE,
          awayReason: expect.stringMatching(/^smtp ECONN(ECTION|REFUSED)$/) as string,
        },
        { name: 'own', rate: OWN_RATE, awaySince: null },
        { name: 'second', rate: RATE, awaySince: null, slowSince: null },
      ],
    });
    expect(
      await rows(
        system.db.source.manager,
        `SELECT DISTINCT subject FROM audit_entries WHERE act = 'provider.away'`,
      ),
    ).toContainEqual({ subject: 'provider:first' });
    expect(
      await rows(system.db.source.manager, `SELECT subject FROM audit_entries WHERE act = 'broadcast.pause'`),
    ).toEqual([]);
  });

  it('carry copies of a mailbox provider whose own one is gone', async () => {
    const [, , own] = relays;
    await own.stop();
    const id = await system.broadcast({ channels: ['email'] });
    const { total } = await system.until(id, ({ state }) => state === 'completed', 60);
    expect(total.accepted + total.unknown + total.suppressed).toBe(total.targeted);
    const [, second] = await compare(id);
    expect(second.filter((to) => gmail.has(to)).length).toBeGreaterThan(0);
  });
});
