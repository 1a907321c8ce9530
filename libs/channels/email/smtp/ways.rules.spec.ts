import { type Offers, readOffers, Ways } from './ways.rules.js';

const offers = (more: Partial<Offers>): Offers => ({
  pipelining: false,
  chunking: false,
  dsn: false,
  size: null,
  ...more,
});

describe('the offers of a server', () => {
  it.each<[string, Partial<Offers>]>([
    ['250 mail.example', {}],
    ['250-mail.example PIPELINING\n250 8BITMIME', {}],
    [
      '250-mail\n250-PIPELINING\n250-SIZE 10240000\n250-DSN\n250 CHUNKING',
      { pipelining: true, chunking: true, dsn: true, size: 10240000 },
    ],
    ['250-mail\r\n250-pipelining\r\n250 SIZE', { pipelining: true, size: 0 }],
    ['250-mail\n250-XPIPELINING\n250 SIZE=99', { size: 99 }],
  ])('are read from %j', (hello, read) => {
    expect(readOffers(hello)).toEqual(offers(read));
  });
});

describe('the way of talking', () => {
  const both = offers({ pipelining: true, chunking: true });

  it('is the best that the server offers and the window allows', () => {
    expect(new Ways(4).of(offers({}))).toBe('one-by-one');
    // A chunk without PIPELINING still needs a reply to each command.
    expect(new Ways(4).of(offers({ chunking: true }))).toBe('one-by-one');
    expect(new Ways(1).of(both)).toBe('chunks');
  });

  it('has several copies under way once one at a time was taken', () => {
    const ways = new Ways(2);
    expect(ways.of(offers({ pipelining: true }))).toBe('together');
    ways.took('together');
    expect(ways.of(offers({ pipelining: true }))).toBe('behind');
    expect(ways.of(both)).toBe('chunks');
    ways.took('chunks');
    expect(ways.of(both)).toBe('in-flight');
    const one = new Ways(1);
    one.took('chunks');
    expect(one.of(both)).toBe('chunks');
  });

  it('gets simpler at once for a server that answers out of step, down to the simplest', () => {
    const ways = new Ways(1);
    expect(ways.giveUp('chunks')).toBe('behind');
    expect(ways.of(both)).toBe('together');
    ways.took('together');
    expect(ways.of(both)).toBe('behind');
    // Other connections were still talking in the former way.
    expect(ways.giveUp('chunks')).toBeNull();
    expect(ways.giveUp('behind')).toBe('together');
    expect(ways.giveUp('together')).toBe('one-by-one');
    expect(ways.giveUp('one-by-one')).toBeNull();
    expect(ways.of(both)).toBe('one-by-one');
  });

  it('gets simpler when connections break off in a way that never worked', () => {
    const ways = new Ways(1);
    expect([ways.broke('behind'), ways.broke('behind'), ways.broke('behind')]).toEqual([
      null,
      null,
      'together',
    ]);
  });

  it('stays through an outage, which ends all connections at once', () => {
    const ways = new Ways(1);
    ways.took('behind');
    for (let connection = 0; connection < 40; connection++) expect(ways.broke('behind')).toBeNull();
    ways.took('together');
    for (let connection = 0; connection < 40; connection++) expect(ways.broke('behind')).toBeNull();
    expect(ways.of(offers({ pipelining: true }))).toBe('behind');
  });

  it('is the best again once a server that was down takes copies', () => {
    const ways = new Ways(1);
    for (let connection = 0; connection < 3; connection++) ways.broke('chunks');
    for (let connection = 0; connection < 3; connection++) ways.broke('together');
    expect(ways.of(both)).toBe('one-by-one');
    expect(ways.broke('one-by-one')).toBeNull();
    expect(ways.of(both)).toBe('chunks');
  });

  it('stays simple for a server that takes copies in that way alone', () => {
    const ways = new Ways(1);
    for (let connection = 0; connection < 3; connection++) ways.broke('chunks');
    ways.took('together');
    ways.broke('one-by-one');
    expect(ways.of(both)).toBe('behind');
    const answered = new Ways(1);
    answered.giveUp('chunks');
    answered.broke('one-by-one');
    expect(answered.of(both)).toBe('together');
  });

  it('gets simpler when a way that worked once no longer does, while simpler ones do', () => {
    const ways = new Ways(1);
    ways.took('behind');
    const given = Array.from({ length: 8 }, () => {
      ways.took('together');
      return ways.broke('behind');
    });
    expect(given.indexOf('together')).toBe(5);
  });
});
