import { judgePtr, type PtrFacts } from './ptr.rules.js';

const silent = { unanswered: { name: 'x', type: 'PTR', code: 'ETIMEOUT' } };
const one = (change: Partial<PtrFacts['reverse'][number]> = {}): PtrFacts['reverse'][number] => ({
  address: '203.0.113.25',
  names: ['mail.siar.example'],
  forward: [{ name: 'mail.siar.example', addresses: ['203.0.113.25'] }],
  ...change,
});
const judgement = (
  reverse: PtrFacts['reverse'],
  addresses: PtrFacts['relay']['addresses'] = ['203.0.113.25'],
) => {
  const { state, findings, right } = judgePtr({
    relay: { name: 'SMTP_URL', host: 'mail.siar.example', addresses },
    reverse,
  });
  const codes = findings.filter(({ level }) => level !== 'remark').map(({ code }) => code);
  return [state, codes, right.map(({ name, value }) => `${name} ${value}`)];
};

describe('the PTR of a mail server', () => {
  it.each<[string, PtrFacts['reverse'], unknown[]]>([
    ['confirmed', [one()], ['good', [], []]],
    [
      'confirmed by one of its names',
      [
        one({
          forward: [
            { name: 'a', addresses: [] },
            { name: 'b', addresses: ['203.0.113.25'] },
          ],
        }),
      ],
      ['good', [], []],
    ],
    [
      'confirmed in another spelling',
      [one({ address: '2001:db8:0::25', forward: [{ name: 'a', addresses: ['2001:DB8::25'] }] })],
      ['good', [], []],
    ],
    ['missing', [one({ names: [] })], ['wrong', ['ptr-missing'], ['203.0.113.25 mail.siar.example']]],
    [
      'a name of another address',
      [one({ forward: [{ name: 'a', addresses: ['203.0.113.99'] }] })],
      ['wrong', ['ptr-unconfirmed'], ['203.0.113.25 mail.siar.example']],
    ],
    ['not answered', [one({ names: silent })], ['unknown', ['dns-silent'], []]],
    [
      'not confirmed yet',
      [one({ forward: [{ name: 'a', addresses: silent }] })],
      ['unknown', ['dns-silent'], []],
    ],
  ])('is judged when it is %s', (_, reverse, expected) => {
    expect(judgement(reverse)).toEqual(expected);
  });

  it('is not asked of a private address, and said to be one', () => {
    expect(judgement([], ['10.0.0.1'])).toEqual(['unknown', ['ptr-private'], []]);
    expect(judgement([one()], ['10.0.0.1', '203.0.113.25'])).toEqual(['good', [], []]);
    expect(judgement([], [])).toEqual(['unknown', ['ptr-host-missing'], []]);
    expect(judgement([], silent)).toEqual(['unknown', ['dns-silent'], []]);
  });
});
