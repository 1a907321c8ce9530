import { mendedText, pathsOf, placesOf, together } from './preflight.rules';

const item = (words: string, channel: string, more = {}) => ({
  words,
  where: channel,
  path: `contents.${channel}.id`,
  ...more,
});

describe('the lines of the list', () => {
  it('are one for a sentence that is true of several texts, and no text is left out of it', () => {
    const all = [item('A', 'email'), item('B', 'sms'), item('A', 'telegram'), item('A', 'sms')];
    const lines = together(all);
    expect(lines.map(({ words, others }) => [words, others?.map(({ where }) => where)])).toEqual([
      ['A', ['telegram', 'sms']],
      ['B', undefined],
    ]);
    expect(lines.flatMap(pathsOf).toSorted()).toEqual(all.map(({ path }) => path).toSorted());
  });

  it('are one for the same date in two languages, and each place keeps its own words', () => {
    const [line, ...more] = together([
      item('“Selasa, 14 Februari” …', 'email', { same: 'x', quote: 'Selasa, 14 Februari' }),
      item('“Tuesday, 14 February” …', 'sms', { same: 'x', quote: 'Tuesday, 14 February' }),
    ]);
    expect(more).toEqual([]);
    expect(line && placesOf(line).map(({ quote }) => quote)).toEqual([
      'Selasa, 14 Februari',
      'Tuesday, 14 February',
    ]);
  });

  it('tell two places of one text apart by their letters, and name a place once', () => {
    const at = (start: number) => item('A', 'sms', { span: { start, end: start + 1 } });
    expect(together([at(0), at(9), at(9)]).map((one) => placesOf(one).length)).toEqual([2]);
  });
});

describe('a text that is put right', () => {
  const place = (start: number, quote: string, mend: string) => ({
    where: '',
    path: '',
    span: { start, end: start + quote.length },
    quote,
    mend,
  });

  it('has every place replaced, whatever their lengths', () =>
    expect(mendedText('Sel 14, lagi Sel 14.', [place(0, 'Sel', 'Rabu'), place(13, 'Sel', 'Rabu')])).toBe(
      'Rabu 14, lagi Rabu 14.',
    ));

  it('begins with what is put before it, once', () => {
    const begun = mendedText('TPS buka 08.00', [place(0, '', 'RALAT: ')]);
    expect(begun).toBe('RALAT: TPS buka 08.00');
    expect(mendedText(begun, [place(0, '', 'RALAT: ')])).toBe(begun);
  });

  it('is left alone where its letters have changed since', () =>
    expect(mendedText('Kam 14', [place(0, 'Sel', 'Rabu')])).toBe('Kam 14'));
});
