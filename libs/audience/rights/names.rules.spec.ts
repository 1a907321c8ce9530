import { containsName } from './names.rules.js';

describe('the name that a requester gives, beside the name held', () => {
  it.each([
    ['Budi Santoso, surat 12/XI', 'Budi Santoso'],
    ['SANTOSO Budi', 'Budi Santoso, S.Pd.'],
    ['bapak Maruf, telepon', 'H. Ma’ruf'],
    ['surat tanpa nama', ''],
  ])('is the same in %j as in %j', (asker, name) => expect(containsName(asker, name)).toBe(true));

  it.each([
    ['Made Wirawan', 'Ferdi Ginting'],
    ['Made Wirawan', 'Made Suartika'],
    ['Budi', 'Budi Santoso'],
    ['surat 12/XI', 'Budi'],
  ])('is another in %j than in %j', (asker, name) => expect(containsName(asker, name)).toBe(false));
});
