import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/program';
import { screens } from '../../apps/console/src/words/screens.id.js';
import { enter } from '../factories/browser.js';
import { marksOf } from '../factories/marks.js';
import { button, closeDialog, testConsole, type TestConsole, textField } from '../factories/console.js';
import { PASSWORD } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('the console', () => {
  let system: TestSystem;
  let console: TestConsole;
  let url: string;
  beforeAll(async () => {
    // Telegram is slow enough to be watched.
    system = await testSystem({
      contacts: 600,
      provinces: 'every',
      sandbox: { deadShare: 0.03 },
      more: { TELEGRAM_RATE: '40' },
    });
    url = system.publishers[0]?.url ?? '';
    console = await testConsole(url);
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('explains why somebody cannot sign in, and leads to the page they wanted', async () => {
    const page = await console.open();
    await page.goto('/siaran?state=draft');
    await page.getByLabel('Nama pengguna').fill('penulis');
    await page.getByLabel('Kata sandi', { exact: true }).fill('salah');
    await button(page, 'Masuk').click();
    await page.getByRole('alert').getByText('Nama pengguna atau kata sandi salah.').waitFor();
    await page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Siaran' }).waitFor();
    expect(page.url()).toContain('state=draft');
    await page.getByText('Tidak ada yang cocok').waitFor();
  });

  it('corrects what went out, and takes the right text to the rest', async () => {
    const original = await system.broadcast({ title: 'Jam buka yang salah', channels: ['telegram'] });
    await system.until(original, ({ total }) => total.accepted > 20);
    // On a busy machine everything would be out before the correction is written, and nobody would be left unreached.
    const operator = await system.as('operator');
    await operator('POST', `/api/v1/broadcasts/${original}/pause`, {
      doubt: false,
      reason: 'Ada yang keliru',
    });
    const author = await console.as('penulis', `/siaran/${original}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Ralat' }).click();
    await author.getByRole('dialog').getByRole('button', { name: 'Tulis ralat' }).click();
    await author.waitForURL(/\/tulis\/\d+$/);
    const id = new URL(author.url()).pathname.split('/').pop() ?? '';
    await author
      .getByText(/alamat yang dapat dikirimi dari sasaran semula.* belum menerima apa pun/)
      .waitFor();
    // Its reader must see that it corrects something.
    const written = await textField(author, 'Telegram');
    await button(author, 'Awali dengan “RALAT:”').first().click();
    expect(await written.inputValue()).toMatch(/^RALAT: \S/);
    const changes = author.getByRole('region', { name: 'Yang berubah dari pesan semula' }).first();
    await changes.locator('ins', { hasText: 'RALAT:' }).waitFor();
    await (await textField(author, 'Telegram')).fill('Ralat: TPS buka pukul 07.00.');
    await changes.locator('ins', { hasText: '07.00' }).waitFor();
    await changes.locator('del').first().waitFor();
    await author.getByRole('radio', { name: 'Disunting menjadi teks ralat' }).check();
    await author.getByRole('checkbox', { name: 'Kirim juga pesan baru' }).uncheck();
    await author.getByLabel('Boleh di luar jam kirim').check();
    await button(author, 'Simpan draf').click();
    await author.getByRole('link', { name: 'Lihat dan ajukan' }).click();
    await author
      .locator('ins', { hasText: /07\.00/ })
      .first()
      .waitFor();
    await button(author, 'Ajukan ke KPU').click();
    const submit = author.getByRole('dialog');
    await submit
      .getByRole('definition')
      .filter({ hasText: /^segera setelah disahkan \(sekarang .* WIB\).* \(\d+ wilayah\)$/ })
      .waitFor();
    await submit
      .getByText(
        /^Perlu dilihat di teks: \d+ \(di \d+ tempat\)|^Pemeriksaan otomatis tidak menemukan apa pun .*$|^Perhatikan$/,
      )
      .first()
      .waitFor();
    await submit.getByText('warga yang memeriksa pesan yang diralat membaca').waitFor();
    await submit.getByText('Jawab dahulu pertanyaan Ya atau Tidak di atas.').waitFor();
    await submit.getByLabel(/di luar jam kirim/).check();
    expect(await submit.getByRole('button', { name: 'Ajukan ke KPU' }).isDisabled()).toBe(true);
    await submit.getByRole('radio', { name: 'Ya, ajukan juga' }).check();
    await submit.getByRole('button', { name: 'Ajukan ke KPU' }).click();
    await author.getByText('Ditinjau', { exact: true }).first().waitFor();
    expect((await system.progress(original)).state).toBe('paused');

    // The link that its author has open leads who reviews to what there is to read.
    const reviewer = await console.as('kpu-nasional', `/tulis/${id}`);
    const approve = async (mark?: string): Promise<void> => {
      await reviewer.getByRole('link', { name: 'Tinjau dan putuskan' }).click();
      const open = reviewer.locator('input[data-mark=open]');
      await reviewer.getByText(/Anda yang memegang tinjauan ini/).waitFor();
      if (mark !== undefined) await reviewer.getByText(mark).first().waitFor();
      for (let left = await open.count(); left > 0; left = await open.count()) await open.first().check();
      await button(reviewer, 'Sahkan').click();
      const dialog = reviewer.getByRole('dialog');
      // The companion is approved by itself; how many it reaches is said with the correction.
      if (mark !== undefined) await dialog.getByText(/apa pun, sekarang [1-9]\d* alamat, diajukan/).waitFor();
      await dialog.getByLabel(/di luar jam kirim/).check();
      await dialog.getByRole('button', { name: 'Sahkan' }).click();
      await reviewer.getByRole('link', { name: 'Lihat siarannya' }).click();
    };
    await reviewer.getByText(/Disunting menjadi teks ralat · pesan baru hanya bila/).waitFor();
    await reviewer
      .getByText(/^Hanya ke tujuan pesan semula, .*: [1-9]\d* yang menerimanya dan 0 yang tidak pasti/)
      .waitFor();
    // The author mended one of the two languages.
    await approve('sama persis dengan pesan semula');
    await reviewer
      .getByText('Langsung')
      .or(reviewer.getByText('Selesai', { exact: true }))
      .first()
      .waitFor();
    await reviewer.getByRole('link', { name: 'Siaran tersendiri dengan teks ralat ini' }).click();
    await reviewer.getByText('Pelengkap ralat ini, ke alamat yang belum menerima apa pun').waitFor();
    await approve();
    await reviewer.getByText('Selesai', { exact: true }).first().waitFor({ timeout: 60_000 });
    await system.until(id, ({ state }) => state === 'completed');
    const rest = new URL(reviewer.url()).pathname.split('/').pop() ?? '';
    for (const one of [original, id, rest])
      expect(await system.reconcile(one)).toEqual({ lost: 0, doubled: 0, strangers: 0 });

    // Both ends show it, wherever somebody finds the wrong text.
    const corrected = /Diralat oleh Ralat: Jam buka yang salah · .* · disahkan/;
    for (const path of [`/siaran/${original}`, `/siaran/${original}/laporan`]) {
      await author.goto(path);
      await author
        .getByRole('note', { name: 'Sudah diralat: jangan dipakai lagi' })
        .getByText(corrected)
        .waitFor();
    }
    // The report says how far the correction and its companion reached.
    const related = author.getByRole('region', { name: 'Ralat dan pelengkapnya' });
    await related.getByText(/^Diralat oleh: /).waitFor();
    await related
      .getByText(/^Pelengkap ralat itu, ke alamat yang tidak menerima pesan yang keliru: /)
      .waitFor();
    await related
      .getByText(/^\d+ dari \d+ pesannya diterima penyedia atau sampai/)
      .nth(1)
      .waitFor();
    await author.goto(`/siaran/${id}/laporan`);
    await related
      .getByText(/^Pelengkap ralat ini, ke alamat yang tidak menerima pesan yang keliru: /)
      .waitFor();
    await author.goto('/siaran');
    const row = author.getByRole('row').filter({ has: author.locator(`a[href$="/siaran/${original}"]`) });
    // In the list without the time.
    await row
      .filter({ hasText: /Diralat oleh Ralat: Jam buka yang salah · \S/ })
      .getByText('Diralat', { exact: true })
      .waitFor();
    await author.keyboard.press('Control+K');
    await author.getByRole('dialog').getByRole('searchbox').fill(original);
    await author.getByRole('option').first().filter({ hasText: corrected }).click();
    await author.waitForURL(new RegExp(`/siaran/${original}$`));
    await author.getByRole('tab', { name: screens.details.sent }).click();
    await author
      .getByText(/^Teks ini sudah diralat, jangan dipakai\. Yang berlaku: Ralat: Jam buka/)
      .waitFor();
    const copying = author.getByRole('dialog', { name: 'Salin teks yang mana?' });
    await author.goto('/tulis');
    await author.getByRole('combobox', { name: 'Siaran terdahulu' }).fill('Jam buka yang salah');
    await author
      .getByRole('option', { name: /^Jam buka yang salah/ })
      .first()
      .click();
    await copying.getByText('Yang berbeda di antara keduanya').waitFor();
    await author.keyboard.press('Escape');
    await author.goto(`/siaran/${original}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Salin menjadi siaran baru' }).click();
    expect(await copying.getByRole('radio', { name: /^Teks ralat, yang berlaku/ }).isChecked()).toBe(true);
    const differences = copying.getByRole('region', { name: 'Yang berbeda di antara keduanya' });
    await differences.getByText('Telegram · Indonesia').waitFor();
    await differences.locator('ins', { hasText: '07.00.' }).waitFor();
    await copying.getByRole('radio', { name: 'Teks lama, yang sudah diralat' }).check();
    await button(copying, 'Salin teks lama').waitFor();
    await copying.getByRole('radio', { name: /^Teks ralat, yang berlaku/ }).check();
    await button(copying, 'Salin teks ralat').click();
    await author.waitForURL(/\/tulis\/\d+$/);
    const copied = await textField(author, 'Telegram');
    expect(await copied.textContent()).toContain('Ralat: TPS buka pukul 07.00.');

    await author.goto(`/siaran/${id}`);
    await author
      .getByRole('note', { name: 'Siaran ini ralat' })
      .getByRole('link', { name: 'Jam buka yang salah' })
      .click();
    await author.waitForURL(new RegExp(`/siaran/${original}$`));
  }, 180_000);

  it('stops a channel for doubt and cancels a region, by an author; an operator resumes the rest', async () => {
    const id = await system.broadcast({
      title: 'Sebagian diragukan',
      schedule: { at: later(), leaveWindow: true },
    });
    const page = await console.as('penulis', `/siaran/${id}`);
    const choose = async (what: string, which: string | RegExp): Promise<void> => {
      await page.getByRole('dialog').getByRole('combobox', { name: what }).click();
      await page.getByRole('option', { name: which, exact: true }).click();
    };
    await button(page, 'Jeda').click();
    const dialog = page.getByRole('dialog');
    await choose('Saluran', 'SMS');
    // Nothing is chosen beforehand, and the question has the focus.
    expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(0);
    expect(await button(dialog, 'Jeda').isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: 'Isinya diragukan' }).check();
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Jamnya keliru');
    await dialog.getByRole('button', { name: 'Jeda' }).click();
    await dialog.getByText('38 bagian dijeda.').waitFor();
    await dialog.getByText(/^Keadaan pukul \d\d\.\d\d/).waitFor();
    await dialog.getByText('Isinya dinyatakan diragukan.').waitFor();
    await closeDialog(page);
    await page.getByText(/^Isinya diragukan sejak/).waitFor();
    await page.getByText(/^SMS dijeda sejak/).waitFor();

    await button(page, 'Lainnya').click();
    await page.getByRole('menuitem', { name: 'Batalkan siaran' }).click();
    await choose('Wilayah', /^aceh$/i);
    await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Aceh punya jadwal lain');
    await dialog.getByRole('button', { name: 'Batalkan bagian ini' }).click();
    await dialog.getByText('3 bagian dibatalkan.').waitFor();
    await closeDialog(page);

    // Another pause has its own line, reason and regions, on the page and in the dialog.
    const runs = await system.as('operator');
    await runs('POST', `/api/v1/broadcasts/${id}/pause`, {
      region: '51',
      doubt: false,
      reason: 'Gangguan jaringan Bali',
    });
    const bali = page.getByRole('alert', { name: /^Surel, Telegram di Bali dijeda sejak/ });
    await bali.getByText(/^dijeda operator \(.+\) · Gangguan jaringan Bali$/).waitFor();
    await page
      .getByRole('alert', { name: /^SMS dijeda sejak/ })
      .getByText(/Jamnya keliru · isinya diragukan · semua wilayah yang belum selesai \(37 dari 38\)$/)
      .waitFor();
    await page.getByRole('button', { name: /^Bali, .* · dijeda: Surel, Telegram, SMS/ }).waitFor();
    await page
      .getByText(/Perkiraan selesai yang tidak dijeda/)
      .first()
      .waitFor();

    await page.getByText(/^Yang diragukan: SMS\.$/).waitFor();
    const operator = await console.as('operator', `/siaran/${id}`);
    // Beside what it ends.
    await button(operator.getByRole('alert'), 'Lanjutkan').click();
    const resuming = operator.getByRole('dialog');
    await resuming.getByText('Surel, Telegram di Bali dijeda karena: Gangguan jaringan Bali').waitFor();
    await resuming.getByText('SMS dijeda karena: Jamnya keliru').waitFor();
    // What is in doubt goes on only where the operator says so.
    await resuming.getByText(/^Tetap dijeda karena isinya diragukan: /).waitFor();
    await resuming.getByText(/^.+, SMS: Jamnya keliru$/).waitFor();
    await resuming.getByRole('checkbox', { name: /^Kirim juga yang diragukan: / }).click();
    await resuming.getByText(/ikut dikirim\. Keraguan itu dinyatakan selesai/).waitFor();
    await button(resuming, 'Lanjutkan juga yang diragukan').click();
    await operator.getByRole('dialog').getByText('Isinya tidak diragukan lagi.').waitFor();
    await closeDialog(operator);
    await operator.getByText('Disahkan', { exact: true }).first().waitFor();
    expect(await operator.getByText(/^Isinya diragukan sejak/).count()).toBe(0);
  });

  it('names who must act when KPU has doubts: KPU lifts them, then an operator resumes', async () => {
    const id = await system.broadcast({
      title: 'Diragukan KPU',
      schedule: { at: later(), leaveWindow: true },
    });
    const kpu = await system.as('kpu-nasional');
    await kpu('POST', `/api/v1/broadcasts/${id}/pause`, { reason: 'Tanggalnya keliru' });
    const operator = await console.as('operator', `/siaran?search=${id}`);
    await operator.getByText('Diragukan', { exact: true }).waitFor();
    await operator.goto(`/siaran/${id}`);
    await operator.getByText('Diragukan', { exact: true }).waitFor();
    await operator.getByText(/hanya peninjau KPU yang membawahi semua wilayahnya/).waitFor();
    expect(await button(operator, 'Lanjutkan').count()).toBe(0);

    // Copying it asks first, and the copy names its origin.
    const author = await console.as('penulis', `/siaran/${id}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Salin menjadi siaran baru' }).click();
    const copying = author.getByRole('dialog', { name: 'Salin teks yang diragukan?' });
    await copying.getByText('Diragukan karena: Tanggalnya keliru').waitFor();
    await copying.getByRole('button', { name: 'Salin teks ini' }).click();
    await author.waitForURL(/\/tulis\/\d+$/);
    const copy = /\d+$/.exec(author.url())?.[0] ?? '';
    const writes = await system.as('penulis');
    const { body } = await writes<{ findings: { code: string }[] }>(
      'GET',
      `/api/v1/broadcasts/${copy}/review`,
    );
    expect(body.findings.map(({ code }) => code)).toContain('copied-doubted');

    const reviewer = await console.as('kpu-nasional', `/siaran/${id}`);
    await button(reviewer, 'Cabut keraguan').click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByText(/^KPU \(.+\): Tanggalnya keliru$/).waitFor();
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Sudah dicek: hubungi 0812 3456 7890');
    await dialog.getByRole('button', { name: 'Cabut keraguan' }).click();
    await dialog.getByText(/Tulis tanpa alamat surel, nomor telepon/).waitFor();
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Sudah dicocokkan dengan PKPU');
    await dialog.getByRole('button', { name: 'Cabut keraguan' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await reviewer.getByText(/^Isinya diragukan sejak/).count()).toBe(0);

    await button(operator, 'Lanjutkan').click();
    await operator.getByRole('dialog').getByRole('button', { name: 'Lanjutkan' }).click();
    await operator
      .getByRole('dialog')
      .getByText(/Berlanjut sekarang|Dilanjutkan di/)
      .waitFor();
  });

  it('says of a broadcast withdrawn midway who withdrew it and why, everywhere, and asks before a copy', async () => {
    const id = await system.broadcast({
      title: 'Ditarik di tengah jalan',
      schedule: { at: later(), leaveWindow: true },
    });
    await system.db.source.query('UPDATE waves SET first_handover_at = siar_now() WHERE broadcast_id = $1', [
      id,
    ]);
    const kpu = await system.as('kpu-nasional');
    const reason = 'Belum ada surat suara pengganti';
    expect((await kpu('POST', `/api/v1/broadcasts/${id}/withdraw`, { reason })).status).toBe(200);

    const operator = await console.as('operator', `/siaran?search=${id}`);
    const line = operator.getByRole('row').filter({ hasText: 'Ditarik di tengah jalan' });
    await line.getByText('Ditarik kembali', { exact: true }).waitFor();
    expect(await operator.getByText('Dibatalkan di tengah jalan').count()).toBe(0);
    for (const path of [`/siaran/${id}`, `/siaran/${id}/laporan`]) {
      await operator.goto(path);
      await operator.getByText('Ditarik kembali', { exact: true }).first().waitFor();
      const box = operator.getByRole('note').filter({ hasText: 'Sudah ditarik kembali: jangan dipakai' });
      await box.getByText(/^Ditarik kembali oleh Peninjau KPU/).waitFor();
      await box.getByText(`Alasannya: ${reason}`).waitFor();
    }

    const author = await console.as('penulis', `/siaran/${id}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Salin menjadi siaran baru' }).click();
    const copying = author.getByRole('dialog', { name: 'Salin teks yang ditarik kembali?' });
    await copying.getByText(`Alasannya: ${reason}`).waitFor();
    await copying.getByRole('button', { name: 'Salin teks ini' }).click();
    await author.waitForURL(/\/tulis\/\d+$/);
  });

  it('stops everything by an operator, shows it on every screen within seconds, and resumes', async () => {
    const id = await system.drafted({ title: 'Dihentikan', schedule: { at: later(), leaveWindow: true } });
    const author = await console.as('penulis', `/siaran/${id}`);
    const marks = author.getByText(/^Perlu dilihat di teks: \d/);
    await marks.waitFor();
    const [writes, decides] = [await system.as('penulis'), await system.as('kpu-nasional')];
    const on = `/api/v1/broadcasts/${id}`;
    const { body } = await writes<{ submission: { digest: string } }>('POST', `${on}/submit`, {
      confirmLocalHours: true,
    });
    const acknowledged = await marksOf(decides, id);
    const given = { digest: body.submission.digest, confirmLocalHours: true, acknowledged };
    expect((await decides('POST', `${on}/approve`, given)).status).toBe(200);
    // KPU has decided on the marks: nothing is left to do about them.
    await author.getByText('Disahkan', { exact: true }).first().waitFor();
    await marks.waitFor({ state: 'detached' });
    const kpu = await console.as('kpu-nasional', `/tinjau/${id}`);
    await kpu.getByText('Disahkan', { exact: true }).first().waitFor();
    const operator = await console.as('operator');
    await button(operator, 'Hentikan semua siaran').click();
    const dialog = operator.getByRole('dialog');
    await dialog
      .getByText(/siaran, .* bagian/)
      .first()
      .waitFor();
    await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Ada yang tidak beres');
    await dialog.getByRole('button', { name: 'Hentikan semua siaran' }).click();
    await dialog.getByText(/^Dihentikan:/).waitFor();
    await closeDialog(operator);
    for (const page of [operator, author])
      await page
        .getByRole('alert')
        .getByText(/oleh Operator: Ada yang tidak beres/)
        .waitFor({ timeout: 10_000 });
    expect(await button(author, 'Cabut penghentian').count()).toBe(0);
    await kpu.getByText('Dihentikan darurat', { exact: true }).waitFor();
    const visitor = await console.open();
    await visitor.goto('/');
    await visitor.getByRole('alert').getByText('Penghentian darurat berlaku').waitFor();
    expect(await visitor.getByText('Ada yang tidak beres').count()).toBe(0);

    await button(operator, 'Cabut penghentian').click();
    await dialog.getByLabel('Mengapa boleh dilanjutkan').fill('Sudah diperiksa');
    await dialog.getByRole('button', { name: 'Cabut penghentian' }).click();
    await dialog.getByText(/^Dicabut:/).waitFor();
    await closeDialog(operator);
    await author.getByRole('tab', { name: 'Laju', exact: true }).click();
    const history = author.getByRole('region', { name: 'Gangguan, jeda, dan pembatalan' });
    await history.getByText(/: Penghentian darurat: semua siaran dihentikan oleh Operator\.$/).waitFor();
    await history.getByText(/ Dicabut oleh Operator\.$/).waitFor();
    for (const page of [operator, author, kpu, visitor]) {
      await page.getByText('Penghentian darurat berlaku').waitFor({ state: 'detached', timeout: 15_000 });
      await page.context().close();
    }
  });

  it('loads the sign-in with less than 200 kB as gzip packs it, and home with little more, in few files', async () => {
    const page = await console.open();
    const files = new Set<string>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      // Answers of the API vary in size, and in number with the machine.
      if (!/^\/(?:api|health)\//.test(pathname)) files.add(pathname === '/' ? 'index.html' : pathname);
    });
    const built = join(projectRoot, 'dist/console');
    /** What was loaded so far, in bytes: brotli, which a browser takes over HTTPS, is smaller still. */
    const loaded = (): number =>
      [...files]
        .map((file) => join(built, file))
        .map((path) => statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size)
        .reduce((sum, size) => sum + size, 0);
    await page.goto('/');
    await page.getByLabel('Nama pengguna').waitFor();
    await page.waitForLoadState('networkidle');
    const first = loaded();
    expect(first).toBeGreaterThan(50_000);
    expect(first).toBeLessThan(200_000);
    await enter(page, 'penulis');
    await page.getByRole('heading', { level: 1, name: 'Beranda' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(loaded() - first).toBeLessThan(70_000);
    expect(files.size).toBeLessThanOrEqual(14);
  });

  it('opens a screen whose file could not be fetched at first', async () => {
    const page = await console.as('penulis', '/');
    // Stays: a route that goes while the page is loaded again may leave a request without an answer.
    let refused = 0;
    await page.route(/\/broadcasts-[\w-]+\.js$/, (route) =>
      refused++ === 0 ? route.abort() : route.continue(),
    );
    await page.getByRole('link', { name: 'Siaran', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Siaran' }).waitFor();
    expect(refused).toBeGreaterThan(1);
  });

  it('opens what follows the sign-in although its file could not be fetched at first', async () => {
    const page = await console.open();
    let refused = 0;
    // As it is after an upgrade, or on a broken line: the page is loaded again, with the session.
    await page.route(/\/desk-[\w-]+\.js$/, (route) => (refused++ < 2 ? route.abort() : route.continue()));
    await enter(page, 'penulis');
    await page.getByRole('heading', { level: 1, name: 'Beranda' }).waitFor();
    expect(refused).toBeGreaterThan(2);
    for (const said of console.complaints()) expect(said).toContain('dynamically imported module');
  });

  it('fetches the screens that most visits open behind the first one, unless somebody saves data', async () => {
    const saving = await console.as('penulis', '/');
    expect(await saving.evaluate('navigator.connection.saveData')).toBe(true);
    const page = await console.as('penulis', '/', { savesData: false });
    const fetched: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') fetched.push(new URL(request.url()).pathname);
    });
    saving.on('request', (request) => {
      if (request.resourceType() === 'script') fetched.push('by who saves data');
    });
    await page.waitForResponse(/\/contacts-[\w-]+\.js$/);
    expect(fetched).toEqual(expect.arrayContaining([expect.stringMatching(/\/screens\.id-/)]));
    // Nothing of these words is on the first screen before.
    await page.getByRole('region', { name: 'Baru sejak Anda lihat' }).waitFor();
    expect(await saving.getByRole('region', { name: 'Baru sejak Anda lihat' }).count()).toBe(0);
    fetched.length = 0;
    await page.getByRole('link', { name: 'Siaran', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Siaran' }).waitFor();
    // The first act on a page fetches its dialogs.
    expect(fetched.filter((path) => /\/(?:broadcasts|shared|screens)\b/.test(path))).toEqual([]);
    expect(fetched).not.toContain('by who saves data');
  });
});

/** A local time some days ahead, within sending hours, well before which nothing happens. */
const later = (): string => `${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)}T09:00`;
