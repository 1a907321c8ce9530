import fc from 'fast-check';
import { bodyFor, toggled } from './text-marks.rules';

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
