import type { CommentThread } from '../../api/comments';
import { commentHighlights, initialsOf, openIn, threadsIn, threadsOn } from './comments.rules';

const thread = (id: string, more: Partial<CommentThread> = {}): CommentThread => ({
  id,
  part: 'texts',
  passage: null,
  resolved: null,
  comments: [],
  ...more,
});
const WORDING = 'TPS buka 08.00. Bawa KTP.';
const on = (quote: string, more: Record<string, unknown> = {}): CommentThread['passage'] => ({
  channel: 'sms',
  language: 'id',
  field: 'text',
  quote,
  start: WORDING.indexOf(quote),
  wording: WORDING,
  ...more,
});
const resolved = { at: '2026-01-01T00:00:00Z', by: { id: '1', name: 'Dian' } };
const ids = (threads: readonly CommentThread[]): string[] => threads.map(({ id }) => id);

describe('comments', () => {
  const threads = [
    thread('1', { passage: on('08.00') }),
    thread('2', { passage: on('KTP', { wording: null }), resolved }),
    thread('3', { passage: on('KTP', { language: 'en' }) }),
    thread('4'),
    thread('5', { part: 'audience' }),
  ];
  const shown = { channel: 'sms', language: 'id', field: 'text' } as const;

  it('stand at their text, and at their part where that text is gone', () => {
    expect(ids(threadsIn(threads, shown))).toEqual(['1', '2']);
    expect(ids(threadsOn(threads, 'texts', ({ language }) => language === 'id'))).toEqual(['3', '4']);
    expect(ids(threadsOn(threads, 'audience', () => true))).toEqual(['5']);
  });

  it('are open until they are resolved', () => expect(openIn(threads)).toBe(4));

  it('mark their words wherever they are now, and nothing once the words have changed', () => {
    const marks = (text: string) => commentHighlights(threads.slice(0, 2), text);
    expect(marks(WORDING)).toEqual([{ no: 'K1', start: 9, length: 5, said: true, thread: '1' }]);
    expect(marks(`Info: ${WORDING}`)).toMatchObject([{ start: 15, length: 5 }]);
    expect(marks('TPS buka 07.00. Bawa KTP.')).toEqual([]);
    expect(commentHighlights([thread('9', { passage: on('KTP') })], 'Bawa KTP.')).toMatchObject([
      { start: 5 },
    ]);
  });

  it('keep their numbers when an earlier one is resolved', () => {
    const [first, second] = [thread('1', { passage: on('08.00') }), thread('6', { passage: on('KTP') })];
    const numbers = (of: CommentThread) => commentHighlights([of, second], WORDING).map(({ no }) => no);
    expect(numbers(first)).toEqual(['K1', 'K2']);
    expect(numbers(thread('1', { passage: on('08.00', { wording: null }), resolved }))).toEqual(['K2']);
  });
});

describe('initials', () => {
  it.each([
    ['Dian Permata', 'DP'],
    ['Peninjau KIP Aceh', 'PK'],
    ['siti', 'S'],
    ['', ''],
  ])('of %p are %p', (name, initials) => expect(initialsOf(name)).toBe(initials));
});
