import fc from 'fast-check';
import type { RawRequest } from './raw-http.js';

/** A word that no page may return unchanged, as markup or at the end of an attribute. */
const CANARY = 'k4n4ri';
/** Strings that a page must never contain: each was sent, and would be markup, an attribute or a header of its own. */
export const UNESCAPED = new RegExp(`<${CANARY}|["']${CANARY}=|\\]\\]>${CANARY}`);
/** The header that a split line would make. */
export const CUT_HEADER = `x-${CANARY}`;

const NASTY = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  '9'.repeat(40),
  '__proto__',
  'constructor',
  `<${CANARY}>`,
  `"${CANARY}=">`,
  `'${CANARY}='`,
  `]]>${CANARY}`,
  `\r\nX-${CANARY}: 1\r\n\r\n`,
  `javascript:${CANARY}`,
  `//${CANARY}.example`,
  "' OR 1=1 --",
  '%s%n',
  '{{name}}',
  '../../../../etc/passwd',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e\u200b\ufeff',
  '👨‍👩‍👧‍👦'.repeat(20),
  'é'.repeat(300),
  'A'.repeat(5_000),
  '[]',
  '{"a":',
];
/** Parts of a path or query: bytes that encode no character, incomplete escapes, escapes of special characters. */
const BROKEN_ESCAPES = [
  '%',
  '%0',
  '%zz',
  '%00',
  '%ff%fe',
  '%c0%ae%c0%ae%c0%af',
  '%ed%a0%80',
  '%0d%0a',
  '%2e%2e%2f',
  '%252e',
  '\xff\xfe',
  ';x=1',
  '//',
  '/./..//',
  '?',
  '#',
  '%3Cscript%3E',
  'x'.repeat(9_000),
  'x'.repeat(20_000),
];
const HEADERS: Record<string, readonly string[]> = {
  Host: ['', 'evil.example', `"${CANARY}="`, 'a b', '[::1', '127.0.0.1:99999', 'x'.repeat(3_000)],
  'X-Forwarded-For': [
    '',
    ',,,',
    'x'.repeat(4_000),
    '::ffff:1.2.3.4',
    '1.2.3.4:99',
    'a, b',
    '999.1.1.1',
    '2001:db8::1%eth0',
    "'; --",
  ],
  'X-Forwarded-Proto': ['javascript', 'https,http', ''],
  'X-Forwarded-Host': [`<${CANARY}>`, 'evil.example'],
  'Accept-Language': ['', '*', 'id;q=2', 'en-'.repeat(500), ',,;;==', 'xx-klingon', 'id;q=NaN,en;q=-1'],
  Accept: ['', '*/*', 'text/html', 'application/json', ';;;', 'a/b/c', `<${CANARY}>`],
  'Accept-Encoding': ['gzip', 'br;q=0', '*', 'identity;q=0', ',,'],
  Range: ['bytes=0-0', 'bytes=-1', 'bytes=9999999-', 'bytes=5-1,2-', 'pages=1', 'bytes=0-1,2-3,4-5'],
  'If-None-Match': ['*', '""', 'W/"x"', '"'.repeat(100)],
  'If-Modified-Since': ['yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  Cookie: ['siar=1', '__proto__=1; constructor=2', 'a=%ff', '=;;=', 'j:{"a":', 's:x.y', 'x='.repeat(2_000)],
  'Content-Encoding': ['gzip', 'br', 'deflate', 'zstd', `<${CANARY}>`, 'gzip, gzip'],
  Expect: ['100-continue', 'the-unexpected'],
  Origin: ['null', 'https://evil.example', 'not a url', ''],
  'Sec-Fetch-Site': ['cross-site', 'same-origin', 'none', 'x'],
  Authorization: ['', 'Bearer', 'Bearer x', 'Basic Og==', 'Digest', `Bearer ${'x'.repeat(4_000)}`],
  'X-Request-Id': [`<${CANARY}>`, 'x'.repeat(64), 'x'.repeat(65)],
  'X-HTTP-Method-Override': ['DELETE'],
  Upgrade: ['websocket', 'h2c'],
  Forwarded: ['for=unknown;host=evil.example'],
};
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'SEARCH',
  'siar',
];
const BOUNDARY = 'batas-siar';
const TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/json',
  'application/json; charset=utf-7',
  `multipart/form-data; boundary=${BOUNDARY}`,
  'multipart/form-data',
  'message/rfc822',
  'text/csv',
  'text/plain; charset="',
  'application/octet-stream',
  '',
  ';;=',
];

/** Valid values for a route, besides the hostile ones: without these the fuzz would end at the first check. */
export interface Known {
  /** Valid tokens and codes. */
  keys: readonly string[];
  /** The tokens and codes valid for a path, by its pattern. */
  opens: ReadonlyMap<string, readonly string[]>;
  /** Names and values of the fields of forms. */
  names: readonly string[];
  values: readonly string[];
}

/** Requests to a route: half of them with its own method, most to its own path, and with valid tokens. */
export function hostileRequest(
  route: string,
  { keys, opens, names, values }: Known,
): fc.Arbitrary<RawRequest> {
  const [own = '', pattern = ''] = route.split(' ');
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 3, arbitrary: fc.constantFrom(...values, ...keys) },
  );
  const key = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...(opens.get(pattern) ?? keys)) },
    { weight: 1, arbitrary: fc.constantFrom(...keys) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...keys), fc.nat(30), fc.base64String({ maxLength: 3 }))
        .map(spoilt),
    },
    { weight: 3, arbitrary: word.map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN_ESCAPES) },
  );
  const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, word);
  const pairs = fc.array(fc.tuple(name, word), { maxLength: 8 });
  const path = fc.array(key, { minLength: 3, maxLength: 3 }).map((given) => {
    let n = 0;
    return pattern.replaceAll(/:\w+/g, () => given[n++] ?? 'x');
  });
  const ending = fc.oneof(
    { weight: 5, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: pairs.map((list) => `?${form(list)}`) },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN_ESCAPES) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...BROKEN_ESCAPES).map((escape) => `?bahasa=${escape}&a[b][c]=${escape}`),
    },
  );
  const typed = fc.oneof(
    { weight: 3, arbitrary: pairs.map((list) => [TYPES[0] ?? '', Buffer.from(form(list))] as const) },
    { weight: 2, arbitrary: json(pairs).map((text) => ['application/json', Buffer.from(text)] as const) },
    {
      weight: 2,
      arbitrary: pairs.map((list) => [`multipart/form-data; boundary=${BOUNDARY}`, parts(list)] as const),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(
        fc.constantFrom(...TYPES),
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
          word.map((text) => Buffer.from(text)),
          fc.constantFrom(1_000, 20_000, 140_000).map((size) => Buffer.alloc(size, 'a=%')),
        ),
      ),
    },
    { weight: 1, arbitrary: fc.constant(['application/json', Buffer.from('['.repeat(4_000))] as const) },
  );
  const header = fc
    .constantFrom(...Object.keys(HEADERS))
    .chain((field) =>
      fc.tuple(fc.constant(field), fc.oneof(fc.constantFrom(...(HEADERS[field] ?? [])), word.map(line))),
    );
  return fc
    .record({
      method: fc.oneof(
        { weight: 3, arbitrary: fc.constant(own) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      path,
      ending,
      headers: fc.array(header, { maxLength: 3 }),
      typed: fc.option(typed, { nil: null, freq: 4 }),
    })
    .map(({ method, path: to, ending: end, headers, typed: sent }) => ({
      method,
      target: to + end,
      headers: [...headers, ...(sent ? [['Content-Type', sent[0]] as const] : [])],
      body: sent?.[1] ?? Buffer.alloc(0),
    }));
}

/** A token with a character changed, missing or added. */
const spoilt = ([token, at, letters]: [string, number, string]): string =>
  token.slice(0, at) + letters + token.slice(at + letters.length);

/** Encoded for a path or query; a lone surrogate becomes the replacement character. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const form = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');

/** A header's value: a line of bytes. */
const line = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[\r\n]/g, ' ');

function json(pairs: fc.Arbitrary<[string, string][]>): fc.Arbitrary<string> {
  return fc.oneof(
    fc.json(),
    pairs.map((list) => JSON.stringify(Object.fromEntries(list))),
    fc.constantFrom('{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}', 'null', '1', '"', ''),
  );
}

function parts(pairs: readonly (readonly [string, string])[]): Buffer {
  const each = pairs.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${each.join('')}--${BOUNDARY}${pairs.length % 2 ? '--' : ''}\r\n`);
}
