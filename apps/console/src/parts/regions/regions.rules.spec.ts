import { nameOf } from './regions.rules';

describe('the name of a region', () => {
  const regions = new Map([['32', { name: 'Jawa Barat' }]]);
  it.each([
    ['is no code while the regions are being loaded', new Map(), '32', '…'],
    ['is known afterwards', regions, '32', 'Jawa Barat'],
    ['is its code where it has none', regions, '99', '99'],
  ])('%s', (_, known, code, name) => expect(nameOf(known, code)).toBe(name));
});
