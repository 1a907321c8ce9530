import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { projectRoot } from '#platform/program';

const PAGES = [
  ...readdirSync(projectRoot).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (page: string): Set<string> =>
  new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));

/** The links of a page that lead nowhere within the repository. */
function deadLinks(page: string): string[] {
  const text = readFileSync(join(projectRoot, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(projectRoot, target))) return true;
      if (anchor === undefined || !target.endsWith('.md')) return false;
      return !anchorsIn(readFileSync(join(projectRoot, target), 'utf8')).has(anchor);
    });
}

it.each(PAGES)('%s has no link that leads nowhere', (page) => {
  expect(deadLinks(page)).toEqual([]);
});

/** Rows of tables that stand twice in a page, such as after a merge. */
const repeatedRows = (text: string): string[] => {
  const rows = text.split('\n').filter((line) => /^\| .*[a-z]/i.test(line));
  return rows.filter((row, n) => rows.indexOf(row) !== n);
};

it('finds a row that stands twice', () => {
  expect(repeatedRows('| a | 1 |\n| - | - |\n| b | 2 |\n| a | 1 |\n| - | - |')).toEqual(['| a | 1 |']);
});

it.each(['README.md', 'docs/architecture.md', 'docs/developer.md'])(
  '%s repeats no row of a table',
  (page) => {
    expect(repeatedRows(readFileSync(join(projectRoot, page), 'utf8'))).toEqual([]);
  },
);

const RECIPES = PAGES.filter((page) => dirname(page) === join('docs', 'developer'));

it('docs/developer.md lists every recipe with its main place', () => {
  const text = readFileSync(join(projectRoot, 'docs/developer.md'), 'utf8');
  const listed = [...text.matchAll(/^- \[(.+?)\]\(developer\/([\w.]+)#[^)]+\): \S/gm)].map(
    ([, title = '', page = '']) => `${page}: ${title}`,
  );
  const titles = RECIPES.flatMap((page) =>
    [...readFileSync(join(projectRoot, page), 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, title = '']) => `${basename(page)}: ${title}`,
    ),
  );
  expect(listed.toSorted()).toEqual(titles.toSorted());
});

/** The pages that say where a change belongs: what they name as code must be there. */
const GUIDES = [
  'docs/architecture.md',
  'docs/developer.md',
  ...RECIPES,
  'docs/channels.md',
  'docs/console.md',
  'docs/retention.md',
  'CONTRIBUTING.md',
];
const SOURCE = /\.(?:[cm]?[jt]sx?|sql|ya?ml|json|css)$/;

const FILES = ['libs', 'apps', 'test', 'deploy', '.']
  .flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((name) =>
      join(folder, name).replaceAll(sep, '/'),
    ),
  )
  .filter((name) => SOURCE.test(name) && !name.includes('node_modules'));

/** Every word of the code. */
const WORDS = new Set(
  FILES.filter(
    (file) =>
      /^(?:libs|apps|test|package\.json|\.env)/.test(file) && basename(file) !== 'links.rules.spec.ts',
  ).flatMap((file) => readFileSync(join(projectRoot, file), 'utf8').match(/\w+/g) ?? []),
);

describe.each(GUIDES)('%s', (page) => {
  const named = [
    ...readFileSync(join(projectRoot, page), 'utf8')
      .replaceAll(/```[\s\S]*?```/g, '')
      .matchAll(/`([^`\n]+)`/g),
  ].map(([, name = '']) => name);

  it('names no file that is gone', () => {
    const paths = named.filter(
      (name) => /^[\w./-]+$/.test(name) && SOURCE.test(name) && !name.startsWith('.siar'),
    );
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter((path) => !FILES.some((file) => `/${file}`.endsWith(`/${path}`)))).toEqual([]);
  });

  it('names no table, function or constant that is gone', () => {
    const names = named
      .filter((name) => /^@?[A-Za-z]\w*(?:[_A-Z]\w*)+(?:\(\))?$/.test(name))
      .map((name) => name.replace(/\(\)$/, ''));
    expect(names.filter((name) => !WORDS.has(name.replace(/^@/, '')))).toEqual([]);
  });
});
