import { judgeSts, type PolicyFetch, type StsFacts } from './mta-sts.rules.js';
import { judgeMx, type MxFacts } from './mx.rules.js';

const codes = ({ findings }: { findings: { level: string; code: string }[] }): string[] =>
  findings.filter(({ level }) => level !== 'remark').map(({ code }) => code);
const silent = { unanswered: { name: 'x', type: 'A', code: 'ETIMEOUT' } };

describe('the MX of the bounce domain', () => {
  const judgement = (change: Partial<MxFacts>) => {
    const made = judgeMx({
      domain: 'bounce.siar.example',
      mx: [{ exchange: 'mx.siar.example', priority: 10 }],
      own: [],
      hosts: [{ host: 'mx.siar.example', addresses: ['203.0.113.26'] }],
      ...change,
    });
    return [made.state, ...codes(made)];
  };
  it.each<[string, Partial<MxFacts>, string[]]>([
    ['there', {}, ['good']],
    ['missing', { mx: [], hosts: [] }, ['wrong', 'mx-missing']],
    ['missing, with an address', { mx: [], hosts: [], own: ['203.0.113.9'] }, ['attention', 'mx-implicit']],
    [
      'null',
      { mx: [{ exchange: '', priority: 0 }], hosts: [{ host: '', addresses: [] }] },
      ['wrong', 'mx-null'],
    ],
    [
      'without an address',
      { hosts: [{ host: 'mx.siar.example', addresses: [] }] },
      ['wrong', 'mx-unresolved'],
    ],
    [
      'an address',
      { hosts: [{ host: '203.0.113.26', addresses: ['203.0.113.26'] }] },
      ['wrong', 'mx-address'],
    ],
    ['inside', { hosts: [{ host: 'mx.siar.example', addresses: ['10.0.0.1'] }] }, ['wrong', 'mx-private']],
    ['not answered', { mx: silent, hosts: [] }, ['unknown', 'dns-silent']],
    [
      'with a host that is not',
      { hosts: [{ host: 'mx.siar.example', addresses: silent }] },
      ['unknown', 'dns-silent'],
    ],
  ])('is judged when it is %s', (_, change, expected) => {
    expect(judgement(change)).toEqual(expected);
  });
});

describe('MTA-STS of the bounce domain', () => {
  const text = (change: Record<string, string> = {}): PolicyFetch => {
    const lines = { version: 'STSv1', mode: 'enforce', mx: '*.siar.example', max_age: '604800', ...change };
    return {
      kind: 'text',
      text: Object.entries(lines)
        .map(([key, value]) => `${key}: ${value}\r\n`)
        .join(''),
    };
  };
  const judgement = (change: Partial<StsFacts> = {}) =>
    judgeSts({
      domain: 'bounce.siar.example',
      txt: ['v=STSv1; id=20260101'],
      policy: text(),
      mx: [{ exchange: 'mx.siar.example', priority: 10 }],
      tlsReports: ['v=TLSRPTv1; rua=mailto:tls@siar.example'],
      from: 'siar.example',
      now: new Date('2026-11-29T17:00:00Z'),
      ...change,
    });
  it.each<[string, Partial<StsFacts>, string[]]>([
    ['enforced', {}, ['good']],
    ['without reports', { tlsReports: [] }, ['good']],
    ['with reports nowhere', { tlsReports: ['v=TLSRPTv1'] }, ['attention', 'tls-reports-malformed']],
    ['missing', { txt: [], policy: null }, ['attention', 'sts-missing']],
    ['without an MX', { txt: [], policy: null, mx: [] }, ['unknown', 'sts-no-mx']],
    ['there twice', { txt: ['v=STSv1; id=1', 'v=STSv1; id=2'] }, ['wrong', 'sts-several']],
    ['without an id', { txt: ['v=STSv1;'] }, ['wrong', 'sts-malformed']],
    ['without a host', { policy: { kind: 'no-host' } }, ['wrong', 'sts-host-missing']],
    ['at a host without the file', { policy: { kind: 'status', status: 404 } }, ['wrong', 'sts-status']],
    [
      'at a host with another name',
      { policy: { kind: 'certificate', code: 'X' } },
      ['wrong', 'sts-certificate'],
    ],
    ['out of reach', { policy: { kind: 'unreachable', code: 'ETIMEOUT' } }, ['unknown', 'sts-unreachable']],
    ['of another version', { policy: text({ version: 'STSv2' }) }, ['wrong', 'sts-policy']],
    ['without an age', { policy: text({ max_age: 'x' }) }, ['wrong', 'sts-policy']],
    ['off', { policy: text({ mode: 'none' }) }, ['attention', 'sts-mode-none']],
    ['in a test', { policy: text({ mode: 'testing' }) }, ['attention', 'sts-testing']],
    ['short', { policy: text({ max_age: '3600' }) }, ['attention', 'sts-short-age']],
    ['for others', { policy: text({ mx: 'mx.other.example' }) }, ['wrong', 'sts-mx-uncovered']],
    ['not answered', { txt: silent, policy: null }, ['unknown', 'dns-silent']],
  ])('is judged when it is %s', (_, change, expected) => {
    const made = judgement(change);
    expect([made.state, ...codes(made)]).toEqual(expected);
  });

  it('is begun in a test, and enforced once the test covers every host', () => {
    const mode = (change: Partial<StsFacts>) =>
      /mode: (\w+)/.exec(judgement(change).right[1]?.value ?? '')?.[1];
    expect(mode({ txt: [], policy: null })).toBe('testing');
    expect(mode({ policy: text({ mode: 'testing' }) })).toBe('enforce');
    expect(mode({ policy: text({ mode: 'testing', mx: 'mx.other.example' }) })).toBe('testing');
    expect(mode({ policy: text({ mx: 'mx.other.example' }) })).toBe('enforce');
    expect(judgement({ txt: [], policy: null, tlsReports: [] }).right).toEqual([
      { type: 'TXT', name: '_mta-sts.bounce.siar.example', value: 'v=STSv1; id=20261129170000' },
      {
        type: 'file',
        name: 'https://mta-sts.bounce.siar.example/.well-known/mta-sts.txt',
        value: 'version: STSv1\nmode: testing\nmx: mx.siar.example\nmax_age: 604800\n',
      },
      {
        type: 'TXT',
        name: '_smtp._tls.bounce.siar.example',
        value: 'v=TLSRPTv1; rua=mailto:postmaster@siar.example',
      },
    ]);
  });
});
