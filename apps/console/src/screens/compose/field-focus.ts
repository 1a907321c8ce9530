import type { Passage, Span } from '../../api';

/** The id of a text's field on the page. */
export const fieldId = ({
  channel,
  language,
  field,
}: Pick<Passage, 'channel' | 'language' | 'field'>): string => `text-${channel}-${language}-${field}`;

/** Space left above a field that gets the focus, for the header and the field's label, in px. */
const ABOVE = 120;
const FOCUSABLE = 'input:not([type=hidden]),textarea,button,[tabindex="0"]';

/**
 * Moves the focus to the field of an API path, or to the nearest field that contains it.
 * @param span letters of a text to select
 */
export function focusField(path: string, span?: Span): void {
  const found = fieldOf(path);
  if (!found) return;
  found.focus({ preventScroll: true });
  if (span && (found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement))
    found.setSelectionRange(span.start, span.end);
  window.scrollBy({ top: found.getBoundingClientRect().top - ABOVE });
}

/** `data-field` lists the paths of a field; the field of a text has an id instead, and one not begun the button that adds it. */
function fieldOf(path: string): HTMLElement | null {
  const [, channel, language, part = 'body'] = /^contents\.(\w+)\.(\w+)(?:\.(\w+))?$/.exec(path) ?? [];
  if (channel !== undefined && language !== undefined) {
    const field = part === 'subject' ? 'subject' : 'text';
    const text = document.getElementById(`text-${channel}-${language}-${field}`);
    if (text) return text;
  }
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length--) {
    const name = steps.slice(0, length).join('.');
    const holder = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    if (holder) return within(holder);
  }
  // What is said of a part as a whole leads to its first field.
  const first = document.querySelector<HTMLElement>(`[data-field^="${CSS.escape(path)}."]`);
  return first && within(first);
}

const within = (holder: HTMLElement): HTMLElement | null =>
  holder.matches(FOCUSABLE) ? holder : holder.querySelector<HTMLElement>(FOCUSABLE);
