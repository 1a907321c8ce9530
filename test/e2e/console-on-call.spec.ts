import { Keys } from '#platform/crypto';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { testConfig } from '../factories/database.js';
import { codeSent } from '../factories/notices.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { signIn } from '../factories/staff.js';
import { marksOf } from '../factories/marks.js';

describe('the console, for people on call', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  beforeAll(async () => {
    publisher = await testPublisher();
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const urgent = async (title: string): Promise<string> => {
    const author = await signIn(publisher.url, 'penulis');
    const { body } = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title,
      kind: 'urgent',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: TPS buka 07.00' } } },
      audience: { regions: ['11'] },
      schedule: { at: 'now', leaveWindow: true },
    });
    await author('POST', `/api/v1/broadcasts/${body.id}/submit`, { confirmLocalHours: true });
    return body.id;
  };
  const codeOf = (personId: string): Promise<string> =>
    codeSent(publisher.db.source, new Keys(testConfig(publisher.db.url)), personId);

  it('confirms a reviewer’s number, puts them on call, and lets them take an alert', async () => {
    const reviewer = await console.as('kpu-nasional', '/alamat');
    const sms = reviewer.getByRole('region', { name: 'SMS' });
    await sms.getByLabel('Alamat SMS').fill('bukan nomor');
    await sms.getByRole('button', { name: 'Kirim kode' }).click();
    await sms.getByText(/Isi nomor ponsel/).waitFor();
    await sms.getByLabel('Alamat SMS').fill('0812 1000 0001');
    await sms.getByRole('button', { name: 'Kirim kode' }).click();
    await sms.getByText('Kode dikirim ke 0812 1000 0001.').waitFor();
    await sms.getByLabel('Kode enam angka').fill(await codeOf(publisher.staff.people['kpu-nasional']));
    await sms.getByRole('button', { name: 'Konfirmasi' }).click();
    await sms.getByText('…0001 · dikonfirmasi').waitFor();
    expect(await reviewer.evaluate('document.activeElement.textContent')).toMatch(/konfirmasi/);
    // Deleting is asked about.
    await sms.getByRole('button', { name: 'Hapus SMS' }).click();
    await reviewer.getByRole('dialog', { name: 'Hapus alamat SMS Anda?' }).waitFor();
    await reviewer.getByRole('dialog').getByRole('button', { name: 'Batal' }).click();
    const email = reviewer.getByRole('region', { name: 'Surel' });
    await email.getByLabel('Alamat surel').fill('lukman');
    await email.getByRole('button', { name: 'Kirim kode' }).click();
    await email.getByText(/Isi alamat surel/).waitFor();

    const admin = await console.as('kpu-admin', '/');
    await admin.getByText('Tidak ada yang siaga untuk siaran mendesak dan ralat').waitFor();
    await admin.getByRole('link', { name: 'Isi daftar siaga' }).first().click();
    const reviewers = admin.getByRole('region', { name: /^Peninjau KPU/ });
    await reviewers.getByText('Tidak ada yang siaga', { exact: true }).waitFor();
    // No one of KPU is an operator: the ministry's list is empty too, and the next step is a role.
    const operators = admin.getByRole('region', { name: /^Operator/ });
    await operators.getByText(/tidak ada orang aktif dengan peran Operator/).waitFor();
    await operators.getByRole('link', { name: /di halaman Orang/ }).waitFor();
    await admin.getByRole('combobox', { name: 'Siapa' }).click();
    await admin.getByRole('option', { name: /Peninjau KPU/ }).click();
    await button(admin, 'Siagakan').click();
    await admin.getByRole('cell', { name: 'Surel, SMS' }).waitFor();
    await reviewers.getByText('Dari lembaga lain: tidak ada.').waitFor();
    const ministry = await console.as('admin', '/siaga');
    await ministry
      .getByText(
        'Hanya admin KPU yang mengisi daftar ini: peninjau bekerja di KPU. Dari lembaga lain: 1 orang siaga.',
      )
      .waitFor();
    await admin.getByLabel('Tingkat Peninjau KPU').selectOption('2');
    await admin.reload();
    await admin.getByRole('cell', { name: 'Surel, SMS' }).waitFor();
    expect(await admin.getByLabel('Tingkat Peninjau KPU').inputValue()).toBe('2');

    // Nobody is left to be called: asked about, with the button that changes nothing focused.
    await button(admin, 'Keluarkan Peninjau KPU dari siaga').click();
    const dialog = admin.getByRole('dialog', { name: /satu-satunya yang siaga di sini/ });
    await dialog.getByText(/tidak ada lagi dalam daftar Anda yang dihubungi/).waitFor();
    await dialog.getByRole('button', { name: 'Batal' }).and(admin.locator(':focus')).click();
    await admin.getByRole('cell', { name: 'Surel, SMS' }).waitFor();

    const id = await urgent('Jam buka keliru');
    await reviewer.goto('/siaran');
    const listed = reviewer.getByRole('row').filter({ hasText: 'Jam buka keliru' });
    await listed.getByText('Menunggu jawaban').waitFor();
    await listed.getByRole('link').click();
    await reviewer.getByText(/Panggilan kepada 1 orang yang siaga disiapkan/).waitFor();
    await button(reviewer, 'Saya tangani').click();
    await reviewer.getByText(/^Peninjau KPU menangani sejak/).waitFor();
    const author = await console.as('penulis', `/siaran/${id}`);
    await author.getByText(/^Peninjau KPU menangani sejak/).waitFor();
    expect(await button(author, 'Saya tangani').count()).toBe(0);
  });

  it('takes a correction template from a draft to its approval, with faults at their fields', async () => {
    const writer = await console.as('kpu-aceh', '/templat');
    await writer.getByText('Belum ada templat').waitFor();
    await writer.getByRole('link', { name: 'Templat ralat baru' }).click();
    await writer.getByRole('textbox', { name: 'Judul', exact: true }).fill('Ralat jam buka');
    const sms = writer.getByRole('region', { name: 'Teks SMS' });
    await sms.getByRole('textbox', { name: 'Isi pesan – SMS, Indonesia' }).fill('KPU meralat {{jam}}');
    await button(writer, 'Simpan').click();
    await sms.getByText(/tidak ada isian “jam”/).waitFor();
    await sms
      .getByRole('textbox', { name: 'Isi pesan – SMS, Indonesia' })
      .fill('KPU meralat: TPS buka 07.00.');
    const email = writer.getByRole('region', { name: 'Teks Surel' });
    await email
      .getByRole('combobox', { name: /Subjek/ })
      .first()
      .fill('Ralat jam buka TPS');
    await email
      .getByRole('textbox', { name: 'Isi pesan – Surel, Indonesia' })
      .fill('Jam buka yang benar: 07.00.');
    await button(writer, 'Simpan').click();
    await writer.waitForURL(/\/templat\/\d+$/);
    await writer.getByText('Draf', { exact: true }).waitFor();
    expect(await writer.getByText('Ada perubahan yang belum disimpan').count()).toBe(0);
    await writer
      .getByText(/Menunggu pengesahan peninjau lain.*Yang dapat mengesahkannya: Peninjau KPU \(KPU\)\./)
      .waitFor();
    const unready = await console.as('penulis', '/templat');
    await unready.getByText(/Hanya peninjau KPU yang menulis dan mengesahkan templat ralat/).waitFor();
    expect(await button(writer, 'Sahkan templat').count()).toBe(0);

    const approver = await console.as('kpu-nasional', new URL(writer.url()).pathname);
    await approver.getByText('KPU meralat: TPS buka 07.00.').waitFor();
    await button(approver, 'Sahkan templat').click();
    await approver.getByRole('dialog').getByRole('button', { name: 'Sahkan templat' }).click();
    await approver.getByText('Disahkan', { exact: true }).waitFor();

    // A correction starts from it, and its reviewer sees that.
    const original = await urgent('Jam buka, semula');
    const ask = await signIn(publisher.url, 'kpu-nasional');
    const { body } = await ask<{ submission: { digest: string } }>('GET', `/api/v1/broadcasts/${original}`);
    const { digest } = body.submission;
    const acknowledged = await marksOf(ask, original);
    const given = { digest, confirmLocalHours: true, acknowledged };
    expect(await ask('POST', `/api/v1/broadcasts/${original}/approve`, given)).toMatchObject({ status: 200 });
    const author = await console.as('penulis', `/siaran/${original}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Ralat' }).click();
    await author.getByRole('radio', { name: 'Ralat jam buka' }).check();
    await author.getByRole('dialog').getByText('KPU meralat: TPS buka 07.00.').waitFor();
    await author.getByRole('dialog').getByRole('button', { name: 'Tulis ralat' }).click();
    await author.waitForURL(/\/tulis\/\d+$/);
    await author.getByText('KPU meralat: TPS buka 07.00.').first().waitFor();
    const correction = /\d+$/.exec(author.url())?.[0] ?? '';
    const writing = await signIn(publisher.url, 'penulis');
    const begun = await writing<{ version: number }>('GET', `/api/v1/broadcasts/${correction}`);
    await writing('PATCH', `/api/v1/broadcasts/${correction}`, {
      version: begun.body.version,
      schedule: { at: 'now', leaveWindow: true },
    });
    const handed = await writing('POST', `/api/v1/broadcasts/${correction}/submit`, {
      confirmLocalHours: true,
    });
    expect(handed.status).toBe(200);
    await approver.goto(`/siaran/${correction}`);
    await approver.getByText('Naskahnya sama dengan templat yang disahkan.').waitFor();

    await writer.reload();
    await writer.getByText('Menyimpan perubahan menggugurkan pengesahannya.').waitFor();
  });
});
