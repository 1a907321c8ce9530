import fc from 'fast-check';
import { ReplyLines } from './reply-lines.js';

const read = (...chunks: string[]): (number | null)[] => {
  const lines = new ReplyLines();
  return chunks.flatMap((chunk) => lines.read(Buffer.from(chunk))?.map(({ code }) => code) ?? [null]);
};

describe('the replies of a server', () => {
  it('are the same, wherever the network cuts them', () => {
    const line = fc.tuple(fc.constantFrom(250, 354, 421, 550), fc.nat(3), fc.constantFrom('\r\n', '\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(20)), (replies, cuts) => {
        const text = replies
          .map(([code, more, end]) => `${`${code}-more 2.0.0${end}`.repeat(more)}${code} last${end}`)
          .join('');
        const chunks: string[] = [];
        let rest = text;
        for (const cut of cuts) {
          chunks.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(read(...chunks, rest)).toEqual(replies.map(([code]) => code));
      }),
    );
  });

  it('keep the text of all their lines', () => {
    const [first] = new ReplyLines().read(Buffer.from('250-one\r\n250 queued as 7\r\n')) ?? [];
    expect(first?.text).toBe('250-one\n250 queued as 7');
  });

  it.each([
    ['no number', 'hello\r\n'],
    ['a number that is no reply', '999 what\r\n'],
    ['an empty line', '\r\n'],
    ['a line without an end', 'x'.repeat(70_000)],
    ['a reply without an end', `250-${'x'.repeat(60)}\r\n`.repeat(1_100)],
  ])('are none with %s', (_what, text) => {
    expect(read(text).at(-1)).toBeNull();
  });

  it('have begun with their first byte', () => {
    const lines = new ReplyLines();
    expect(lines.hasBegun).toBe(false);
    lines.read(Buffer.from('2'));
    expect(lines.hasBegun).toBe(true);
    lines.read(Buffer.from('50-a\r\n'));
    expect(lines.hasBegun).toBe(true);
    lines.read(Buffer.from('250 b\r\n'));
    expect(lines.hasBegun).toBe(false);
  });
});
