import { typedMarkupIn } from './typed-markup.rules.js';

it.each([
  ['Bawa **KTP-el** Anda', ['**KTP-el**']],
  ['Bawa *KTP-el* dan _undangan_', ['*KTP-el*', '_undangan_']],
  ['__Penting__', ['__Penting__']],
  ['Halo\n## Cara memilih\nDatang', ['## Cara memilih']],
  ['Lihat [situs KPU](https://kpu.go.id)', ['[situs KPU](https://kpu.go.id)']],
  ['<b>Penting</b><br>', ['<b>']],
  ['# Judul yang sangat panjang sehingga tidak muat', ['# Judul yang sangat panjang se…']],
  ['*Satu*\n# Dua', ['*Satu*', '# Dua']],
])('finds signs that no channel formats: %j', (text, found) => {
  expect(typedMarkupIn(text, 'plain')).toEqual(found);
});

it.each([
  '- KTP-el\n- undangan',
  'Hasil\n\n--\n\nKPU',
  '*) syarat berlaku; 2 * 3 * 4',
  'Cek {{verify_link}} atau {{unsubscribe_link}}',
  'https://kpu.go.id/a_b_c dan nama_akun_kpu',
  '#Pemilu2029 #CekTPS',
  'nomor # 3',
  'usia < 17 dan > 60',
  '[UJI] (uji coba)',
])('leaves ordinary writing alone: %j', (text) => {
  expect(typedMarkupIn(text, 'plain')).toEqual([]);
});

it('takes one heading sign in the text of an e-mail, where it makes a heading', () => {
  expect(typedMarkupIn('# Cara memilih\nDatang', 'email-body')).toEqual([]);
  expect(typedMarkupIn('## Cara memilih\n**Datang**', 'email-body')).toEqual([
    '## Cara memilih',
    '**Datang**',
  ]);
});
