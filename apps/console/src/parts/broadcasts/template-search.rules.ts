import type { Template, Texts } from '../../api';

/** The templates that contain every word sought, in their title or in a text, ignoring case. */
export function found<T extends Pick<Template, 'title'> & { contents: Texts }>(
  templates: readonly T[],
  sought: string,
): T[] {
  const words = folded(sought).split(/\s+/);
  return templates.filter(({ title, contents }) => {
    const texts = Object.values(contents).flatMap((languages) => Object.values(languages));
    const all = folded([title, ...texts.flatMap(({ subject = '', body }) => [subject, body])].join('\n'));
    return words.every((word) => all.includes(word));
  });
}

const folded = (text: string): string => text.trim().toLocaleLowerCase('id');
