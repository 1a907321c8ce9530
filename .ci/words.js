// Fails where code or docs use private language: a word that an engineer has to translate before a review. The terms to
// use are in docs/glossary.md. Sentences for staff and citizens stand in files of their own, which are left out.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A pattern, and what to write instead. */
const AVOID = [
  [/\banew\b/i, 'again, new'],
  [/\bmeanwhile\b/i, 'since then, at the same time, or nothing'],
  [/\bheed(?:s|ed|ing)?\b/i, 'apply, follow, check'],
  [/\bto be had\b/i, 'available'],
  [/\bstand(?:s|ing)? for\b/i, 'represents, means'],
  [/\b(?:take|takes|taken|took) (?:it |them |one |an? \w+ )?down\b/i, 'records, buffers'],
  [/\bin hand\b/i, 'claimed, in progress'],
  [/(?:\/\*\*|\/\/|^\s*\*|--|\*\*) *who(?:m|se)\b/i, "a noun: the recipients of …, the provider's contact"],
  [/\bso (?:long|many|old) an? \w+ (?:may|can|is)\b/i, 'a maximum with its unit'],
  [
    /\b(?:publisher|worker|gateway|registrar|program|process|table|row|function|module|Siar)s? (?:knows|believes|thinks|forgets|remembers)\b/i,
    'what it stores, reads or assumes',
  ],
];
const WORDS_FOR_PEOPLE =
  /(?:^|\/)words\/|words\.ts$|pages?\.ts$|\.html\.ts$|i18n|\.generated\.ts$|refusals\.\w+\.ts$|-mail\.ts$|^docs\/screens\/|package-lock/;

const files = execFileSync(
  'git',
  ['ls-files', '-z', '*.ts', '*.tsx', '*.js', '*.cjs', '*.sql', '*.md', '*.yml', '.ci/*'],
  {
    encoding: 'utf8',
  },
)
  .split('\0')
  .filter(
    (file) =>
      file !== '' &&
      existsSync(file) &&
      file !== '.ci/words.js' &&
      file !== 'docs/glossary.md' &&
      !WORDS_FOR_PEOPLE.test(file),
  );

let found = 0;
for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, line] of lines.entries())
    for (const [pattern, instead] of AVOID) {
      const match = pattern.exec(line);
      if (!match) continue;
      found++;
      process.stderr.write(
        `${file}:${index + 1}: "${match[0].trim()}": write ${instead}\n    ${line.trim().slice(0, 160)}\n`,
      );
    }
}
if (found > 0) process.stderr.write(`\n${found} to mend\n`);
process.exitCode = found > 0 ? 1 : 0;
