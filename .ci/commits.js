// Checks commit subjects: Conventional Commits (https://www.conventionalcommits.org), at most 72 characters.
//   node .ci/commits.js FILE   the message in FILE, as git's commit-msg hook gives it
//   node .ci/commits.js        every commit since this file came
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];
const FORM = new RegExp(`^(?:${TYPES.join('|')})(?:\\([a-z0-9-]+\\))?!?: [^ ].*[^ .]$`);
const LONGEST = 72;

/** What is wrong with a subject, or null. Merges, and what git itself will squash, have a form of their own. */
function wrong(subject) {
  if (/^(?:Merge |fixup! |squash! |amend! )/.test(subject)) return null;
  if (subject.length > LONGEST) return `has ${subject.length} characters; at most ${LONGEST}`;
  if (!FORM.test(subject))
    return `is not "type(scope): what it does" without a full stop; types: ${TYPES.join(', ')}`;
  return null;
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();

function sinceThisFileCame() {
  const first = git('log', '--diff-filter=A', '--format=%H', '--', '.ci/commits.js').split('\n').at(-1);
  return git('log', '--format=%s', ...(first ? [`${first}..HEAD`] : ['-1']))
    .split('\n')
    .filter(Boolean);
}

const [file] = process.argv.slice(2);
const subjects = file ? [readFileSync(file, 'utf8').split('\n')[0]] : sinceThisFileCame();
for (const subject of subjects) {
  const fault = wrong(subject);
  if (fault === null) continue;
  process.stderr.write(`Commit subject "${subject}" ${fault}.\n`);
  process.exitCode = 1;
}
