import fc from 'fast-check';
import { saysVotingOn } from './voting-day.rules.js';

const says = (text: string, quote: string, language = 'id'): boolean =>
  saysVotingOn({ text, language }, { start: text.indexOf(quote), quote });

describe('a text that says on which day people vote', () => {
  it.each([
    ['id', 'besok', 'KPU: besok hari pemungutan suara, cek lokasi TPS Anda.'],
    ['id', 'besok', 'TPS buka besok pukul 07.00.'],
    ['id', 'Hari ini', 'Hari ini TPS buka 07.00–13.00.'],
    ['id', 'Besok', 'Besok TPS buka pukul 07.00 sampai 13.00 waktu setempat.'],
    ['id', 'besok', 'TPS Anda buka besok, pukul 7 pagi.'],
    ['en', 'tomorrow', 'Your polling station opens tomorrow from 7 am until 1 pm.'],
    ['id', 'Besok', 'Besok, hari pemungutan suara. Bawa KTP-el.'],
    ['id', 'besok', 'Ayo, besok kita memilih!'],
    ['id', 'Lusa', 'Lusa kita nyoblos'],
    ['en', 'tomorrow', 'KPU: tomorrow is polling day.'],
    ['en', 'today', 'The polls are open today, 7 am to 1 pm.'],
    ['en', 'Today', 'Today we vote.'],
    ['en', 'tomorrow', 'Vote tomorrow'],
    ['id', 'besok', 'Hari pemungutan suara: besok'],
    ['id', 'Selasa, 13 Februari 2029', 'Pemungutan suara pada Selasa, 13 Februari 2029 pukul 07.00.'],
  ])('%s: %s in “%s”', (language, quote, text) => {
    expect(says(text, quote, language)).toBe(true);
  });

  it.each([
    ['id', 'hari ini', 'Cek lokasi TPS Anda hari ini.'],
    ['id', 'Hari ini', 'Hari ini terakhir mengurus pindah memilih.'],
    ['id', 'besok', 'Masa tenang mulai besok sampai hari pemungutan suara.'],
    ['id', 'Hari ini', 'Hari ini KPU mengingatkan hari pemungutan suara.'],
    ['id', 'besok', 'Pemungutan suara bukan besok.'],
    ['id', 'Hari ini', 'Hari ini: pemungutan suara 14 Februari 2029.'],
    ['id', 'besok', 'Kantor buka besok. Pemungutan suara pada hari Rabu.'],
    ['id', 'hari ini', 'Daftar pemilih diumumkan hari ini'],
    ['id', 'Besok', 'Besok\nPemungutan suara menyusul'],
    ['id', 'besok', 'Ikuti diskusi hari pemungutan suara besok pukul 10.00'],
    ['id', 'besok', 'Pemungutan suara 7 hari lagi, besok pendaftaran tutup'],
    ['en', 'today', 'Tell a friend to vote today.'],
    ['en', 'today', 'Check where you vote today.'],
    ['en', 'today', 'Register to vote today!'],
    ['en', 'today', 'Find your polling station today.'],
    ['en', 'tomorrow', 'The quiet period before polling day begins tomorrow.'],
    ['en', 'today', 'Learn today how to vote.'],
  ])('not %s: %s in “%s”', (language, quote, text) => {
    expect(says(text, quote, language)).toBe(false);
  });

  it('reads its own part of the sentence alone, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const own = '! besok hari pemungutan suara ';
        const text = `${before}${own}! ${after}`;
        const start = before.length + own.indexOf('besok');
        expect(saysVotingOn({ text, language: 'id' }, { start, quote: 'besok' })).toBe(true);
      }),
    );
  });
});
