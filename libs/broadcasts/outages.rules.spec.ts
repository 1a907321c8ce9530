import type { Happened } from './last-day.rules.js';
import { outagesOf } from './outages.rules.js';

const at = (minutes: number): Date => new Date(minutes * 60_000);
const entry = (minutes: number, act: string, subject: string, reason: string | null = null): Happened => ({
  id: `${minutes} ${act} ${subject}`,
  at: at(minutes),
  act,
  subject,
  actor: null,
  detail: { reason },
});
const away = (minutes: number, name = 'sms', reason = 'twilio 20503'): Happened =>
  entry(minutes, 'provider.away', `provider:${name}`, reason);
const back = (minutes: number, name = 'sms'): Happened => entry(minutes, 'provider.back', `provider:${name}`);
const slow = (minutes: number, channel: string): Happened =>
  entry(minutes, 'channel.slow', `channel:${channel}`, 'smtp 4.3.2');
const steady = (minutes: number, channel: string): Happened =>
  entry(minutes, 'channel.steady', `channel:${channel}`);

/** Kind, channel, and minutes from and to. @param to minutes; null: it goes on at minute 60 */
const told = (entries: Happened[], from = 10, to: number | null = 30, gone: Record<string, Date> = {}) =>
  outagesOf(
    entries,
    { accounts: { 'relay-jakarta': 'email' }, away: gone, slowed: {} },
    (['email', 'telegram', 'sms'] as const).map((channel) => ({
      channel,
      from: at(from),
      to: to === null ? null : at(to),
    })),
    at(60),
  ).map((one) =>
    [
      one.kind,
      one.account ?? one.channel,
      one.from.getTime() / 60_000,
      one.to && one.to.getTime() / 60_000,
      ...(one.times > 1 ? [`${one.times}×`] : []),
    ].join(' '),
  );

describe('what providers did to a broadcast', () => {
  it('is told from when the broadcast began, with its own end, though the broadcast was over before', () => {
    expect(told([away(12), back(14)])).toEqual(['away sms 12 14']);
    expect(told([away(5), back(14)])).toEqual(['away sms 10 14']);
    expect(told([away(12), back(40)])).toEqual(['away sms 12 40']);
    expect(told([away(12)])).toEqual(['away sms 12 ']);
    expect(told([away(12), back(20)], 10, 30, { sms: at(20) })).toEqual(['away sms 12 ']);
  });

  it('is not told of what ended before, or began after it', () => {
    expect(told([away(5), back(9), away(31)])).toEqual([]);
  });

  it('counts the times in which it had something to send alone', () => {
    expect(told([away(8), back(8.5), away(9), back(9.5), away(11), back(13)])).toEqual(['away sms 11 13']);
    expect(told([away(12), back(13), away(14), back(16)], 10, 13.5)).toEqual(['away sms 12 13']);
    expect(told([away(8), back(9), away(11), back(13)], 9.5, 10.5)).toEqual([]);
    expect(told([away(9), back(11), away(12), back(13)])).toEqual(['away sms 10 13 2×']);
  });

  it('is no line where the provider was away for about a second', () => {
    expect(told([away(8), back(10.02)])).toEqual([]);
    expect(told([away(12), back(12.04)])).toEqual(['away sms 12 12.04']);
    expect(told([away(29.99)], 10, 30)).toEqual(['away sms 29.99 ']);
  });

  it('has no end while it stands and the broadcast goes on', () => {
    expect(told([away(12)], 10, null)).toEqual(['away sms 12 ']);
    expect(told([away(12), back(20)], 10, null)).toEqual(['away sms 12 20']);
    // It answered a check, and takes nothing.
    expect(told([away(12), back(20)], 10, null, { sms: at(20) })).toEqual(['away sms 12 ']);
  });

  it('is apart by channel and by account, the oldest first', () => {
    expect(
      told([away(12), away(11, 'relay-jakarta', 'smtp ETIMEDOUT'), back(13, 'relay-jakarta'), back(14)]),
    ).toEqual(['away relay-jakarta 11 13', 'away sms 12 14']);
  });

  it('passes over a provider that asks to go slower for less than a quarter of a minute', () => {
    const entries = [slow(12, 'email'), slow(12, 'telegram'), steady(12.2, 'telegram'), steady(15, 'email')];
    expect(told(entries)).toEqual(['slow email 12 15']);
  });

  it('is one series where a provider asks again within minutes, and says how often', () => {
    const one = (from: number, to: number) => [slow(from, 'email'), steady(to, 'email')];
    expect(told([...one(12, 14), ...one(15, 17), ...one(18, 20)])).toEqual(['slow email 12 20 3×']);
    expect(told([...one(12, 14), ...one(25, 27)])).toEqual(['slow email 12 14', 'slow email 25 27']);
    expect(told([away(12), back(13), away(14), back(16)])).toEqual(['away sms 12 16 2×']);
  });

  it('tells of short ones that come back, and how long they lasted together', () => {
    const short = (from: number) => [slow(from, 'email'), steady(from + 0.1, 'email')];
    expect(told([...short(12)])).toEqual([]);
    expect(told([...short(12), ...short(13), ...short(14)])).toEqual(['slow email 12 14.1 3×']);
    const secondsOf = (entries: Happened[]) =>
      outagesOf(
        entries,
        { accounts: {}, away: {}, slowed: {} },
        [{ channel: 'email', from: at(10), to: at(30) }],
        at(60),
      ).map(({ seconds }) => seconds);
    expect(secondsOf([...short(12), ...short(13), ...short(14)])).toEqual([18]);
    // Of what goes beyond the broadcast, the part in which it had something to send.
    expect(secondsOf([away(5, 'email'), back(12, 'email')])).toEqual([120]);
    expect(secondsOf([away(28, 'email')])).toEqual([120]);
  });

  it('names each time of an outage', () => {
    const spansOf = (gone: Record<string, Date>) =>
      outagesOf(
        [away(12), back(13), away(14), back(16)],
        { accounts: {}, away: gone, slowed: {} },
        [{ channel: 'sms', from: at(10), to: at(30) }],
        at(60),
      ).map(({ spans }) => spans);
    const first = { from: at(12), to: at(13) };
    expect(spansOf({})).toEqual([[first, { from: at(14), to: at(16) }]]);
    expect(spansOf({ sms: at(16) })).toEqual([[first, { from: at(14), to: null }]]);
  });

  it('is nothing on a channel that it does not use', () => {
    const email = { channel: 'email', from: at(10), to: at(30) } as const;
    const known = { accounts: {}, away: {}, slowed: {} };
    expect(outagesOf([away(12), back(14)], known, [email], at(60))).toEqual([]);
  });

  it('is nothing on a channel that had sent all of its own before', () => {
    const sms = { channel: 'sms', from: at(10), to: at(11) } as const;
    const email = { channel: 'email', from: at(10), to: null } as const;
    const known = { accounts: {}, away: {}, slowed: {} };
    expect(outagesOf([away(12), back(14)], known, [sms, email], at(60))).toEqual([]);
  });
});
