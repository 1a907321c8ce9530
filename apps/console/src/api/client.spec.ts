import { addressOf, located } from './client';

describe('the address of an API operation', () => {
  it('encodes path parameters and omits empty query values', () => {
    expect(located('/broadcasts/{id}/deliveries', { path: { id: 'a/b?' } })).toBe(
      '/broadcasts/a%2Fb%3F/deliveries',
    );
    expect(located('/broadcasts', { query: { q: 'a&b', state: null, after: '', limit: 30 } })).toBe(
      '/broadcasts?q=a%26b&limit=30',
    );
    expect(addressOf('/broadcasts/{id}/report.csv', { path: { id: '7' } })).toBe(
      '/api/v1/broadcasts/7/report.csv',
    );
  });
});
