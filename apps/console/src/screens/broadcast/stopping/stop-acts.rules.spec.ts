import { stopWords } from './stop-acts.rules';

const act = { doubt: false, doubtCleared: false, keptInDoubt: false };

describe('the words for an act', () => {
  it.each([
    ['a pause', { ...act, act: 'pause' }, 'pause'],
    ['a pause that casts doubt', { ...act, act: 'pause', doubt: true }, 'pauseInDoubt'],
    ['a resumption', { ...act, act: 'resume' }, 'resume'],
    ['one that ended the doubt', { ...act, act: 'resume', doubtCleared: true }, 'resumeCleared'],
    ['one that left what is in doubt', { ...act, act: 'resume', keptInDoubt: true }, 'resumeKept'],
    ['a release that left it all', { ...act, act: 'release', keptInDoubt: true }, 'release'],
  ] as const)('name %s', (_, one, words) => expect(stopWords(one)).toBe(words));
});
