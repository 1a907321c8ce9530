import { onlyParagraph } from './highlights.rules';

describe('the only paragraph of a text', () => {
  it('is found with its place, whatever empty lines are around it', () =>
    expect(onlyParagraph('\n  \nTPS buka 07.00.\n')).toEqual({ start: 4, quote: 'TPS buka 07.00.' }));

  it.each(['', ' \n', 'Satu.\nDua.'])('is none in %p', (text) => expect(onlyParagraph(text)).toBeNull());
});
