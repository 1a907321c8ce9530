import fc from 'fast-check';
import { linesWithout } from './erasures.rules.js';

describe('the rows an import could not take', () => {
  const digits = fc.stringMatching(/^8[1-9]\d{8,9}$/);
  const others = fc.array(fc.stringMatching(/^[a-z ]{0,12}$/), { minLength: 1, maxLength: 4 });
  const joined = (...cells: string[]): string => cells.join(',');

  it('lose each line that names a number, however it is written, and no other', () => {
    fc.assert(
      fc.property(
        digits,
        others,
        fc.constantFrom('+62', '62', '0', "'+62", '(+62) '),
        fc.constantFrom('', ' ', '-', '.'),
        (number, cells, prefix, between) => {
          const written = prefix + number.replaceAll(/(\d{3})(?=\d)/g, `$1${between}`);
          const csv = [
            joined('phone', ...cells),
            joined(written, ...cells),
            joined('0899', ...cells),
            '',
          ].join('\r\n');
          const left = [joined('phone', ...cells), joined('0899', ...cells), ''].join('\r\n');
          expect(linesWithout(csv, 'sms', `+62${number}`)).toBe(left);
        },
      ),
    );
  });

  it('lose each line that names a mailbox, in whatever case, also within a broken line', () => {
    const csv = 'email,name\r\n"BUDI@Contoh.ID",Budi\r\nrusak budi@contoh.id;x\r\nani@contoh.id,Ani\r\n';
    expect(linesWithout(csv, 'email', 'budi@contoh.id')).toBe('email,name\r\nani@contoh.id,Ani\r\n');
  });
});
