import { pathsOf, together } from './preflight.rules';

const item = (words: string, channel: string) => ({ words, where: channel, path: `contents.${channel}.id` });
const counted = (words: string, count: number): string => `${words} (${count})`;

describe('the lines of the list', () => {
  it('are one for a sentence that is true of three texts, and no text is left out of what they are about', () => {
    const all = [item('A', 'email'), item('B', 'sms'), item('A', 'telegram'), item('A', 'sms')];
    const lines = together(all, counted);
    expect(lines.map(({ words, path }) => [words, path])).toEqual([
      ['A (3)', 'contents.email.id'],
      ['B', 'contents.sms.id'],
    ]);
    expect(pathsOf(lines).toSorted()).toEqual(all.map(({ path }) => path).toSorted());
  });

  it('are two where it is true of two', () => {
    const all = [item('A', 'email'), item('A', 'sms')];
    expect(together(all, counted)).toEqual(all);
  });
});
