import { wholeOf } from './timeline.rules.js';

it('joins the channels of a clock: first start, last finish, all messages', () => {
  const zone = { timeZone: 'Asia/Jakarta', lateMessages: 0 };
  const email = {
    ...zone,
    channel: 'email' as const,
    startsAt: '2026-12-04T02:00Z',
    finishesAt: '2026-12-04T02:10Z',
    expiresAt: '2026-12-05T02:00Z',
    messages: 37,
  };
  const sms = { ...email, channel: 'sms' as const, finishesAt: '2026-12-04T03:00Z', messages: 26 };
  expect(wholeOf({ timeZone: 'Asia/Jakarta', runs: [email, sms] })).toMatchObject({
    startsAt: '2026-12-04T02:00Z',
    finishesAt: '2026-12-04T03:00Z',
    expiresAt: '2026-12-05T02:00Z',
    messages: 63,
  });
  expect(wholeOf({ timeZone: 'Asia/Jakarta', runs: [email] }).messages).toBe(37);
});
