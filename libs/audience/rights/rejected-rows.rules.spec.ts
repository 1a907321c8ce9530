import fc from 'fast-check';
import { linesWithout } from './rejected-rows.rules.js';

describe('rejected rows after an erasure', () => {
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

  it('keep the line of a longer number or address in which this one stands', () => {
    const longer = fc.tuple(digits, fc.stringMatching(/^\d{1,3}$/), fc.constantFrom('', ' ', '-'));
    fc.assert(
      fc.property(longer, fc.constantFrom('+62', '0', ''), ([number, more, between], prefix) => {
        const csv = `phone\r\n${prefix}${number}${more === '' ? '' : between + more}\r\n`;
        fc.pre(more !== '' && (prefix + number + more).replaceAll(/\D/g, '').length <= 15);
        expect(linesWithout(csv, 'sms', `+62${number}`)).toBe(csv);
        expect(linesWithout(`phone\r\n${number}${more}\r\n`, 'telegram', number)).toBe(
          `phone\r\n${number}${more}\r\n`,
        );
      }),
    );
    const others =
      'email\r\nhani@contoh.id\r\nani@contoh.id.example\r\nx.ani@contoh.id\r\nani@contoh.idx\r\n';
    expect(linesWithout(others, 'email', 'ani@contoh.id')).toBe(others);
  });

  it('keep telephone numbers that contain a person’s short Telegram id', () => {
    const csv = 'phone,telegram\r\n+6281234512345,\r\n,12345\r\n0812-34512,x12345\r\n';
    expect(linesWithout(csv, 'telegram', '12345')).toBe(
      'phone,telegram\r\n+6281234512345,\r\n0812-34512,x12345\r\n',
    );
  });

  it('keep everything else when an address has no digits', () => {
    const csv = 'phone,name\r\n+6281234567890,Budi\r\nwarga_a,Ani\r\nwarga_ab,Tono\r\n,\r\n';
    expect(linesWithout(csv, 'telegram', 'warga_a')).toBe(
      'phone,name\r\n+6281234567890,Budi\r\nwarga_ab,Tono\r\n,\r\n',
    );
    expect(linesWithout(csv, 'sms', 'warga')).toBe(csv);
  });

  it('are searched in linear time', () => {
    const lines = Array.from({ length: 200 }, () => '1('.repeat(500)).join('\r\n');
    const began = process.cpuUsage();
    linesWithout(`phone\r\n${lines}\r\n`, 'sms', '+6281233334444');
    // Some hundred milliseconds of processor; half a minute if each run is joined with all that follow.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(10_000);
  });

  it.each([
    '0812\u20113456\u20117890',
    '０８１２３４５６７８９０',
    '＋６２ ８１２－３４５６－７８９０',
    '0812/3456/7890',
    '0812 / 3456 / 7890',
    '0812\u22123456\u22127890',
    '0812_3456_7890',
    '0812·3456·7890',
    '08\u200b1234567890',
    '1/081234567890',
    'Telp:0812:3456:7890',
  ])('lose a line that writes a number as %j', (written) => {
    const csv = `phone,name\r\n${written},Budi\r\n0899,Ani\r\n`;
    expect(linesWithout(csv, 'sms', '+6281234567890')).toBe('phone,name\r\n0899,Ani\r\n');
  });

  it('lose a line that writes a mailbox or a chat in full-width letters', () => {
    expect(linesWithout('ｂｕｄｉ＠ｃｏｎｔｏｈ．ｉｄ,Budi\r\n', 'email', 'budi@contoh.id')).toBe('');
    expect(linesWithout('１２３４５,Budi\r\n', 'telegram', '12345')).toBe('');
  });

  it('lose a line with several numbers in one cell', () => {
    const csv = 'phone\r\n081211112222 081233334444\r\n081255556666 / 081277778888\r\n';
    expect(linesWithout(csv, 'sms', '+6281233334444')).toBe('phone\r\n081255556666 / 081277778888\r\n');
    expect(linesWithout(csv, 'sms', '+6281277778888')).toBe('phone\r\n081211112222 081233334444\r\n');
  });
});
