import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { english, FAULTS, PROBLEMS, REASONS } from '#contract/problems';
import { gathered, put, type Speech } from '../../apps/console/src/parts/refusals/refusal.rules.js';
import * as en from '../../apps/console/src/words/refusals.en.js';
import * as id from '../../apps/console/src/words/refusals.id.js';

const CATALOGUE: Record<'problems' | 'faults' | 'faultReasons', Record<string, string>> = {
  problems: Object.fromEntries(Object.entries(PROBLEMS).map(([code, [, sentence]]) => [code, sentence])),
  faults: FAULTS,
  faultReasons: REASONS,
};
const BOOKS = Object.keys(CATALOGUE) as (keyof typeof CATALOGUE)[];

/** Words that occur in one language alone; names of things in the other language may appear. */
const ONLY = {
  id: /\b(yang|tidak|untuk|harus|dan|atau|sudah|belum|dengan|pada|oleh|bukan|ini|itu|di|ke)\b/i,
  en: /\b(the|must|is|not|of|and|or|was|with|already|this|that|for|to|are|be)\b/i,
};
const QUOTED = /"[^"]*"|<\w+:\w+>/g;

const namesIn = (sentence: string): string[] =>
  [...sentence.matchAll(/<\w+:\w+>/g)].map(([name]) => name).toSorted();

describe.each(BOOKS)('the words for the %s of the API', (book) => {
  const codes = Object.keys(CATALOGUE[book]);

  it.each([
    ['id', id],
    ['en', en],
  ] as const)(
    'are complete in %s, name only what the API returns, and use one language',
    (language, words) => {
      const said: Record<string, string> = words[book];
      expect(Object.keys(said).toSorted()).toEqual(codes.toSorted());
      const other = ONLY[language === 'id' ? 'en' : 'id'];
      for (const [code, sentence] of Object.entries(said)) {
        const given = namesIn(CATALOGUE[book][code] ?? '');
        expect({ code, unknown: namesIn(sentence).filter((name) => !given.includes(name)) }).toEqual({
          code,
          unknown: [],
        });
        expect({ code, other: other.exec(sentence.replaceAll(QUOTED, ''))?.[0] }).toEqual({
          code,
          other: undefined,
        });
      }
    },
  );
});

it('the English of the API is made of its parameters', () => {
  expect(
    english(FAULTS.passed, {
      at: '2026-12-01T07:00',
      zone: 'WIT',
      now: '2026-12-01T08:00',
      regions: ['A', 'B', 'C', 'D', 'E'],
    }),
  ).toBe('2026-12-01 07:00 WIT has passed in A, B, C and 2 more: it is 2026-12-01 08:00 WIT there now.');
  expect(english(FAULTS.link, { line: 2, link: 'ftp://x', why: 'link-scheme', scheme: 'ftp' })).toBe(
    'Line 2, "ftp://x": A link must begin with https://, not ftp://.',
  );
});

describe('equal faults', () => {
  const speech: Speech = {
    number: String,
    at: (value) => value,
    listed: (names) => names.join(', '),
    others: (count) => `${count} lainnya`,
    named: (_, value) => value,
    reason: () => '',
  };

  it('of 38 provinces are one line that names the first few', () => {
    const faults = Array.from({ length: 38 }, (_, at) => ({
      path: `schedule.perRegion.${at + 11}`,
      code: 'passed' as const,
      params: { at: '2026-12-01T07:00', zone: 'WIB', now: '2026-12-01T08:00', regions: [`P${at}`] },
      message: '',
    }));
    const [one, ...others] = gathered(faults);
    expect([others, one?.paths.length]).toEqual([[], 38]);
    expect(put('di <regions:list>', one?.params ?? {}, speech)).toBe('di P0, P1, P2, 35 lainnya');
  });

  it('with another sentence, or of another field, stay apart', () => {
    const at = (path: string, max: number) => ({
      path,
      code: 'over-length' as const,
      params: { max },
      message: '',
    });
    expect(
      gathered([
        at('contests.0.name', 5),
        at('contests.1.name', 5),
        at('contests.1.name', 6),
        at('title', 5),
      ]),
    ).toMatchObject([
      { paths: ['contests.0.name', 'contests.1.name'] },
      { paths: ['contests.1.name'] },
      { paths: ['title'] },
    ]);
  });
});

it('no schema of the API has a sentence of its own', () => {
  const prose = readdirSync('libs', { recursive: true, encoding: 'utf8' })
    .map((file) => join('libs', file))
    .concat(readdirSync('apps', { recursive: true, encoding: 'utf8' }).map((file) => join('apps', file)))
    // Not requested over HTTP: settings, the accounts file, and the sandbox of the providers.
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        !/\.spec\.ts$|^apps\/(console|sandbox)\/|platform\/config\/config\.ts$|channels\/(accounts\/accounts|.*\/(settings|.*\.kind))\.ts$/.test(
          file,
        ),
    )
    .flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      if (!source.includes("from 'zod'")) return [];
      const found = source.match(
        /\.(?:min|max|length|regex|refine|includes|union)\([^()]*,\s*(?:['"`]|\{\s*(?:message|error):)/g,
      );
      return (found ?? []).map((check) => `${file}: ${check}`);
    });
  expect(prose).toEqual([]);
});
