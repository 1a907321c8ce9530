import i18next from 'i18next';
import { csvOf } from '../../parts/csv/csv.rules.js';
import { screens as en } from '../../words/screens.en.js';
import { screens as id } from '../../words/screens.id.js';
import { comparedCells } from './compared-cells.js';

const outline = {
  endedAt: '2026-12-01T14:00:00Z',
  messages: 100,
  reached: 90,
  delivered: 0,
  failed: 10,
  delaySeconds: 3,
  seconds: 20,
};
const earlier = (count: number) => Array.from({ length: count }, () => ({ ...outline, broadcast: null }));

describe.each([
  ['id', id],
  ['en', en],
] as const)('the file of a report, compared with earlier broadcasts: %s', (lng, translation) => {
  const cells = (count: number) =>
    comparedCells(i18next.getFixedT(lng), { outline, earlier: earlier(count) });

  beforeAll(() =>
    i18next.init({ lng, resources: { [lng]: { translation } }, interpolation: { escapeValue: false } }),
  );

  it.each([0, 1, 2, 3, 10])('has no word left to be filled in, with %i of them', (count) =>
    expect(csvOf(cells(count), ';')).not.toContain('{{'),
  );

  it('has what is usual of three or more alone, as on screen', () => {
    expect(cells(2)[1]).toHaveLength(4);
    expect(cells(2)[1]?.join()).not.toMatch(/median|nilai tengah/);
    expect(cells(3)[1]?.[2]).toMatch(/median|nilai tengah/);
  });
});
