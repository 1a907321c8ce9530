import { changedFields, type Draft } from './draft.js';

/** The texts of a draft by their paths, `contents.sms.id`. */
const textsOf = ({ contents }: Draft): Map<string, string> =>
  new Map(
    Object.entries(contents).flatMap(([channel, texts]) =>
      Object.entries(texts ?? {}).map(
        ([language, text]) => [`contents.${channel}.${language}`, JSON.stringify(text)] as const,
      ),
    ),
  );

/**
 * What one version of a draft changed in the one before it: names of fields, and of texts their paths.
 * @param before null: it is the first that is kept
 */
export function changesOf(before: Draft | null, after: Draft): string[] {
  if (before === null) return [];
  return changedFields(before, after).flatMap((field) => {
    if (field !== 'contents') return [field];
    const [was, is] = [textsOf(before), textsOf(after)];
    return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
  });
}
