import fc from 'fast-check';
import { disagreements } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { type RunningBroadcast, runningBroadcast } from '../../../test/factories/ledger.js';
import { Audience } from '#audience';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type Claim, claimChunk, endDeadClaim, type Settled, writeOutcomes } from '../ledger/ledger.js';
import { Receipts } from '../receipts/receipts.js';
import type { Verdict } from '../receipts/receipts.rules.js';

const COPIES = 4;

interface Copy {
  state: string;
  providerId: string | null;
  handed: boolean;
}

/** The events that claimed copies may see, each once, in any order. */
type Step =
  { kind: 'settle'; copy: number } | { kind: 'receipt'; copy: number; verdict: Verdict } | { kind: 'dead' };

/** The final state of an accepted copy. */
const endOf = (verdict: Verdict | null): string =>
  verdict === null ? 'accepted' : verdict === 'delivered' ? 'delivered' : 'failed';

describe('a receipt and the acceptance that it overtakes', () => {
  let db: TestDatabase;
  let keys: Keys;
  let receipts: Receipts;
  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    receipts = new Receipts(db.source, keys, new Audience(db.source), { SOFT_FAILURES: 3 });
  });
  afterAll(() => db.drop());

  const claimed = async (): Promise<{ sent: RunningBroadcast; claim: Claim }> => {
    const sent = await runningBroadcast(db.source, keys, {
      channel: 'sms',
      states: Array<string>(COPIES).fill('pending'),
    });
    await db.source.query(`INSERT INTO batches (wave_id, no, size, state) VALUES ($1, 0, $2, 'queued')`, [
      sent.waveId,
      COPIES,
    ]);
    const claim = await db.source.transaction((tx) =>
      claimChunk(tx, {
        waveId: sent.waveId,
        batchNo: 0,
        channel: 'sms',
        limit: COPIES,
        account: 'sms',
        worker: 'test',
        // The lease has ended: the claim may be called dead at any time, and its worker is only slow.
        leaseSeconds: 0,
      }),
    );
    if (!claim) throw new Error('nothing was claimed');
    return { sent, claim };
  };
  const accepted = (addressId: string): Settled => ({
    addressId,
    state: 'accepted',
    reason: null,
    providerId: `SM${addressId}`,
    nextAttemptAt: null,
    counts: true,
    suppress: null,
    soft: false,
    brake: null,
    slowDownMs: 0,
    movedTo: null,
  });
  const receive = async (broadcastId: string, addressId: string, verdict: Verdict): Promise<void> => {
    const token = keys.deliveryToken('receipt', { broadcastId, addressId });
    await receipts.receive({ channel: 'sms', token, verdict, reason: `test ${verdict}`, providerId: 'SM1' });
    await receipts.drain();
  };
  const copies = ({ id }: RunningBroadcast): Promise<Copy[]> =>
    rows<Copy>(
      db.source.manager,
      `SELECT state, provider_id AS "providerId", handed_at IS NOT NULL AS handed FROM deliveries
       WHERE broadcast_id = $1 ORDER BY address_id`,
      [id],
    );

  const verdict = fc.constantFrom<Verdict>('delivered', 'failed', 'sender_at_fault', 'soft');
  const story = fc
    .tuple(
      fc.array(fc.option(verdict, { nil: null }), { minLength: COPIES, maxLength: COPIES }),
      fc.boolean(),
    )
    .chain(([verdicts, dies]) => {
      const steps: Step[] = verdicts.flatMap((said, copy): Step[] => [
        { kind: 'settle', copy },
        ...(said === null ? [] : [{ kind: 'receipt' as const, copy, verdict: said }]),
      ]);
      if (dies) steps.push({ kind: 'dead' });
      return fc.record({
        verdicts: fc.constant(verdicts),
        steps: fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length }),
      });
    });

  it('lose nothing in any order: id, hand-over and receipt are all recorded in the end', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ verdicts, steps }) => {
        const { sent, claim } = await claimed();
        let open = COPIES;
        for (const step of steps) {
          if (step.kind === 'dead') await db.source.transaction((tx) => endDeadClaim(tx, claim.id));
          else {
            const addressId = sent.addressIds[step.copy] ?? '';
            if (step.kind === 'receipt') await receive(sent.id, addressId, step.verdict);
            else {
              open -= 1;
              await db.source.transaction((tx) =>
                writeOutcomes(tx, claim, [accepted(addressId)], open === 0),
              );
            }
          }
          expect(await disagreements(db.source, sent.id)).toEqual([]);
        }
        expect(await copies(sent)).toEqual(
          sent.addressIds.map((addressId, n) => ({
            state: endOf(verdicts[n] ?? null),
            providerId: `SM${addressId}`,
            handed: true,
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('leave a failure for later when its copy waits for a resend', async () => {
    const { sent, claim } = await claimed();
    const [first = ''] = sent.addressIds;
    const again: Settled = {
      ...accepted(first),
      state: 'pending',
      providerId: null,
      nextAttemptAt: new Date(),
    };
    await db.source.transaction((tx) => writeOutcomes(tx, claim, [again], false));
    await receive(sent.id, first, 'failed');
    expect((await copies(sent))[0]?.state).toBe('pending');
    const waiting = () =>
      row<{ n: number }>(
        db.source.manager,
        'SELECT count(*)::int AS n FROM receipts WHERE broadcast_id = $1 AND applied_at IS NULL',
        [sent.id],
      );
    expect(await waiting()).toEqual({ n: 1 });
    // The waiting receipt is not read on every drain.
    expect(await receipts.drain()).toMatchObject({ taken: 0 });
    await db.source.query(`UPDATE batches SET state = 'queued' WHERE wave_id = $1`, [sent.waveId]);
    const next = await db.source.transaction((tx) =>
      claimChunk(tx, {
        waveId: sent.waveId,
        batchNo: 0,
        channel: 'sms',
        limit: 1,
        account: 'sms',
        worker: 'test',
        leaseSeconds: 60,
      }),
    );
    if (!next) throw new Error('nothing was claimed');
    await db.source.transaction((tx) => writeOutcomes(tx, next, [accepted(first)], true));
    await db.source.query('UPDATE receipts SET retry_at = siar_now() WHERE broadcast_id = $1', [sent.id]);
    expect(await receipts.drain()).toMatchObject({ taken: 1 });
    expect((await copies(sent))[0]).toEqual({ state: 'failed', providerId: `SM${first}`, handed: true });
    expect(await waiting()).toEqual({ n: 0 });
  });

  it('keeps a receipt without a delivery for a day, and then drops it', async () => {
    await receive('7', '8', 'delivered');
    const held = () =>
      row<{ applied: boolean }>(
        db.source.manager,
        'SELECT applied_at IS NOT NULL AS applied FROM receipts WHERE broadcast_id = 7',
      );
    expect(await held()).toEqual({ applied: false });
    await db.source.query(
      `UPDATE receipts SET retry_at = siar_now(), received_at = siar_now() - interval '25 hours' WHERE broadcast_id = 7`,
    );
    expect(await receipts.drain()).toMatchObject({ taken: 1, withoutDelivery: 0 });
    expect(await held()).toEqual({ applied: true });
  });
});
