import fc from 'fast-check';
import {
  finding,
  isAligned,
  isPublic,
  judged,
  organisation,
  readTags,
  reverseName,
  writeTags,
} from './records.rules.js';

describe('a tag list', () => {
  it.each([
    ['v=DMARC1; p=none', { v: 'DMARC1', p: 'none' }],
    [' V = DMARC1 ;p=none; ', { v: 'DMARC1', p: 'none' }],
    ['v=DKIM1; p=', { v: 'DKIM1', p: '' }],
    ['p=AB CD=; n=a=b', { p: 'AB CD=', n: 'a=b' }],
  ])('%s is read', (text, tags) => {
    expect(Object.fromEntries(readTags(text) ?? [])).toEqual(tags);
  });

  it.each(['v=DMARC1, p=none; q', 'v=DMARC1;; p=none', 'p=none; P=reject', '=x', 'v'])(
    '%s is none',
    (text) => {
      expect(readTags(text)).toBeNull();
    },
  );

  it('is read as it was written', () => {
    const tags = fc.uniqueArray(
      fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^[a-z0-9:=]{0,9}$/)),
      {
        selector: ([name]) => name,
        minLength: 1,
      },
    );
    fc.assert(fc.property(tags, (some) => expect([...(readTags(writeTags(some)) ?? [])]).toEqual(some)));
  });
});

it.each([
  ['203.0.113.9', true],
  ['9.9.9.9', true],
  ['2001:db8::1', true],
  ['2620:fe::fe', true],
  ['10.0.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['192.168.3.4', false],
  ['100.64.0.1', false],
  ['127.0.0.53', false],
  ['169.254.169.254', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:9.9.9.9', true],
  ['mail.go.id', false],
])('%s is an address of the Internet: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});

it.each([
  ['siar.go.id', 'siar.go.id'],
  ['bounce.siar.go.id', 'siar.go.id'],
  ['a.b.kpu.example', 'kpu.example'],
  ['go.id', 'go.id'],
  ['localhost', 'localhost'],
])('the organisation of %s is %s', (domain, expected) => {
  expect(organisation(domain)).toBe(expected);
});

it.each([
  ['siar.go.id', 'SIAR.go.id', true, true],
  ['bounce.siar.go.id', 'siar.go.id', false, true],
  ['bounce.siar.go.id', 'siar.go.id', true, false],
  ['kpu.go.id', 'siar.go.id', false, false],
])('%s and %s, strictly %s, are aligned: %s', (a, b, strict, expected) => {
  expect(isAligned(a, b, strict)).toBe(expected);
});

it.each([
  ['203.0.113.25', '25.113.0.203.in-addr.arpa'],
  ['2001:db8::25', '5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  ['::ffff:203.0.113.25', '9.1.1.7.0.0.b.c.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa'],
  ['1:2:3:4:5:6:7:8', '8.0.0.0.7.0.0.0.6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.ip6.arpa'],
])('the PTR of %s is at %s', (address, expected) => {
  expect(reverseName(address)).toBe(expected);
});

describe('a check', () => {
  const check = {
    kind: 'spf',
    of: 'from',
    name: 'x',
  } as const;
  it.each([
    [[], 'good'],
    [['remark'], 'good'],
    [['remark', 'attention'], 'attention'],
    [['attention', 'unknown'], 'unknown'],
    [['unknown', 'wrong', 'attention'], 'wrong'],
  ] as const)('with findings of %j is %s', (levels, state) => {
    const made = judged({
      ...check,
      found: [],
      right: [{ type: 'TXT', name: 'x', value: 'y' }],
      findings: levels.map((level) => finding('spf-ptr', level)),
    });
    expect(made.state).toBe(state);
    expect(made.findings[0]?.level ?? 'remark').toBe(state === 'good' ? 'remark' : state);
    expect(made.right).toHaveLength(
      levels.some((level) => level === 'wrong' || level === 'attention') ? 1 : 0,
    );
  });
});
