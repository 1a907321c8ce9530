import fc from 'fast-check';
import { bodyFor, continued, toggled } from './text-marks.rules';

const at = (start: number, end = start) => ({ start, end });

it('makes the line of the caret a heading, and takes it back', () => {
  const made = toggled('Satu\nDua tiga\nEmpat', at(7), 'heading');
  expect(made).toEqual({ text: 'Satu\n# Dua tiga\nEmpat', at: at(9) });
  expect(toggled(made.text, made.at, 'heading')).toEqual({ text: 'Satu\nDua tiga\nEmpat', at: at(7) });
});

it('makes all selected lines entries, but no empty one, and one sign is in the place of another', () => {
  expect(toggled('# Satu\n\n• Dua\nTiga', at(1, 12), 'entry')).toEqual({
    text: '- Satu\n\n- Dua\nTiga',
    at: at(0, 13),
  });
  expect(toggled('- Satu\n* Dua', at(0, 12), 'entry').text).toBe('Satu\nDua');
});

it('begins an entry on an empty line', () => {
  expect(toggled('Bawa:\n', at(6), 'entry')).toEqual({ text: 'Bawa:\n- ', at: at(8) });
});

it('takes the first line where the text begins with an empty one', () => {
  expect(toggled('\nSatu', at(0), 'heading')).toEqual({ text: '# \nSatu', at: at(2) });
});

it('gives back the same text when it is done twice to plain lines', () => {
  const line = fc.string().map((text) => `a${text.replaceAll(/[\n\r]/g, '')}`);
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('heading', 'entry'),
      (lines, one, other, mark) => {
        const text = lines.join('\n');
        const [start = 0, end = 0] = [one, other].map((n) => n % (text.length + 1)).sort((a, b) => a - b);
        const made = toggled(text, at(start, end), mark);
        expect(toggled(made.text, made.at, mark).text).toBe(text);
      },
    ),
  );
});

it('leaves the signs of headings out where no channel makes any of them', () => {
  expect(bodyFor('email', '# Satu\n- dua')).toBe('# Satu\n- dua');
  expect(bodyFor('sms', '# Satu\n- dua\n#tiga')).toBe('Satu\n- dua\n#tiga');
});

describe('Enter in a list', () => {
  const pressed = (text: string, start = text.length, end = start): string | null => {
    const edit = continued(text, { start, end });
    return edit && text.slice(0, edit.start) + edit.put + text.slice(edit.end);
  };

  it.each([
    ['Bawa:\n- KTP-el', 'Bawa:\n- KTP-el\n- '],
    ['• Satu', '• Satu\n• '],
    ['1. Satu\n2. Dua', '1. Satu\n2. Dua\n3. '],
    ['9) Sembilan', '9) Sembilan\n10) '],
  ])('begins the next entry after %j', (text, next) => expect(pressed(text)).toBe(next));

  it('parts an entry at the caret, and puts the break in the place of selected letters', () => {
    expect(pressed('- satu dua\nTiga', 6)).toBe('- satu\n-  dua\nTiga');
    expect(pressed('- satu dua', 6, 7)).toBe('- satu\n- dua');
  });

  it.each([
    ['- satu\n- ', '- satu\n'],
    ['1. satu\n2. ', '1. satu\n'],
  ])('ends the list at the empty entry of %j', (text, next) => expect(pressed(text)).toBe(next));

  it('keeps the lines after an empty entry', () => {
    expect(pressed('- satu\n- \ntiga', 9)).toBe('- satu\n\ntiga');
  });

  it.each([
    ['satu', 4],
    ['-satu', 5],
    ['14 Februari', 11],
    ['07.00 pagi', 10],
    ['2029. tahun', 11],
    ['- satu', 0],
    ['- satu', 1],
  ])('is a line break alone in %j at %i', (text, caret) => expect(pressed(text, caret)).toBeNull());
});
