import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '#platform/config';
import { testGateway } from '../../../test/factories/gateway.js';
import { LogosController } from './logos.controller.js';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="3"/></svg>';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'siar-marks-'));
  writeFileSync(join(folder, 'kpu.svg'), SVG);
  writeFileSync(join(folder, 'bad.svg'), SVG.replace('<circle', '<script>x()</script><circle'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('shows the mark that is set beside its name, and allows images of its own alone', async () => {
  const site = await testGateway({ COMMISSION_MARK: join(folder, 'kpu.svg') });
  try {
    const page = await fetch(site.url);
    expect(page.headers.get('content-security-policy')).toContain("img-src 'self'");
    expect((await page.text()).match(/<img [^>]+>/g)).toEqual([
      '<img src="/tanda/komisi" alt="" width="40" height="40" />',
    ]);
    const mark = await fetch(`${site.url}/tanda/komisi`);
    expect([mark.status, mark.headers.get('content-type'), await mark.text()]).toEqual([
      200,
      'image/svg+xml',
      SVG,
    ]);
    expect(mark.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox$/);
    expect(mark.headers.get('set-cookie')).toBeNull();
    for (const none of ['kementerian', 'constructor', 'x'])
      expect((await fetch(`${site.url}/tanda/${none}`)).status).toBe(404);
  } finally {
    await site.stop();
  }
});

it('stops the start with the setting, the file and what is wrong', () => {
  const at = (name: string) => () => new LogosController({ MINISTRY_MARK: join(folder, name) });
  expect(at('bad.svg')).toThrow(ConfigError);
  expect(at('bad.svg')).toThrow(
    /^MINISTRY_MARK names the file \S+bad\.svg, which contains an element that runs$/,
  );
  expect(at('none.svg')).toThrow(
    /^MINISTRY_MARK names the file \S+none\.svg, which cannot be read \(ENOENT\)$/,
  );
});
