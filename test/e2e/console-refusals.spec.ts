import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { loadReferenceData } from '#audience';
import { Keys } from '#platform/crypto';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { testConfig } from '../factories/database.js';
import { runningBroadcast } from '../factories/ledger.js';
import { marksOf } from '../factories/marks.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, signIn, type Username } from '../factories/staff.js';
import { wrongIn } from '../factories/wrong-words.js';

/** The people and the servers that a walk may need. */
interface Stage {
  publisher: TestPublisher;
  as: (who: Username) => Promise<Ask>;
}

/** The steps that lead to a refusal, and its sentences. */
interface Walk {
  name: string;
  who: Username | null;
  path: (ask: Ask, stage: Stage) => string | Promise<string>;
  act: (page: Page, stage: Stage) => Promise<void>;
  /** Where else on the screen the reason is shown. */
  also?: string;
  id: RegExp;
  en: RegExp;
}

const at = (path: string) => (): string => path;
/** Removes the browser's own checks, which other clients of the API lack. */
const unguarded = (page: Page): Promise<void> =>
  page.evaluate<undefined>(
    'document.querySelectorAll("form").forEach((form) => { form.noValidate = true; })',
  );

const PHONE = 'Hubungi 0812 3456 7890';
const NO_NUMBERS = { id: /tanpa alamat surel, nomor telepon/, en: /Leave out e-mail addresses/ };
const draft = async (ask: Ask, more: object): Promise<string> => {
  const { status, body } = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
    title: 'Pengingat',
    channels: ['sms'],
    contents: { sms: { id: { body: 'KPU: Halo {{name}}' } } },
    audience: { regions: ['11'] },
    ...more,
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id;
};
const submitted = async (ask: Ask, more: object = {}): Promise<string> => {
  const id = await draft(ask, { schedule: { at: `${inFive}T09:00` }, ...more });
  expect((await ask('POST', `/api/v1/broadcasts/${id}/submit`, {})).status).toBe(200);
  return id;
};
const approved = async ({ as }: Stage): Promise<string> => {
  const id = await submitted(await as('penulis'));
  const ask = await as('kpu-nasional');
  const path = `/api/v1/broadcasts/${id}`;
  const { body } = await ask<{ submission: { digest: string } }>('GET', path);
  const given = { digest: body.submission.digest, acknowledged: await marksOf(ask, id) };
  expect(await ask('POST', `${path}/approve`, given)).toMatchObject({ status: 200 });
  return id;
};
const made = async (ask: Ask, path: string, body: object): Promise<string> => {
  const answer = await ask<{ id: string }>('POST', `/api/v1/${path}`, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id;
};
/** An act of a colleague at the same time. */
const inBetween = async (ask: Ask, method: string, path: string, body: object = {}): Promise<void> => {
  const answer = await ask(method, `/api/v1/${path}`, body);
  expect(answer).toMatchObject({ status: 200 });
};
/** A data request, up to the given step. */
const request = async (ask: Ask, stage: Stage, as: 'open' | 'found' | 'verified'): Promise<string> => {
  const id = await made(ask, 'data-requests', {
    wants: 'erasure',
    way: 'letter',
    asker: 'Budi',
    receivedAt: new Date(Date.now() - 60_000).toISOString(),
  });
  if (as === 'open') return id;
  const { db } = stage.publisher;
  const [address] = (
    await runningBroadcast(db.source, new Keys(testConfig(db.url)), {
      channel: 'email',
      states: ['accepted'],
    })
  ).addresses;
  await inBetween(ask, 'POST', `data-requests/${id}/find`, { channel: 'email', address });
  if (as === 'verified') await onPerson(ask, id, 'identity', { check: 'identity-card' });
  return id;
};
/** An act on a data request, for the person it points at. */
const onPerson = async (ask: Ask, id: string, what: string, more: object = {}): Promise<void> => {
  const { body } = await ask<{ person: { id: string } | null }>('GET', `/api/v1/data-requests/${id}`);
  const contactId = body.person?.id ?? null;
  await inBetween(ask, 'POST', `data-requests/${id}/${what}`, { contactId, ...more });
};
const idOf = (page: Page): string => /\/(\d+)$/.exec(page.url())?.[1] ?? '';
const correctionTemplate = (
  ask: Ask,
  contents: object = { sms: { id: { body: 'KPU: RALAT' } } },
): Promise<string> => made(ask, 'templates', { kind: 'correction', title: 'Ralat jam', contents });
/** Confirms a dialog. */
const confirm = (page: Page): Promise<void> => page.getByRole('dialog').getByRole('button').last().click();
const refuseReason = async (page: Page): Promise<void> => {
  await page.getByRole('dialog').getByRole('textbox').last().fill(PHONE);
  await page.getByRole('dialog').locator('button[type=submit]').click();
};
const inFive = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

const PROVINCES = ['11', '12', '13', '14', '15', '16', '17', '18', '19', '21'];

const WALKS: Walk[] = [
  {
    name: 'signing in',
    who: null,
    path: at('/'),
    act: async (page) => {
      await page.fill('input[name=username]', 'penulis');
      await page.fill('input[name=password]', 'salah');
      await page.press('input[name=password]', 'Enter');
    },
    id: /kata sandi salah/i,
    en: /password is wrong/i,
  },
  {
    name: 'a broadcast there is not',
    who: 'penulis',
    path: at('/siaran/123456789'),
    act: () => Promise.resolve(),
    // The screen itself shows it, once.
    also: 'main h1, main p',
    id: /Siaran (itu )?tidak /i,
    en: /not found/i,
  },
  {
    name: 'deliveries of an address that is no number',
    who: 'penulis',
    path: at('/siaran/abc/kiriman'),
    act: () => Promise.resolve(),
    id: /bukan nomor yang dikenal/,
    en: /number is not known/,
  },
  {
    name: 'composing: a title that cannot be kept',
    who: 'penulis',
    path: async (ask) => `/tulis/${await draft(ask, {})}`,
    act: async (page) => {
      await page.locator('[data-field=title]').fill('Pengingat\u200b besok');
      await page.locator('[data-field=title]').press('Enter');
    },
    id: /karakter yang tidak terlihat/,
    en: /character that cannot be seen/,
  },
  {
    name: 'composing: all that stands in the way',
    who: 'penulis',
    path: async (ask) =>
      `/tulis/${await draft(ask, {
        channels: ['sms', 'email', 'telegram'],
        contents: {
          sms: { id: { body: `KPU {{nmae}} bit.ly/x ftp://kpu.go.id { “${'.'.repeat(300)}` } },
          telegram: { id: { body: `${'a '.repeat(2500)}{{polling_date}}` } },
        },
        schedule: { at: '2020-01-01T09:00' },
      })}`,
    act: async (page) => {
      await page.getByRole('button', { name: /^Harus dibereskan/ }).click();
    },
    id: /Belum ada teks Indonesia untuk Surel/,
    en: /no Indonesian text for E-mail/i,
  },
  {
    name: 'composing: a file that is no recording',
    who: 'penulis',
    path: async (ask) => `/tulis/${await draft(ask, {})}`,
    act: async (page) => {
      const file = {
        name: 'suara.mp3',
        mimeType: 'audio/mpeg',
        buffer: Buffer.from('<p>bukan suara</p>'.repeat(99)),
      };
      await page
        .getByRole('button', { name: 'Buka', exact: true })
        .or(page.getByRole('button', { name: 'Open', exact: true }))
        .click();
      await page.locator('input[type=file]').first().setInputFiles(file);
    },
    id: /bukan rekaman suara, apa pun namanya/,
    en: /is no audio, whatever it is called/,
  },
  {
    name: 'a draft with times for every province',
    who: 'penulis',
    path: async (ask) =>
      `/siaran/${await draft(ask, {
        audience: { regions: PROVINCES },
        schedule: {
          at: `${inFive}T09:00`,
          perRegion: Object.fromEntries(PROVINCES.map((code) => [code, '2020-01-01T09:00'])),
        },
      })}`,
    act: () => Promise.resolve(),
    id: /Waktu kirimnya sudah lewat di .*, .*, .* lainnya/,
    en: /The time has passed in .*, .*, .* others/,
  },
  {
    name: 'a draft whose texts are at fault',
    who: 'penulis',
    path: async (ask) =>
      `/siaran/${await draft(ask, { contents: { sms: { id: { body: 'KPU {{nmae}} {{nmae}} bit.ly/x' } } } })}`,
    act: () => Promise.resolve(),
    id: /SMS · .*: Baris 1: tidak ada isian “nmae”/,
    en: /SMS · .*: Line 1: there is no field “nmae”/,
  },
  {
    name: 'deliveries by filters that there are not',
    who: 'penulis',
    path: async (ask) => `/siaran/${await draft(ask, {})}/kiriman?channel=fax&state=x&region=KabupatenSleman`,
    act: () => Promise.resolve(),
    id: /Saluran: Pilih salah satu.*Wilayah: Paling banyak 12/s,
    en: /Channel: Choose one.*Region: At most 12/s,
  },
  {
    name: 'withdrawing with somebody’s number in the reason',
    who: 'penulis',
    path: async (ask) => `/siaran/${await submitted(ask)}`,
    act: async (page) => {
      await button(page, 'Lainnya').click();
      await page.getByRole('menuitem', { name: 'Tarik kembali' }).click();
      await refuseReason(page);
    },
    id: NO_NUMBERS.id,
    en: NO_NUMBERS.en,
  },
  {
    name: 'rejecting with somebody’s number in the reason',
    who: 'kpu-nasional',
    path: async (_, { as }) => `/tinjau/${await submitted(await as('penulis'))}`,
    act: async (page) => {
      await button(page, 'Kembalikan untuk diperbaiki').click();
      await refuseReason(page);
    },
    id: NO_NUMBERS.id,
    en: NO_NUMBERS.en,
  },
  {
    name: 'pausing a channel with somebody’s number in the reason',
    who: 'operator',
    path: at('/operasi'),
    act: async (page) => {
      await button(page, 'Jeda Telegram').click();
      await refuseReason(page);
    },
    id: NO_NUMBERS.id,
    en: NO_NUMBERS.en,
  },
  {
    name: 'stopping everything with somebody’s number in the reason',
    who: 'operator',
    path: at('/operasi'),
    act: async (page) => {
      await page.getByRole('button', { name: /^Hentikan semua/ }).click();
      await refuseReason(page);
    },
    id: NO_NUMBERS.id,
    en: NO_NUMBERS.en,
  },
  {
    name: 'sending unknown copies again with somebody’s number in the reason',
    who: 'operator',
    path: async (_, stage) => {
      const id = await approved(stage);
      const { source } = stage.publisher.db;
      await source.query(
        `UPDATE waves SET state = 'released', released_at = siar_now(), due_at = siar_now() - interval '1 minute', fanned_out_at = siar_now(), targeted = 1, unknown = 1 WHERE broadcast_id = $1`,
        [id],
      );
      await source.query(`UPDATE broadcasts SET state = 'running' WHERE id = $1`, [id]);
      await source.query(
        `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason)
         SELECT $1, 1, id, 1, 0, 'unknown', 'twilio ECONNRESET' FROM waves WHERE broadcast_id = $1`,
        [id],
      );
      // Where the note leads: the page of a broadcast that ends only later shows its course first.
      return `/siaran/${id}#tidak-pasti`;
    },
    act: async (page) => {
      await button(page, 'Kirim ulang yang tidak pasti').click();
      await refuseReason(page);
    },
    id: NO_NUMBERS.id,
    en: NO_NUMBERS.en,
  },
  {
    name: 'what the brake found',
    who: 'operator',
    path: async (_, stage) => {
      const id = await approved(stage);
      await stage.publisher.db.source.query(
        `UPDATE waves SET state = 'paused', resume_state = state, paused_by = 'brake', paused_at = siar_now(), brake = $2 WHERE broadcast_id = $1`,
        [
          id,
          { channel: 'sms', why: 'dead', code: 'twilio 30005', copies: 52, of: 500, carrier: 'telkomsel' },
        ],
      );
      return `/siaran/${id}`;
    },
    act: () => Promise.resolve(),
    id: /52 dari 500 nomor terakhir pada Telkomsel sudah mati \(twilio 30005\)/,
    en: /52 of the last 500 numbers with Telkomsel no longer exist \(twilio 30005\)/,
  },
  {
    name: 'templates',
    who: 'penulis',
    path: at('/templat/baru'),
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Cek DPT');
      await page.locator('textarea').last().fill('KPU bit.ly/x {{nmae}}');
      await page.locator('main form button[type=submit]').click();
    },
    id: /Tautan bit\.ly\/x tidak diizinkan/,
    en: /The link bit\.ly\/x is not allowed/,
  },
  {
    name: 'elections',
    who: 'kpu-nasional',
    path: at('/pemilihan/baru'),
    act: async (page) => {
      await page.getByLabel('Nama', { exact: true }).fill('Pilkada 2030');
      await page.getByLabel('Kode').fill('Pilkada 2030');
      await page.getByLabel('Hari pemungutan suara').fill('2030-11-27');
      await page.getByLabel('TPS buka: jam').fill('13');
      await page.getByLabel('TPS tutup: jam').fill('07');
      await page.getByLabel('Masa tenang mulai').fill('2030-11-26');
      await page.getByLabel('Masa tenang sampai').fill('2030-11-24');
      await unguarded(page);
      await page.locator('main form button[type=submit]').click();
      await page.getByRole('dialog').locator('button[type=submit]').click();
    },
    id: /TPS harus tutup sesudah dibuka/,
    en: /Polling must close after it opens/,
  },
  {
    name: 'contestants',
    who: 'kpu-nasional',
    path: at('/pemilihan/pemilu-2029/peserta'),
    act: async (page) => {
      for (const row of [0, 1]) {
        await button(page, 'Tambah peserta').click();
        await page.getByLabel('Nama peserta').nth(row).fill('Ratna Wijaya');
        await page.getByLabel('Nomor').nth(row).fill('1');
      }
      await button(page, 'Simpan peserta').click();
    },
    id: /Ratna Wijaya sudah ada dengan nomor 1/,
    en: /Ratna Wijaya is there twice with number 1/,
  },
  {
    name: 'a new password',
    who: 'auditor',
    path: at('/'),
    act: async (page, { publisher }) => {
      await publisher.db.source.query(
        `UPDATE people SET password_must_change = true WHERE username = 'auditor'`,
      );
      await page.reload();
      await page.fill('input[name=present]', 'Rahasia');
      await page.fill('input[name=wanted]', 'pendek');
      await unguarded(page);
      await page.press('input[name=wanted]', 'Enter');
    },
    id: /Terlalu pendek: paling sedikit 12 karakter/,
    en: /Too short: at least 12 characters/,
  },
  {
    name: 'inviting somebody',
    who: 'admin',
    path: at('/orang'),
    act: async (page) => {
      await button(page, 'Undang orang').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Nama lengkap').fill('Rahmat Hidayat');
      await dialog.getByLabel('Nama pengguna').fill('Rahmat Hidayat');
      await unguarded(page);
      await dialog.locator('button[type=submit]').click();
    },
    id: /2 sampai 64 huruf kecil/,
    en: /2 to 64 small letters/,
  },
  {
    name: 'one’s own addresses',
    who: 'penulis',
    path: at('/alamat'),
    act: async (page) => {
      await page.getByLabel('Alamat SMS').fill('bukan');
      await page.getByLabel('Alamat SMS').press('Enter');
    },
    id: /Isi nomor ponsel/,
    en: /Give a mobile number/,
  },
  {
    name: 'a screen for others',
    who: 'penulis',
    path: at('/permintaan/1'),
    act: () => Promise.resolve(),
    id: /bukan untuk peran Anda|memerlukan salah satu peran/,
    en: /not for your roles?|one of these roles/,
  },
  {
    name: 'the helpdesk',
    who: 'bantuan',
    path: at('/bantuan'),
    act: async (page) => {
      await page.getByLabel('Kode pada pesan').fill('AB');
      await unguarded(page);
      await page.getByLabel('Kode pada pesan').press('Enter');
    },
    id: /sepuluh huruf dan angka/i,
    en: /ten letters and digits/,
  },
  {
    name: 'suppressed addresses',
    who: 'operator',
    path: at('/tertahan'),
    act: async (page) => {
      await page.getByLabel('Alamat surel').fill('bukan alamat');
      await unguarded(page);
      await page.getByLabel('Alamat surel').press('Enter');
    },
    id: /Isi alamat surel/,
    en: /Give an e-mail address/,
  },
  {
    name: 'data requests',
    who: 'dpo',
    path: at('/permintaan'),
    act: async (page) => {
      await button(page, 'Buka permintaan').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Siapa yang meminta').fill('Budi, NIK 3374011234567890');
      await unguarded(page);
      await dialog.locator('button[type=submit]').click();
    },
    id: /Ada angka 16 digit seperti NIK/,
    en: /16 digits in it, like an identity number/,
  },
  {
    name: 'a template there is not',
    who: 'penulis',
    path: at('/templat/123456789'),
    act: () => Promise.resolve(),
    id: /Templat itu tidak ada/,
    en: /no such template/,
  },
  {
    name: 'a template that a colleague changed in between',
    who: 'kpu-nasional',
    path: async (ask) => `/templat/${await correctionTemplate(ask)}`,
    act: async (page, { as }) => {
      await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Ralat jam buka');
      await inBetween(await as('kpu-nasional'), 'PATCH', `templates/${idOf(page)}`, {
        version: 1,
        title: 'Ralat tanggal',
      });
      await page.locator('main form button[type=submit]').click();
    },
    id: /yang Anda lihat versi 1, sekarang versi 2/,
    en: /you saw version 1, it is now version 2/,
  },
  {
    name: 'approving a template that was changed in between',
    who: 'kpu-nasional',
    path: async (_, { as }) => `/templat/${await correctionTemplate(await as('kpu-aceh'))}`,
    act: async (page, { as }) => {
      await button(page, 'Sahkan templat').click();
      await inBetween(await as('kpu-aceh'), 'PATCH', `templates/${idOf(page)}`, {
        version: 1,
        title: 'Ralat tanggal',
      });
      await confirm(page);
    },
    id: /berubah sejak Anda melihatnya/,
    en: /changed since you saw it/,
  },
  {
    name: 'approving a template that is not whole',
    who: 'kpu-nasional',
    path: async (_, { as }) =>
      `/templat/${await correctionTemplate(await as('kpu-aceh'), { sms: { en: { body: 'KPU: CORRECTION' } } })}`,
    act: async (page) => {
      await button(page, 'Sahkan templat').click();
      await confirm(page);
    },
    id: /Belum ada teks Indonesia untuk SMS/,
    en: /no Indonesian text for SMS/,
  },
  {
    name: 'retiring a template that is retired already',
    who: 'kpu-nasional',
    path: async (ask) => `/templat/${await correctionTemplate(ask)}`,
    act: async (page, { as }) => {
      await button(page, 'Jangan dipakai lagi').click();
      await inBetween(await as('kpu-nasional'), 'POST', `templates/${idOf(page)}/retire`);
      await confirm(page);
    },
    id: /sudah tidak dipakai lagi/,
    en: /retired already/,
  },
  {
    name: 'beginning from a template that was retired meanwhile',
    who: 'penulis',
    path: async (ask) =>
      `/templat/${await made(ask, 'templates', { kind: 'ordinary', title: 'Cek DPT', contents: { sms: { id: { body: 'KPU: cek' } } } })}`,
    act: async (page, { as }) => {
      const use = button(page, 'Pakai templat ini');
      await use.waitFor();
      await inBetween(await as('penulis'), 'POST', `templates/${idOf(page)}/retire`);
      await use.click();
    },
    id: /Templat ini tidak dipakai lagi|sudah tidak dipakai/,
    en: /template was retired/,
  },
  {
    name: 'an election there is not',
    who: 'kpu-nasional',
    path: at('/pemilihan/pilkada-1900'),
    act: () => Promise.resolve(),
    id: /Pemilihan itu tidak ada/,
    en: /no such election/,
  },
  {
    name: 'an election by what is no code',
    who: 'penulis',
    path: at('/pemilihan/Pilkada_1900'),
    act: () => Promise.resolve(),
    id: /bukan pemilihan yang dikenal/,
    en: /election is not known/,
  },
  {
    name: 'an election whose code is taken',
    who: 'kpu-nasional',
    path: at('/pemilihan/baru'),
    act: async (page) => {
      await page.getByLabel('Nama', { exact: true }).fill('Pemilu 2029');
      await page.getByLabel('Kode').fill('pemilu-2029');
      for (const name of ['Hari pemungutan suara', 'Masa tenang mulai', 'Masa tenang sampai'])
        await page.getByLabel(name).fill(name.startsWith('Hari') ? '2030-11-27' : '2030-11-25');
      await button(page, 'Tambah jabatan').click();
      await page.locator('main form button[type=submit]').click();
      await confirm(page);
    },
    id: /Sudah ada pemilihan dengan kode ini/,
    en: /already/,
  },
  {
    name: 'an election with an office twice',
    who: 'kpu-nasional',
    path: at('/pemilihan/baru'),
    act: async (page) => {
      await page.getByLabel('Nama', { exact: true }).fill('Pemilu 2034');
      await page.getByLabel('Kode').fill('pemilu-2034');
      for (const name of ['Hari pemungutan suara', 'Masa tenang mulai', 'Masa tenang sampai'])
        await page.getByLabel(name).fill(name.startsWith('Hari') ? '2034-02-14' : '2034-02-12');
      for (const _ of [1, 2]) await button(page, 'Tambah jabatan').click();
      await page.locator('main form button[type=submit]').click();
      await confirm(page);
    },
    id: /Gubernur.*untuk seluruh negeri tertulis dua kali/,
    en: /Governor.*for the whole nation is there twice/,
  },
  {
    name: 'an election that a colleague changed in between',
    who: 'kpu-nasional',
    path: at('/pemilihan/pemilu-2029'),
    act: async (page, { publisher }) => {
      await page.getByLabel('Nama', { exact: true }).fill('Pemilu Serentak 2029');
      await publisher.db.source.query(`UPDATE elections SET version = version + 1 WHERE id = 'pemilu-2029'`);
      await page.locator('main form button[type=submit]').click();
      await confirm(page);
    },
    id: /versi/,
    en: /version/,
  },
  {
    name: 'contestants of an election that a colleague changed in between',
    who: 'kpu-nasional',
    path: at('/pemilihan/pemilu-2029/peserta'),
    act: async (page, { publisher }) => {
      await button(page, 'Tambah peserta').click();
      await page.getByLabel('Nama peserta').last().fill('Ratna Wijaya');
      await publisher.db.source.query(`UPDATE elections SET version = version + 1 WHERE id = 'pemilu-2029'`);
      await button(page, 'Simpan peserta').click();
    },
    id: /versi/,
    en: /version/,
  },
  {
    name: 'contestants without a number',
    who: 'kpu-nasional',
    path: at('/pemilihan/pemilu-2029/peserta'),
    act: async (page) => {
      await button(page, 'Tambah peserta').click();
      await page.getByLabel('Nomor').last().fill('x');
      await page.getByLabel('Nama peserta').last().fill('Ratna Wijaya');
      await button(page, 'Simpan peserta').click();
    },
    id: /Isi nomor mulai dari 1/,
    en: /from 1/,
  },
  {
    name: 'a data request there is not',
    who: 'dpo',
    path: at('/permintaan/123456789'),
    act: () => Promise.resolve(),
    id: /Permintaan data itu tidak ada/,
    en: /no such data request/,
  },
  {
    name: 'looking for the person of a data request by half an address',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'open')}`,
    act: async (page) => {
      await page.getByLabel('Alamat atau nomor selengkapnya').fill('bukan');
      await button(page, 'Cari').click();
    },
    id: /alamat surel/i,
    en: /e-mail address/,
  },
  {
    name: 'looking for the person of a data request that was closed meanwhile',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'open')}`,
    act: async (page, { as }) => {
      await page.getByLabel('Alamat atau nomor selengkapnya').fill('warga@example.id');
      await onPerson(await as('dpo'), idOf(page), 'close', {
        outcome: 'taken-back',
      });
      await button(page, 'Cari').click();
    },
    id: /sudah ditutup/,
    en: /request is closed/,
  },
  {
    name: 'checking an identity that a colleague checked meanwhile',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'found')}`,
    act: async (page, { as }) => {
      await page.getByLabel('KTP dilihat langsung').check();
      await button(page, 'Catat pemeriksaan').click();
      await page.getByRole('dialog').waitFor();
      await onPerson(await as('dpo'), idOf(page), 'identity', {
        check: 'call-back',
      });
      await confirm(page);
    },
    id: /Identitasnya sudah diperiksa/,
    en: /identity is checked already/,
  },
  {
    name: 'restricting somebody whom a colleague restricted meanwhile',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'verified')}`,
    act: async (page, { as }) => {
      await button(page, 'Batasi pengiriman').click();
      await onPerson(await as('dpo'), idOf(page), 'restrict');
      await confirm(page);
    },
    id: /sudah dibatasi/,
    en: /restricted already/,
  },
  {
    name: 'lifting a restriction that a colleague lifted meanwhile',
    who: 'dpo',
    path: async (ask, stage) => {
      const id = await request(ask, stage, 'verified');
      await onPerson(ask, id, 'restrict');
      return `/permintaan/${id}`;
    },
    act: async (page, { as }) => {
      await button(page, 'Cabut pembatasan').click();
      await onPerson(await as('dpo'), idOf(page), 'lift');
      await confirm(page);
    },
    id: /tidak (sedang )?dibatasi/,
    en: /is not restricted/,
  },
  {
    name: 'erasing somebody whom a colleague erased meanwhile',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'verified')}`,
    act: async (page, { as }) => {
      await button(page, 'Hapus data').click();
      await onPerson(await as('dpo'), idOf(page), 'erase');
      await confirm(page);
    },
    id: /sudah ditutup/,
    en: /request is closed/,
  },
  {
    name: 'copying what is held about somebody of a request that is closed',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'verified')}`,
    act: async (page, { as }) => {
      const copy = button(page, 'Unduh semua datanya (JSON)');
      await copy.waitFor();
      await onPerson(await as('dpo'), idOf(page), 'erase');
      await copy.click();
    },
    id: /sudah ditutup/,
    en: /request is closed/,
  },
  {
    name: 'closing a data request that a colleague closed meanwhile',
    who: 'dpo',
    path: async (ask, stage) => `/permintaan/${await request(ask, stage, 'open')}`,
    act: async (page, { as }) => {
      const close = button(page, 'Tutup permintaan');
      await close.waitFor();
      await onPerson(await as('dpo'), idOf(page), 'close', {
        outcome: 'taken-back',
      });
      await close.click();
      await confirm(page);
    },
    id: /sudah ditutup/,
    en: /request is closed/,
  },
  {
    name: 'taking somebody off the list whom a colleague took off meanwhile',
    who: 'kpu-admin',
    path: async (_, { publisher }) => {
      await publisher.db.source.query(
        `INSERT INTO on_call (person_id, role, tier, position) VALUES ($1, 'reviewer', 1, 1)`,
        [publisher.staff.people['kpu-nasional']],
      );
      return '/siaga';
    },
    act: async (page, { publisher }) => {
      const remove = button(page, 'Keluarkan Peninjau KPU dari siaga');
      await remove.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Sesudah itu tidak ada lagi').waitFor();
      await publisher.db.source.query('DELETE FROM on_call');
      await button(dialog, 'Keluarkan').click();
      await remove.waitFor({ state: 'detached' });
    },
    id: /Orang ini tidak siaga \(lagi\): mungkin rekan Anda sudah mengeluarkannya/,
    en: /This person is not on call \(any more\): a colleague may have removed them/,
  },
  {
    name: 'calling somebody who lost the role meanwhile',
    who: 'kpu-admin',
    path: at('/siaga'),
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Siapa' }).click();
      await page.getByRole('option', { name: /Peninjau KPU/ }).click();
      await page.evaluate(`(async () => {
        const { people } = await (await fetch('/api/v1/people')).json();
        const { id } = people.find(({ username }) => username === 'kpu-nasional');
        const body = JSON.stringify({ roles: [] });
        await fetch('/api/v1/people/' + id + '/roles', { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
      })()`);
      await button(page, 'Siagakan').click();
    },
    id: /Orang ini tidak memegang peran Peninjau KPU/,
    en: /does not hold the role KPU reviewer/,
  },
  {
    name: 'an upload that is no list',
    who: 'admin',
    path: at('/impor'),
    act: async (page) => {
      const file = { name: 'warga.csv', mimeType: 'text/csv', buffer: Buffer.from('nik,warna\n1,2\n') };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByLabel(/^Kode Kemendagri/).check();
      await button(page, 'Coba dulu').click();
    },
    id: /Siar tidak pernah menerima nomor identitas/,
    en: /Siar never takes identity numbers/,
  },
  {
    name: 'an import that broke off',
    who: 'admin',
    path: async (_, { publisher }) => {
      await publisher.db.source.query(
        `INSERT INTO contact_imports (person_id, dry_run, state, reason, ended_at) VALUES ($1, true, 'broken', $2, siar_now())`,
        [publisher.staff.people.admin, { code: 'file-region-codes', params: { line: 7 } }],
      );
      return '/impor';
    },
    act: () => Promise.resolve(),
    also: 'main li',
    id: /Baris 7 menyebut wilayah dengan kode/,
    en: /Line 7 gives a region by its code/,
  },
];

describe('the API’s refusals on screen', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  const pages = new Map<Username | null, Page>();
  const asks = new Map<Username, Ask>();
  beforeAll(async () => {
    publisher = await testPublisher();
    await publisher.db.source.transaction((tx) => loadReferenceData(tx));
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    expect(await console.leave()).toEqual([]);
    await console.stop();
    await publisher.stop();
  });

  const askAs = async (who: Username): Promise<Ask> => {
    const known = asks.get(who) ?? (await signIn(publisher.url, who));
    asks.set(who, known);
    return known;
  };
  /** One window per person, kept from walk to walk with its content. */
  const open = async (who: Username | null, path: string): Promise<Page> => {
    const known = pages.get(who);
    if (known) {
      await known.evaluate('localStorage.clear()');
      await known.goto(path);
      return known;
    }
    const page = who === null ? await console.open() : await console.as(who, path);
    if (who === null) await page.goto(path);
    page.on('dialog', (dialog) => void dialog.accept());
    pages.set(who, page);
    return page;
  };

  it.each(WALKS)(
    'is said in either language, with no name of the API: $name',
    async ({ who, path, act, also, id, en }) => {
      const stage = { publisher, as: askAs };
      const page = await open(
        who,
        await path(who === null ? ((() => {}) as never) : await askAs(who), stage),
      );
      await act(page, stage);
      for (const [language, sentence] of [
        ['id', id],
        ['en', en],
      ] as const) {
        if (language === 'en') await page.locator('button[lang=en]').first().dispatchEvent('click');
        await page.waitForSelector(`html[lang=${language}]`);
        // The help of a field may contain the same sentence before its refusal does.
        let said = await refusalsOn(page, also);
        for (const end = performance.now() + 30_000; !sentence.test(said.join('\n')); await sleep(50)) {
          if (performance.now() > end) break;
          said = await refusalsOn(page, also);
        }
        expect(said.join('\n')).toMatch(sentence);
        expect(said.filter((line) => wrongIn(language, line).length > 0)).toEqual([]);
      }
    },
  );
});

/** Each line on screen about a fault: in its alerts, its lists, and at its fields. */
async function refusalsOn(page: Page, also = '[role=alert]'): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`[
    ...document.querySelectorAll('${also}, [role=alert], [class*=InputWrapper-error], section[aria-label] li, [aria-invalid=true] ~ *'),
    ...[...document.querySelectorAll('[aria-invalid=true][aria-describedby]')].flatMap((field) =>
      field.getAttribute('aria-describedby').split(' ').flatMap((id) => document.getElementById(id) ?? [])),
  ].map((element) => element.innerText)`);
  return [...new Set(texts.flatMap((text) => text.split('\n')))].filter((line) => line.trim() !== '');
}
