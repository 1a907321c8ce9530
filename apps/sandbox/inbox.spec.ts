import fc from 'fast-check';
import type { Arrival, ChannelName } from './arrival.js';
import { Inbox } from './inbox.js';

function arrival(to: string, channel: ChannelName = 'sms', handedOver = '', size = 1): Arrival {
  return {
    channel,
    to,
    from: 'SIAR',
    at: 0,
    providerId: to,
    size,
    handedOver: () => handedOver,
    open: () => Promise.resolve({ text: '' }),
  };
}

const recipients = (list: Iterable<{ arrival: Arrival }>): string[] =>
  [...list].map(({ arrival: { to } }) => to);

describe('Inbox', () => {
  it('lists the matching messages in the order of arrival', () => {
    const inbox = new Inbox(1000);
    inbox.add(arrival('a', 'email', 'b.9001-4-x@d'));
    const second = inbox.add(arrival('b', 'sms', 'http://h/status?d=9001-5-y'));
    inbox.add(arrival('a', 'sms', 'leave:900'));
    inbox.add(arrival('a', 'email', 'b.90011-4-x@d'));
    expect(recipients(inbox.list())).toEqual(['a', 'b', 'a', 'a']);
    expect(recipients(inbox.list({ channel: 'email' }))).toEqual(['a', 'a']);
    expect(recipients(inbox.list({ to: 'a', channel: 'sms' }))).toEqual(['a']);
    expect(recipients(inbox.list({ to: 'a' }))).toEqual(['a', 'a', 'a']);
    expect(recipients(inbox.list({ broadcast: '9001' }))).toEqual(['a', 'b']);
    expect(recipients(inbox.list({ broadcast: '900' }))).toEqual(['a']);
    expect(recipients(inbox.list({ after: second, limit: 1 }))).toEqual(['a']);
    expect(recipients(inbox.latest('email'))).toEqual(['a', 'a']);
  });

  it('drops the oldest messages at its memory limit, and still finds the rest', () => {
    const sizes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 30 })), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(sizes, (messages) => {
        const inbox = new Inbox(100);
        const ids = messages.map(([to, size]) => inbox.add(arrival(to, 'sms', '', size)));
        const kept = [...inbox.list()];
        expect(kept.reduce((sum, { arrival: { size } }) => sum + size, 0)).toBeLessThanOrEqual(100);
        expect(kept.map(({ id }) => id)).toEqual(ids.slice(ids.length - kept.length));
        for (const to of ['a', 'b', 'c']) {
          expect([...inbox.list({ to })]).toEqual(kept.filter(({ arrival: { to: one } }) => one === to));
        }
        expect(inbox.stats().sms).toMatchObject({ arrived: messages.length, kept: kept.length });
      }),
    );
  });

  it('still finds messages after dropping very many', () => {
    const inbox = new Inbox(10);
    for (let index = 0; index < 50_000; index++) inbox.add(arrival(String(index)));
    expect(recipients(inbox.list())).toEqual([
      '49990',
      '49991',
      '49992',
      '49993',
      '49994',
      '49995',
      '49996',
      '49997',
      '49998',
      '49999',
    ]);
    expect([...inbox.list({ to: '49995' })].map(({ id }) => inbox.get(id)?.to)).toEqual(['49995']);
    expect([...inbox.list({ to: '5' })]).toEqual([]);
    inbox.empty();
    expect([...inbox.list()]).toEqual([]);
    const id = inbox.add(arrival('next'));
    expect(id).toBe(50_001);
    expect(recipients(inbox.list({ after: 50_000 }))).toEqual(['next']);
  });
});
