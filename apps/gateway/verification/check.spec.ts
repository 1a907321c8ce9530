import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { compileDocument } from '#broadcasts/content';
import type { FrozenDocument } from '#broadcasts/document';
import { indexTexts } from '#broadcasts/verification';
import { newCode, readCode } from '#platform/crypto';
import { tamper } from '../../../test/factories/database.js';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { type RunningBroadcast, runningBroadcast } from '../../../test/factories/ledger.js';
import { startGateway } from '../gateway.js';

const SMS_CODE = 'ABCDEF2345';
const documentWith = (about: string): FrozenDocument =>
  ({
    format: 1,
    renderer: 1,
    title: 'Rahasia dalam judul',
    channels: ['telegram', 'sms'],
    contents: {
      telegram: {
        id: {
          text: `Halo {{name}}! ${about}\n\nTPS di {{region}} dibuka pukul 07.00 sampai 13.00. Periksa TPS Anda: https://cekdptonline.kpu.go.id\n\nCek keaslian: {{verify_link}}`,
        },
      },
      sms: { id: { text: `KPU: ${about} Bawa KTP-el, datang sebelum 13.00. Cek/Stop {{verify_link}}` } },
    },
    nameless: { id: 'Bapak/Ibu' },
    audience: { regions: ['11'], languages: [], topics: [] },
    regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
    election: null,
    sender: { ministry: 'Kementerian Uji', commission: 'KPU' },
    links: { domains: ['kpu.go.id'], hosts: [] },
  }) as unknown as FrozenDocument;

let site: TestGateway;
let pemilu: RunningBroadcast;
let other: RunningBroadcast;
const made = async (about: string, code: string): Promise<RunningBroadcast> => {
  const document = documentWith(about);
  const sent = await runningBroadcast(site.db.source, site.keys, {
    channel: 'sms',
    states: ['accepted'],
    code: readCode(code) ?? 0n,
    document,
  });
  await indexTexts(site.db.source.manager, sent.id, document);
  await site.db.source.query('UPDATE waves SET released_at = siar_now() WHERE broadcast_id = $1', [sent.id]);
  return sent;
};
beforeAll(async () => {
  site = await testGateway({ TRUST_PROXY: 'loopback' });
  pemilu = await made('Pemungutan suara ulang berlangsung hari Rabu 14 Februari 2029.', SMS_CODE);
  other = await made('Daftar pemilih sementara dapat dilihat di kantor desa sampai Jumat.', 'ABCDEF2346');
});
afterAll(() => site.stop());

const copy = (sent: RunningBroadcast, channel: 'telegram' | 'sms', about: string): string =>
  compileDocument(documentWith(about))(channel, 'id')({
    name: 'Cut Nyak Dhien',
    regionCode: '11',
    regionName: 'Aceh',
    verifyLink:
      channel === 'sms' ? `siar.go.id/${SMS_CODE}` : `http://127.0.0.1:4100/verify/${sent.publicCode}`,
    unsubscribeLink: '',
  }).text;
const ABOUT = 'Pemungutan suara ulang berlangsung hari Rabu 14 Februari 2029.';
let networks = 0;
const paste = async (
  text: string,
  kode = '',
  { url = site.url, ip = `203.0.113.${(networks += 1)}`, language = 'id' } = {},
): Promise<{ status: number; text: string; headers: Headers }> => {
  const answer = await fetch(`${url}/verify?bahasa=${language}`, {
    method: 'POST',
    body: new URLSearchParams({ teks: text, kode }),
    headers: { 'x-forwarded-for': ip },
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

/** A record is up to a second old. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 10_000; performance.now() < end; await sleep(100))
    if (await holds()) return;
  throw new Error('condition not met in time');
};

const SAME = 'SAMA PERSIS';
const INCOMPLETE = 'TIDAK LENGKAP – BACA TEKS LENGKAPNYA';
const CHANGED = 'DIUBAH – JANGAN PERCAYA';
const NOT_FOUND = 'TIDAK DITEMUKAN – BELUM TENTU PALSU';

describe('a pasted text', () => {
  it('is SAMA PERSIS by its own code, with or without the code beside it, in either channel', async () => {
    for (const [channel, code] of [
      ['telegram', ''],
      ['telegram', ` ${pemilu.publicCode.toLowerCase()} `],
      ['sms', ''],
      ['sms', `siar.go.id/${SMS_CODE}`],
    ] as const) {
      const { status, text, headers } = await paste(copy(pemilu, channel, ABOUT), code);
      expect([status, text.includes(SAME), text.includes(CHANGED)]).toEqual([200, true, false]);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text).toContain(`/verify/${pemilu.publicCode}`);
    }
    expect((await paste(copy(pemilu, 'telegram', ABOUT))).text).toContain('Cut Nyak Dhien');
  });

  it('is SAMA PERSIS though it names the message it corrects, and DIUBAH if it names another', async () => {
    const about = `Pesan ini meralat http://127.0.0.1:4100/verify/${pemilu.publicCode} sebab jadwalnya bergeser sehari.`;
    const genuine = copy(await made(about, 'ABCDEF2347'), 'telegram', about);
    const { text } = await paste(genuine);
    expect([text.includes(SAME), text.includes(CHANGED)]).toEqual([true, false]);
    const forged = await paste(genuine.replace(pemilu.publicCode, other.publicCode));
    expect([forged.text.includes(SAME), forged.text.includes(CHANGED)]).toEqual([false, true]);
    expect((await paste(genuine, other.publicCode)).text).toContain(CHANGED);
  });

  it.each([
    ['a link', (text: string) => text.replace('kpu.go.id', 'kpu-go.id'), 'Tautannya diubah.'],
    ['a time', (text: string) => text.replace('13.00', '12.00'), 'Angkanya diubah.'],
    ['a date', (text: string) => text.replace('Februari', 'Maret'), 'Tanggalnya diubah.'],
    [
      'a link away between others',
      (text: string) => text.replace('https://cekdptonline.kpu.go.id', ''),
      'Ada tautan yang tidak ada lagi.',
    ],
  ])('is DIUBAH with %s changed, also without a code', async (_, change, said) => {
    const { text } = await paste(change(copy(pemilu, 'telegram', ABOUT)));
    expect([text.includes(CHANGED), text.includes(SAME)]).toEqual([true, false]);
    expect(text).toContain(said);
    expect(text).toMatch(/<(?:ins|del)[\s>]/);
  });

  it("is TIDAK LENGKAP without its greeting or its end, and names which; DIUBAH with another text's code", async () => {
    const whole = copy(pemilu, 'telegram', ABOUT);
    const [first = ''] = whole.split('\n\n');
    for (const [text, said] of [
      [whole.replace(/\n\nCek keaslian.*/, ''), 'Baris penutupnya tidak ada.'],
      [whole.replace(/^Halo .*?! /, ''), 'Salam pembukanya tidak ada.'],
      [first, 'Bagian akhirnya tidak ada'],
    ] as const) {
      const { text: shown } = await paste(text);
      expect([INCOMPLETE, SAME, CHANGED].map((title) => shown.includes(title))).toEqual([true, false, false]);
      expect(shown).toContain(said);
      expect(shown).not.toContain('diubah.');
      expect((await paste(text, other.publicCode)).text).toContain(CHANGED);
    }
    // The label of variable parts is in the language of the text.
    const { text: english } = await paste(first, '', { language: 'en' });
    expect(english).toContain('INCOMPLETE');
    expect(english.match(/\(tautan periksa\)/g)).toHaveLength(2);
    expect(english).not.toContain('(the link');
  });

  it("is DIUBAH under another text's code, forged or genuine", async () => {
    const genuine = copy(pemilu, 'telegram', ABOUT);
    for (const [text, code] of [
      ['Segera transfer Rp50.000 agar hak pilih Anda tidak hilang', pemilu.publicCode],
      [`Segera transfer agar hak pilih Anda tidak hilang. Cek siar.go.id/${SMS_CODE}`, ''],
      [genuine, other.publicCode],
      [genuine, newCode()],
      [genuine.replace(pemilu.publicCode, other.publicCode), ''],
      [genuine.replace(pemilu.publicCode, newCode()), ''],
    ] as const) {
      const { text: shown } = await paste(text, code);
      expect([shown.includes(CHANGED), shown.includes(SAME)]).toEqual([true, false]);
    }
  });

  it('is TIDAK DITEMUKAN when it resembles no approved text', async () => {
    const { text } = await paste(
      'Vaksin gratis dibagikan di lapangan kota mulai besok pagi untuk semua warga.',
    );
    expect([text.includes(NOT_FOUND), text.includes(SAME), text.includes(CHANGED)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(text).toContain('Tidak ada pesan kami yang seperti ini.');
    // Too little, or too much of it changed, to say that.
    for (const near of [
      'TPS buka besok',
      'Untuk Anda: periksa TPS Anda di situs baru kami yang aman dan gratis',
    ])
      expect((await paste(near)).text).toContain('belum dapat dicocokkan');
  });

  it('gets one answer, in red, when the same text is no longer valid', async () => {
    const about = 'Loket pengaduan pindah ke balai kota sejak hari Senin pagi.';
    const recalled = await made(about, 'ABCDEF2347');
    const answers = async (): Promise<string[]> => {
      const { text } = await paste(copy(recalled, 'telegram', about));
      return [...text.matchAll(/<div class="standing (\w+)">\s*<h1>([^<]+)/g)].map(
        (one) => `${one[1]} ${one[2]}`,
      );
    };
    expect(await answers()).toEqual([`good ${SAME}`]);
    for (const [set, said] of [
      [`doubted_at = siar_now(), doubted_by = 'kpu'`, 'doubt SEDANG DIPERIKSA – JANGAN DITERUSKAN'],
      [`doubted_at = NULL, doubted_by = NULL, state = 'cancelled'`, 'doubt DIHENTIKAN – JANGAN DITERUSKAN'],
      [`state = 'withdrawn'`, 'bad DITARIK KEMBALI – JANGAN DIPAKAI'],
    ] as const) {
      await site.db.source.query(`UPDATE broadcasts SET ${set} WHERE id = $1`, [recalled.id]);
      await until(async () => (await answers()).join() === said);
    }
    const { text } = await paste(copy(recalled, 'telegram', about).replace('Senin', 'Selasa'));
    expect(text).toContain(CHANGED);
    expect(text).toContain('Teks aslinya pun sudah ditarik kembali.');
    expect(text).not.toContain('Teks yang disahkan');
  });

  it('that was corrected is answered with the valid text, at once, whether pasted unchanged or altered', async () => {
    const about = 'Kantor desa buka sampai pukul 15.00 pada hari pemungutan suara.';
    const right = 'Kantor desa buka sampai pukul 17.00 pada hari pemungutan suara.';
    const wrong = await made(about, 'ABCDEF2348');
    const correction = await made(right, 'ABCDEF2349');
    await site.db.source.query(`UPDATE broadcasts SET original_id = $2, kind = 'correction' WHERE id = $1`, [
      correction.id,
      wrong.id,
    ]);
    const got = copy(wrong, 'telegram', about);
    for (const [pasted, title] of [
      [got, 'SUDAH DIRALAT – JANGAN DIPAKAI'],
      [got.replace('13.00', '12.00'), CHANGED],
    ] as const) {
      let text = '';
      await until(async () => ({ text } = await paste(pasted)).text.includes('Yang berlaku: ralatnya'));
      const body = text.slice(text.indexOf('<main'));
      expect(body).not.toContain(SAME);
      expect(body.indexOf(title)).toBeGreaterThan(0);
      // The valid text comes first, then the pasted one.
      expect(body.indexOf(right)).toBeGreaterThan(body.indexOf(title));
      expect(body.indexOf('15.00')).toBeGreaterThan(body.indexOf(right));
      expect(body).toContain(`/verify/${correction.publicCode}`);
    }
    const page = await (await fetch(`${site.url}/verify/${wrong.publicCode}`)).text();
    expect(page.indexOf(right)).toBeGreaterThan(page.indexOf('Pesan ini telah diralat.'));
    expect(page.indexOf(about)).toBeGreaterThan(page.indexOf('Teks lama, sudah diralat: jangan dipakai'));
    // Nothing is presented as valid while the correction is in doubt.
    await site.db.source.query(
      `UPDATE broadcasts SET doubted_at = siar_now(), doubted_by = 'kpu' WHERE id = $1`,
      [correction.id],
    );
    await until(async () => (await paste(got)).text.includes('Ralatnya sendiri belum dapat diandalkan.'));
    expect((await paste(got)).text).not.toContain(right);
    // Nor after it was withdrawn: the original stays wrong.
    await site.db.source.query(`UPDATE broadcasts SET state = 'withdrawn' WHERE id = $1`, [correction.id]);
    await until(async () => (await paste(got)).text.includes('KELIRU – JANGAN DIPAKAI'));
    const { text } = await paste(got);
    expect(text).toContain('Ralatnya ditarik kembali: saat ini tidak ada teks yang berlaku.');
    expect(text).not.toMatch(new RegExp(`${right}|Teks yang disahkan|pengirimannya dihentikan`));
  });

  it('is answered in red when it no longer holds in one of two broadcasts, unless a code names the other', async () => {
    const about = 'Formulir pindah memilih diambil di kantor camat sampai Kamis siang.';
    const wrong = await made(about, 'ABCDEF234A');
    // Sent again every week since: the wrong one is the oldest of many.
    for (const last of ['C', 'D', 'F']) await made(about, `ABCDEF234${last}`);
    const twin = await made(about, 'ABCDEF234B');
    await site.db.source.query(`UPDATE broadcasts SET state = 'withdrawn' WHERE id = $1`, [wrong.id]);
    const got = copy(twin, 'telegram', about).replace(/\n\nCek keaslian.*/, '');
    const title = 'DITARIK KEMBALI – JANGAN DIPAKAI';
    let text = '';
    await until(async () => ({ text } = await paste(got)).text.includes(title));
    expect(text).toContain('Teks yang sama juga ada dalam pesan lain yang masih berlaku.');
    expect(text).not.toContain(INCOMPLETE);
    const { text: named } = await paste(got, twin.publicCode);
    expect([named.includes(INCOMPLETE), named.includes(title)]).toEqual([true, false]);
  });

  it('is shown escaped, and in English on request', async () => {
    const evil = copy(pemilu, 'telegram', ABOUT).replace('13.00', '<img src=x onerror=alert(1)>"\'');
    const { text } = await paste(evil, '', { language: 'en' });
    expect(text).toContain('CHANGED – DO NOT TRUST');
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img');
    const wrong = await paste('<b>teks</b>', '"><i>');
    expect([wrong.status, wrong.text.includes('<b>teks'), wrong.text.includes('"><i>')]).toEqual([
      422,
      false,
      false,
    ]);
    expect(wrong.text).toContain('&lt;b&gt;teks');
  });

  it('must not be empty or too long, and is limited per network', async () => {
    expect((await paste(' ')).status).toBe(422);
    const long = await paste('kata '.repeat(2_001));
    expect([long.status, long.text.includes('paling panjang')]).toEqual([422, true]);
    const statuses = new Set<number>();
    for (let n = 0; n < 70; n++) statuses.add((await paste('teks lain', '', { ip: '198.51.100.9' })).status);
    expect(statuses).toEqual(new Set([200, 429]));
  });

  it.each([
    ['id', 'Teks paling panjang 10.000 huruf. Tempel satu pesan saja.'],
    ['en', 'A text has at most 10,000 letters. Paste one message only.'],
  ])("gets the form again, in %s, when it exceeds the form's size", async (language, said) => {
    const { status, text, headers } = await paste('ß'.repeat(60_000), '', { language });
    expect([status, headers.get('content-type'), headers.get('content-language')]).toEqual([
      413,
      'text/html; charset=utf-8',
      language,
    ]);
    expect(text).toContain(said);
    expect(text).toContain('<textarea');
  });

  it('is no way to guess codes', async () => {
    const ip = '198.51.100.10';
    for (let n = 0; n < 20; n++) await paste('teks', newCode(), { ip });
    // Simulates elapsed time: the test must not depend on its own speed.
    await site.db.source.query(
      `UPDATE network_limits SET paid_until = siar_now() + interval '2 minutes' WHERE paid_until > siar_now() + interval '30 seconds'`,
    );
    expect((await paste('teks', newCode(), { ip })).status).toBe(429);
    expect((await paste(copy(pemilu, 'sms', ABOUT), SMS_CODE, { ip })).text).toContain(SAME);
  });

  it('leaves no trace in the log or in any table', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const gateway = await startGateway(site.config, logger);
    await paste(`${copy(pemilu, 'telegram', ABOUT)} kataajaib`, 'ZZZZZZZZZ8', { url: gateway.url });
    await gateway.stop();
    expect(lines.join('')).not.toMatch(/kataajaib|ZZZZZZZZZ8|Dhien/);
    const tables = await site.db.source.query<{ name: string }[]>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    for (const { name } of tables)
      expect(
        await site.db.source.query(`SELECT FROM ${name} AS t WHERE t::text ~ 'kataajaib|ZZZZZZZZZ8|Dhien'`),
      ).toEqual([]);
  });

  it('has a form, on its own page and beside each approved text', async () => {
    for (const path of ['/verify', `/verify/${pemilu.publicCode}`]) {
      const text = await (await fetch(site.url + path)).text();
      expect(text).toContain('<form method="post" action="/verify?bahasa=id">');
      expect(Buffer.byteLength(text)).toBeLessThan(50_000);
    }
  });
});

describe('the public list', () => {
  it('lists started broadcasts, newest first, page by page, and never a title', async () => {
    for (let n = 0; n < 21; n++) {
      const sent = await made(`Pengumuman nomor ${n} tentang tahapan.`, newCode());
      await tamper(
        site.db.source,
        `UPDATE submissions SET decided_at = timestamptz '2026-11-21T00:00:00Z' + make_interval(mins => $2) WHERE broadcast_id = $1`,
        [sent.id, n],
      );
    }
    const codes = async (path: string): Promise<{ codes: string[]; text: string }> => {
      const text = await (await fetch(site.url + path)).text();
      return {
        text,
        codes: [...text.matchAll(/<a\s+href="\/verify\/(\w{10})/g)].map(([, code = '']) => code),
      };
    };
    const first = await codes('/broadcasts?bahasa=en');
    const older = /href="(\/broadcasts\?sebelum=\w{10}&amp;bahasa=en)"/.exec(first.text)?.[1] ?? '';
    const second = await codes(older.replace('&amp;', '&'));
    expect(first.codes).toHaveLength(20);
    expect(second.codes).toContain(pemilu.publicCode);
    expect(new Set([...first.codes, ...second.codes]).size).toBe(first.codes.length + second.codes.length);
    expect(first.text).toContain('Pengumuman nomor 20');
    expect(first.text).toContain('KPU Republik Indonesia');
    expect(first.text + second.text).not.toMatch(/Rahasia|Orang/);
    await site.db.source.query('UPDATE waves SET released_at = NULL WHERE broadcast_id = $1', [other.id]);
    const hidden = await codes(older.replace('&amp;bahasa=en', ''));
    expect(second.codes).toContain(other.publicCode);
    expect(hidden.codes).toContain(pemilu.publicCode);
    expect(hidden.codes).not.toContain(other.publicCode);
  });

  it('is also a feed', async () => {
    const answer = await fetch(`${site.url}/broadcasts.atom`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(text.match(/<entry /g)).toHaveLength(30);
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/,
    );
  });
});

describe('shared pages', () => {
  it.each(['/verify/:code', '/broadcasts', '/broadcasts.atom'])(
    'are cached for a second, with an ETag: %s',
    async (path) => {
      const url = site.url + path.replace(':code', pemilu.publicCode);
      const first = await fetch(url);
      expect(first.headers.get('cache-control')).toBe('public, max-age=1');
      const etag = first.headers.get('etag') ?? '';
      const again = await fetch(url, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      const english = await fetch(`${url}?bahasa=en`, { headers: { 'if-none-match': etag } });
      expect(english.status).toBe(200);
      const head = await fetch(url, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([
        200,
        first.headers.get('content-length'),
      ]);
    },
  );

  it('report within two seconds that a message is in doubt', async () => {
    const url = `${site.url}/verify/${pemilu.publicCode}`;
    const doubted = 'Sedang diperiksa, jangan diteruskan.';
    expect(await (await fetch(url)).text()).not.toContain(doubted);
    await site.db.source.query(
      `UPDATE broadcasts SET doubted_at = siar_now(), doubted_by = 'kpu' WHERE id = $1`,
      [pemilu.id],
    );
    const began = performance.now();
    while (!(await (await fetch(url)).text()).includes(doubted))
      expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('never include the page of one person’s code', async () => {
    for (const path of [`/${SMS_CODE}`, `/verify/${SMS_CODE}`])
      expect((await fetch(site.url + path)).headers.get('cache-control')).toBe('no-store');
  });
});
