import { accountsOut } from './accounts-out.rules.js';

const RESTS = { name: 'first', why: 'rests' } as const;
const AWAY = { name: 'second', why: 'away' } as const;

it.each([
  ['nothing where all take messages', [], []],
  ['one that rests', [RESTS], [RESTS]],
  ['one that is away while another takes messages', [AWAY], [AWAY]],
  ['one that rests, not the only other one, which is away', [RESTS, AWAY], [RESTS]],
  ['nothing of another channel', [{ name: 'other', why: 'rests' }, AWAY] as const, [AWAY]],
  ['nothing where all rest', [RESTS, { name: 'second', why: 'rests' }] as const, []],
])('leaves out %s', (_, held, out) => {
  expect(accountsOut(['first', 'second'], held)).toEqual(out);
});

it('leaves out what rests and what is away where a third one takes messages', () => {
  expect(accountsOut(['first', 'second', 'third'], [RESTS, AWAY])).toEqual([RESTS, AWAY]);
});
