import { writtenAs } from './written-date.rules';

describe('another date in the form of a written one', () => {
  it.each([
    ['id', 'Selasa, 13 Februari 2029', 'Rabu, 14 Februari 2029'],
    ['id', 'Selasa 13 Februari', 'Rabu 14 Februari'],
    ['id', '13 Februari 2029', '14 Februari 2029'],
    ['en', 'Tuesday, 13 February 2029', 'Wednesday, 14 February 2029'],
  ])('%s: %s', (language, quote, written) => {
    expect(writtenAs(quote, '2029-02-14', language)).toBe(written);
  });

  it.each([
    ['id', '13/2/2029'],
    ['id', '13 Feb 2029'],
    ['jv', 'Selasa, 13 Februari 2029'],
    ['en', 'February 13, 2029'],
  ])('is not known in %s: %s', (language, quote) => {
    expect(writtenAs(quote, '2029-02-14', language)).toBeUndefined();
  });
});
