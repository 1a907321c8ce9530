import fc from 'fast-check';
import { splitHosts } from './hosts.rules.js';

it('leaves a URL with one host as it is', () => {
  for (const url of [
    'postgres://siar:p%40ss@db:5433/siar?sslmode=verify-full',
    'postgresql://localhost/siar',
    'postgres://siar@localhost/siar?host=/run/x',
  ])
    expect(splitHosts(url)?.url).toBe(url);
  expect(splitHosts('postgres://a@[::1]:5433/siar')).toEqual({
    url: 'postgres://a@[::1]:5433/siar',
    hosts: [{ host: '::1', port: 5433 }],
  });
});

it('finds each host, with the usual port where none is given', () => {
  expect(splitHosts('postgres://u:a,b@one:1,two,three:3/siar?x=1,2')).toEqual({
    url: 'postgres://u:a,b@one:1/siar?x=1,2',
    hosts: [
      { host: 'one', port: 1 },
      { host: 'two', port: 5432 },
      { host: 'three', port: 3 },
    ],
  });
  const host = fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65535 }));
  fc.assert(
    fc.property(fc.array(host, { minLength: 1, maxLength: 5 }), (hosts) => {
      const list = hosts.map(([name, port]) => `${name}:${port}`).join(',');
      expect(splitHosts(`postgres://u:p@${list}/siar`)?.hosts).toEqual(
        hosts.map(([name, port]) => ({ host: name, port })),
      );
    }),
  );
});

it.each([
  '',
  'http://one/siar',
  'postgres://u@one,,two/siar',
  'postgres://u@one:x,two/siar',
  'postgres://u@one:70000/siar',
])('refuses %j', (url) => expect(splitHosts(url)).toBeNull());
