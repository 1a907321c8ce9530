import type { Locator, Page } from 'playwright-core';

/**
 * A user without a mouse: reaches everything by Tab, checks at each step that the focus is visible, and does everything
 * else by keys.
 */
export interface Keyboard {
  /** Tabs to an element. @throws when Tab does not reach it, or passes an element that does not show its focus */
  to(target: Locator): Promise<void>;
  /** Tabs to a button or a link, and presses Enter. */
  press(target: Locator): Promise<void>;
  /** Tabs to a checkbox, and checks it if it is not checked. */
  tick(target: Locator): Promise<void>;
  /** Tabs to the group of a radio button, and moves by arrow keys until it is checked. */
  pick(target: Locator): Promise<void>;
  /** Tabs to a field, and replaces its value. */
  write(target: Locator, text: string): Promise<void>;
  /** Tabs into a group that is one tab stop, and moves in it by a key until an element of it has the focus. */
  rove(group: Locator, target: Locator, key: string): Promise<void>;
  /** Tabs to a list, opens it, and moves down by arrow keys to an entry. */
  choose(list: Locator, entry: Locator): Promise<void>;
  /** Opens the menu of a button, and moves down to one of its entries. */
  menu(of: Locator, entry: Locator): Promise<void>;
  keys(...keys: string[]): Promise<void>;
}

/** More tab stops than any screen has. */
const STOPS = 300;
/** More entries than any list or group has. */
const ENTRIES = 60;

/**
 * The position of the focus relative to an element: `here`, or the key that leads towards it; and whether the element
 * that lost the focus looks different from how it looked with it. Colours in transition count with their final value.
 */
const IN_PAGE = `globalThis.siarKeys = {
  at: (target) => target === document.activeElement,
  step: (target) => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  // A field may show it on the frame around it, a hidden control on its label, a drawing on its lines.
  const drawn = (el) => el instanceof SVGElement ? [...el.querySelectorAll('path, circle')] : [];
  const look = (el) => [el, el.nextElementSibling, el.labels?.[0], ...drawn(el), ...frames(el)].map((part) => {
    if (!part) return '';
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, stroke, strokeWidth } = getComputedStyle(part);
    return [outlineStyle === 'none' ? '' : outlineWidth + outlineColor, boxShadow, borderColor, stroke, strokeWidth].join();
  }).join(';');
  const frames = (el, deep = 4) => deep > 0 && el.parentElement ? [el.parentElement, ...frames(el.parentElement, deep - 1)] : [];
  const at = document.activeElement;
  const left = globalThis.siarLeft;
  const unseen = left && left.el !== at && left.el.isConnected && look(left.el) === left.look
    ? left.el.outerHTML.slice(0, 200) : null;
  // The body is no stop, nor a frame, which shows the focus inside; a heading gets it from the screen, not by Tab.
  const stop = at !== document.body && at.tagName !== 'IFRAME' && at.tabIndex >= 0;
  globalThis.siarLeft = stop ? { el: at, look: look(at) } : null;
  const back = stop && (at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING);
  const group = (el) => el.type === 'radio' && el.name;
  return { unseen, towards: at === target ? 'here' : group(target) && group(at) === group(target) ? 'group' : back ? 'Shift+Tab' : 'Tab' };
  },
}`;

/** The state that IN_PAGE keeps in the page. */
interface InPage {
  siarKeys: {
    at(target: unknown): boolean;
    step(target: unknown): { unseen: string | null; towards: string };
  };
}

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((one) => (globalThis as unknown as InPage).siarKeys.at(one));

/** Attaches a keyboard user to a page that is not open yet. */
export async function keyboard(page: Page): Promise<Keyboard> {
  await page.addInitScript({ content: IN_PAGE });
  const step = async (target: Locator): Promise<string> => {
    const { unseen, towards } = await target.evaluate((one) =>
      (globalThis as unknown as InPage).siarKeys.step(one),
    );
    if (unseen !== null) throw new Error(`does not show that it has the focus: ${unseen}`);
    return towards;
  };
  /** Tabs until the element, or another of its group of radio buttons, has the focus. */
  const reach = async (target: Locator, enough: readonly string[]): Promise<void> => {
    // The input of some controls has no size of its own.
    await target.waitFor({ state: 'attached' });
    for (let stops = 0; stops < STOPS; stops++) {
      const towards = await step(target);
      if (enough.includes(towards)) return;
      await page.keyboard.press(towards === 'group' ? 'Tab' : towards);
    }
    throw new Error(`Tab does not lead to ${String(target)}`);
  };
  const to: Keyboard['to'] = (target) => reach(target, ['here']);
  const until = async (is: () => Promise<boolean>, key: string): Promise<void> => {
    for (let entries = 0; entries < ENTRIES; entries++) {
      if (await is()) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead there`);
  };
  const down = (is: () => Promise<boolean>): Promise<void> => until(is, 'ArrowDown');
  return {
    to,
    press: async (target) => {
      await to(target);
      await page.keyboard.press('Enter');
    },
    tick: async (target) => {
      await to(target);
      if (!(await target.isChecked())) await page.keyboard.press('Space');
    },
    pick: async (target) => {
      await reach(target, ['here', 'group']);
      if ((await step(target)) === 'here') await page.keyboard.press('Space');
      await down(() => target.isChecked());
    },
    write: async (target, text) => {
      await to(target);
      await page.keyboard.press('Control+a');
      // All at once, as by pasting.
      await page.keyboard.insertText(text);
    },
    rove: async (group, target, key) => {
      await to(group.locator('[tabindex="0"]').first());
      await until(() => hasFocus(target), key);
    },
    choose: async (list, entry) => {
      await to(list);
      if ((await list.getAttribute('aria-expanded')) !== 'true') await page.keyboard.press('ArrowDown');
      await entry.waitFor();
      await down(async () => (await entry.getAttribute('data-combobox-selected')) === 'true');
      await page.keyboard.press('Enter');
    },
    menu: async (of, entry) => {
      await to(of);
      await page.keyboard.press('Enter');
      await entry.waitFor();
      await down(() => hasFocus(entry));
      await page.keyboard.press('Enter');
    },
    keys: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
  };
}
