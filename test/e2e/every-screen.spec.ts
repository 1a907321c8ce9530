import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { barriers, covered } from '../factories/barriers.js';
import { sticksOut, violations } from '../factories/browser.js';
import { testConsole, type TestConsole } from '../factories/console.js';
import { smallPicture } from '../factories/picture.js';
import type { Username } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';
import { DECIDED, WATCHED } from './views/broadcasts.js';
import { CITIZENS } from './views/citizens.js';
import { COMPOSING } from './views/composing.js';
import { DOORS } from './views/doors.js';
import { OFFICE } from './views/office.js';
import type { Setting } from './views/view.js';

const PICTURES = process.env['SCREENSHOTS'] ? 'docs/screens' : null;
const VIEWS = [...COMPOSING, ...DECIDED, ...WATCHED, ...CITIZENS, ...OFFICE, ...DOORS];
/** A window and a phone; a layout within 320 px at a zoom of 400 % also fits at 200 % and on a tablet. */
const WIDTHS = { id: [1280, 390], en: [390] } as const;
/** The widths that axe checks: the two extremes, in one language each. */
const LOOKED_AT = { id: 1280, en: 390 } as const;
/** A window of 1280 × 1024 at a zoom of 400 % (WCAG 2.2, 1.4.10). */
const ZOOMED = { width: 320, height: 256 };
const PICTURED: readonly number[] = [1280, 390];
/** The browser's own locale must not show: this one's digits and direction differ most from Indonesian. */
const LOCALE = PICTURES ? 'id-ID' : 'ar-EG';
const HIGHEST = 2200;
const HEIGHTS: Record<number, number> = { 390: 844 };

describe('every screen of the console', () => {
  let system: TestSystem;
  let console: TestConsole;
  let setting: Setting;
  beforeAll(async () => {
    // Telegram is slow enough to be watched.
    system = await testSystem({
      contacts: 900,
      provinces: 'every',
      sandbox: { deadShare: 0.03 },
      more: { TELEGRAM_RATE: '30', SMS_COST_PER_SEGMENT: '400' },
    });
    // Spread the contacts over several days.
    await system.db.source.query(
      `UPDATE contacts SET created_at = created_at - power(random(), 2) * interval '40 days'`,
    );
    console = await testConsole(system.publishers[0]?.url ?? '');
    const pages = new Map<Username, Page>();
    const at: Setting['at'] = async (username, path) => {
      const page = pages.get(username);
      if (!page) {
        const opened = await console.as(username, path, { locale: LOCALE });
        // Discards the unsaved input of the previous view.
        opened.on('dialog', (dialog) => void dialog.accept());
        pages.set(username, opened);
        return opened;
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.evaluate('localStorage.clear()');
      await page.goto(path);
      await page.waitForSelector('nav');
      return page;
    };
    const past = await system.broadcast({ title: 'Pengingat pemungutan suara, seluruh provinsi' });
    setting = { system, console, past, at };
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });

  afterEach(() => expect(console.complaints()).toEqual([]));

  it('has a view here', () => {
    const router = readFileSync('apps/console/src/desk.tsx', 'utf8');
    const paths = [...router.matchAll(/\{ path: '([^']+)'/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(new Set(VIEWS.flatMap(({ screen }) => screen ?? []))).toEqual(new Set(['/', ...paths]));
  });

  it.each(VIEWS)(
    'has no barriers, at any width, in either language: $name',
    async ({ name, open, whole }) => {
      const page = await open(setting);
      expect(await page.locator('body').innerText()).not.toMatch(/[\u0600-\u06ff]/);
      expect(await page.evaluate('getComputedStyle(document.body).direction')).toBe('ltr');
      for (const language of ['id', 'en'] as const) {
        if (language === 'en') await page.locator('button[lang=en]').first().dispatchEvent('click');
        await page.waitForSelector(`html[lang=${language}]`);
        for (const width of WIDTHS[language]) {
          await resize(page, width);
          const out = await staysOut(page);
          // As high as the page: axe takes a button under the bar at the foot for a small one, though it can be scrolled to.
          if (whole && width === LOOKED_AT[language]) await resize(page, width, await heightOf(page));
          const found =
            width === LOOKED_AT[language]
              ? [
                  ...(await violations(page, language === 'en' ? ['color-contrast'] : [])),
                  ...(await barriers(page)),
                ]
              : [];
          expect({ language, width, out, found }).toEqual({ language, width, out: [], found: [] });
          if (PICTURES && language === 'id' && PICTURED.includes(width))
            await picture(page, `${PICTURES}/${name}-${width}.png`, width, whole);
        }
      }
      expect(await dim(page)).toEqual([]);
      expect(await menus(page)).toEqual([]);
      await resize(page, ZOOMED.width, ZOOMED.height);
      expect(await staysOut(page)).toEqual([]);
      expect(await standingStill(page)).toEqual([]);
    },
    // Not a measure of speed: a slow machine takes a minute for the first screen.
    180_000,
  );
});

/** Contrasts that are too low in the dark scheme; what else axe checks is the same in both. */
async function dim(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForSelector('html[data-mantine-color-scheme=dark]');
  // Colours on their way from one scheme to the other are nobody's.
  await page.evaluate(
    `Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)).then(() => null)`,
  );
  const found = await violations(page, [], 'html', ['color-contrast', 'link-in-text-block']);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** Faults of open menus, one of each kind: by axe, and by where the focus is after Escape. */
async function menus(page: Page): Promise<string[]> {
  if ((await page.locator('[role=dialog]').count()) > 0) return [];
  await resize(page, 1280);
  const seen = new Set<string>();
  const wrong: string[] = [];
  // Handles: a screen that is live removes some of its buttons.
  for (const button of await page.locator('main button[aria-haspopup=menu]:visible').elementHandles()) {
    const name = (await button.textContent()) ?? '';
    if (seen.has(name) || !(await button.isVisible())) continue;
    const there = await button.evaluate((one) => {
      one.focus();
      return one.isConnected;
    });
    if (!there) continue;
    seen.add(name);
    await page.keyboard.press('Enter');
    const open = await page
      .locator('[role=menuitem]:visible')
      .first()
      .waitFor()
      .then(() => true)
      .catch(async (error: unknown) => {
        // A broadcast that ends takes its buttons away, also between the look and the key.
        if (await button.evaluate((one) => one.isConnected)) throw error;
        return false;
      });
    if (!open) continue;
    // The page behind it has been checked.
    const faults = await violations(page, [], '[role=menu]').catch(async (error: unknown) => {
      if (await button.evaluate((one) => one.isConnected)) throw error;
      return null;
    });
    if (faults === null) continue;
    wrong.push(...faults, ...(await barriers(page)));
    await page.keyboard.press('Escape');
    await page.locator('[role=menuitem]').first().waitFor({ state: 'detached' });
    const kept = await button.evaluate((one) => !one.isConnected || one.matches(':focus'));
    if (!kept) wrong.push(`${name}: the focus is lost`);
  }
  return wrong;
}

/** Elements that cover more than half of the window's height, after the menu has slid out of it. */
async function standingStill(page: Page): Promise<string[]> {
  for (let looks = 0; ; looks++) {
    const { share, by } = await covered(page);
    if (share <= 0.5) return [];
    if (looks === 20) return by;
    await page.waitForTimeout(100);
  }
}

/** Waits a moment for what is redrawn in the new width. */
async function staysOut(page: Page): Promise<string[]> {
  for (let looks = 0; ; looks++) {
    const out = await sticksOut(page);
    if (out.length === 0 || looks === 20) return out;
    await page.waitForTimeout(100);
  }
}

async function resize(page: Page, width: number, height = HEIGHTS[width] ?? 800): Promise<void> {
  await page.setViewportSize({ width, height });
  // Elements that measure themselves get the size in the first frame, and render in the second.
  await page.evaluate(
    'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null))))',
  );
}

const heightOf = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollHeight'));

/** @param whole takes the page to its end, or as far as it is readable: the window is that high, for fixed elements */
async function picture(page: Page, file: string, width: number, whole = false): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.evaluate('scrollTo(0, 0)');
  if (whole) {
    await resize(page, width, Math.min(HIGHEST, await heightOf(page)));
    // The menu beside it grows after it.
    await page.waitForTimeout(300);
  }
  writeFileSync(file, smallPicture(await page.screenshot()));
}
