import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { CHANNELS } from '#channels';
import { rows } from '#platform/database';
import {
  type Counts,
  everyone,
  percent,
  plannedOf,
  reached,
  signsOf,
  type Standing,
  STANDINGS,
  sumOf,
} from '../../apps/console/src/parts/sending/account.rules.js';
import { id as words } from '../../apps/console/src/words/id.js';
import { screens } from '../../apps/console/src/words/screens.id.js';
import { sticksOut, violations } from '../factories/browser.js';
import { testConsole, type TestConsole } from '../factories/console.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/** How many times the numbers are compared with the ledger. */
const MOMENTS = 10;
const shown = (value: number): string => value.toLocaleString('id-ID');

/** The numbers of a broadcast's page: in a sentence, on the map's tiles, by province and channel, in the table by channel. */
interface Numbers {
  told: string;
  tiles: string[];
  heat: string[];
  heads: string[];
  lines: string[][];
}

const READ_NUMBERS = `(() => {
  const text = (el) => {
    const copy = el.cloneNode(true);
    for (const hidden of copy.querySelectorAll('[aria-hidden]')) hidden.remove();
    return copy.textContent.trim();
  };
  const table = document.querySelector('[role=region][aria-label="Menurut saluran"] table');
  return {
    told: document.querySelector('main').innerText,
    tiles: [...document.querySelectorAll('[data-province]')]
      .flatMap((tile) => {
        const [share] = tile.innerText.match(/\\d+%.*$/) ?? [];
        return share ? [(tile.dataset.province + ' ' + share).trim()] : [];
      })
      .sort(),
    heat: [...document.querySelectorAll('[data-cell]')]
      .flatMap((cell) => {
        const [share] = cell.textContent.match(/^\\d+/) ?? [];
        return share ? [cell.dataset.cell + ' ' + share] : [];
      })
      .sort(),
    heads: [...table.querySelectorAll('thead th')].map(text),
    lines: [...table.querySelectorAll('tbody tr, tfoot tr')].map((row) => [...row.cells].map(text)),
  };
})()`;

describe('a broadcast on screen, during and after sending', () => {
  let system: TestSystem;
  let console: TestConsole;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siar-live-'));
    const file = join(folder, 'accounts.yml');
    writeFileSync(
      file,
      `accounts:
  - { name: relay-jakarta, kind: smtp, rate: 0, url: '\${SMTP_URL}' }
  - { name: relay-surabaya, kind: smtp, rate: 0, url: '\${SMTP_URL}' }
`,
    );
    // Telegram is slow enough to be watched.
    system = await testSystem({
      contacts: 600,
      provinces: 'every',
      sandbox: { deadShare: 0.05 },
      more: { TELEGRAM_RATE: '15', ACCOUNTS_FILE: file },
    });
    console = await testConsole(system.publishers[0]?.url ?? '');
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('fills the map, shows a rate beside its limit, and ends in a report to save and print', async () => {
    const id = await system.broadcast({ title: 'Pengingat, seluruh provinsi' });
    const page = await console.as('operator', `/siaran/${id}`);
    await page.getByText('Langsung', { exact: true }).waitFor();
    const map = page.getByRole('group', { name: 'Provinsi: berapa yang diterima penyedia atau sampai' });
    await map.getByRole('button', { name: /^Jawa Barat, \d+ dari \d+ pesan diterima/i }).waitFor();
    // The tiles have the numbers, beside the same names.
    await page.getByText('Ubin dengan angka').click();
    await map.getByRole('button', { name: /^Jawa Barat, \d+ dari \d+ pesan diterima/i }).waitFor();
    await page.getByText(/pesan per detik dalam 10 detik terakhir; batas penyedia 15/).waitFor();
    await page.getByText(/^Berjalan lancar, tidak ada yang tertahan\. /).waitFor();
    await page
      .getByText(/Perkiraan selesai/)
      .first()
      .waitFor();

    const operator = await system.as('operator');
    for (let moment = 1; moment <= MOMENTS; moment++) {
      // Sends more copies each time, and pauses while the page is read.
      await system.until(
        id,
        ({ total }) => total.accepted + total.delivered >= moment * 40 || total.pending === 0,
      );
      await operator('POST', `/api/v1/broadcasts/${id}/pause`, { reason: `Dibaca, kali ke-${moment}` });
      await system.until(id, ({ total }) => total.claimed === 0);
      await agree(page, id);
      await operator('POST', `/api/v1/broadcasts/${id}/resume`, {});
    }
    await system.until(id, ({ state }) => state === 'completed', 90);
    await agree(page, id);
    // What is read stays open when it ends; what did not arrive has its number on its tab.
    expect(await page.getByText(screens.reasons.noMailbox.todo).first().isVisible()).toBe(false);
    await page.getByRole('tab', { name: new RegExp(`^${screens.details.causes} [1-9]`) }).click();
    await page.getByText(screens.reasons.noMailbox.todo).first().waitFor();
    const west = (await system.progress(id)).regions['32'];
    const told = `Jawa Barat, ${(west?.accepted ?? 0) + (west?.delivered ?? 0)} dari ${west?.targeted} pesan`;
    await map.getByRole('button', { name: new RegExp(told, 'i') }).waitFor();
    await page.getByRole('link', { name: 'Buka laporan' }).click();
    await page.getByText(/^dari [\d.]+ orang terjangkau \(\d+%\)\.$/).waitFor();
    // A share of all voters that rounds to nothing says nothing.
    expect(await page.getByText(/pemilih terdaftar di wilayah sasaran/).count()).toBe(0);
    const listedRegions = page.getByRole('region', { name: screens.report.reach }).getByRole('rowheader');
    expect(await listedRegions.count()).toBe(5);
    await page.getByRole('button', { name: 'Tampilkan semua 38 wilayah' }).click();
    expect(await listedRegions.count()).toBe(38);
    await page.getByRole('button', { name: screens.heat.fewer }).click();
    const { total } = await system.progress(id);
    const reach = total.accepted + total.delivered;
    await page
      .getByRole('list', { name: screens.funnel.title })
      .getByText(shown(reach), { exact: true })
      .waitFor();
    await page.getByText(/^Disahkan oleh Peninjau KPU/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`laporan-${id}.csv`);
    await filesTheReport(await download.path(), id);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').first().isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: /Cetak/ }).isVisible()).toBe(false);
    // All provinces are on paper, five on the screen.
    const papua = page.getByRole('rowheader', { name: /^Papua Pegunungan$/i });
    expect(await papua.isVisible()).toBe(true);
    const paper = await page.pdf({ preferCSSPageSize: true });
    if (process.env['KEEP_PDF']) writeFileSync(process.env['KEEP_PDF'], paper);
    const pages = paper.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(1);
    // Two of them hold what stopped it: twenty acts.
    expect(pages).toBeLessThan(12);

    // Printed before its drawings have come: their numbers are on paper.
    await page.route(/(island-map|area-over-time)-.*\.js/, () => undefined);
    await page.goto(new URL(`/siaran/${id}`, page.url()).href);
    const hole = page.getByText(screens.islands.unprinted);
    await hole.waitFor();
    const figures = page.locator('figure [aria-hidden] th', { hasText: screens.curve.perSecond }).first();
    await figures.waitFor();
    await page.emulateMedia({ media: 'screen' });
    expect([await hole.isVisible(), await figures.isVisible()]).toEqual([false, false]);
  }, 180_000);

  /** Waits until every number on the page equals the ledger's; reports those that differ. */
  async function agree(page: Page, id: string): Promise<void> {
    for (let looks = 0; ; looks++) {
      // Counted on each attempt: receipts arrive during the comparison.
      const { channels, provinces, parts } = await accountsOf(id);
      const total = sumOf([...channels.values()]);
      const told = `${shown(reached(total))} dari ${shown(plannedOf(total))} pesan diterima`;
      const tiles = [...provinces]
        .filter(([, of]) => everyone(of) > 0)
        .map(([code, of]) => `${code} ${percent(of)}% ${signsOf(of)}`.trim())
        .sort();
      const seen = await page.evaluate<Numbers>(READ_NUMBERS);
      const wanted: Numbers = {
        told,
        tiles,
        // Those of the worst provinces stand there twice once it has ended.
        heat: [...parts]
          .filter(([, of]) => everyone(of) > 0)
          .map(([part, of]) => `${part} ${percent(of)}`)
          .sort(),
        heads: seen.heads,
        lines: [
          ...CHANNELS.map(
            (channel) => [words.channels[channel], channels.get(channel) ?? sumOf([]), channel] as const,
          ),
          [screens.live.sum, total, null] as const,
        ].map(([name, counts, channel]) => [
          name,
          ...seen.heads.map((head) =>
            // Whether a message arrived is reported of SMS alone.
            head === words.deliveryStates.delivered && channel !== null && channel !== 'sms'
              ? screens.tally.unreported
              : shown(underHead(counts, head)),
          ),
        ]),
      };
      seen.heat = [...new Set(seen.heat)];
      const agrees = JSON.stringify({ ...seen, told }) === JSON.stringify(wanted) && seen.told.includes(told);
      if (agrees) return;
      if (looks === 100) expect(seen).toEqual(wanted);
      await page.waitForTimeout(100);
    }
  }

  /** The expected value of a column for an account. */
  function underHead(counts: Counts, head: string): number {
    const standing = STANDINGS.find((one) => words.deliveryStates[one] === head);
    return standing ? counts[standing] : everyone(counts);
  }

  /** Counts the ledger and the waves without the code that the API or the console uses. */
  async function accountsOf(
    id: string,
  ): Promise<Record<'channels' | 'provinces' | 'parts', Map<string, Counts>>> {
    const found = await rows<{
      channel: string;
      province: string;
      standing: Standing | 'expected';
      n: number;
    }>(
      system.db.source.manager,
      `SELECT w.channel, left(w.region_code, 2) AS province, d.state AS standing, count(*)::int AS n
       FROM deliveries d JOIN waves w ON w.id = d.wave_id WHERE d.broadcast_id = $1 GROUP BY 1, 2, 3
       UNION ALL SELECT channel, left(region_code, 2), 'unlisted', sum(unlisted)::int FROM waves WHERE broadcast_id = $1 GROUP BY 1, 2
       UNION ALL SELECT channel, left(region_code, 2), 'neverListed', sum(never_listed)::int FROM waves WHERE broadcast_id = $1 GROUP BY 1, 2
       UNION ALL SELECT channel, left(region_code, 2), 'expected', sum(expected)::int FROM waves WHERE broadcast_id = $1 GROUP BY 1, 2`,
      [id],
    );
    const by = (keyOf: (one: (typeof found)[number]) => string): Map<string, Counts> => {
      const accounts = new Map<string, Counts>();
      for (const one of found) {
        const counts = accounts.get(keyOf(one)) ?? sumOf([]);
        counts[one.standing] += one.n;
        if (!['unlisted', 'neverListed', 'expected'].includes(one.standing)) counts.targeted += one.n;
        accounts.set(keyOf(one), counts);
      }
      return accounts;
    };
    return {
      channels: by(({ channel }) => channel),
      provinces: by(({ province }) => province),
      parts: by(({ channel, province }) => `${province} ${channel}`),
    };
  }

  /** Compares the report's file with the ledger, by summing its columns. */
  async function filesTheReport(file: string, id: string): Promise<void> {
    expect(readFileSync(file, 'utf8')).not.toContain('{{');
    const lines: string[][] = parse(readFileSync(file), {
      bom: true,
      delimiter: ';',
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const after = (title: string): string[][] =>
      lines.slice(lines.findIndex(([first]) => first === title) + 1);
    expect(lines[0]).toEqual([
      'Laporan: Pengingat, seluruh provinsi',
      expect.stringMatching(/^Keadaan .* \d\d\.\d\d WIB\.$/),
    ]);
    const { channels } = await accountsOf(id);
    const total = sumOf([...channels.values()]);
    const sums = lines.find(([first]) => first === screens.live.sum) ?? [];
    expect(Number(sums.at(-1))).toBe(everyone(total));
    const [heads = [], ...regions] = after(screens.report.reach);
    expect(heads.slice(0, 3)).toEqual(['Wilayah', 'Pemilih terdaftar', 'Orang terjangkau']);
    expect(heads.slice(4)).toEqual(CHANNELS.map((channel) => words.channels[channel]));
    const summed = (column: number): number => regions.reduce((sum, cells) => sum + Number(cells[column]), 0);
    expect(regions.map(([name]) => name)).toContain('Jawa Barat');
    expect(summed(2)).toBe(Number(lines.find(([first]) => first === screens.report.reached)?.[1]));
    expect(summed(4) + summed(5) + summed(6)).toBe(reached(total));
    for (const channel of ['email', 'sms'] as const) {
      const carriers = after(`${screens.report.carriers}: ${words.channels[channel]}`);
      // Until the title of what follows.
      const end = carriers.findIndex((cells) => Number.isNaN(Number(cells.at(-1))));
      const listed = carriers.slice(0, end).reduce((sum, cells) => sum + Number(cells.at(-1)), 0);
      expect(listed).toBe(channels.get(channel)?.targeted);
    }
    expect(after(screens.report.timeliness)[1]?.[2]).toMatch(/ \d{4} \d\d\.\d\d WI(B|TA|T)$/);
  }

  it('has one name for a broadcast cancelled midway, and says what held the copies before', async () => {
    const title = 'Dibatalkan selagi berjalan';
    const id = await system.broadcast({ title, channels: ['telegram', 'sms'] });
    await system.until(id, ({ total }) => reached(total) > 20);
    const stop = async (who: 'operator' | 'penulis', act: string, body: object): Promise<void> => {
      const { status } = await (await system.as(who))('POST', `/api/v1/broadcasts/${id}/${act}`, body);
      expect(status).toBe(200);
    };
    await stop('operator', 'pause', { channel: 'telegram', reason: 'Tautannya diperiksa' });
    await system.until(id, ({ total }) => total.claimed === 0);
    const page = await console.as('penulis');
    await page.goto(`/siaran/${id}`);
    const next = page.getByRole('region', { name: screens.nextStep.title });
    await next.getByText(/^Sekarang: operator menangani Telegram\./).waitFor();
    await page.goto(`/siaran/${id}?wall`);
    // Across the wall, with who did it and why, and nothing to scroll.
    await page
      .getByRole('status')
      .getByText(/^Telegram .*dijeda sejak /)
      .waitFor();
    await page.getByText('Berlanjut bila operator melanjutkannya.', { exact: true }).waitFor();
    await page.getByText(/^dijeda operator.* · Tautannya diperiksa$/).waitFor();
    expect(
      await page.evaluate('document.documentElement.scrollHeight - window.innerHeight'),
    ).toBeLessThanOrEqual(0);
    await stop('penulis', 'cancel', { reason: 'Tautannya keliru' });
    const { total } = await system.until(id, (now) => now.state === 'cancelled' && now.total.pending === 0);
    await page.goto(`/siaran?search=${id}`);
    await page.getByRole('row').filter({ hasText: title }).getByText(words.states.midway).waitFor();
    for (const path of [`/siaran/${id}`, `/siaran/${id}/laporan`]) {
      await page.goto(path);
      await page.getByText(words.states.midway, { exact: true }).first().waitFor();
      await page
        .getByRole('note')
        .getByText(/^Dibatalkan oleh .* WIB$/)
        .waitFor();
      const live = !path.endsWith('laporan');
      // Nothing is left to do.
      expect(await next.count()).toBe(0);
      if (live) await page.getByRole('tab', { name: screens.details.figures }).click();
      const steps = page.getByRole('list', { name: screens.funnel.title });
      // Another step may lose as many.
      await steps
        .getByText(`−${shown(total.cancelled)}`, { exact: true })
        .first()
        .waitFor();
      if (live) await page.getByRole('tab', { name: screens.details.causes }).click();
      await page
        .getByText(/^Tertahan sejak .* Telegram dijeda oleh .* Alasan: Tautannya diperiksa/)
        .waitFor();
      if (live) await page.getByRole('tab', { name: screens.details.course }).click();
      const happened = page.getByRole('region', { name: screens.happened.title });
      await happened.getByText(/ dibatalkan oleh /).waitFor();
      // The report tells in sentences what stopped it.
      const stopped = live ? happened : page.getByRole('region', { name: screens.stoppages.title });
      await stopped.getByText(/ Telegram dijeda oleh /).waitFor();
      await stopped
        .getByText(
          live
            ? /Tautannya diperiksa\. .* pesan tertahan\. Dibatalkan oleh /
            : /Tautannya diperiksa\.? .*menahan .* pesan\. .* membatalkan yang tersisa pukul /,
        )
        .waitFor();
      // What ended it is the last of the order of events, and the state has a sign of what was not sent.
      await page
        .getByRole('listitem')
        .filter({ hasText: /Siaran berakhir: / })
        .waitFor();
      await page
        .getByText(/ tidak jadi dikirim$/)
        .first()
        .waitFor();
    }
    // On the report, the people too, by cause.
    await page.getByRole('columnheader', { name: screens.failures.without }).waitFor();
    await page.goto(`/siaran/${id}?wall`);
    await page.getByText(words.states.midway, { exact: true }).waitFor();
    await page.locator('html.wall[data-mantine-color-scheme=light]').waitFor();
    await page.getByRole('button', { name: screens.wall.dark }).click();
    await page.locator('html.wall[data-mantine-color-scheme=dark]').waitFor();
    // The device keeps the scheme, also where the address names none.
    await page.goto(`/siaran/${id}?wall`);
    await page.locator('html.wall[data-mantine-color-scheme=dark]').waitFor();
    await page.getByRole('link', { name: screens.wall.leave }).click();
    await page.locator('html:not(.wall)[data-mantine-color-scheme=light]').waitFor();
    // A filter that hides everything is named.
    await page.goto(`/siaran?search=${id}&state=draft`);
    await page.getByRole('button', { name: 'Lepaskan Keadaan: Draf', exact: true }).last().click();
    await page.getByRole('link', { name: title }).waitFor();
  }, 90_000);

  it('names an account that the forecast does not count, since it rests', async () => {
    const operator = await system.as('operator');
    const at = '/api/v1/operations/accounts/relay-jakarta';
    expect((await operator('POST', `${at}/rest`, { reason: 'Pemeliharaan' })).status).toBe(204);
    const id = await system.broadcast({ channels: ['email'], schedule: { at: later() } });
    const page = await console.as('operator', `/siaran/${id}`);
    await page.getByText('Perkiraan tanpa relay-jakarta (diistirahatkan).').waitFor();
    // Ctrl+K finds the account, and says how it stands.
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('searchbox').fill('relay-jak');
    await page.getByRole('option', { name: /relay-jakarta Surel · diistirahatkan/ }).waitFor();
    await page.keyboard.press('Escape');
    for (const width of [1280, 390] as const) {
      await page.setViewportSize({ width, height: 844 });
      expect(await violations(page)).toEqual([]);
      if (process.env['PICTURES'])
        await page.screenshot({ path: `/tmp/accounts-forecast-${width}.png`, fullPage: true });
    }
    expect((await operator('POST', `${at}/return`)).status).toBe(204);
  });

  it('shows on its page a provider whose mail waits, with a button for operators alone', async () => {
    const id = await system.broadcast({
      title: 'Ditolak satu penyedia',
      schedule: { at: later(), leaveWindow: true },
    });
    await system.db.source.query(
      `INSERT INTO carrier_holds (broadcast_id, channel, class, sign, code, copies, answers, next_at)
       VALUES ($1, 'email', 'gmail', 'fault', 'smtp 5.7.26', 24, 26, siar_now() + interval '15 minutes')`,
      [id],
    );
    const release = (page: Page) => page.getByRole('button', { name: 'Coba Gmail lagi sekarang' });
    const author = await console.as('penulis', `/siaran/${id}`);
    await author.getByText(/^Beberapa pesan dicoba lagi pukul/).waitFor();
    expect(await release(author).count()).toBe(0);
    for (const width of [1280, 390] as const) {
      const page = await console.as('operator', `/siaran/${id}`, { width });
      await release(page).waitFor();
      expect([await violations(page), await sticksOut(page)]).toEqual([[], []]);
      if (process.env['SCREENSHOTS'])
        await page.screenshot({ path: `/tmp/carrier.siaran.${width}.png`, fullPage: true });
    }
    // The wall tells of it too, and gives no all-clear.
    await author.goto(`/siaran/${id}?wall`);
    await author.getByText(/^Gmail menolak siaran ini lewat surel sejak /).waitFor();
    expect(await author.getByText(screens.wall.goes).count()).toBe(0);
    await author.goto(`/siaran/${id}`);
    await author.getByText(screens.carrierHold.todoAsk).waitFor();
    const page = await console.as('operator', `/siaran/${id}`);
    await release(page).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Kirim sekarang' }).click();
    await release(page).waitFor({ state: 'detached' });
    await author.getByText(/^Beberapa pesan dicoba lagi pukul/).waitFor({ state: 'detached' });
    await page.goto('/operasi');
    await page
      .getByText(/mengirim lagi pesan Ditolak satu penyedia.* ke Gmail lewat surel/)
      .first()
      .waitFor();
  });

  it('polls while the stream is down, and reconnects to it', async () => {
    const id = await system.broadcast({
      title: 'Tanpa aliran',
      schedule: { at: later(), leaveWindow: true },
    });
    const page = await console.as('penulis', '/siaran');
    await page.route('**/events', (route) => route.abort());
    await page.goto(`/siaran/${id}`);
    await page.getByText('Terputus, mencoba lagi', { exact: true }).waitFor();
    await page.getByText('Terputus, diperbarui tiap 5 detik', { exact: true }).waitFor();
    await page.unroute('**/events');
    // Before it begins nothing moves: only a lost stream is named.
    await page.getByText('Terputus, diperbarui tiap 5 detik', { exact: true }).waitFor({ state: 'detached' });
    await page.getByText(/^Berangkat /).waitFor();
  }, 120_000);

  it('shows the data protection officer one full address, for a request of its owner', async () => {
    const id = await system.broadcast({ title: 'Tujuan', channels: ['sms'] });
    await system.until(id, ({ state }) => state === 'completed');
    const page = await console.as('dpo', `/siaran/${id}/kiriman`);
    const first = page.getByRole('button', { name: /^Lihat tujuan/ }).first();
    await first.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Belum ada permintaan terbuka\./).waitFor();
    expect(await dialog.getByRole('button', { name: 'Lihat tujuan' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    const listed = await (
      await system.as('dpo')
    )<{ deliveries: { addressId: string }[] }>('GET', `/api/v1/broadcasts/${id}/deliveries`);
    await system.db.source.query(
      `INSERT INTO data_requests (wants, way, received_at, due_at, opened_by, contact_id)
       SELECT 'access', 'letter', at, at + interval '72 hours', p.id, a.contact_id
       FROM addresses a, people p, (SELECT siar_now() AS at) AS t WHERE a.id = $1 AND p.username = 'dpo'`,
      [listed.body.deliveries[0]?.addressId],
    );
    await page.reload();
    await first.click();
    await dialog.getByRole('combobox', { name: 'Permintaan data yang dijawab' }).click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('button', { name: 'Lihat tujuan' }).click();
    await dialog.getByText(/^\+62\d{8,}$/).waitFor();
    const other = await console.as('operator', `/siaran/${id}/kiriman`);
    await other.getByRole('cell', { name: /\*/ }).first().waitFor();
    expect(await other.getByRole('button', { name: /^Lihat tujuan/ }).count()).toBe(0);
    await other.getByRole('combobox', { name: 'Keadaan' }).click();
    await other.getByRole('option', { name: 'Gagal' }).click();
    await other.getByRole('cell', { name: 'Gagal' }).first().waitFor();
    await other.getByText(/^\d+ kiriman cocok; \d+ ditampilkan\.$/).waitFor();
    const [download] = await Promise.all([
      other.waitForEvent('download'),
      other.getByRole('link', { name: 'Unduh CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^deliveries-\d+\.csv$/);
  }, 120_000);

  it('stays smooth at ten updates a second of 38 regions and three channels', async () => {
    const id = await system.broadcast({
      title: 'Sepuluh kali per detik',
      schedule: { at: later(), leaveWindow: true },
    });
    const page = await console.as('operator', '/siaran');
    await page.addInitScript({ content: FAST_STREAM });
    await page.goto(`/siaran/${id}`);
    await page.getByRole('tab', { name: screens.details.figures }).click();
    await page.getByRole('region', { name: 'Menurut wilayah' }).waitFor();
    const client = await page.context().newCDPSession(page);
    await client.send('Performance.enable', { timeDomain: 'threadTicks' });
    const measured = async (): Promise<{ busy: number; updates: number }> => {
      const { metrics } = await client.send('Performance.getMetrics');
      const busy = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
      return { busy, updates: await page.evaluate(() => (globalThis as unknown as { sent: number }).sent) };
    };
    const yardstick = async (): Promise<number> => {
      const { busy } = await measured();
      await page.evaluate(YARDSTICK);
      return (await measured()).busy - busy;
    };
    // The yardstick is measured before each few updates: both slow down on a busy machine, which changes within seconds.
    // Its first runs cost several times as much, before the browser has compiled it.
    for (let run = 0; run < 10; run++) await yardstick();
    const ratios: number[] = [];
    for (let round = 0; round < 7; round++) {
      const long = await yardstick();
      const before = await measured();
      await page.waitForFunction(
        (updates) => (globalThis as unknown as { sent: number }).sent >= updates,
        before.updates + 8,
      );
      const after = await measured();
      ratios.push((after.busy - before.busy) / (after.updates - before.updates) / long);
    }
    const [, , , median = Infinity] = ratios.toSorted((a, b) => a - b);
    if (process.env['SAY'])
      process.stdout.write(`${ratios.map((ratio) => ratio.toFixed(2)).join(' ')} yardsticks an update\n`);
    // Between 0.5 and 6: the browser counts its own housekeeping, too.
    expect(median).toBeLessThan(12);
  }, 120_000);
});

/** A local time some days ahead, within sending hours. */
const later = (): string => `${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)}T09:00`;

/** Builds and lays out a table of a thousand cells, without the console's code. */
const YARDSTICK = `(() => {
  const table = document.createElement('table');
  for (let row = 0; row < 100; row++) {
    const line = table.insertRow();
    for (let cell = 0; cell < 10; cell++) line.insertCell().textContent = String(row * cell);
  }
  document.body.append(table);
  table.getBoundingClientRect();
  table.remove();
})()`;

/** Replaces the stream: ten updates a second, each with some more copies in every region. */
const FAST_STREAM = `
globalThis.sent = 0;
globalThis.EventSource = class {
  static CLOSED = 2;
  readyState = 1;
  #timer;
  addEventListener(name, take) {
    if (name !== 'progress') return;
    const codes = '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96'.split(' ');
    const counts = (targeted, done) => ({ targeted, pending: targeted - done - 9, claimed: 4, accepted: done, delivered: 0, failed: 3, suppressed: 2, expired: 0, cancelled: 0, unknown: 0, unlisted: 0, neverListed: 0, expected: targeted });
    this.#timer = setInterval(() => {
      globalThis.sent++;
      const done = (at) => (globalThis.sent * (at + 3)) % 4900;
      const regions = Object.fromEntries(codes.map((code, at) => [code, counts(5000, done(at))]));
      const sum = Object.values(regions).reduce((all, one) => Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value + one[name]])));
      const part = Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, Math.round(value / 3)]));
      take({ data: JSON.stringify({ state: 'running', pauseReason: null, total: sum, regions, channels: { email: part, telegram: part, sms: part }, parts: codes.flatMap((province, at) => ['email', 'telegram', 'sms'].map((channel) => ({ channel, province, ...counts(1667, Math.round(done(at) / 3)) }))), firstHandoverAt: new Date().toISOString(), endedAt: null, hindrances: [], away: [], stalled: [], limits: { email: 500, telegram: 30, sms: 100 } }) });
    }, 100);
  }
  close() { this.readyState = 2; clearInterval(this.#timer); }
};`;
