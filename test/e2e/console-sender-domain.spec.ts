import { generateKeyPairSync } from 'node:crypto';
import resolvers from 'node:dns';
import type { Locator, Page } from 'playwright-core';
import { violations } from '../factories/browser.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { goodZone, testDns, type TestDns } from '../factories/dns.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const RECORD = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const SETTINGS = {
  SMTP_URL: 'smtp://siar:rahasia@mail.siar.example:587',
  EMAIL_FROM: 'info@siar.example',
  EMAIL_BOUNCE_DOMAIN: 'bounce.siar.example',
  DKIM_DOMAIN: 'siar.example',
  DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

describe('the page of the sender’s domain', () => {
  const kept = resolvers.getServers();
  let dns: TestDns;
  const started: { stop: () => Promise<unknown> }[] = [];
  beforeEach(async () => {
    dns = await testDns(goodZone(RECORD, { 'TXT _mta-sts.bounce.siar.example': [] }));
    resolvers.setServers([dns.server]);
  });
  afterEach(async () => {
    resolvers.setServers(kept);
    for (const one of started.splice(0).reverse()) await one.stop();
    await dns.stop();
  });

  const consoleOf = async (settings: Record<string, string>): Promise<[TestConsole, TestPublisher]> => {
    const publisher = await testPublisher(settings);
    started.push(publisher);
    const console = await testConsole(publisher.url);
    started.push(console);
    return [console, publisher];
  };
  const check = (page: Page, name: string): Locator => page.getByRole('region', { name });

  it('says what is wrong, gives the right record to copy, and asks the DNS again only after 30 s', async () => {
    dns.zone['TXT siar._domainkey.siar.example'] = ['v=DKIM1; p='];
    dns.zone['PTR 25.113.0.203.in-addr.arpa'] = 'silent';
    const [console] = await consoleOf(SETTINGS);
    const page = await console.as('operator', '/operasi');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const link = page.getByRole('link', { name: 'Domain pengirim' });
    await link.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Domain pengirim' }).waitFor();
    // A silent server holds the answer up for some seconds: until then the page says so.
    await page.getByText('DNS sedang ditanya. Paling lama 15 detik.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText(/^Diperiksa .*: 1 salah, 1 perlu perhatian, 1 tidak diketahui, 4 baik\.$/).waitFor();
    expect(await violations(page)).toEqual([]);

    await check(page, 'PTR · mail.siar.example')
      .getByText(/^Tidak diketahui: DNS tidak menjawab pertanyaan PTR tentang 203\.0\.113\.25/)
      .waitFor();
    await check(page, 'SPF · bounce.siar.example').getByText('Baik').waitFor();
    const dkim = check(page, 'DKIM · siar.example');
    await dkim.getByText(/^Salah: Kunci publiknya kosong \(p=\)/).waitFor();
    await button(dkim, 'Salin nilai: TXT siar._domainkey.siar.example').focus();
    await page.keyboard.press('Enter');
    await dkim.getByText('Tersalin').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(RECORD);

    const asked = dns.questions.length;
    dns.zone['TXT siar._domainkey.siar.example'] = [RECORD];
    await button(page, 'Periksa lagi').click();
    await page.getByText(/^Diperiksa .*: 1 salah/).waitFor();
    expect(dns.questions).toHaveLength(asked);
    expect(await page.content()).not.toContain('rahasia');
    expect(await console.leave()).toEqual([]);
  });

  it('asks nothing where no mail server is set, or nothing reaches people, and says so', async () => {
    const [console] = await consoleOf({});
    const page = await console.as('operator', '/operasi/domain');
    await page.getByText('Belum ada server surel').waitFor();
    expect(await button(page, 'Periksa lagi').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    const [training] = await consoleOf({
      TRAINING: 'true',
      SMTP_URL: 'smtp://127.0.0.1:2525',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8025',
      TWILIO_API_ROOT: 'http://127.0.0.1:8025',
    });
    const exercise = await training.as('operator', '/operasi/domain');
    await exercise.getByText('Pemasangan latihan').waitFor();
    expect(dns.questions).toEqual([]);
    expect([...(await console.leave()), ...(await training.leave())]).toEqual([]);
  });
});
