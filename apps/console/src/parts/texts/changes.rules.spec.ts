import fc from 'fast-check';
import { changes, excerpt, type Piece, readable } from './changes.rules';

const marked = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ text, was }) => (was === 'same' ? text : was === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');
const shown = (from: string, to: string): string => marked(excerpt(changes(from, to)));
const read = (from: string, to: string): string => marked(readable(changes(from, to)));
const LONG = 'Bawalah KTP elektronik dan surat pemberitahuan ke tempat pemungutan suara Anda. '.repeat(3);

describe('excerpt', () => {
  it('keeps some words around a change and drops the rest', () => {
    expect(shown(`${LONG}Buka 08.00 WIB. ${LONG}`, `${LONG}Buka 07.00 WIB. ${LONG}`)).toBe(
      '… surat pemberitahuan ke tempat pemungutan suara Anda. Buka [-08.00][+07.00] WIB. Bawalah KTP elektronik dan surat pemberitahuan ke …',
    );
  });

  it('keeps a short text whole, and is empty for equal texts', () => {
    expect(shown('TPS buka 08.00.', 'TPS buka 07.00.')).toBe('TPS buka [-08.00.][+07.00.]');
    expect(shown(LONG, LONG)).toBe('');
  });
});

describe('readable', () => {
  it('leaves changes of single words where they are', () => {
    expect(
      read(
        'TPS buka pukul 08.00 sampai 14.00 waktu setempat.',
        'TPS buka pukul 07.00 sampai 13.00 waktu setempat.',
      ),
    ).toBe('TPS buka pukul [-08.00][+07.00] sampai [-14.00][+13.00] waktu setempat.');
  });

  it('puts neighbouring changed words together, the old ones first', () => {
    expect(read('Buka 08.00 WIB besok.', 'Buka 07.00 WITA besok.')).toBe(
      'Buka [-08.00 WIB][+07.00 WITA] besok.',
    );
  });

  it('shows a rewritten sentence whole, and each line by itself', () => {
    const old =
      'Siapkan KTP elektronik Anda.\n\nSurat suara dibagikan di tempat pemungutan suara dan tidak dapat diganti.';
    const now =
      'Siapkan KTP elektronik Anda.\n\nRalat: yang berhak dapat meminta surat suara pengganti satu kali.';
    expect(read(old, now)).toBe(
      'Siapkan KTP elektronik Anda.\n\n[-Surat suara dibagikan di tempat pemungutan suara dan tidak dapat diganti.][+Ralat: yang berhak dapat meminta surat suara pengganti satu kali.]',
    );
  });

  it('shows a rewritten text as a whole, between what begins and ends it alike', () => {
    const old = 'Yth. Ibu,\nBawa:\n- KTP-el\n- surat pemberitahuan\nDatang pagi.\n\nSalam, KPU';
    const now =
      'Yth. Ibu,\nRALAT\nPesan kami kemarin keliru.\n- KTP-el saja sudah cukup untuk memilih\n\nSalam, KPU';
    expect(read(old, now)).toBe(
      'Yth. Ibu,\n[-Bawa:\n- KTP-el\n- surat pemberitahuan\nDatang pagi.][+RALAT\nPesan kami kemarin keliru.\n- KTP-el saja sudah cukup untuk memilih]\n\nSalam, KPU',
    );
  });

  it('adds up to both texts, and never has more pieces than the comparison', () => {
    const text = fc
      .array(fc.constantFrom('a', 'suara', 'TPS', '08.00', ' ', '  ', '\n', '\n\n', 'di', 'pukul'), {
        maxLength: 30,
      })
      .map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const [all, pieces] = [changes(from, to), readable(changes(from, to))];
        const sum = (without: Piece['was']): string =>
          pieces
            .filter(({ was }) => was !== without)
            .map((one) => one.text)
            .join('');
        expect([sum('added'), sum('removed')]).toEqual([from, to]);
        expect(pieces.length).toBeLessThanOrEqual(all.length);
        expect(pieces.every(({ was }, at) => was !== pieces[at + 1]?.was)).toBe(true);
      }),
    );
  });
});
