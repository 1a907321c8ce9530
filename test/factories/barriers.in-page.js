/* What test/factories/barriers.ts asks of a page, in the page. */
/** The least a text may measure, in CSS px. */
const leastText = 12;
/** The least contrast of a field's edge with what lies around it (WCAG 2.2, 1.4.11). */
const leastEdge = 3;

globalThis.siarBarriers = {
  barriers: () => {
    const found = new Set();
    const scope = document.querySelector('[role=dialog]') ?? document.body;
    const seen = (el) => {
      const { width, height } = el.getBoundingClientRect();
      return el.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
    };
    const colour = (text) => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const onto = ([r, g, b, a], [x, y, z]) => [
      r * a + x * (1 - a),
      g * a + y * (1 - a),
      b * a + z * (1 - a),
      1,
    ];
    const luminance = ([r, g, b]) => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((one) => {
        const part = one / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (one, other) => {
      const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const ground = (el) => {
      if (!el) return [255, 255, 255, 1];
      const own = colour(getComputedStyle(el).backgroundColor);
      return own[3] === 1 ? own : onto(own, ground(el.parentElement));
    };

    const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const el = node.parentElement;
      const text = node.textContent.trim();
      if (!el || text === '' || !seen(el)) continue;
      const size = parseFloat(getComputedStyle(el).fontSize);
      if (size < leastText) found.add(`${size} px is too small: “${text.slice(0, 30)}”`);
    }
    for (const el of scope.querySelectorAll('*')) {
      const { content, fontSize } = getComputedStyle(el, '::after');
      if (/^"\S/.test(content) && parseFloat(fontSize) < leastText && seen(el))
        found.add(`${fontSize} is too small: ${content} after ${el.className}`);
    }

    const names = new Map();
    for (const el of scope.querySelectorAll('input:not([type=hidden]), textarea, select')) {
      if (!seen(el) || el.closest('[aria-hidden=true]')) continue;
      const referred = (el.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ')
        .trim();
      const labels = [...(el.labels ?? [])].map(({ textContent }) => textContent).join(' ');
      const name = (referred || el.ariaLabel || labels).trim();
      // Choices of one name differ by the group they are read out with.
      const group = /checkbox|radio/.test(el.type)
        ? (el.closest('[role=group],[role=radiogroup],fieldset')?.id ?? '')
        : '';
      const key = `${el.type} ${name} ${group} ${el.type === 'radio' ? el.name : ''}`;
      if (names.has(key)) found.add(`two fields are called “${name}”`);
      names.set(key, el);

      if (el.disabled) continue;
      const around = ground(el.parentElement);
      // What one types in may be drawn by a frame further out.
      const parts = [el];
      for (let up = el.parentElement; up && !up.matches('.mantine-InputWrapper-root'); up = up.parentElement)
        if (el.closest('.mantine-InputWrapper-root')) parts.push(up);
      const edges = parts.flatMap((part) => {
        const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(part);
        return borderTopStyle === 'none' || borderTopWidth === '0px' ? [] : [colour(borderTopColor)];
      });
      const best = Math.max(
        contrast(ground(el), around),
        ...edges.map((edge) => contrast(onto(edge, around), around)),
      );
      if (best < leastEdge) found.add(`the edge of “${name}” has ${best.toFixed(1)}:1`);
    }
    return [...found];
  },
  covered: () => {
    const { innerHeight, innerWidth } = globalThis;
    scrollTo(0, document.documentElement.scrollHeight / 2);
    let covered = 0;
    const by = new Set();
    for (let y = 0; y < innerHeight; y++) {
      let at = document.elementFromPoint(innerWidth / 2, y);
      if (at?.closest('[role=dialog],.mantine-Modal-root')) continue;
      // What sticks inside something that scrolls by itself is a part of the content.
      let still = null;
      for (; at && at !== document.documentElement; at = at.parentElement) {
        const { position, overflowX, overflowY } = getComputedStyle(at);
        if (position === 'fixed' || position === 'sticky') still ??= at;
        if (/auto|scroll/.test(overflowX + overflowY) && at !== still) still = null;
      }
      if (still) {
        covered++;
        by.add(still.className);
      }
    }
    return { share: covered / innerHeight, by: [...by] };
  },
};
