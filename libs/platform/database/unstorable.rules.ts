/** PostgreSQL stores no NUL in text, and no half of a surrogate pair in JSON. */
// oxlint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
/** Deepest level searched, beyond any request of ours. The schema decides about anything deeper. */
const DEEPEST = 64;

/** Returns the paths of the strings that cannot be stored, and of the objects with such keys. */
export function unstorableIn(value: unknown, depth = 0): (string | number)[][] {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? [[]] : [];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value))
    return value.flatMap((one, at) => unstorableIn(one, depth + 1).map((path) => [at, ...path]));
  const entries = Object.entries(value);
  if (entries.some(([key]) => UNSTORABLE.test(key))) return [[]];
  return entries.flatMap(([key, one]) => unstorableIn(one, depth + 1).map((path) => [key, ...path]));
}
