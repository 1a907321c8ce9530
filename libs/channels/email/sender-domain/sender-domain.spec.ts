import { generateKeyPairSync } from 'node:crypto';
import type { SenderCheck, SenderDomainView } from '#contract/api/sender-domain';
import { goodZone, testDns, type TestDns, type Zone } from '../../../../test/factories/dns.js';
import { policyServer, type PolicyServer } from '../../../../test/factories/policy-server.js';
import type { Network } from './asking.js';
import type { Sender } from './sender.rules.js';
import { SenderDomain } from './sender-domain.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = `v=DKIM1; k=rsa; p=${pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const SENDER: Sender = {
  from: 'info@siar.example',
  bounceDomain: 'bounce.siar.example',
  dkim: {
    domain: 'siar.example',
    selector: 'siar',
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  },
  relays: [{ name: 'SMTP_URL', host: 'mail.siar.example' }],
};

const POLICY = 'version: STSv1\nmode: enforce\nmx: mx.siar.example\nmax_age: 604800\n';

describe('the check of the sender’s domain, against a DNS server', () => {
  const started: { stop: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
  });

  const served = async (changes: Zone = {}): Promise<TestDns> => {
    const dns = await testDns(goodZone(record, changes));
    started.push(dns);
    return dns;
  };
  const viewed = (
    dns: TestDns,
    sender: Partial<Sender> = {},
    network: Network = {},
  ): Promise<SenderDomainView> =>
    new SenderDomain({ ...SENDER, ...sender }, null, {
      dnsServers: [dns.server],
      questionMs: 1_000,
      ...network,
    }).view();
  const policy = async (text: string): Promise<PolicyServer> => {
    const server = await policyServer(text);
    started.push(server);
    return server;
  };
  const states = ({ checks }: SenderDomainView): Record<string, string> =>
    Object.fromEntries(checks.map(({ kind, of, state }) => [`${kind} ${of}`, state]));
  const codes = (check: SenderCheck | undefined): string[] => (check?.findings ?? []).map(({ code }) => code);
  const checkOf = ({ checks }: SenderDomainView, kind: string, of?: string): SenderCheck | undefined =>
    checks.find((one) => one.kind === kind && (of === undefined || one.of === of));

  it('finds everything right that is right', async () => {
    const { https } = await policy(POLICY);
    const view = await viewed(await served(), {}, { https });
    expect(states(view)).toEqual({
      'spf bounces': 'good',
      'spf from': 'good',
      'dkim signature': 'good',
      'dmarc from': 'good',
      'mx bounces': 'good',
      'mta-sts bounces': 'good',
      'ptr relay': 'good',
    });
    expect(JSON.stringify(view)).not.toContain('PRIVATE KEY');
    expect(checkOf(view, 'ptr')?.found).toEqual([
      { type: 'PTR', name: '203.0.113.25', value: 'mail.siar.example' },
      { type: 'PTR', name: '2001:db8::25', value: 'mail.siar.example' },
    ]);
    expect(codes(checkOf(view, 'spf', 'bounces'))).toEqual([
      'spf-lookups-within',
      'spf-relay-allowed',
      'spf-relay-allowed',
    ]);
  });

  it('evaluates includes, and counts the look-ups of all of them', async () => {
    const parts = Array.from({ length: 4 }, (_, n) => [
      [`TXT i${n}.example`, ['v=spf1 a:a.example mx:b.example ?all']] as const,
    ]).flat();
    const dns = await served({
      'TXT bounce.siar.example': [
        'v=spf1 include:i0.example include:i1.example include:i2.example include:i3.example -all',
      ],
      'A a.example': ['203.0.113.1'],
      'MX b.example': [{ preference: 1, exchange: 'a.example' }],
      ...Object.fromEntries(parts),
    });
    const check = checkOf(await viewed(dns), 'spf', 'bounces');
    expect(check?.state).toBe('wrong');
    expect(check?.findings[0]).toEqual({ code: 'spf-lookups', level: 'wrong', params: { number: '12' } });
    expect(check?.right).toEqual([]);
  });

  it('ends with a record that includes itself', async () => {
    const dns = await served({ 'TXT bounce.siar.example': ['v=spf1 include:bounce.siar.example -all'] });
    const check = checkOf(await viewed(dns), 'spf', 'bounces');
    expect(check?.findings[0]?.code).toBe('spf-lookups');
  });

  it('reports the place of an error inside an include', async () => {
    const dns = await served({ 'TXT bounce.siar.example': ['v=spf1 include:gone.example -all'] });
    const check = checkOf(await viewed(dns), 'spf', 'bounces');
    expect(check?.findings[0]).toMatchObject({
      code: 'spf-syntax',
      params: { text: expect.stringContaining('gone.example') },
    });
  });

  it('leaves open what a failing server does not answer inside an include', async () => {
    const dns = await served({
      'TXT bounce.siar.example': ['v=spf1 include:broken.example -all'],
      'TXT broken.example': 'SERVFAIL',
    });
    const check = checkOf(await viewed(dns), 'spf', 'bounces');
    expect(check?.state).toBe('unknown');
    expect(check?.findings[0]).toEqual({
      code: 'dns-error',
      level: 'unknown',
      params: { name: 'broken.example', type: 'TXT', code: 'SERVFAIL' },
    });
  });

  it('takes a failure of the reverse zone for no missing name', async () => {
    const zone = { 'PTR 25.113.0.203.in-addr.arpa': 'SERVFAIL' } as const;
    const ptr = checkOf(await viewed(await served(zone)), 'ptr');
    expect([ptr?.state, ptr?.findings[0]?.code]).toEqual(['unknown', 'dns-error']);
    const silent = await served({ 'PTR 25.113.0.203.in-addr.arpa': 'silent' });
    const late = checkOf(await viewed(silent, {}, { questionMs: 900 }), 'ptr');
    expect([late?.state, late?.findings[0]?.code]).toEqual(['unknown', 'dns-silent']);
  });

  it('is done within its limit when a server is silent, and the other checks stand', async () => {
    const dns = await served({
      'TXT bounce.siar.example': 'silent',
      'TXT _mta-sts.bounce.siar.example': [],
      'TXT _dmarc.siar.example': 'silent',
    });
    const began = performance.now();
    const view = await viewed(dns, {}, { questionMs: 600 });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(states(view)).toMatchObject({
      'spf bounces': 'unknown',
      'spf from': 'good',
      'dkim signature': 'good',
      'dmarc from': 'unknown',
      'mx bounces': 'good',
      'ptr relay': 'good',
    });
    expect(codes(checkOf(view, 'spf', 'bounces'))).toEqual(['dns-silent']);
  });

  it('is done within the limit of the whole check when every server is silent', async () => {
    const dns = await served();
    for (const key of Object.keys(dns.zone)) dns.zone[key] = 'silent';
    for (const key of ['A mx.siar.example', 'AAAA mx.siar.example']) dns.zone[key] = 'silent';
    const began = performance.now();
    const view = await viewed(dns, {}, { questionMs: 700, checkMs: 1_000 });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(new Set(Object.values(states(view)))).toEqual(new Set(['unknown']));
  });

  it('does not ask about private addresses and loopback', async () => {
    const dns = await served({ 'A mail.siar.example': ['10.1.2.3'], 'AAAA mail.siar.example': [] });
    for (const [host, address] of [
      ['mail.siar.example', '10.1.2.3'],
      ['localhost', '127.0.0.1'],
      ['127.0.0.1', '127.0.0.1'],
      ['::1', '::1'],
    ] as const) {
      const check = checkOf(await viewed(dns, { relays: [{ name: 'SMTP_URL', host }] }), 'ptr');
      expect(check).toMatchObject({
        state: 'unknown',
        findings: [{ code: 'ptr-private', level: 'unknown', params: { address } }],
      });
    }
    expect(dns.questions.filter((question) => question.startsWith('PTR'))).toEqual([]);
  });

  it('checks each of several mail servers', async () => {
    const dns = await served({ 'A second.siar.example': ['203.0.113.77'] });
    const view = await viewed(dns, {
      relays: [...SENDER.relays, { name: 'cadangan', host: 'second.siar.example' }],
    });
    expect(view.checks.filter(({ kind }) => kind === 'ptr').map(({ name, state }) => [name, state])).toEqual([
      ['mail.siar.example', 'good'],
      ['second.siar.example', 'wrong'],
    ]);
    const spf = checkOf(view, 'spf', 'bounces');
    expect(spf?.state).toBe('attention');
    expect(spf?.right[0]?.value).toBe('v=spf1 a:mail.siar.example a:second.siar.example -all');
  });

  it('reads the MTA-STS policy as a mail server does', async () => {
    const dns = await served();
    const server = await policy(POLICY);
    const ask = async (network: Network = { https: server.https }) =>
      checkOf(await viewed(dns, {}, network), 'mta-sts')?.findings[0];
    expect(await ask()).toMatchObject({ code: 'sts-enforced' });
    server.answer = { status: 302, text: '' };
    expect(await ask()).toMatchObject({ code: 'sts-status', level: 'wrong', params: { status: '302' } });
    server.answer = { status: 200, text: POLICY.replace('mx.siar', '*.elsewhere') };
    expect(await ask()).toMatchObject({ code: 'sts-mx-uncovered', level: 'wrong' });
    server.answer = { status: 200, text: 'x'.repeat(100_000) };
    expect(await ask()).toMatchObject({
      code: 'sts-unreachable',
      level: 'unknown',
      params: { code: 'EMSGSIZE' },
    });
    server.answer = 'hang';
    const began = performance.now();
    expect(await ask({ https: server.https, questionMs: 500 })).toMatchObject({
      code: 'sts-unreachable',
      level: 'unknown',
      params: { code: 'ETIMEOUT' },
    });
    expect(performance.now() - began).toBeLessThan(3_000);
    // The authorities of the system do not include this one; and it is for this name alone.
    expect(await ask({ https: { port: server.https.port, ca: '' } })).toMatchObject({
      code: 'sts-certificate',
      level: 'wrong',
    });
    dns.zone['MX other.siar.example'] = [{ preference: 1, exchange: 'mx.siar.example' }];
    dns.zone['TXT _mta-sts.other.siar.example'] = ['v=STSv1; id=1'];
    dns.zone['A mta-sts.other.siar.example'] = ['127.0.0.1'];
    const other = await viewed(dns, { bounceDomain: 'other.siar.example' }, { https: server.https });
    expect(checkOf(other, 'mta-sts')?.findings[0]).toMatchObject({
      code: 'sts-certificate',
      params: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    await server.stop();
    started.pop();
    expect(await ask()).toMatchObject({ code: 'sts-unreachable', params: { code: 'ECONNREFUSED' } });
  });

  it('checks once for all who ask within 30 s', async () => {
    const dns = await served();
    let at = 0;
    const domain = new SenderDomain(SENDER, null, { dnsServers: [dns.server] }, () => at);
    const [first, second] = await Promise.all([domain.view(), domain.view()]);
    const asked = dns.questions.length;
    expect(second).toBe(first);
    at = 29_999;
    expect(await domain.view()).toBe(first);
    expect(dns.questions).toHaveLength(asked);
    at = 30_001;
    expect(await domain.view()).not.toBe(first);
    expect(dns.questions).toHaveLength(2 * asked);
  });

  it('asks nothing when there is nothing to ask about', async () => {
    const dns = await served();
    const view = await new SenderDomain(SENDER, 'training', { dnsServers: [dns.server] }).view();
    expect(view).toMatchObject({ skipped: 'training', checks: [] });
    expect(dns.questions).toEqual([]);
  });
});
