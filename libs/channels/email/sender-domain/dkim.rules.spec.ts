import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { judgeDkim } from './dkim.rules.js';

const made = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const [long, other, short, tiny] = [made(2048), made(2048), made(1024), made(512)];
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const p = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki'): string =>
  key.export({ type, format: 'der' }).toString('base64');
const ed25519 = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'der' })
  .subarray(12)
  .toString('base64');

const judgement = (txt: string[], privateKey = pem(long.privateKey)) => {
  const { state, findings, right } = judgeDkim({
    dkim: { domain: 'siar.example', selector: 's1', privateKey },
    from: 'siar.example',
    txt,
  });
  return { state, codes: findings.map(({ code }) => code), right: right[0]?.value ?? null };
};
const RIGHT = `v=DKIM1; k=rsa; p=${p(long.publicKey)}`;

describe('a DKIM key', () => {
  it.each([
    RIGHT,
    `p=${p(long.publicKey)}`,
    `v=DKIM1; k=rsa; t=s; h=sha1:sha256; s=email; p=${p(long.publicKey).replaceAll(/.{60}/g, '$& ')};`,
    `v=DKIM1; p=${p(long.publicKey, 'pkcs1')}`,
  ])('that is right: %#', (record) => {
    expect(judgement([record])).toEqual({ state: 'good', codes: ['dkim-matches'], right: null });
  });

  it('in an environment file has its line ends written out', () => {
    expect(judgement([RIGHT], pem(long.privateKey).replaceAll('\n', '\\n')).state).toBe('good');
  });

  it.each<[string, string[], string]>([
    ['is missing', [], 'dkim-missing'],
    ['is there twice', [RIGHT, RIGHT], 'dkim-several'],
    ['is no tag list', ['v=DKIM1 p'], 'dkim-malformed'],
    ['has another version', [`v=DKIM2; p=${p(long.publicKey)}`], 'dkim-malformed'],
    ['is cut off', [RIGHT.slice(0, 200)], 'dkim-malformed'],
    ['is withdrawn', ['v=DKIM1; p='], 'dkim-revoked'],
    ['is of another kind', [`v=DKIM1; k=ed25519; p=${ed25519}`], 'dkim-key-type'],
    ['is another', [`v=DKIM1; p=${p(other.publicKey)}`], 'dkim-mismatch'],
    ['is for SHA-1 alone', [RIGHT.replace('k=rsa', 'h=sha1')], 'dkim-hash'],
    ['is for another service', [RIGHT.replace('k=rsa', 's=tlsrpt')], 'dkim-service'],
  ])('that %s is wrong, and the right record is known', (_, txt, code) => {
    const { state, codes, right } = judgement(txt);
    expect([state, codes[0], right]).toEqual(['wrong', code, RIGHT]);
  });

  it('in a test needs a look', () => {
    expect(judgement([RIGHT.replace('k=rsa', 't=y:s')])).toMatchObject({ state: 'attention', right: RIGHT });
  });

  it('of 1024 bits needs a look, a shorter one is wrong; the same key again is no remedy', () => {
    expect(judgement([`p=${p(short.publicKey)}`], pem(short.privateKey))).toEqual({
      state: 'attention',
      codes: ['dkim-below-advised', 'dkim-matches'],
      right: null,
    });
    expect(judgement([`p=${p(tiny.publicKey)}`], pem(tiny.privateKey))).toEqual({
      state: 'wrong',
      codes: ['dkim-short', 'dkim-matches'],
      right: null,
    });
  });

  it('cannot be compared with a private key that cannot be read', () => {
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    for (const key of ['', '-----BEGIN PRIVATE KEY-----\nx', pem(elliptic)])
      expect(judgement([RIGHT], key)).toEqual({ state: 'wrong', codes: ['dkim-private-key'], right: null });
  });

  it('is the mail server’s affair where Siar does not sign', () => {
    expect(judgeDkim({ dkim: null, from: 'siar.example', txt: [] })).toMatchObject({
      state: 'unknown',
      findings: [{ code: 'dkim-relay-signs' }],
    });
  });
});
