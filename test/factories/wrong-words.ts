/** Words that occur in one language alone. */
const FOREIGN = {
  id: /\b(the|must|is|not|of|and|or|was|with|already|this|that|for|to|are|be|any|its)\b/i,
  en: /\b(yang|tidak|untuk|harus|dan|atau|sudah|belum|dengan|pada|oleh|bukan|ini|itu|siaran|wilayah)\b/i,
};
/** Names of the API: paths with dots, names in camel case, addresses, codes. */
const INSIDE =
  /\b(?:contents|audience|schedule|alternatives|contests|contestants|correction|header|passages)\.\w|\b[a-z]+[A-Z]\w*|\/api\/|urn:siar|undefined|\[object/;

/** What a reader of the line cannot understand: words of the other language, and names of the API. */
export function wrongIn(language: 'id' | 'en', line: string): string[] {
  return [FOREIGN[language].exec(line), INSIDE.exec(line)].flatMap((found) => found?.[0] ?? []);
}
