import { loadReferenceData } from '#audience';
import { SignUps } from '#audience/joining';
import type { ChannelName } from '#channels';
import { addressHash } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { makeLive } from '../../../test/factories/languages.js';
import { type SentNotice, sentTo } from '../../../test/factories/notices.js';
import { makeStaff } from '../../../test/factories/staff.js';

let site: TestGateway;
beforeAll(async () => {
  site = await testGateway({ TELEGRAM_BOT_NAME: 'siar_uji_bot' });
  await site.db.source.transaction((tx) => loadReferenceData(tx));
});
afterAll(() => site.stop());
beforeEach(() => site.db.source.query('DELETE FROM rate_limits'));

let count = 0;
/** A new address for each call. */
const newEmail = (): string => `warga${++count}@example.id`;
const newNumber = (): string => `+62812${String(++count).padStart(8, '0')}`;

const BANDUNG = 'Kota Bandung, Jawa Barat';
const form = (more: Record<string, string | string[]> = {}): URLSearchParams => {
  const fields = { wilayah: BANDUNG, isi: 'id', topik: ['hoaks'], setuju: ['data', 'messages'], ...more };
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    ),
  );
};
const post = (path: string, body: URLSearchParams | null = null, ip = '192.0.2.1'): Promise<Response> =>
  fetch(site.url + path, { method: 'POST', body, headers: { 'x-forwarded-for': ip }, redirect: 'manual' });
const page = async (path: string): Promise<string> => (await fetch(site.url + path)).text();

/** Notices to an address, newest first. */
const sent = (to: string): Promise<SentNotice[]> => sentTo(site.db.source, site.keys, to);
async function linkIn(to: string): Promise<string> {
  const [latest] = await sent(to);
  return /(\/(?:confirm|preferences)\/[\w-]{22})\b/.exec(latest?.text ?? '')?.[1] ?? 'no link';
}
const codeIn = async (to: string): Promise<string> =>
  /\b(\d{6})\b/.exec((await sent(to))[0]?.text ?? '')?.[1] ?? '';

interface Held {
  addressId: string;
  contactId: string;
  state: string;
  region: string;
  language: string;
  topics: string[];
  preferred: string;
  wording: string | null;
  source: string | null;
}
const held = (channel: ChannelName, to: string): Promise<Held | undefined> =>
  row<Held>(
    site.db.source.manager,
    `SELECT a.id AS "addressId", a.contact_id AS "contactId", a.state, c.region_code AS region, c.language, c.topics,
       c.preferred_channel AS preferred, s.wording, s.source
     FROM addresses a JOIN contacts c ON c.id = a.contact_id LEFT JOIN consents s ON s.address_id = a.id AND s.withdrawn_at IS NULL
     WHERE a.channel = $1 AND a.hash = $2`,
    [channel, addressHash(site.keys, channel, to)],
  );
const suppression = async (channel: ChannelName, to: string): Promise<string | undefined> =>
  (
    await row<{ reason: string }>(
      site.db.source.manager,
      'SELECT reason FROM suppressions WHERE channel = $1 AND hash = $2',
      [channel, addressHash(site.keys, channel, to)],
    )
  )?.reason;

/** Signs up an e-mail address and confirms it. */
async function joined(email = newEmail()): Promise<string> {
  expect((await post('/', form({ email }))).status).toBe(200);
  expect((await post(await linkIn(email))).status).toBe(200);
  return email;
}
const suppress = (channel: ChannelName, to: string, reason: string): Promise<unknown> =>
  site.db.source.query('INSERT INTO suppressions (channel, hash, reason) VALUES ($1, $2, $3)', [
    channel,
    addressHash(site.keys, channel, to),
    reason,
  ]);

describe('the sign-up page', () => {
  it.each(['id', 'en'])(
    'is small, offers every regency and overseas area, and ticks no consent (%s)',
    async (language) => {
      const text = await page(`/?bahasa=${language}`);
      expect(Buffer.byteLength(text + (await page('/siar.css')))).toBeLessThan(50_000);
      for (const place of [BANDUNG, 'Kabupaten Merauke, Papua Selatan', 'PPLN Kuala Lumpur, Luar Negeri'])
        expect(text).toContain(`<option>${place}`);
      expect(text.match(/<option>/g)?.length).toBeGreaterThan(520);
      expect(text).not.toMatch(/type="checkbox"[^>]*checked/);
      expect(text).not.toContain('<script');
    },
  );

  it.each<[string, Record<string, string | string[]>, string]>([
    ['no region', { wilayah: '' }, 'Isi wilayah tempat Anda terdaftar.'],
    ['an unknown region', { wilayah: 'Atlantis' }, 'Wilayah ini tidak ditemukan.'],
    ['no channel', { email: '' }, 'Isi atau pilih paling sedikit satu saluran.'],
    ['half an address', { email: 'warga@' }, 'Alamat e-mail ini tidak lengkap.'],
    ['a fixed line', { sms: '021 3190 1234' }, 'Ini bukan nomor ponsel.'],
    ['no consent', { setuju: [] }, 'bila keduanya Anda setujui'],
    ['half a consent', { setuju: ['messages'] }, 'bila keduanya Anda setujui'],
    [
      'no preferred channel of two',
      { email: 'warga@example.id', sms: '0812 3456 7890' },
      'Pilih saluran utama.',
    ],
    [
      'a preferred channel that is not filled in',
      { email: 'warga@example.id', utama: 'sms' },
      'harus salah satu saluran yang Anda isi',
    ],
  ])('names the fault of %s, keeps the input, and stores nothing', async (_, more, said) => {
    const before = await row<{ n: string }>(site.db.source.manager, 'SELECT count(*) AS n FROM sign_ups');
    const answer = await post('/', form({ email: 'warga"<b>@example.id', ...more }));
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain(said);
    expect(text).not.toContain('"<b>');
    if (!('wilayah' in more)) expect(text).toContain(`value="${BANDUNG}"`);
    expect(await row(site.db.source.manager, 'SELECT count(*) AS n FROM sign_ups')).toEqual(before);
  });

  it.each(['zz"<b>', '9', 'a b', 'en-', 'tlh'])(
    'takes the language %p, which nobody offers, for none',
    async (isi) => {
      const answer = await post('/', form({ email: 'warga@', isi }));
      const text = await answer.text();
      expect(answer.status).toBe(422);
      expect(text).toMatch(/value="id"\s+checked/);
      expect(text).not.toContain(`value="${isi}"`);
    },
  );

  it('offers a choice when several places match', async () => {
    const email = newEmail();
    const answer = await post('/', form({ email, wilayah: 'bandung' }));
    const text = await answer.text();
    expect(answer.status).toBe(422);
    for (const code of ['32.04', '32.17', '32.73']) expect(text).toContain(`id="pilih-${code}"`);
    expect((await post('/', form({ email, wilayah: 'bandung', pilih: '32.17' }))).status).toBe(200);
    await post(await linkIn(email));
    expect((await held('email', email))?.region).toBe('32.17');
    // A region that the typed text cannot mean is rejected.
    expect((await post('/', form({ email: newEmail(), wilayah: 'bandung', pilih: '11.01' }))).status).toBe(
      422,
    );
  });
});

describe('signing up by e-mail', () => {
  it('counts once confirmed by the button, not when the link is opened, and only once', async () => {
    const email = newEmail();
    const asked = await (
      await post('/', form({ email: ` ${email.toUpperCase()} `, topik: ['hoaks', 'jadwal'] }))
    ).text();
    expect(asked).toContain('Tinggal konfirmasi');
    expect(asked).not.toMatch(/confirm\//);
    const link = await linkIn(email);
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await fetch(site.url + link, { method })).status).toBe(200);
    expect(await page(link)).toContain(BANDUNG);
    expect(await held('email', email)).toBeUndefined();

    const first = await (await post(link)).text();
    expect(first).toMatch(/\/preferences\/[\w-]{22}/);
    const joinedAs = await held('email', email);
    expect(joinedAs).toMatchObject({
      state: 'active',
      region: '32.73',
      language: 'id',
      topics: ['jadwal', 'hoaks'],
      preferred: 'email',
      wording: '2026-1/id',
      source: 'web',
    });
    for (let i = 0; i < 2; i++) expect(await (await post(link)).text()).toContain('Sudah dikonfirmasi');
    expect(await held('email', email)).toEqual(joinedAs);
    const trail = await rows<{ detail: unknown }>(
      site.db.source.manager,
      `SELECT detail FROM audit_entries WHERE act = 'contact.join' AND subject = $1`,
      [`contact:${joinedAs?.contactId}`],
    );
    expect(trail).toEqual([{ detail: { channel: 'email', source: 'web', wording: '2026-1/id' } }]);
  });

  it('opens the pages of an English e-mail in English, whatever the browser prefers', async () => {
    const email = newEmail();
    const open = async (): Promise<string> => {
      const path = /\/(?:confirm|preferences)\/\S+/.exec((await sent(email))[0]?.text ?? '')?.[0];
      return (await fetch(`${site.url}${path}`, { headers: { 'accept-language': 'id' } })).text();
    };
    await post('/?bahasa=en', form({ email }));
    expect(await open()).toContain('<html lang="en"');
    await post(await linkIn(email));
    await post('/preferences?bahasa=en', new URLSearchParams({ alamat: email }));
    expect(await open()).toContain('<html lang="en"');
    expect((await sent(email)).map(({ kind }) => kind)).toEqual(['preferences', 'confirmation']);
  });

  it("joins one person's confirmations of a sign-up into one contact", async () => {
    const [email, sms] = [newEmail(), newNumber()];
    const asked = await (await post('/', form({ email, sms, utama: 'sms' }))).text();
    const codePath = /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '';
    await post(await linkIn(email));
    await post(codePath, new URLSearchParams({ kode: await codeIn(sms) }));
    const [one, other] = [await held('email', email), await held('sms', sms)];
    expect([one?.state, other?.state, one?.preferred]).toEqual(['active', 'active', 'sms']);
    expect(other?.contactId).toBe(one?.contactId);
  });

  it('rejects a forged, altered or missing token', async () => {
    const email = newEmail();
    await post('/', form({ email }));
    const link = await linkIn(email);
    const altered = link.slice(0, -1) + (link.endsWith('A') ? 'Q' : 'A');
    for (const path of [altered, '/confirm/x', `/confirm/${'A'.repeat(22)}`, '/confirm/%00', `${link}x`]) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(site.url + path, { method });
        expect([path, answer.status]).toEqual([path, 404]);
        expect(await answer.text()).toContain('Tautan ini tidak berlaku lagi');
      }
    }
    expect(await held('email', email)).toBeUndefined();
  });
});

describe('signing up by SMS', () => {
  const start = async (sms = newNumber()): Promise<{ sms: string; path: string }> => {
    const asked = await (await post('/', form({ sms }))).text();
    return { sms, path: /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '' };
  };
  const type = (path: string, kode: string): Promise<Response> => post(path, new URLSearchParams({ kode }));

  it('accepts the code, also typed with spaces', async () => {
    const { sms, path } = await start();
    const [latest] = await sent(sms);
    expect(latest).toMatchObject({ kind: 'confirmation', channel: 'sms', dead: false });
    const code = await codeIn(sms);
    expect((await type(path, `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
    expect((await held('sms', sms))?.state).toBe('active');
  });

  it('allows five guesses, and reports when they are used up', async () => {
    const { sms, path } = await start();
    const code = await codeIn(sms);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let i = 0; i < 4; i++) {
      const answer = await type(path, wrong);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toMatch(/Kode ini salah(?!.*lima kali)/);
    }
    for (const last of [wrong, code]) {
      const answer = await type(path, last);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toMatch(/sudah lima kali salah diketik/);
    }
    expect(await held('sms', sms)).toBeUndefined();
  });
});

describe('an address that is already known', () => {
  /** A page without its variable parts and the input. */
  const shape = (text: string): string =>
    text
      .replaceAll(/[\w-]{22}(?=[?"<])/g, 'TOKEN')
      .replaceAll(/warga\d+@/g, 'EMAIL@')
      .replaceAll(/\+62[\d*]+/g, 'NUMBER');

  it('gets the usual answer, and the link to its preferences', async () => {
    const known = await joined();
    const shapes = [];
    for (const email of [known, newEmail()]) {
      const answer = await post('/', form({ email, sms: newNumber(), utama: 'email', telegram: 'ya' }));
      shapes.push([answer.status, [...answer.headers.keys()], shape(await answer.text())]);
    }
    expect(shapes[0]).toEqual(shapes[1]);
    const [latest] = await sent(known);
    expect(latest).toMatchObject({ kind: 'preferences', dead: false });
    expect((await fetch(site.url + (await linkIn(known)))).status).toBe(200);
  });

  it('gets the same answer by SMS, without a code', async () => {
    const sms = newNumber();
    const path = async (): Promise<string> =>
      /action="(\/confirm\/[\w-]{22})/.exec(await (await post('/', form({ sms }))).text())?.[1] ?? '';
    await post(await path(), new URLSearchParams({ kode: await codeIn(sms) }));
    expect((await held('sms', sms))?.state).toBe('active');
    const again = await path();
    expect((await sent(sms))[0]).toMatchObject({ kind: 'preferences' });
    expect((await post(again, new URLSearchParams({ kode: '123456' }))).status).toBe(422);
  });

  it('that was unsubscribed returns when it confirms, and not before', async () => {
    const email = await joined();
    const { addressId, contactId } = (await held('email', email)) ?? { addressId: '', contactId: '' };
    const left = `/unsubscribe/${site.keys.deliveryToken('unsubscribe', { broadcastId: '1', addressId })}`;
    await post(left);
    expect([(await held('email', email))?.state, await suppression('email', email)]).toEqual([
      'unsubscribed',
      'left',
    ]);
    await post('/', form({ email, wilayah: 'Kabupaten Sleman' }));
    expect(await suppression('email', email)).toBe('left');
    expect((await sent(email))[0]).toMatchObject({ kind: 'confirmation' });
    await post(await linkIn(email));
    expect(await suppression('email', email)).toBeUndefined();
    expect(await held('email', email)).toMatchObject({ state: 'active', contactId, region: '34.04' });
  });

  it.each([
    ['left', false, 'active'],
    ['dead-address', false, 'active'],
    ['complaint', true, undefined],
    ['staff', true, undefined],
  ])(
    'that is suppressed (%s) without a contact gets a confirmation, unless it complained or staff suppressed it',
    async (reason, dead, state) => {
      const email = newEmail();
      await suppress('email', email, reason);
      expect((await post('/', form({ email }))).status).toBe(200);
      expect((await sent(email))[0]).toMatchObject({ kind: 'confirmation', dead });
      await post(await linkIn(email));
      expect((await held('email', email))?.state).toBe(state);
      expect(await suppression('email', email)).toBe(dead ? reason : undefined);
    },
  );
});

/** Fields of a page's form. */
const carried = (text: string, action: string): URLSearchParams => {
  const from = text.indexOf(`action="${action}`);
  const part = text.slice(from, text.indexOf('</form>', from));
  return new URLSearchParams(
    [...part.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    ),
  );
};

describe('while a channel is paused', () => {
  const pause = (): Promise<unknown> =>
    site.db.source.query(
      `WITH office AS (INSERT INTO organisations (kind, name) VALUES ('ministry', 'Kementerian uji jeda') RETURNING id),
         person AS (INSERT INTO people (organisation_id, username, name, password_hash)
           SELECT id, 'operator-jeda', 'O', 'x' FROM office RETURNING id)
       INSERT INTO channel_pauses (channel, reason, paused_by) SELECT 'sms', 'uji', id FROM person`,
    );
  const resume = (): Promise<unknown> =>
    site.db.source.query('UPDATE channel_pauses SET resumed_at = siar_now(), resumed_by = paused_by');
  beforeAll(pause);
  afterAll(resume);

  it('a sign-up says that the code follows, and so does a repeated request', async () => {
    const [email, sms] = [newEmail(), newNumber()];
    const asked = await (await post('/', form({ email, sms, utama: 'email' }))).text();
    const again = form({ email, sms, utama: 'email', lagi: '1' });
    for (const said of [asked, await (await post('/', again)).text()]) {
      expect(said).toContain('Pengiriman SMS sedang terganggu');
      expect(said).toContain('ikuti tautannya. Belum ada setelah beberapa menit?');
      for (const untrue of ['Kami mengirim SMS', 'Kami sudah menulis ke setiap', 'Dikirim lagi'])
        expect(said).not.toContain(untrue);
    }
    const path = /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '';
    const fields = carried(asked, path);
    fields.set('kode', '000000');
    expect(await (await post(path, fields)).text()).toContain('Pengiriman SMS sedang terganggu');
    const other = await (await post('/', form({ email: newEmail() }))).text();
    expect(other).toContain('Kami sudah menulis ke setiap');
  });

  it('a request for a preferences link says that it follows', async () => {
    const ask = async (alamat: string): Promise<string> =>
      (await post('/preferences', new URLSearchParams({ alamat }))).text();
    expect(await ask(newNumber())).toContain('Pengiriman lewat SMS sedang terganggu');
    expect(await ask(newEmail())).toContain('tautannya sedang dikirim');
  });
});

describe('several channels', () => {
  it('stay on the page, masked, until each is confirmed, and are sent again by a button', async () => {
    const [email, sms] = [newEmail(), newNumber()];
    const asked = await (await post('/', form({ email, sms, telegram: 'ya', utama: 'email' }))).text();
    const shownEmail = `${email[0]}***@example.id`;
    expect(asked).toContain(shownEmail);
    expect(asked).toContain(`${sms.slice(0, 5)}*`);
    const telegram = /href="(https:\/\/t\.me\/[^"]+)"/.exec(asked)?.[1] ?? '';
    const path = /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '';
    const fields = carried(asked, path);

    // A wrong code keeps them, and the right one keeps those still unconfirmed.
    fields.set('kode', '000000');
    const wrong = await (await post(path, fields)).text();
    for (const said of ['Kode ini salah', shownEmail, `${sms.slice(0, 5)}*`, telegram, 'Kirim lagi'])
      expect(wrong).toContain(said);
    const again = carried(wrong, path);
    again.set('kode', await codeIn(sms));
    const done = await (await post(path, again)).text();
    expect(done).toContain('SMS Anda terdaftar');
    expect(done).toContain(shownEmail);
    expect(done).toContain(telegram);
    expect(done).not.toContain(`${sms.slice(0, 5)}*`);

    const action = /action="(\/preferences\/[\w-]{22})/.exec(done)?.[1] ?? '';
    const before = (await sent(email)).length;
    const resent = await (await post(action, carried(done, action))).text();
    expect(resent).toContain(shownEmail);
    expect(await sent(email)).toHaveLength(before + 1);
    // The second e-mail address belongs to the same person, whose number is confirmed.
    await post(await linkIn(email));
    expect((await held('email', email))?.contactId).toBe((await held('sms', sms))?.contactId);
  });

  it('are sent again before any is confirmed, and carried fields are escaped', async () => {
    const email = newEmail();
    const asked = await (await post('/', form({ email }))).text();
    const again = carried(asked, '/?bahasa=id');
    const resent = await (await post('/', again)).text();
    expect([asked, resent].map((text) => /Dikirim lagi .* WIB/.test(text))).toEqual([false, true]);
    expect(await sent(email)).toHaveLength(2);
    const path = (await linkIn(email)).split('?')[0] ?? '';
    const evil = new URLSearchParams({ email: '"><script>@example.id', 'telegram-token': '"><script>' });
    expect(await (await post(path, evil)).text()).not.toContain('<script');
  });
});

describe('limits', () => {
  it('allow three messages to an address, then name the time of the next; other addresses are unaffected', async () => {
    const email = newEmail();
    for (let i = 0; i < 3; i++) expect((await post('/', form({ email }), `192.0.2.${i}`)).status).toBe(200);
    const refused = await post('/', form({ email }), '192.0.2.9');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(5 * 3600);
    expect(await refused.text()).toMatch(/Coba lagi setelah .* WIB/);
    expect(await sent(email)).toHaveLength(3);
    // The preferences link goes to the same mailbox.
    expect((await post('/preferences', new URLSearchParams({ alamat: email }))).status).toBe(429);
    expect((await post('/', form({ email: newEmail() }), '192.0.2.9')).status).toBe(200);
  });

  it('count concurrent requests like consecutive ones', async () => {
    const email = newEmail();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => post('/', form({ email }), `198.51.100.${i}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(await sent(email)).toHaveLength(3);
  });

  it('bound a network', async () => {
    const statuses = [];
    for (let i = 0; i < 105; i++)
      statuses.push((await post('/', form({ email: newEmail() }), '203.0.113.5')).status);
    expect(statuses.slice(0, 100).every((status) => status === 200)).toBe(true);
    expect(statuses).toContain(429);
    expect((await post('/', form({ email: newEmail() }), '203.0.113.6')).status).toBe(200);
  });
});

describe('the preferences link', () => {
  const ask = async (alamat: string): Promise<string> =>
    (await post('/preferences', new URLSearchParams({ alamat }))).text();

  it('is sent to a confirmed address only; the answer is always the same', async () => {
    const [known, unknown] = [await joined(), newEmail()];
    expect(await ask(known)).toBe(await ask(unknown));
    expect((await sent(known))[0]).toMatchObject({ kind: 'preferences', dead: false });
    expect((await sent(unknown))[0]).toMatchObject({ dead: true });
    expect((await fetch(site.url + (await linkIn(unknown)))).status).toBe(404);
    const wrong = await post('/preferences', new URLSearchParams({ alamat: '"><b>x' }));
    expect([wrong.status, (await wrong.text()).includes('"><b>')]).toEqual([422, false]);
  });

  it('shows the preferences and no complete address, and changes them', async () => {
    const email = await joined();
    await ask(email);
    const link = await linkIn(email);
    const shown = await page(link);
    expect(shown).toContain(`value="${BANDUNG}"`);
    expect(shown).not.toContain(email);
    const changed = await post(
      link,
      form({ wilayah: 'LN.SIN', topik: ['jadwal'], isi: 'en', utama: 'email' }),
    );
    expect(changed.status).toBe(422);
    const saved = await post(
      link,
      form({ wilayah: 'PPLN Singapura', topik: ['jadwal'], isi: 'en', utama: 'email', setuju: [] }),
    );
    expect(await saved.text()).toContain('Tersimpan.');
    expect(await held('email', email)).toMatchObject({
      region: 'LN.SIN',
      topics: ['jadwal'],
      language: 'en',
      state: 'active',
    });
  });

  it('adds a channel once it is confirmed, and removes one at once', async () => {
    const [email, sms] = [await joined(), newNumber()];
    await ask(email);
    const link = await linkIn(email);
    expect((await post(link, form({ sms, utama: 'sms', setuju: [] }))).status).toBe(422);
    const asked = await (await post(link, form({ sms, utama: 'sms' }))).text();
    const path = /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '';
    await post(path, new URLSearchParams({ kode: await codeIn(sms) }));
    const mine = await held('email', email);
    expect(await held('sms', sms)).toMatchObject({ contactId: mine?.contactId, state: 'active' });
    await post(link, form({ berhenti: 'email', utama: 'sms' }));
    expect([(await held('email', email))?.state, (await held('sms', sms))?.state]).toEqual([
      'unsubscribed',
      'active',
    ]);
    expect(await suppression('email', email)).toBe('left');
  });

  it('sends the code again after a wrong one for an added channel, and shows when', async () => {
    const [email, sms] = [await joined(), newNumber()];
    await ask(email);
    const link = await linkIn(email);
    const asked = await (await post(link, form({ sms, utama: 'email' }))).text();
    const path = /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '';
    const fields = carried(asked, path);
    fields.set('kode', '000000');
    const wrong = await (await post(path, fields)).text();
    const again = carried(wrong, link);
    expect(await (await post(link, again)).text()).toMatch(/Dikirim lagi .* WIB/);
    expect(await sent(sms)).toHaveLength(2);
  });

  it('removes the main channel at once: a remaining one replaces it, and the page says so', async () => {
    const [email, sms] = [await joined(), newNumber()];
    await ask(email);
    const link = await linkIn(email);
    const asked = await (await post(link, form({ sms, utama: 'sms' }))).text();
    const path = /action="(\/confirm\/[\w-]{22})/.exec(asked)?.[1] ?? '';
    await post(path, new URLSearchParams({ kode: await codeIn(sms) }));
    expect(await held('sms', sms)).toMatchObject({ state: 'active', preferred: 'sms' });
    const left = await post(link, form({ berhenti: 'sms', utama: 'sms', setuju: [] }));
    expect([left.status, (await held('sms', sms))?.state]).toEqual([200, 'unsubscribed']);
    expect(await left.text()).toContain('Saluran utama Anda sekarang E-mail');
    expect(await held('email', email)).toMatchObject({ state: 'active', preferred: 'email' });
    // All channels can be left, also when the main one has no address any more.
    await site.db.source.query(`UPDATE contacts SET preferred_channel = 'sms' WHERE id = $1`, [
      (await held('email', email))?.contactId,
    ]);
    const all = await post(link, form({ berhenti: 'email', utama: 'sms', setuju: [] }));
    expect([all.status, (await held('email', email))?.state]).toEqual([200, 'unsubscribed']);
  });

  it('replaces an address by another one that is confirmed', async () => {
    const [old, fresh] = [await joined(), newEmail()];
    const before = await held('email', old);
    await ask(old);
    await post(await linkIn(old), form({ email: fresh, utama: 'email' }));
    await post(await linkIn(fresh));
    expect(await held('email', old)).toBeUndefined();
    expect(await held('email', fresh)).toMatchObject({ contactId: before?.contactId, state: 'active' });
  });
});

describe('after leaving', () => {
  /** Joins with two topics and leaves by a message's link. */
  const left = async (): Promise<{ email: string; link: string; page: string }> => {
    const email = newEmail();
    await post('/', form({ email, topik: ['hoaks', 'jadwal'] }));
    await post(await linkIn(email));
    const { addressId = '' } = (await held('email', email)) ?? {};
    const link = `/unsubscribe/${site.keys.deliveryToken('unsubscribe', { broadcastId: '1', addressId })}`;
    const answer = await post(link, new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }));
    return { email, link, page: await answer.text() };
  };

  it('a person may return, with a new consent, however often they press the button', async () => {
    const { email, link, page: said } = await left();
    expect(said).toContain(`action="${link}/return?bahasa=id"`);
    for (let i = 0; i < 2; i++) {
      const back = await post(`${link}/return`);
      expect([back.status, (await back.text()).includes('Anda menerima lagi pesan')]).toEqual([200, true]);
    }
    expect(await held('email', email)).toMatchObject({
      state: 'active',
      topics: ['jadwal', 'hoaks'],
      wording: '2026-1-kembali/id',
      source: 'unsubscribe page',
    });
    expect(await suppression('email', email)).toBeUndefined();
    const given = await rows<{ live: boolean }>(
      site.db.source.manager,
      `SELECT c.withdrawn_at IS NULL AS live FROM consents c JOIN addresses a ON a.id = c.address_id WHERE a.hash = $1 ORDER BY c.id`,
      [addressHash(site.keys, 'email', email)],
    );
    expect(given.map(({ live }) => live)).toEqual([false, true]);
  });

  it('a person may return for fewer topics, never for more', async () => {
    const { email, link, page: said } = await left();
    expect(said).toContain('id="topik-hoaks"');
    expect(said).not.toContain('id="topik-hasil"');
    const only = new URLSearchParams([
      ['hanya', 'topik'],
      ['topik', 'hoaks'],
      ['topik', 'hasil'],
    ]);
    expect((await post(`${link}/return`, only)).status).toBe(200);
    expect(await held('email', email)).toMatchObject({ state: 'active', topics: ['hoaks'] });
  });

  it.each<[string, (email: string) => Promise<unknown>]>([
    [
      'after the return period',
      () => site.db.source.query(`UPDATE suppressions SET created_at = created_at - interval '8 days'`),
    ],
    [
      'after a complaint',
      (email) =>
        site.db.source.query(`UPDATE suppressions SET reason = 'complaint' WHERE hash = $1`, [
          addressHash(site.keys, 'email', email),
        ]),
    ],
  ])('nobody is re-subscribed %s', async (_, change) => {
    const { email, link } = await left();
    await change(email);
    expect(await (await post(link)).text()).not.toContain('/return');
    expect((await post(`${link}/return`)).status).toBe(409);
    expect((await held('email', email))?.state).toBe('unsubscribed');
  });

  it('nobody is re-subscribed by a link that is forged, or only opened', async () => {
    const { email, link } = await left();
    expect((await post(`${link.slice(0, -1)}${link.endsWith('0') ? '1' : '0'}/return`)).status).toBe(404);
    expect((await fetch(`${site.url}${link}/return`)).status).toBe(404);
    expect((await held('email', email))?.state).toBe('unsubscribed');
  });
});

it('deletes unconfirmed addresses after 48 hours, and links after their validity', async () => {
  const [email, member] = [newEmail(), await joined()];
  await post('/', form({ email, sms: newNumber(), utama: 'email' }));
  await post('/preferences', new URLSearchParams({ alamat: member }));
  const [confirm, preferences] = [await linkIn(email), await linkIn(member)];
  await site.db.source.query(`UPDATE notices SET ended_at = siar_now()`);
  const shift = (table: string, column: string, days: number): Promise<unknown> =>
    site.db.source.query(`UPDATE ${table} SET ${column} = ${column} - make_interval(days => $1)`, [days]);
  for (const [table, column] of [
    ['sign_ups', 'expires_at'],
    ['confirmations', 'expires_at'],
    ['notices', 'created_at'],
    ['preference_links', 'expires_at'],
  ] as const)
    await shift(table, column, 2);
  // Expiry takes effect before the timer deletes the row.
  expect((await post(confirm)).status).toBe(404);
  // A publisher does this: the gateway has no right to.
  await new SignUps(site.db.source, site.keys, site.config).forget();
  const left = await row<Record<string, number>>(
    site.db.source.manager,
    `SELECT (SELECT count(*) FROM sign_ups)::int AS "signUps", (SELECT count(*) FROM confirmations)::int AS confirmations,
       (SELECT count(*) FROM notices)::int AS notices`,
  );
  expect(left).toEqual({ signUps: 0, confirmations: 0, notices: 0 });
  expect(await held('email', email)).toBeUndefined();
  expect((await held('email', member))?.state).toBe('active');
  expect((await fetch(site.url + preferences)).status).toBe(200);
  await shift('preference_links', 'expires_at', 5);
  expect((await fetch(site.url + preferences)).status).toBe(404);
});

it('stores tokens and codes hashed, and addresses sealed', async () => {
  const [email, sms] = [newEmail(), newNumber()];
  await post('/', form({ email, sms, utama: 'email' }));
  const secrets = [email, sms, await codeIn(sms), (await linkIn(email)).split('/').at(-1) ?? ''];
  for (const table of [
    'sign_ups',
    'confirmations',
    'preference_links',
    'rate_limits',
    'notices',
    'audit_entries',
  ]) {
    const held = await site.db.source.query<{ text: string }[]>(`SELECT t::text AS text FROM ${table} t`);
    const dump = held.map(({ text }) => text).join('\n');
    for (const secret of secrets) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
    }
  }
});

describe('a regional language', () => {
  const consent = (text: string): string =>
    /lang="jv" dir="ltr">([^<]* angsal nyimpen[^<]*)</.exec(text)?.[1] ?? '';

  it('cannot be chosen before it is live, and is taken from nobody who has it', async () => {
    expect(await page('/')).not.toContain('Basa Jawa');
    const email = newEmail();
    expect((await post('/', form({ email, isi: 'jv' }))).status).toBe(200);
    await post(await linkIn(email));
    expect(await held('email', email)).toMatchObject({ language: 'id' });

    await site.db.source.query(`UPDATE contacts SET language = 'min' WHERE id = $1`, [
      (await held('email', email))?.contactId,
    ]);
    await post('/preferences', new URLSearchParams({ alamat: email }));
    const path = await linkIn(email);
    expect(await page(path)).toMatch(/value="min"\s+checked/);
    expect((await post(path, form({ isi: 'min', utama: 'email', setuju: [] }))).status).toBe(200);
    expect(await held('email', email)).toMatchObject({ language: 'min', topics: ['hoaks'] });
  });

  it('is offered by its own name, and the consent is recorded with the words that were read in it', async () => {
    await makeStaff(site.db.source, site.keys);
    await makeLive(site.db.source.manager, 'jv');
    let text = await page('/?isi=jv');
    while (!text.includes('Basa Jawa')) text = await page('/?isi=jv');
    expect(text).toMatch(/value="jv"\s+checked/);
    expect(text).toContain('<span lang="jv" dir="ltr">Basa Jawa</span>');
    expect(consent(text)).toContain('angsal nyimpen alamat kula.');
    expect(text).toContain('name="ucapan" value="v1/jv"');
    expect(consent(await page('/?bahasa=en'))).toBe('');

    const email = newEmail();
    const signUp = { email, isi: 'jv', ucapan: 'v1/jv' };
    expect((await post('/', form(signUp))).status).toBe(200);
    await post(await linkIn(email));
    expect(await held('email', email)).toMatchObject({ language: 'jv', wording: 'v1/jv' });

    await post('/preferences', new URLSearchParams({ alamat: email }));
    const preferences = await page(await linkIn(email));
    expect(preferences).toMatch(/value="jv"\s+checked/);
    expect(consent(preferences)).not.toBe('');
    const shown = await page(`${await linkIn(email)}/data`);
    expect(shown).toContain('angsal nyimpen alamat kula.');
  });

  it('asks for the consent again when its words have changed since they were read', async () => {
    const email = newEmail();
    const answer = await post('/', form({ email, isi: 'jv', ucapan: 'v9/jv' }));
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain('bila keduanya Anda setujui');
    expect(text).not.toMatch(/name="setuju"[^>]*checked/);
    expect(consent(text)).not.toBe('');
    expect(await sent(email)).toEqual([]);
  });
});
