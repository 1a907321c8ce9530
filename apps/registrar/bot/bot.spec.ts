import { setTimeout as sleep } from 'node:timers/promises';
import { loadReferenceData } from '#audience';
import type { FrozenDocument } from '#broadcasts/document';
import { indexTexts } from '#broadcasts/verification';
import type { Button } from '#channels';
import { readTelegramUpdate } from '#channels/telegram';
import { addressHash } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { runningBroadcast } from '../../../test/factories/ledger.js';
import { makeLive } from '../../../test/factories/languages.js';
import { type SentNotice, sentTo } from '../../../test/factories/notices.js';
import { makeStaff } from '../../../test/factories/staff.js';
import { Bot } from './bot.js';

let site: TestGateway;
beforeAll(async () => {
  site = await testGateway({ TELEGRAM_BOT_NAME: 'siar_uji_bot' });
  await site.db.source.transaction((tx) => loadReferenceData(tx));
});
afterAll(() => site.stop());
beforeEach(() => site.db.source.query('DELETE FROM rate_limits'));

let updates = 1_000;
let chats = 7_000_000;
const newChat = (): number => ++chats;

const update = async (what: Record<string, unknown>, update_id = ++updates): Promise<void> => {
  const read = readTelegramUpdate({ update_id, ...what });
  if (read) await site.registrar.app.get(Bot).onUpdate(read);
};
const said = (id: number, text: string, language_code = 'id'): Record<string, unknown> => ({
  message: { chat: { id }, from: { id, language_code }, text },
});
const pressed = (id: number, data: string): Record<string, unknown> => ({
  callback_query: {
    id: `${id}${++updates}`,
    from: { id, language_code: 'id' },
    message: { chat: { id } },
    data,
  },
});
const say = async (chat: number, text: string, language = 'id'): Promise<SentNotice | undefined> => {
  await update(said(chat, text, language));
  return answer(chat);
};
/** Presses a button of the bot's latest answer, found by the beginning of its label. */
const press = async (chat: number, label: string): Promise<SentNotice | undefined> => {
  const buttons = (await answer(chat))?.buttons?.flat() ?? [];
  const button = buttons.find(({ text }) => text.startsWith(label)) as
    (Button & { data: string }) | undefined;
  if (!button) throw new Error(`no button ${label} among ${buttons.map(({ text }) => text).join(', ')}`);
  await update(pressed(chat, button.data));
  return answer(chat);
};
const answers = (chat: number): Promise<SentNotice[]> => sentTo(site.db.source, site.keys, String(chat));
const answer = async (chat: number): Promise<SentNotice | undefined> => (await answers(chat))[0];

const member = (chat: number) =>
  row<{
    state: string;
    region: string;
    language: string;
    topics: string[];
    wording: string | null;
    source: string | null;
    id: string;
  }>(
    site.db.source.manager,
    `SELECT a.id, a.state, c.region_code AS region, c.language, c.topics, s.wording, s.source
     FROM addresses a JOIN contacts c ON c.id = a.contact_id LEFT JOIN consents s ON s.address_id = a.id AND s.withdrawn_at IS NULL
     WHERE a.channel = 'telegram' AND a.hash = $1`,
    [addressHash(site.keys, 'telegram', String(chat))],
  );
const joined = async (): Promise<number> => {
  const chat = newChat();
  await say(chat, '/start');
  await say(chat, 'kota bandung');
  await press(chat, 'Kota Bandung');
  await press(chat, 'Ya, saya setuju');
  expect((await member(chat))?.state).toBe('active');
  return chat;
};

describe('sign-up in the bot', () => {
  it('leads by buttons to a region, asks for consent in plain words, and then signs up', async () => {
    const chat = newChat();
    expect((await say(chat, '/start'))?.text).toContain('Di mana Anda terdaftar memilih?');
    expect((await answer(chat))?.buttons?.flat().length).toBeLessThanOrEqual(22);
    await press(chat, 'Berikutnya');
    await press(chat, 'Papua Selatan');
    const asked = await press(chat, 'Kabupaten Merauke');
    expect(asked?.text).toContain('Kabupaten Merauke, Papua Selatan');
    expect(asked?.text).toContain('1. Kementerian');
    expect(asked?.text).toContain('2. Kementerian');
    expect(await member(chat)).toBeUndefined();
    const done = await press(chat, 'Ya, saya setuju');
    expect(done?.text).toContain('Anda terdaftar.');
    expect(await member(chat)).toMatchObject({
      state: 'active',
      region: '93.01',
      language: 'id',
      topics: [],
      wording: '2026-1/id',
      source: 'telegram',
    });
    expect((await say(chat, '/start'))?.text).toContain('Anda sudah terdaftar.');
  });

  it('speaks English to a user with an English app', async () => {
    const chat = newChat();
    expect((await say(chat, '/start', 'en-GB'))?.text).toContain('Where are you registered to vote?');
    expect((await say(chat, '/bantuan', 'en'))?.text).toContain('leave at once');
  });

  const signedUpOnPage = async (language = 'id'): Promise<string> => {
    const form = new URLSearchParams({
      wilayah: 'Kabupaten Sleman',
      isi: 'id',
      topik: 'hoaks',
      telegram: 'ya',
    });
    for (const purpose of ['data', 'messages']) form.append('setuju', purpose);
    const url = `${site.url}/?bahasa=${language}`;
    const page = await (await fetch(url, { method: 'POST', body: form })).text();
    expect(page).toMatch(/href="https:\/\/t\.me\/siar_uji_bot\?start=[\w-]{22}"/);
    return /start=([\w-]{22})/.exec(page)?.[1] ?? '';
  };

  it('continues from the page by its deep link, which signs nobody up when opened', async () => {
    const [chat, token] = [newChat(), await signedUpOnPage()];
    const asked = await say(chat, `/start ${token}`);
    expect(asked?.text).toContain('Kabupaten Sleman, DI Yogyakarta');
    expect(await member(chat)).toBeUndefined();
    await press(chat, 'Ya, saya setuju');
    expect(await member(chat)).toMatchObject({
      state: 'active',
      region: '34.04',
      topics: ['hoaks'],
      source: 'web',
    });
    expect((await say(chat, `/start ${token}`))?.text).toContain('Anda sudah terdaftar.');
    // The link is bound to one chat.
    const other = newChat();
    expect((await say(other, `/start ${token}`))?.text).toContain('Tautan itu tidak berlaku lagi.');
    await update(pressed(other, `k:${token}`));
    expect(await member(other)).toBeUndefined();
  });

  it("asks in the words that the page showed, whatever the app's language", async () => {
    const [chat, token] = [newChat(), await signedUpOnPage('en')];
    const asked = (await say(chat, `/start ${token}`, 'id'))?.text ?? '';
    expect(asked).toContain('may send me election information');
    expect(asked).not.toContain('boleh mengirimi');
    await press(chat, 'Yes, I agree');
    expect(await member(chat)).toMatchObject({ state: 'active', wording: '2026-1/en' });
  });

  it('rejects a token of another channel and a forged one', async () => {
    const form = new URLSearchParams({
      wilayah: 'Kabupaten Sleman',
      isi: 'id',
      email: 'bukan-telegram@example.id',
    });
    for (const purpose of ['data', 'messages']) form.append('setuju', purpose);
    await fetch(`${site.url}/`, { method: 'POST', body: form });
    const [mail] = await sentTo(site.db.source, site.keys, 'bukan-telegram@example.id');
    const token = /confirm\/([\w-]{22})/.exec(mail?.text ?? '')?.[1] ?? '';
    for (const tried of [token, 'A'.repeat(22), 'x']) {
      const chat = newChat();
      expect((await say(chat, `/start ${tried}`))?.text).toContain('Tautan itu tidak berlaku lagi.');
      await update(pressed(chat, `k:${tried}`));
      expect(await member(chat)).toBeUndefined();
    }
  });
});

describe('the bot for a signed-up chat', () => {
  it('changes region, language and topics', async () => {
    const chat = await joined();
    expect((await say(chat, 'sleman'))?.buttons).toHaveLength(1);
    await press(chat, 'Kabupaten Sleman');
    await say(chat, '/topik');
    await press(chat, '☐ Klarifikasi hoaks');
    await press(chat, '☐ Jadwal');
    await press(chat, '☑ Klarifikasi hoaks');
    await say(chat, '/bahasa');
    expect((await press(chat, 'English'))?.text).toContain('Messages for you are in English');
    expect(await member(chat)).toMatchObject({ region: '34.04', topics: ['jadwal'], language: 'en' });
  });

  it('checks a code, with the approved text and a warning if there is one', async () => {
    const chat = newChat();
    const document = {
      channels: ['telegram'],
      contents: { telegram: { id: { text: 'TPS buka pukul 07.00.' } } },
      nameless: { id: 'Bapak/Ibu' },
      audience: { regions: ['11'], languages: [], topics: [] },
      regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
      election: null,
      renderer: 1,
      sender: {
        name: 'Siar',
        from: 'x@siar.go.id',
        ministry: 'Kementerian',
        commission: 'KPU',
        organisation: { id: '1', name: 'K' },
      },
      links: { domains: [], hosts: [] },
      format: 1,
      broadcastId: '1',
      originalId: null,
      kind: 'ordinary',
      reach: 'preferred',
      title: 'Uji',
      schedule: { at: 'now', window: { from: '08:00', to: '20:00' } },
      neutral: true,
      smsOverride: { segments: 1, unicode: false },
    };
    const sent = await runningBroadcast(site.db.source, site.keys, {
      channel: 'telegram',
      states: ['accepted'],
      document,
    });
    const checked = (await say(chat, `/cek ${sent.publicCode.toLowerCase()}`))?.text ?? '';
    for (const part of [
      'KPU Republik Indonesia',
      'TPS buka pukul 07.00.',
      'kode saja bukan bukti',
      `/verify/${sent.publicCode}`,
    ])
      expect(checked).toContain(part);
    // A copied code is sent without a command.
    expect((await say(chat, ` ${sent.publicCode.toLowerCase()}\n`))?.text).toBe(checked);
    await site.db.source.query(`UPDATE broadcasts SET state = 'cancelled' WHERE id = $1`, [sent.id]);
    let stopped = '';
    // The record may be a second old.
    for (let n = 0; n < 15 && !stopped.startsWith('⚠'); n++) {
      await sleep(100);
      stopped = (await say(chat, `/cek ${sent.publicCode}`))?.text ?? '';
    }
    expect(stopped).toMatch(/^⚠ Pengiriman pesan ini dihentikan, jangan diteruskan/);
    expect((await say(chat, '/cek ZZZZZZZZZ9'))?.text).toContain('Kode ini tidak dikenali');
    expect((await say(chat, 'ABCDE12345'))?.text).toContain('Kode ini tidak dikenali');
    expect((await say(chat, 'ZZZZZZZZZZ'))?.text).toContain('Kode ini tidak dikenali');
    expect((await say(chat, 'terimakasi'))?.text).not.toContain('Kode ini tidak dikenali');
    // Ten letters that are no valid code are a place or a word.
    expect((await say(chat, 'Balikpapan'))?.text).toBe('Yang mana wilayah Anda?');
    expect((await say(chat, 'terimakasi'))?.text).toContain('tidak saya mengerti');
    expect((await say(chat, '/cek'))?.text).toContain('/cek 7KQ2MXW9AB');
  });

  it('compares a text, after the command or forwarded, and repeats none of it', async () => {
    const chat = newChat();
    const text = 'KPU: TPS di wilayah Anda buka pukul 07.00 sampai 13.00, bawa KTP-el.';
    const document = {
      channels: ['telegram'],
      contents: { telegram: { id: { text } } },
      nameless: {},
      audience: { regions: ['11'] },
      regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
      election: null,
      sender: { ministry: 'Kementerian Uji' },
    };
    const sent = await runningBroadcast(site.db.source, site.keys, {
      channel: 'telegram',
      states: [],
      document,
    });
    await indexTexts(site.db.source.manager, sent.id, document as unknown as FrozenDocument);
    for (const written of [`/cek ${text}`, text, `/cek\n${text.toUpperCase()}`])
      expect((await say(chat, written))?.text).toMatch(/^SAMA PERSIS/);
    const changed = (await say(chat, `${text.replace('13.00', '12.00')} Kirim ke kataajaib.com`))?.text ?? '';
    for (const part of [
      'DIUBAH – JANGAN PERCAYA',
      'Angkanya diubah.',
      'Tautannya diubah.',
      '13.00',
      sent.publicCode,
    ])
      expect(changed).toContain(part);
    expect(changed).not.toMatch(/12\.00|kataajaib/);
    const other = 'Vaksin gratis dibagikan besok pagi di lapangan kota';
    expect((await say(chat, other, 'en'))?.text).toMatch(/^NOT FOUND/);
  });

  it.each(['/berhenti', 'Berhenti!', 'stop'])('unsubscribes by %s, and reverts it', async (word) => {
    const chat = await joined();
    const left = await say(chat, word);
    expect(left?.text).toContain('Anda berhenti.');
    expect(await member(chat)).toMatchObject({ state: 'unsubscribed', wording: null });
    await press(chat, 'Kembalikan');
    expect(await member(chat)).toMatchObject({
      state: 'active',
      region: '32.73',
      wording: '2026-1-kembali/id',
    });
    expect(
      await row(site.db.source.manager, `SELECT 1 FROM suppressions WHERE hash = $1`, [
        addressHash(site.keys, 'telegram', String(chat)),
      ]),
    ).toBeUndefined();
    // An old button reverts nothing in an active chat.
    await update(pressed(chat, 'u'));
    expect((await answer(chat))?.text).toContain('Tidak ada yang dapat dikembalikan.');
  });

  it('writes to a group within Telegram’s limit, whatever its members write', async () => {
    const group = -newChat();
    for (let n = 0; n < 40; n++) await update(said(group, '/berhenti'));
    const sent = await answers(group);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(10);
  });

  it('lets a person who blocked the bot return by themselves', async () => {
    const chat = await joined();
    await update({ my_chat_member: { chat: { id: chat }, new_chat_member: { status: 'kicked' } } });
    expect((await member(chat))?.state).toBe('unsubscribed');
    await say(chat, '/start');
    await say(chat, 'kota bandung');
    await press(chat, 'Kota Bandung');
    await press(chat, 'Ya, saya setuju');
    expect((await member(chat))?.state).toBe('active');
  });
});

describe('an update', () => {
  it('is applied once, however often it is offered, also concurrently', async () => {
    const chat = await joined();
    await say(chat, '/topik');
    const before = (await answers(chat)).length;
    const toggle = pressed(chat, 't:hoaks');
    const id = ++updates;
    await Promise.all(Array.from({ length: 5 }, () => update(toggle, id)));
    await update(toggle, id);
    expect((await member(chat))?.topics).toEqual(['hoaks']);
    expect(await answers(chat)).toHaveLength(before + 1);
  });

  it('is answered twenty times at once per chat and no more, yet always applied', async () => {
    const chat = await joined();
    await site.db.source.query('DELETE FROM rate_limits');
    const before = (await answers(chat)).length;
    for (let i = 0; i < 30; i++) await update(said(chat, '/bantuan'));
    expect((await answers(chat)).length - before).toBeLessThanOrEqual(22);
    await update(said(chat, '/berhenti'));
    expect((await member(chat))?.state).toBe('unsubscribed');
  });

  it('changes nothing when its button is made up', async () => {
    const chat = newChat();
    for (const data of [
      'r:99.99',
      'j:99.99',
      'j:11.01; DROP',
      't:hoaks',
      'l:en',
      'u',
      'k:x',
      'p:99',
      'w:99:0',
    ])
      await update(pressed(chat, data));
    expect(await member(chat)).toBeUndefined();
  });

  it('leaves no readable chat id or text anywhere', async () => {
    const chat = await joined();
    for (const table of [
      'notices',
      'rate_limits',
      'telegram_updates',
      'addresses',
      'audit_entries',
      'sign_ups',
    ]) {
      const held = await rows<{ text: string }>(
        site.db.source.manager,
        `SELECT t::text AS text FROM ${table} t`,
      );
      expect(held.map(({ text }) => text).join('\n')).not.toContain(String(chat));
    }
  });
});

describe('a regional language in the bot', () => {
  beforeAll(async () => {
    if (!(await row(site.db.source.manager, 'SELECT id FROM people LIMIT 1')))
      await makeStaff(site.db.source, site.keys);
    await makeLive(site.db.source.manager, 'jv');
  });

  it('is chosen by its own name, while the bot goes on in Indonesian', async () => {
    const chat = await joined();
    await say(chat, '/bahasa');
    expect((await press(chat, 'Basa Jawa'))?.text).toContain('dalam Basa Jawa, bila pesannya ada');
    expect(await member(chat)).toMatchObject({ language: 'jv', wording: '2026-1/id' });
    expect((await say(chat, '/topik'))?.text).toContain('Topik Anda.');
    await update(pressed(chat, 'l:su'));
    expect((await answer(chat))?.text).toContain('sedang tidak dipakai');
    expect((await member(chat))?.language).toBe('jv');
  });

  it('shows the consent, which is recorded with the words that were read', async () => {
    const chat = newChat();
    await say(chat, '/start');
    await say(chat, 'kota bandung');
    await press(chat, 'Kota Bandung');
    expect((await press(chat, 'Basa Jawa'))?.text).toContain('angsal nyimpen alamat kula.');
    await update(pressed(chat, 'j:32.73:jv:v7'));
    expect(await member(chat)).toBeUndefined();
    await say(chat, 'kota bandung');
    await press(chat, 'Kota Bandung');
    await press(chat, 'Basa Jawa');
    await press(chat, 'Ya, saya setuju');
    expect(await member(chat)).toMatchObject({ state: 'active', language: 'jv', wording: 'v1/jv' });
  });
});
