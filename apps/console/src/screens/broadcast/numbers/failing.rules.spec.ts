import type { Counts } from '../../../parts/sending/account.rules.js';
import { againOf, failingNow } from './failing.rules.js';

const NONE = {
  targeted: 0,
  expected: 0,
  pending: 0,
  claimed: 0,
  accepted: 0,
  delivered: 0,
  failed: 0,
  suppressed: 0,
  expired: 0,
  cancelled: 0,
  unknown: 0,
  unlisted: 0,
  neverListed: 0,
};
const of = (counts: Partial<Counts>): Counts => ({ ...NONE, ...counts });
const pause = { act: 'pause', channel: 'sms', regionCode: null, brake: { channel: 'sms' } };
const resume = {
  act: 'resume',
  channel: 'sms',
  regionCode: null,
  brake: null,
  before: { sent: 100, failed: 100 },
};

describe('a channel that fails', () => {
  const counts = of({ accepted: 150, failed: 101, pending: 900 });

  it('is judged by all of it until somebody resumed it', () => {
    expect(failingNow('sms', counts, [])).toBe('many');
    expect(failingNow('sms', counts, [pause])).toBe('many');
  });

  it('is judged by what followed once it was resumed', () => {
    expect(failingNow('sms', counts, [pause, resume])).toBeNull();
    expect(failingNow('sms', { ...counts, failed: 140 }, [pause, resume])).toBe('many');
    // A resend took some of them out.
    expect(failingNow('sms', { ...counts, failed: 3 }, [pause, resume])).toBeNull();
  });

  it('is judged by all of it where one region was resumed, or another channel', () => {
    expect(failingNow('sms', counts, [pause, { ...resume, regionCode: '11' }])).toBe('many');
    expect(failingNow('sms', counts, [pause, { ...resume, channel: 'email' }])).toBe('many');
  });
});

describe('what should be sent again', () => {
  const group = (channel: 'sms' | 'email', copies: number, withheld: string | null = null) => ({
    channel,
    copies,
    withheld,
  });

  it('is what was rejected before the brake, once nothing withholds it', () => {
    expect(againOf([group('sms', 150), group('sms', 50)], [pause, resume], [])).toEqual({
      channels: ['sms'],
      copies: 200,
    });
    expect(againOf([group('sms', 200, 'braked')], [pause], [])).toBeNull();
  });

  it('is what failed in large part', () =>
    expect(againOf([group('email', 5)], [], ['email'])).toEqual({ channels: ['email'], copies: 5 }));

  it('is nothing that is ordinary', () => {
    expect(againOf([group('email', 200)], [pause, resume], [])).toBeNull();
    expect(againOf([group('sms', 19)], [pause, resume], [])).toBeNull();
  });
});
