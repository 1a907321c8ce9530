import { type DmarcFacts, judgeDmarc, reportDomains } from './dmarc.rules.js';

const judgement = (txt: string[], change: Partial<DmarcFacts> = {}) => {
  const { state, findings, right } = judgeDmarc({
    from: 'siar.example',
    txt,
    inherited: null,
    signature: 'siar.example',
    bounceDomain: 'bounce.siar.example',
    consents: [],
    ...change,
  });
  return {
    state,
    codes: findings.filter(({ level }) => level !== 'remark').map(({ code }) => code),
    right: right[0] ? `${right[0].name}: ${right[0].value}` : null,
  };
};
const RUA = 'rua=mailto:dmarc@siar.example';

describe('a DMARC record', () => {
  it.each([
    `v=DMARC1; p=reject; ${RUA}`,
    `v=DMARC1;p=quarantine;${RUA}!10m;pct=100`,
    `v = DMARC1 ; p=Reject; ${RUA}`,
  ])('that is right: %s', (record) => {
    expect(judgement(['other', record])).toEqual({ state: 'good', codes: [], right: null });
  });

  it.each<[string[], string, string[], string | null]>([
    [[], 'wrong', ['dmarc-missing'], 'v=DMARC1; p=none; rua=mailto:postmaster@siar.example'],
    [
      [`v=DMARC1; p=none; ${RUA}`, `v=DMARC1; p=reject; ${RUA}`],
      'wrong',
      ['dmarc-several'],
      'v=DMARC1; p=none; rua=mailto:postmaster@siar.example',
    ],
    [
      [`v=DMARC1; ${RUA}`],
      'wrong',
      ['dmarc-malformed'],
      'v=DMARC1; p=none; rua=mailto:postmaster@siar.example',
    ],
    [
      ['v=DMARC1; p=deny'],
      'wrong',
      ['dmarc-malformed'],
      'v=DMARC1; p=none; rua=mailto:postmaster@siar.example',
    ],
    [[`v=DMARC1; p=none; ${RUA}`], 'attention', ['dmarc-policy-none'], `v=DMARC1; p=quarantine; ${RUA}`],
    [[`v=DMARC1; p=reject; pct=20; ${RUA}`], 'attention', ['dmarc-partial'], `v=DMARC1; p=reject; ${RUA}`],
    [
      ['v=DMARC1; p=reject'],
      'attention',
      ['dmarc-no-reports'],
      'v=DMARC1; p=reject; rua=mailto:postmaster@siar.example',
    ],
    [
      [`v=DMARC1; p=reject; rua=dmarc@siar.example,mailto:b@siar.example`],
      'attention',
      ['dmarc-reports-malformed'],
      'v=DMARC1; p=reject; rua=mailto:b@siar.example',
    ],
  ])('%j is %s', (txt, state, codes, right) => {
    expect(judgement(txt)).toEqual({ state, codes, right: right && `_dmarc.siar.example: ${right}` });
  });

  it('of the organisation counts for its subdomains, by sp where there is one', () => {
    const sub = { from: 'info.siar.example', signature: 'siar.example' };
    expect(judgement([], { ...sub, inherited: [`v=DMARC1; p=reject; ${RUA}`] }).state).toBe('good');
    expect(judgement([], { ...sub, inherited: [`v=DMARC1; p=reject; sp=none; ${RUA}`] })).toEqual({
      state: 'attention',
      codes: ['dmarc-policy-none'],
      right: `_dmarc.siar.example: v=DMARC1; p=reject; sp=quarantine; ${RUA}`,
    });
    expect(judgement([], { ...sub, inherited: [] })).toMatchObject({
      state: 'wrong',
      codes: ['dmarc-missing'],
    });
  });

  it('has reports sent to others only as far as they allow it', () => {
    const record = 'v=DMARC1; p=reject; rua=mailto:a@reports.example,mailto:b@mail.siar.example';
    expect(reportDomains(record, 'siar.example')).toEqual([
      { domain: 'reports.example', name: 'siar.example._report._dmarc.reports.example' },
    ]);
    const [consent] = reportDomains(record, 'siar.example');
    const allowing = (txt: string[]) =>
      judgement([record], { consents: consent ? [{ ...consent, txt }] : [] });
    expect(allowing(['v=DMARC1;']).state).toBe('good');
    expect(allowing([])).toEqual({ state: 'attention', codes: ['dmarc-reports-refused'], right: null });
  });

  it.each<[string, Partial<DmarcFacts>, string, string[]]>([
    ['', {}, 'good', []],
    ['; adkim=s', {}, 'good', []],
    ['; aspf=s', {}, 'good', []],
    ['', { bounceDomain: 'bounces.other.example' }, 'good', []],
    ['; adkim=s', { signature: 'mail.siar.example' }, 'attention', ['dmarc-dkim-unaligned']],
    [
      '; adkim=s; aspf=s',
      { signature: 'mail.siar.example' },
      'wrong',
      ['dmarc-dkim-unaligned', 'dmarc-spf-unaligned'],
    ],
    ['', { signature: null }, 'good', []],
    ['; aspf=s', { signature: null }, 'unknown', ['dmarc-dkim-unseen']],
  ])('with "%s" and %j is %s', (more, change, state, codes) => {
    expect(judgement([`v=DMARC1; p=reject; ${RUA}${more}`], change)).toMatchObject({ state, codes });
  });
});
