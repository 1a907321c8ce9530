/** The words of a name: initials and degrees are often left out, and marks are written in many ways. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’‘`´]/gu, '')
    .split(/[^\p{L}.]+/u)
    .filter((word) => !word.includes('.') || /^[^.]{3,}\.?$/u.test(word))
    .map((word) => word.replaceAll('.', ''))
    .filter((word) => word.length > 1);

/** Whether a text, such as who asks and how to answer them, contains every word of a name. */
export function containsName(text: string, name: string): boolean {
  const said = new Set(wordsOf(text));
  return wordsOf(name).every((word) => said.has(word));
}

/** Whether a name is held that differs from who asks; never once it is forgotten who asked. */
export const namesDiffer = (asker: string | null, held: string): boolean =>
  asker !== null && !containsName(asker, held);
