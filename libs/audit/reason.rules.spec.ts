import fc from 'fast-check';
import { mustNameNobody, namesAddress } from './reason.rules.js';

describe('a reason for the trail', () => {
  it.each([
    ['Nomor 0812-3456-7890 aktif lagi', true],
    ['dari siti@example.id', true],
    ['+62 812 3456 7890', true],
    ['(0812) – 3456 . 7890', true],
    ['NIK 3171234567890001', true],
    ['nomor ٠٨١٢٣٤٥٦٧٨٩٠', true],
    ['nomor ０８１２３４５６７８９０', true],
    ['diminta @siti_aminah', true],
    ['Tiket 20481, dicek petugas 24.11.2026', false],
    ['Kotak surat sudah dikosongkan; diminta pemilik lewat telepon pukul 10.30', false],
    ['Dicek lagi 2026-11-24 09:00, lalu 24/11/2026 10.30', false],
    ['Siaran 375299276767234 keliru', false],
    ['TPS 001, 002, 003 dan 004 salah alamat', false],
  ])('%s: names an address %s', (reason, names) => expect(namesAddress(reason)).toBe(names));

  it('names one wherever it stands, whatever stands between its digits', () => {
    const word = fc.stringMatching(/^[a-z ]{0,20}$/);
    const digits = fc.array(fc.nat(9), { minLength: 9, maxLength: 13 });
    const between = fc.constantFrom('', ' ', '-', '.', ' - ', '/', ')', '\u2013', '\u00a0', '_');
    fc.assert(
      fc.property(word, digits, between, word, (before, number, gap, after) => {
        expect(namesAddress(`${before} 08${gap}${number.join(gap)} ${after}`)).toBe(true);
      }),
    );
  });

  it('is refused without being repeated', () => {
    try {
      mustNameNobody('rahasia 081234567890', 'reason');
      throw new Error('it was taken');
    } catch (error) {
      expect(error).toMatchObject({ kind: 'invalid', faults: [{ path: 'reason', code: 'names-address' }] });
      expect(JSON.stringify(error)).not.toContain('081234567890');
    }
  });
});
