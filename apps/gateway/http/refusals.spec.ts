import { loadReferenceData } from '#audience';
import { row } from '#platform/database';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { sentTo } from '../../../test/factories/notices.js';
import { wrongIn } from '../../../test/factories/wrong-words.js';

/** A refusal of a public page: the request, and the expected text. */
interface Walk {
  name: string;
  status: number;
  path: string | (() => Promise<string>);
  /** Form body; without it the page is opened by GET. */
  form?: Record<string, string> | string;
  id: RegExp;
  en: RegExp;
}
const NONE = 'A'.repeat(22);
const LONG = 'x'.repeat(150_000);

let site: TestGateway;
/** A preferences link, and a link to the page for an SMS code. */
let choices = '';
let code = '';

const WALKS: Walk[] = [
  { name: 'an empty sign-up', status: 422, path: '/', form: {}, id: /Isi wilayah/, en: /Say where you are/ },
  {
    name: 'a sign-up with a fault in every field',
    status: 422,
    path: '/',
    form: { wilayah: 'Atlantis', email: 'warga@', sms: '021', setuju: 'data', utama: 'email' },
    id: /Wilayah ini tidak ditemukan.*nomor ponsel/s,
    en: /There is no such place.*mobile number/s,
  },
  {
    name: 'a sign-up with an ambiguous place',
    status: 422,
    path: '/',
    form: { wilayah: 'Bandung', email: 'warga@example.id', sms: '081234567890', setuju: 'data' },
    id: /Beberapa wilayah cocok.*Pilih saluran utama/s,
    en: /Several places fit.*Choose the preferred channel/s,
  },
  {
    name: 'an oversized form',
    status: 413,
    path: '/',
    form: LONG,
    id: /Isian ini terlalu panjang/,
    en: /This is too long/,
  },
  {
    name: 'an expired confirmation',
    status: 404,
    path: `/confirm/${NONE}`,
    id: /tidak berlaku/,
    en: /no longer/,
  },
  {
    name: 'a wrong confirmation code',
    status: 422,
    path: () => Promise.resolve(code),
    form: { kode: '1' },
    id: /Kode ini salah/,
    en: /code is wrong/i,
  },
  {
    name: 'a preferences link for an invalid address',
    status: 422,
    path: '/preferences',
    form: { alamat: 'bukan' },
    id: /alamat e-mail.*nomor ponsel|lengkap/is,
    en: /e-mail address.*mobile number|complete/is,
  },
  { name: 'a link to choices that is over', status: 404, path: `/preferences/${NONE}`, id: /./, en: /./ },
  {
    name: 'preferences without a place or a channel',
    status: 422,
    path: () => Promise.resolve(choices),
    form: { wilayah: '', sms: '12', utama: 'telegram' },
    id: /Isi wilayah tempat Anda terdaftar/,
    en: /Say where you are registered/,
  },
  { name: 'data by a link that is over', status: 404, path: `/preferences/${NONE}/data`, id: /./, en: /./ },
  {
    name: 'an invalid name',
    status: 422,
    path: () => Promise.resolve(`${choices}/data`),
    form: { nama: '3201 0101 0190 0001' },
    id: /Nama ini tidak dapat dipakai/,
    en: /name cannot be used/i,
  },
  {
    name: 'an erasure by an expired link',
    status: 404,
    path: `/preferences/${NONE}/erase`,
    id: /./,
    en: /./,
  },
  { name: 'what is no code', status: 422, path: '/verify?kode=abc', id: /sepuluh huruf/, en: /ten letters/ },
  {
    name: 'an unknown code',
    status: 404,
    path: '/verify/7KQ2MXW9AB',
    id: /Kode ini tidak dikenali/,
    en: /This code is not known/,
  },
  {
    name: 'an empty pasted text',
    status: 422,
    path: '/verify',
    form: { teks: ' ' },
    id: /Tempel dulu/,
    en: /Paste the text of the message first/,
  },
  {
    name: 'a pasted text without a valid code',
    status: 422,
    path: '/verify',
    form: { teks: 'KPU', kode: 'abc' },
    id: /Kode terdiri dari sepuluh huruf/,
    en: /A code has ten letters/,
  },
  {
    name: 'an overlong pasted text',
    status: 422,
    path: '/verify',
    form: { teks: 'x '.repeat(6_000) },
    id: /paling panjang 10\.000 huruf/,
    en: /at most 10,000 letters/,
  },
  {
    name: 'an oversized pasted text',
    status: 413,
    path: '/verify',
    form: LONG,
    id: /paling panjang 10\.000 huruf/,
    en: /at most 10,000 letters/,
  },
  { name: 'a recording there is not', status: 404, path: '/recordings/x', id: /Rekaman/, en: /recording/ },
  { name: 'a short address there is not', status: 404, path: '/masih/7KQ2MXW9AB', id: /./, en: /./ },
  {
    name: 'leaving by an incomplete link',
    status: 404,
    path: '/unsubscribe/x',
    id: /tidak lengkap/,
    en: /not complete/,
  },
  {
    name: 'leaving by an incomplete form',
    status: 404,
    path: '/unsubscribe/x',
    form: {},
    id: /tidak lengkap/,
    en: /not complete/,
  },
  {
    name: 'returning by an incomplete link',
    status: 404,
    path: '/unsubscribe/x/return',
    form: {},
    id: /tidak lengkap/,
    en: /not complete/,
  },
  { name: 'no page at all', status: 404, path: '/tidak/ada/di/sini', id: /tidak ada/, en: /no such page/ },
];
const LANGUAGES = ['id', 'en'] as const;

const ask = (path: string, language: 'id' | 'en', form?: Walk['form']): Promise<Response> =>
  fetch(`${site.url}${path}${path.includes('?') ? '&' : '?'}bahasa=${language}`, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { accept: 'text/html,*/*;q=0.8' },
    redirect: 'manual',
    ...(form === undefined ? {} : { body: typeof form === 'string' ? form : new URLSearchParams(form) }),
  });
/** Lines of a page without the reader's input, the names of places and those of languages. */
const linesOf = (page: string): string[] =>
  (/<main[^>]*>(.*)<\/main>/s.exec(page)?.[1] ?? page)
    .replaceAll(/<(datalist|textarea)[^>]*>.*?<\/\1>/gs, '')
    // A consent is shown in the words in which it was given.
    .replaceAll(/<span class="hint">.*?<\/span>/gs, '')
    .replaceAll(/<label for="isi-\w+">.*?<\/label>/gs, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&quot;', '"')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const says = async (answer: Response, { status, ...walk }: Walk, language: 'id' | 'en'): Promise<void> => {
  const page = await answer.text();
  expect([
    answer.status,
    answer.headers.get('content-language'),
    /<html lang="(\w+)"/.exec(page)?.[1],
  ]).toEqual([status, language, language]);
  const lines = linesOf(page);
  expect(lines.join('\n')).toMatch(walk[language]);
  expect(lines.filter((line) => wrongIn(language, line).length > 0)).toEqual([]);
};

describe('a refusal of the public pages', () => {
  beforeAll(async () => {
    // Neutral names: words of one language would count as a mix.
    site = await testGateway({ MINISTRY_NAME: 'Kemenkomdigi', COMMISSION_NAME: 'KPU' });
    await site.db.source.transaction((tx) => loadReferenceData(tx));
    const to = 'warga@example.id';
    const form = { wilayah: 'Kota Bandung, Jawa Barat', sms: '0812 3456 7890', utama: 'email' };
    const fields = new URLSearchParams({ ...form, email: to });
    for (const purpose of ['data', 'messages']) fields.append('setuju', purpose);
    const asked = await fetch(`${site.url}/`, { method: 'POST', body: fields });
    code = /action="(\/confirm\/[\w-]{22})/.exec(await asked.text())?.[1] ?? 'no form for a code';
    const link = async (what: string): Promise<string> =>
      new RegExp(`(/${what}/[\\w-]{22})\\b`).exec(
        (await sentTo(site.db.source, site.keys, to))[0]?.text ?? '',
      )?.[1] ?? 'no link';
    expect((await fetch(site.url + (await link('confirm')), { method: 'POST' })).status).toBe(200);
    await fetch(`${site.url}/preferences`, { method: 'POST', body: new URLSearchParams({ alamat: to }) });
    choices = await link('preferences');
  });
  afterAll(() => site.stop());

  it.each(WALKS)('is a page in either language: $name', async (walk) => {
    const path = typeof walk.path === 'string' ? walk.path : await walk.path();
    for (const language of LANGUAGES) await says(await ask(path, language, walk.form), walk, language);
  });

  it('is in either language when one network exceeds a limit, or a program is unavailable', async () => {
    for (let n = 0; n < 40; n++) await ask('/verify/7KQ2MXW9AB', 'id');
    expect(await row(site.db.source.manager, 'SELECT FROM network_limits LIMIT 1')).toBeDefined();
    for (const language of LANGUAGES)
      await says(
        await ask('/verify/7KQ2MXW9AB', language),
        { name: '', status: 429, path: '', id: /Terlalu banyak kode/, en: /Too many wrong codes/ },
        language,
      );
    await site.registrar.stop();
    for (const language of LANGUAGES)
      await says(
        await ask(choices, language),
        { name: '', status: 503, path: '', id: /sedang tidak dapat dibuka/, en: /cannot be shown just now/ },
        language,
      );
  });
});
