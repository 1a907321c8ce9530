import fc from 'fast-check';
import {
  byProvince,
  percent,
  rateOf,
  sampleOf,
} from '../../apps/console/src/screens/broadcast/live.rules.js';
import { reasonKey } from '../../apps/console/src/screens/broadcast/reasons.rules.js';

const counts = (more: { pending?: number; accepted?: number; delivered?: number; failed?: number }) => {
  const all = { pending: 0, claimed: 0, accepted: 0, delivered: 0, failed: 0, unknown: 0, ...more };
  return { ...all, targeted: Object.values(all).reduce((sum, one) => sum + one, 0) };
};

describe('a broadcast that runs', () => {
  it('sums its regencies into their province, and loses nobody', () => {
    const code = fc.constantFrom('11', '11.01', '11.02', '91', 'LN.KUL', 'LN.BER');
    const some = fc.record({ pending: fc.nat(99), accepted: fc.nat(99), failed: fc.nat(99) }).map(counts);
    fc.assert(
      fc.property(fc.dictionary(code, some), (regions) => {
        const provinces = byProvince(regions);
        const all = (of: Iterable<{ targeted: number }>): number =>
          [...of].reduce((sum, { targeted }) => sum + targeted, 0);
        expect(all(provinces.values())).toBe(all(Object.values(regions)));
        for (const one of provinces.keys()) expect(['11', '91', 'LN']).toContain(one);
      }),
    );
  });

  it('is full at 100 percent and not before', () => {
    expect(percent(counts({ accepted: 999, pending: 1 }))).toBe(99);
    expect(percent(counts({ accepted: 990, failed: 10 }))).toBe(100);
    expect(percent(counts({}))).toBe(0);
  });

  it('has the rate of the last ten seconds, which falls to nothing when it stops', () => {
    const at = (seconds: number, accepted: number) =>
      sampleOf({ telegram: counts({ accepted }) }, seconds * 1000);
    const samples = [at(0, 0), at(5, 150), at(10, 300), at(15, 450)];
    expect(rateOf(samples, 'telegram', 15_000)).toBe(30);
    expect(rateOf(samples, 'telegram', 20_000)).toBe(15);
    expect(rateOf(samples, 'telegram', 30_000)).toBe(0);
    expect(rateOf(samples, 'sms', 15_000)).toBeNull();
    expect(rateOf([at(0, 0)], 'telegram', 1_000)).toBeNull();
  });

  it('does not count a receipt as another hand-over', () => {
    const before = sampleOf({ sms: counts({ accepted: 100 }) }, 0);
    const after = sampleOf({ sms: counts({ delivered: 90, failed: 10 }) }, 5_000);
    expect(rateOf([before, after], 'sms', 5_000)).toBe(0);
  });
});

describe('a reason', () => {
  it.each([
    ['smtp 5.1.1', 'noMailbox'],
    ['smtp 5.2.2', 'mailboxFull'],
    ['smtp 5.7.26', 'senderRefused'],
    ['smtp 550', 'mailRefused'],
    ['telegram 403 blocked', 'blocked'],
    ['twilio 30006', 'noNumber'],
    ['twilio 30003', 'phoneOff'],
    ['worker lost', 'workerLost'],
    ['not sent before expiry', 'expired'],
    ['pigeon 7', null],
  ])('%s has words of its own, or stays as it is: %s', (code, key) => {
    expect(reasonKey(code)).toBe(key);
  });
});
