import { contestantsIn, pasted, rowsOf } from './contestants.rules';

describe('contestants', () => {
  it.each([
    ['Ratna Wijaya', null],
    ['1. Ratna Wijaya\n', null],
    [
      '1. Ratna Wijaya\r\nBudi Santoso\n\n2) Andi Nur',
      [
        ['1', 'Ratna Wijaya'],
        ['1', 'Budi Santoso'],
        ['2', 'Andi Nur'],
      ],
    ],
    [
      '03\tSiti Aminah\n4 H. Umar',
      [
        ['03', 'Siti Aminah'],
        ['4', 'H. Umar'],
      ],
    ],
    [
      'Tanpa nomor\nJuga tanpa',
      [
        ['', 'Tanpa nomor'],
        ['', 'Juga tanpa'],
      ],
    ],
  ])('%j is pasted as %j', (text, expected) => {
    const rows = pasted(text);
    expect(rows?.map(({ number, name }) => [number, name]) ?? null).toEqual(expected);
  });

  it('are saved without empty rows; an invalid number is left for the API to refuse', () => {
    const rows = [
      { number: '03', name: ' Siti Aminah ' },
      { number: '', name: ' ' },
      { number: 'x', name: 'Andi' },
    ];
    expect(contestantsIn(rows)).toEqual([
      { number: 3, name: 'Siti Aminah' },
      { number: 0, name: 'Andi' },
    ]);
    expect(contestantsIn(rowsOf([{ number: 2, name: 'Umar' }]))).toEqual([{ number: 2, name: 'Umar' }]);
  });
});
