import fc from 'fast-check';
import { BROADCAST_SORTS } from '../../../../../libs/contract/lists.js';
import { addressOf, FILTERS, firstOrder, shownIn, sortedBy, type Shown } from './list.rules.js';

const anyShown: fc.Arbitrary<Shown> = fc.record({
  search: fc.string().map((text) => text.trim()),
  filters: fc.dictionary(fc.constantFrom(...FILTERS), fc.string({ minLength: 1 })) as fc.Arbitrary<
    Shown['filters']
  >,
  sort: fc.constantFrom(...BROADCAST_SORTS),
  order: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('the address of a list', () => {
  it('shows what it was made for', () => {
    fc.assert(
      fc.property(anyShown, (shown) => {
        expect(shownIn(new URLSearchParams(addressOf(shown)))).toEqual({
          ...shown,
          filters: { ...shown.filters },
        });
      }),
    );
  });

  it.each([
    ['', { search: '', filters: {}, sort: 'newest', order: 'desc' }],
    ['state=paused&search= jam ', { search: 'jam', filters: { state: 'paused' } }],
    ['sort=colour&order=up', { sort: 'newest', order: 'desc' }],
    ['sort=title', { sort: 'title', order: 'asc' }],
  ])('of an older link, "%s", is read', (address, shown) => {
    expect(shownIn(new URLSearchParams(address))).toMatchObject(shown);
  });

  it('is empty for the usual list', () => {
    expect(addressOf(shownIn(new URLSearchParams()))).toEqual({});
  });

  it('turns round at the second press on a column', () => {
    const shown = shownIn(new URLSearchParams());
    const once = { ...shown, ...sortedBy(shown, 'failed') };
    expect(once).toMatchObject({ sort: 'failed', order: firstOrder('failed') });
    expect(sortedBy(once, 'failed')).toEqual({ sort: 'failed', order: 'asc' });
  });
});
