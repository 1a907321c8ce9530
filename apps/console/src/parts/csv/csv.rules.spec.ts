import { parse } from 'csv-parse/sync';
import { csvOf } from './csv.rules';

const read = (text: string, delimiter: string): string[][] =>
  parse(text, { bom: true, delimiter, relax_column_count: true });

describe('a CSV file for a spreadsheet', () => {
  it.each([',', ';'] as const)('separates cells by "%s" and preserves their content', (sign) => {
    const lines = [
      ['Laporan: "Ralat"; TPS 3, Aceh', 'dua\nbaris'],
      [203_056_748, '–'],
    ];
    const text = csvOf(lines, sign);
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(read(text, sign)).toEqual(lines.map((cells) => cells.map(String)));
  });

  it.each(['=1+1', '+62811', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '＋1', '－1', '＠A'])(
    'guards %j, which a spreadsheet would calculate',
    (cell) => expect(read(csvOf([[cell, -1]], ','), ',')).toEqual([[`'${cell}`, '-1']]),
  );
});
