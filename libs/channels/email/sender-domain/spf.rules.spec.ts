import { judgeSpf, type Relay, type SpfFacts, type SpfWalk } from './spf.rules.js';

const relay: Relay = { name: 'SMTP_URL', host: 'mail.siar.example', addresses: ['203.0.113.25'] };
const walked = (change: Partial<SpfWalk> = {}): SpfWalk => ({
  result: 'fail',
  text: '',
  lookups: 1,
  voids: 0,
  ...change,
});
const allowed = [{ address: '203.0.113.25', host: relay.host, walk: walked({ result: 'pass' }) }];
const refused = [{ address: '203.0.113.25', host: relay.host, walk: walked({ result: 'softfail' }) }];
const facts = (txt: string[], change: Partial<SpfFacts> = {}): SpfFacts => ({
  domain: 'bounce.siar.example',
  of: 'bounces',
  txt,
  whole: walked(),
  open: [],
  relays: [relay],
  verdicts: allowed,
  ...change,
});
const short = ({ state, findings, right }: ReturnType<typeof judgeSpf>) => ({
  state,
  codes: findings.filter(({ level }) => level !== 'remark').map(({ code }) => code),
  right: right[0]?.value ?? null,
});

describe('an SPF record', () => {
  it.each([
    ['v=spf1 a:mail.siar.example -all'],
    ['v=spf1 ip4:203.0.113.25 ~all'],
    ['V=SPF1 ip4:203.0.113.25 -all exp=why.siar.example'],
    ['v=spf1 redirect=_spf.siar.example'],
  ])('that is right: %s', (record) => {
    expect(short(judgeSpf(facts(['google-site-verification=x', record])))).toEqual({
      state: 'good',
      codes: [],
      right: null,
    });
  });

  it.each<[string[], string, string[], string | null]>([
    [['v=spf1 a:mail.siar.example'], 'attention', ['spf-all-absent'], 'v=spf1 a:mail.siar.example ~all'],
    [['v=spf1 a:mail.siar.example +all'], 'wrong', ['spf-all-pass'], 'v=spf1 a:mail.siar.example ~all'],
    [['v=spf1 a:mail.siar.example all'], 'wrong', ['spf-all-pass'], 'v=spf1 a:mail.siar.example ~all'],
    [
      ['v=spf1 a:mail.siar.example ?all'],
      'attention',
      ['spf-all-neutral'],
      'v=spf1 a:mail.siar.example ~all',
    ],
    [['v=spf1 -all a:mail.siar.example'], 'attention', ['spf-after-all'], 'v=spf1 a:mail.siar.example -all'],
    [['v=spf1 a:mail.siar.example ptr -all'], 'attention', ['spf-ptr'], 'v=spf1 a:mail.siar.example -all'],
    [
      ['v=spf1 a:mail.siar.example -all', 'v=spf1 include:other.example ~all'],
      'wrong',
      ['spf-several'],
      'v=spf1 a:mail.siar.example include:other.example -all',
    ],
  ])('%j is %s', (txt, state, codes, right) => {
    expect(short(judgeSpf(facts(txt)))).toEqual({ state, codes, right });
  });

  it('is missing, also beside what only looks like one', () => {
    for (const txt of [[], ['v=spf10 -all'], ['spf1 -all']])
      expect(short(judgeSpf(facts(txt, { whole: null, verdicts: [] })))).toEqual({
        state: 'wrong',
        codes: ['spf-missing'],
        right: 'v=spf1 a:mail.siar.example ~all',
      });
  });

  it('that does not allow a mail server needs a look, and gets it before its end', () => {
    expect(short(judgeSpf(facts(['v=spf1 mx -all'], { verdicts: refused })))).toEqual({
      state: 'attention',
      codes: ['spf-relay-not-allowed'],
      right: 'v=spf1 mx a:mail.siar.example -all',
    });
    const literal = { ...relay, host: '203.0.113.25' };
    expect(short(judgeSpf(facts(['v=spf1 -all'], { verdicts: refused, relays: [literal] }))).right).toBe(
      'v=spf1 ip4:203.0.113.25 -all',
    );
  });

  it('is not derived from addresses that are not known', () => {
    const inside = { ...relay, addresses: ['10.0.0.5'] };
    const made = judgeSpf(facts([], { whole: null, verdicts: [], relays: [inside] }));
    expect(short(made)).toEqual({ state: 'wrong', codes: ['spf-missing'], right: null });
    expect(made.findings.map(({ code }) => code)).toContain('spf-relay-unseen');
  });

  it.each<[Partial<SpfWalk>, string, string[]]>([
    [{ lookups: 10, voids: 2 }, 'good', []],
    [{ lookups: 11 }, 'wrong', ['spf-lookups']],
    [{ voids: 3 }, 'wrong', ['spf-voids']],
    [{ result: 'permerror', lookups: 41 }, 'wrong', ['spf-lookups']],
    [{ result: 'permerror', text: 'Unknown mechanism ip5' }, 'wrong', ['spf-syntax']],
  ])('evaluated to %j is %s', (change, state, codes) => {
    expect(short(judgeSpf(facts(['v=spf1 a:mail.siar.example -all'], { whole: walked(change) })))).toEqual({
      state,
      codes,
      right: null,
    });
  });

  it('is unknown where the DNS is silent', () => {
    const silent = { unanswered: { name: 'bounce.siar.example', type: 'TXT', code: 'ETIMEOUT' } };
    const made = judgeSpf(facts([], { txt: silent, whole: null, verdicts: [] }));
    expect(short(made)).toEqual({ state: 'unknown', codes: ['dns-silent'], right: null });
  });

  it('of From is never wrong: no receiver judges the mail by it', () => {
    const from = { of: 'from' as const, domain: 'siar.example', verdicts: [] };
    expect(short(judgeSpf(facts([], { ...from, whole: null })))).toEqual({
      state: 'attention',
      codes: ['spf-missing-from'],
      right: 'v=spf1 -all',
    });
    expect(short(judgeSpf(facts(['v=spf1 +all'], from)))).toMatchObject({
      state: 'attention',
      codes: ['spf-all-pass'],
    });
    expect(short(judgeSpf(facts(['v=spf1 -all'], from))).state).toBe('good');
  });
});
