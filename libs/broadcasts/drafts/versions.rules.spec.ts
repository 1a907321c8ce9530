import type { Draft } from './draft.js';
import { changesOf } from './versions.rules.js';

const BEFORE: Draft = {
  title: 'Jam buka',
  kind: 'ordinary',
  reach: 'preferred',
  channels: ['sms'],
  contents: { sms: { id: { body: 'x' } } },
  audience: { regions: ['11'] },
};

it('names a changed text by its path, and every other change by its field', () => {
  const after: Draft = {
    ...BEFORE,
    title: 'Jam tutup',
    contents: { sms: { en: { body: 'y' }, id: { body: 'x' } } },
  };
  expect(changesOf(BEFORE, after)).toEqual(['title', 'contents.sms.en']);
  expect(changesOf(after, BEFORE)).toEqual(['title', 'contents.sms.en']);
  expect(changesOf(null, after)).toEqual([]);
});
