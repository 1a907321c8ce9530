import { smppSettings } from './settings.js';

const least = { url: 'smpp://siar:rahasia@smsc.operator.id', source: { address: 'KPU' } };

describe('the settings of an SMPP account', () => {
  it('have defaults that most SMSCs take', () => {
    expect(smppSettings.parse(least)).toEqual({
      url: { host: 'smsc.operator.id', port: 2775, tls: false, systemId: 'siar', password: 'rahasia' },
      systemType: '',
      bindAs: 'transceiver',
      source: { address: 'KPU', ton: 5, npi: 0 },
      destination: { ton: 1, npi: 1 },
      alphabet: 'gsm',
      dataCoding: 0,
      long: 'udh',
      binds: 1,
      window: 10,
      enquireSeconds: 30,
      validityHours: 48,
      ids: { response: 'as-is', receipt: 'as-is' },
      errors: { submit: {}, receipt: {} },
      twoWay: false,
    });
  });

  it.each([
    ['smpps://siar:p%40ss@[::1]', { host: '::1', port: 3550, tls: true, systemId: 'siar', password: 'p@ss' }],
    [
      'smpp://siar@10.0.0.1:9000',
      { host: '10.0.0.1', port: 9000, tls: false, systemId: 'siar', password: '' },
    ],
  ])('read %s', (url, read) => expect(smppSettings.parse({ ...least, url }).url).toEqual(read));

  it.each([
    [{ address: 'KPU' }, { address: 'KPU', ton: 5, npi: 0 }],
    [{ address: '+6221500100' }, { address: '6221500100', ton: 1, npi: 1 }],
    [{ address: '98765' }, { address: '98765', ton: 3, npi: 0 }],
    [
      { address: '98765', ton: 6, npi: 9 },
      { address: '98765', ton: 6, npi: 9 },
    ],
  ])('give the sender %j its type', (source, read) =>
    expect(smppSettings.parse({ ...least, source }).source).toEqual(read),
  );

  it.each([
    [{ url: 'operator' }, 'must read smpp://system_id:password@host:2775'],
    [{ url: 'https://siar:rahasia@operator.id' }, 'must begin with smpp:// or smpps://'],
    [{ url: 'smpp://operator.id' }, 'needs a system_id of 1 to 15 characters'],
    [{ url: 'smpp://siar:100%@operator.id' }, 'has a % that begins no encoded character'],
    [{ source: { address: 'Komisi Pemilihan Umum' } }, 'a name of at most 11 characters'],
    [{ alphabet: 'utf8' }, 'must be gsm, latin1 or ucs2'],
    [{ long: 'split' }, 'must be udh, sar or payload'],
    [{ errors: { submit: { 1025: 'dead' } } }, 'must be a command_status such as \\"0x0401\\"'],
    [{ ids: { response: 'octal', receipt: 'hex' } }, 'must be as-is, hex or decimal'],
  ])('refuse %j in words', (more, words) => {
    const read = smppSettings.safeParse({ ...least, ...more });
    expect(read.success).toBe(false);
    expect(JSON.stringify(read.error?.issues)).toContain(words);
  });

  it('never quote a password', () => {
    const read = smppSettings.safeParse({ ...least, url: 'https://siar:rahasia@operator.id' });
    expect(read.error?.message).not.toContain('rahasia');
  });
});
