import type { Outcome, OutgoingMessage, Revision } from '#channels';
import type { Earlier } from '../fan-out/earlier.js';
import { Calls, revise, type Revising } from './revise.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const HOUR = 3_600_000;
const SENT: Outcome = { kind: 'accepted', providerId: 'new' };

/** The messages one person has: message numbers with their age in hours. */
const has = (ages: Record<string, number>, unnamed = false): Earlier => ({
  messages: Object.entries(ages).map(([providerId, hours]) => ({
    providerId,
    sentAt: new Date(NOW.getTime() - hours * HOUR),
  })),
  unnamed,
});

/** Hands a correction over. @returns the outcome and the calls made */
async function handOver(
  revising: Revising,
  earlier: Earlier,
  answers: Record<string, Revision | Outcome> = {},
  slots = 10,
): Promise<{ outcome: Outcome; calls: string[] }> {
  const calls: string[] = [];
  const called = <T>(call: string, usual: T): Promise<T> => {
    calls.push(call);
    return Promise.resolve((answers[call] as T | undefined) ?? usual);
  };
  let left = slots;
  const outcome = await revise(
    { send: () => called('send', SENT) },
    {
      deletableForMs: 48 * HOUR,
      edit: ({ providerId }) => called<Revision>(`edit ${providerId}`, { kind: 'accepted', providerId }),
      delete: ({ providerId }) => called<Revision>(`delete ${providerId}`, { kind: 'accepted', providerId }),
    },
    revising,
    earlier,
    { to: '1' } as OutgoingMessage,
    NOW,
    (call) => (left-- > 0 ? call() : Promise.resolve(null)),
  );
  return { outcome, calls };
}

const GONE: Revision = { kind: 'gone', reason: 'telegram 400 no message' };
const FIXED: Revision = { kind: 'fixed', reason: 'telegram 400' };

describe('a correction of messages that people already have', () => {
  const edit: Revising = { act: 'edit', message: false };
  const take: Revising = { act: 'delete', message: false };

  it.each<[string, Revising, Earlier, Record<string, Revision | Outcome>, string[], string | null]>([
    ['edits it', edit, has({ 7: 1 }), {}, ['edit 7'], 'original edited'],
    [
      'edits it and sends',
      { ...edit, message: true },
      has({ 7: 1 }),
      {},
      ['edit 7', 'send'],
      'original edited, sent',
    ],
    ['deletes it', take, has({ 7: 1 }), {}, ['delete 7'], 'original deleted'],
    [
      'deletes it and sends',
      { ...take, message: true },
      has({ 7: 47 }),
      {},
      ['delete 7', 'send'],
      'original deleted, sent',
    ],
    [
      'edits each message of the chain',
      edit,
      has({ 7: 9, 9: 1 }),
      {},
      ['edit 7', 'edit 9'],
      'original edited',
    ],
    ['edits after any time', edit, has({ 7: 2000 }), {}, ['edit 7'], 'original edited'],
    ['sends instead what is too old to delete', take, has({ 7: 48 }), {}, ['send'], 'sent instead: too old'],
    [
      'says that what is too old was left',
      { ...take, message: true },
      has({ 7: 49 }),
      {},
      ['send'],
      'original left, sent: too old',
    ],
    [
      'deletes what it can, and sends for what it cannot',
      take,
      has({ 7: 50, 9: 1 }),
      {},
      ['delete 9', 'send'],
      'sent instead: too old',
    ],
    [
      'sends instead what cannot be edited',
      edit,
      has({ 7: 1 }),
      { 'edit 7': FIXED },
      ['edit 7', 'send'],
      'sent instead: telegram 400',
    ],
    [
      'sends instead of editing what is gone',
      edit,
      has({ 7: 1 }),
      { 'edit 7': GONE },
      ['edit 7', 'send'],
      'sent instead: not found',
    ],
    [
      'is content where one of two shows the right text and the other is gone',
      edit,
      has({ 7: 2, 9: 1 }),
      { 'edit 7': GONE },
      ['edit 7', 'edit 9'],
      'original edited',
    ],
    [
      'sends where one of two keeps the wrong text',
      edit,
      has({ 7: 2, 9: 1 }),
      { 'edit 7': FIXED },
      ['edit 7', 'edit 9', 'send'],
      'sent instead: telegram 400',
    ],
    [
      'has nothing to delete where it is gone',
      take,
      has({ 7: 1 }),
      { 'delete 7': GONE },
      ['delete 7'],
      'original deleted',
    ],
    [
      'sends where nobody knows whether there is one',
      take,
      has({}, true),
      {},
      ['send'],
      'sent instead: not known',
    ],
    [
      'sends where there may be one more',
      edit,
      has({ 7: 1 }, true),
      {},
      ['edit 7', 'send'],
      'sent instead: not known',
    ],
  ])('%s', async (_, revising, earlier, answers, calls, reason) => {
    const found = await handOver(revising, earlier, answers);
    expect(found.calls).toEqual(calls);
    expect(found.outcome).toMatchObject({ kind: 'accepted', reason });
    // The number of the message with the right text, by which the next correction finds it.
    const last = calls.at(-1);
    if (found.outcome.kind === 'accepted' && answers[last ?? ''] === undefined)
      expect(found.outcome.providerId).toBe(last === 'send' ? 'new' : last?.split(' ')[1]);
  });

  it.each<Outcome>([
    { kind: 'retry', reason: 'telegram 502' },
    { kind: 'slow_down', reason: 'telegram 429', afterMs: 1000 },
    { kind: 'dead', reason: 'telegram 403 blocked' },
    { kind: 'sender_at_fault', reason: 'telegram 401' },
    { kind: 'unknown', reason: 'telegram ETIMEDOUT' },
  ])('returns any other result of a call: $kind', async (answer) => {
    const besides = { ...edit, message: true };
    expect(await handOver(besides, has({ 7: 1 }), { 'edit 7': answer })).toEqual({
      outcome: answer,
      calls: ['edit 7'],
    });
    expect((await handOver(besides, has({ 7: 1 }), { send: answer })).outcome).toEqual(answer);
  });

  it('is retried as a whole when no slots are left', async () => {
    for (const slots of [0, 1]) {
      const { outcome, calls } = await handOver({ ...edit, message: true }, has({ 7: 1 }), {}, slots);
      expect(calls).toHaveLength(slots);
      expect(outcome).toEqual({ kind: 'retry', reason: 'no slot' });
    }
  });

  it('takes a budget slot for each call but the first, which already has one', async () => {
    const asked: string[] = [];
    const over = (): boolean => false;
    const calls = new Calls(
      {
        atSlot: (call, until) => {
          asked.push(until === over ? 'slot' : 'another end');
          return call();
        },
      },
      over,
    );
    let first = false;
    void calls.first.then(() => (first = true));
    await calls.atSlot(() => Promise.resolve(asked));
    await calls.first;
    expect(first).toBe(true);
    expect(asked).toEqual([]);
    await calls.atSlot(() => Promise.resolve(asked));
    expect(asked).toEqual(['slot']);
  });
});
