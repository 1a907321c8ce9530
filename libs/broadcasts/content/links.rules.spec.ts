import fc from 'fast-check';
import tlds from 'tlds' with { type: 'json' };
import { isName } from '#audience/names';
import { findLinks } from './links.rules.js';

const rules = { domains: ['kpu.go.id', 'bawaslu.go.id'], hosts: ['siar.go.id', '127.0.0.1:4100'] };
const faults = (text: string): string[] =>
  findLinks(text, rules).flatMap((link) => (link.fault ? [link.text] : []));
const links = (text: string): string[] => findLinks(text, rules).map((link) => link.text);

describe('links in a text', () => {
  it.each([
    ['https://kpu.go.id', 'https://kpu.go.id'],
    [
      'lihat https://cekdptonline.kpu.go.id/?a=1&b=evil.com.',
      'https://cekdptonline.kpu.go.id/?a=1&b=evil.com',
    ],
    ['(kpu.go.id)', 'kpu.go.id'],
    ['KPU.GO.ID/pemilu,', 'KPU.GO.ID/pemilu'],
    ['tulis ke info@kpu.go.id!', 'info@kpu.go.id'],
    ['siar.go.id/ABCDEFGHJK', 'siar.go.id/ABCDEFGHJK'],
    ['http://127.0.0.1:4100/verify/X', 'http://127.0.0.1:4100/verify/X'],
    ['jdih.kpu.go.id: peraturan', 'jdih.kpu.go.id'],
  ])('allows %s', (text, link) => {
    expect(links(text)).toEqual([link]);
    expect(faults(text)).toEqual([]);
  });

  it.each([
    'bit.ly/x',
    'https://bit.ly/x',
    'kpu-go.id',
    'https://kpu.go.id.evil.com/',
    'xkpu.go.id',
    'evil.com',
    'https://kpu.go.id@evil.com/',
    'kpu.go.id@evil.com',
    'info@evil.com',
    'https://user:pw@kpu.go.id/',
    'kpu.go.іd',
    'kpú.go.id',
    'ｋpu.go.idn.com',
    'kpu。evil。com',
    'https://xn--kp-xka.go.id',
    'xn--e1awd7f.com',
    'kpu.go.xn--p1ai',
    'https:\\\\evil.com',
    'https://kpu.go.id\\@evil.com',
    'https://kpu.go.id%2eevil.com',
    'kpu.go.id%2eevil.com/x',
    'ftp://kpu.go.id/x',
    'javascript://kpu.go.id/%0aalert(1)',
    'tg://resolve?domain=evil',
    't.me/evil',
    'http://2130706433/',
    'http://127.0.0.1:4101/',
    'http://127.0.0.1/',
    '10.0.0.1/x',
    'https://kpu.go.id:8443/',
    'https://kpu.go.id/app.apk',
    'kpu.go.id_evil.com',
    '//evil.com',
    'http:evil.com',
    'https:/evil.com',
    'www.evil.info',
    'Silakan buka EVIL.COM',
    'besok.info',
  ])('refuses %s', (text) => {
    expect(faults(text)).toHaveLength(1);
  });

  it.each([
    'Pukul 07.00–13.00',
    'No.5',
    'dll.',
    'a.n. Ketua',
    'Rp1.000.000',
    'Jl.Sudirman',
    'selesai.Silakan datang',
    'Budi, S.H., M.Si.',
    'S.Pd. dan S.Kom.',
    '14.02.2024',
    'UU 7/2017',
    'ke-2',
    'Rp1.250.100.200',
    'TPS 05/RW 03',
    'e.g. ini',
    '...',
    'a..b',
    '@',
    'x@y',
  ])('treats %s as ordinary words', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('refuses a variable next to a link', () => {
    for (const text of [
      'https://kpu.go.id/\u{FFFC}',
      '\u{FFFC}.kpu.go.id',
      '\u{FFFC}.com',
      'kpu.go.id\u{FFFC}',
      'siar.go.id/\u{FFFC}',
      'https://\u{FFFC}',
    ]) {
      expect(faults(text)).toHaveLength(1);
    }
    expect(faults('\u{FFFC}, buka kpu.go.id atau \u{FFFC}. (\u{FFFC})')).toEqual([]);
  });

  it('refuses a host that a browser would read as one that is not allowed', () => {
    const host = fc.stringMatching(/^[a-z0-9@:.\\/%#?-]{1,20}$/);
    fc.assert(
      fc.property(host, fc.constantFrom('', 'evil.com', 'kpu.go.id', '@', '.'), (middle, end) => {
        const text = `https://${middle}${end}`;
        const allowed = findLinks(text, rules).filter(
          (link) => link.start === 0 && link.fault === null && link.text === text,
        );
        for (const link of allowed) {
          const read = new URL(link.text);
          const right =
            /(^|\.)(kpu|bawaslu)\.go\.id$/.test(read.hostname) ||
            ['siar.go.id', '127.0.0.1:4100'].includes(read.host);
          expect(right && read.username === '').toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are never found in a valid name, wherever the text uses it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'Siti',
        'Nur',
        'Ma’ruf',
        'S',
        'Ag',
        'M',
        'Pd',
        'www',
        'kpu',
        'go',
        'id',
        'Sp',
        'Ĺu',
        '王',
        'ʼa',
      ),
      fc.constantFrom(...tlds),
      fc.stringMatching(/^[A-Za-z]{1,4}$/),
    );
    const joint = fc.constantFrom(
      '.',
      '.',
      '. ',
      ' ',
      '-',
      "'",
      '’',
      '/',
      ', ',
      '(',
      ') ',
      '–',
      '‑',
      '..',
      ' .',
    );
    const text = fc
      .array(fc.tuple(piece, joint), { minLength: 1, maxLength: 6 })
      .map((pairs) => pairs.flat().join('').trim());
    let names = 0;
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('{}', 'Yth. {}, Pemilu', 'Halo {}: buka', '{}!', '({})'),
        (name, frame) => {
          if (!isName(name)) return;
          names += 1;
          expect(faults(frame.replace('{}', name))).toEqual([]);
        },
      ),
      { numRuns: 5000 },
    );
    expect(names).toBeGreaterThan(500);
  });
});
