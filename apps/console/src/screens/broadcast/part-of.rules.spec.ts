import { heldApart, keptInDoubt } from './part-of.rules';

const wave = (doubted: boolean, pausedBy: string) => ({
  channel: 'sms',
  regionCode: '32',
  state: 'paused',
  expiresAt: '',
  pending: 1,
  unlisted: 0,
  claimed: 0,
  accepted: 0,
  delivered: 0,
  unknown: 0,
  doubted,
  pausedBy,
});
const technical = wave(false, 'operator');
const doubtful = wave(true, 'author');
const both = wave(true, 'brake');
const sms = { channel: 'sms' };

describe('what stays paused when a part is resumed', () => {
  it.each([
    ['nothing of the whole', [technical, doubtful], {}, []],
    ['the doubtful beside another pause', [technical, doubtful], sms, [doubtful]],
    ['nothing where all is in doubt', [doubtful], sms, []],
    ['what a brake holds and is in doubt', [both], sms, [both]],
    ['nothing without a doubt', [technical], sms, []],
  ])('is %s', (_, paused, part, kept) => expect(keptInDoubt(paused, part)).toEqual(kept));
});

it('counts for a pause only what it holds itself, beside what was paused before', () => {
  const tally = { stopped: 340, unlisted: 10, expiring: [{ messages: 200 }, { messages: 52 }] };
  expect(heldApart(tally)).toMatchObject({ stopped: 242, unlisted: 10, paused: 98 });
});
