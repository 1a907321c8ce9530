import { errors } from 'smpp/lib/defs.js';
import fc from 'fast-check';
import { type ScriptedSmsc, scriptedSmsc } from '../../../../test/factories/smsc.js';
import type { Outcome, OutgoingMessage } from '../../channel.js';
import { bytesOf } from './pdu.js';
import { smppSettings } from './settings.js';
import { openSmpp } from './smpp.channel.js';

/** What the SMSC does with one submit_sm. */
const acts = fc.constantFrom(
  'accept',
  'accept',
  'accept',
  'refuse',
  'throttle',
  'nack',
  'silent',
  'reset',
  'malformed',
  'unbind',
);
type Act = 'accept' | 'refuse' | 'throttle' | 'nack' | 'silent' | 'reset' | 'malformed' | 'unbind';

/** Outcomes that say that the SMSC took the message, may have, or certainly has not. */
const TAKEN: ReadonlySet<Outcome['kind']> = new Set(['accepted', 'unknown']);

/** What came of each text, in the order of sending, and how often the SMSC read and accepted it. */
interface Told {
  outcome: Outcome;
  read: number;
  accepted: number;
}

async function tell(plan: readonly Act[], splitAt: number, binds: number, window: number): Promise<Told[]> {
  const smsc: ScriptedSmsc = await scriptedSmsc();
  smsc.splitAt = splitAt;
  const read = new Map<string, number>();
  const accepted = new Map<string, number>();
  const count = (map: Map<string, number>, text: string): unknown => map.set(text, (map.get(text) ?? 0) + 1);
  smsc.script((pdu, link) => {
    if (pdu.command !== 'submit_sm') return false;
    const text = bytesOf(pdu, 'short_message').toString();
    count(read, text);
    switch (plan[Number(text.slice(1)) % plan.length]) {
      case 'refuse':
        link.send('submit_sm_resp', pdu.sequence, {}, errors['ESME_RINVDSTADR']);
        return true;
      case 'throttle':
        link.send('submit_sm_resp', pdu.sequence, {}, errors['ESME_RTHROTTLED']);
        return true;
      case 'nack':
        link.send('generic_nack', pdu.sequence, {}, errors['ESME_RINVCMDLEN']);
        return true;
      case 'silent':
        return true;
      case 'reset':
        link.reset();
        return true;
      case 'malformed':
        link.raw(Buffer.from('0000000f8000000400000000000000', 'hex'));
        return true;
      case 'unbind':
        link.send('unbind', 7_000_000);
        count(accepted, text);
        return false;
      default:
        count(accepted, text);
        return false;
    }
  });
  const settings = smppSettings.parse({
    url: `smpp://siar:rahasia@127.0.0.1:${smsc.port}`,
    source: { address: 'KPU' },
    binds,
    window,
  });
  const channel = openSmpp({ name: 'operator', ...settings }, { timeoutMs: 600 });
  const texts = Array.from({ length: 24 }, (_, index) => `T${index}`);
  const message: Omit<OutgoingMessage, 'text'> = {
    to: '+6281210000001',
    language: 'id',
    token: '',
    messageId: '',
    broadcastId: null,
    unsubscribeUrl: null,
    verifyUrl: null,
    expiresAt: new Date(Date.now() + 3600_000),
  };
  const outcomes = await Promise.all(texts.map((text) => channel.send({ ...message, text })));
  await channel.close();
  await smsc.stop();
  return texts.map((text, index) => ({
    outcome: outcomes[index] ?? { kind: 'failed', reason: 'none' },
    read: read.get(text) ?? 0,
    accepted: accepted.get(text) ?? 0,
  }));
}

it('tells the truth of each text, whatever the SMSC does: none is sent twice, and no accepted one may be sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(acts, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(0, 1, 7),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      async (plan, splitAt, binds, window) => {
        for (const { outcome, read, accepted } of await tell(plan, splitAt, binds, window)) {
          expect(read).toBeLessThanOrEqual(1);
          if (accepted > 0) expect(TAKEN).toContain(outcome.kind);
          if (outcome.kind === 'accepted') expect(accepted).toBe(1);
          if (outcome.kind === 'away') expect(read).toBe(0);
        }
      },
    ),
    { numRuns: 25 },
  );
});
