import { setImmediate as turn } from 'node:timers/promises';
import type { RawCallback } from '#callbacks';
import type { Channel, Report } from '#channels';
import { Keys } from '#platform/crypto';
import { createLogger } from '#platform/logging';
import { testConfig } from '../../test/factories/database.js';
import { ReportInbox } from './report-inbox.js';

const keys = new Keys(testConfig('postgresql://unused'));
const receipt = (id: string): Report => ({
  account: 'operator',
  kind: 'receipt',
  id,
  verdict: 'delivered',
  reason: '',
});
const idOf = (callback: RawCallback): string => (JSON.parse(callback.body.toString()) as { id: string }).id;

/** An inbox that commits when the test lets it. */
function inboxUnderTest() {
  const groups: { ids: string[]; commit: (stored: boolean[]) => void; fail: () => void }[] = [];
  const storeAll = (_source: string, _network: string, callbacks: readonly RawCallback[]) =>
    new Promise<boolean[]>((commit, reject) =>
      groups.push({ ids: callbacks.map(idOf), commit, fail: () => reject(new Error('away')) }),
    );
  let report: ((report: Report) => Promise<boolean>) | undefined;
  const channel = { account: 'operator', onReport: (store: typeof report) => (report = store) };
  new ReportInbox({ storeAll }, keys, createLogger('worker', 'silent')).takeFrom(
    channel as unknown as Channel,
  );
  const answers: Record<string, boolean> = {};
  const tell = (id: string): void => void report?.(receipt(id)).then((stored) => (answers[id] = stored));
  return { groups, answers, tell };
}

describe('reports of a provider', () => {
  it('are stored together, those that come within a turn and those that come while others are stored', async () => {
    const { groups, answers, tell } = inboxUnderTest();
    for (const id of ['1', '2', '3']) tell(id);
    await turn();
    for (const id of ['4', '5']) tell(id);
    await turn();
    expect(groups.map(({ ids }) => ids)).toEqual([['1', '2', '3']]);
    expect(answers).toEqual({});
    groups[0]?.commit([true, true, true]);
    await turn();
    expect(answers).toEqual({ 1: true, 2: true, 3: true });
    expect(groups[1]?.ids).toEqual(['4', '5']);
  });

  it('are answered each for itself, and all as not stored without the database', async () => {
    const { groups, answers, tell } = inboxUnderTest();
    for (const id of ['1', '2', '3']) tell(id);
    await turn();
    groups[0]?.commit([true, false, true]);
    tell('4');
    await turn();
    groups[1]?.fail();
    await turn();
    expect(answers).toEqual({ 1: true, 2: false, 3: true, 4: false });
  });

  it('are stored in bounded groups', async () => {
    const { groups, tell } = inboxUnderTest();
    for (let n = 0; n < 600; n++) tell(String(n));
    for (let n = 0; n < 3; n++) {
      await turn();
      groups[n]?.commit([]);
    }
    expect(groups.map(({ ids }) => ids.length)).toEqual([250, 250, 100]);
  });
});
