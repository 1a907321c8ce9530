import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { DkimSigner } from './dkim.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signer = new DkimSigner('siar.go.id', 'siar', privateKey);
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

/** Verifies the signature as a mail server does, with our public key. */
async function verdict(mime: string): Promise<string | undefined> {
  const resolver = async (name: string): Promise<string[][]> => {
    expect(name).toBe('siar._domainkey.siar.go.id');
    return [[record]];
  };
  const { results } = await dkimVerify(mime, { resolver });
  expect(results).toHaveLength(1);
  return results[0]?.status.result;
}

const HEAD = [
  'From: Siar <info@siar.go.id>',
  'To: warga@example.org',
  'List-Unsubscribe: <https://siar.go.id/unsubscribe/7-4>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
];

/** Text of a header or body line from any composer: ASCII, with blanks and dots anywhere. */
const ascii = fc.string({ unit: fc.constantFrom(...' \t.=abcXYZ09:;<>@-'.split('')), maxLength: 90 });
const folded = fc.array(ascii, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\r\n '));
/** As it goes over the wire: not empty, with its last line ended. */
const body = fc
  .array(fc.oneof(ascii, fc.constant('')), { maxLength: 8 })
  .map((lines) => ['TPS', ...lines, ''].join('\r\n'));

describe('a DKIM signature', () => {
  it('verifies with any blanks, folds and empty lines', async () => {
    await fc.assert(
      fc.asyncProperty(folded, body, async (subject, text) => {
        const mime = `${[...HEAD, `Subject: x${subject}`].join('\r\n')}\r\n\r\n${text}`;
        expect(await verdict(await signer.sign(mime))).toBe('pass');
      }),
      { numRuns: 100 },
    );
  });

  it('does not verify after a change', async () => {
    const mime = `${[...HEAD, 'Subject: Pemilu'].join('\r\n')}\r\n\r\nTPS buka pukul 07.00.\r\n`;
    const signed = await signer.sign(mime);
    expect(await verdict(signed)).toBe('pass');
    for (const [was, is] of [
      ['07.00', '08.00'],
      ['Subject: Pemilu', 'Subject: Pemila'],
      ['unsubscribe/7-4', 'unsubscribe/7-5'],
      ['Unsubscribe=One-Click', 'Unsubscribe=Two-Clicks'],
    ] as const)
      expect([was, await verdict(signed.replace(was, is))]).not.toEqual([was, 'pass']);
  });

  it('precedes the unchanged message', async () => {
    const mime = `${HEAD.join('\r\n')}\r\n\r\nx`;
    const signed = await signer.sign(mime);
    expect(signed.endsWith(mime)).toBe(true);
    const lines = signed.slice(0, -mime.length).split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(78);
  });
});
