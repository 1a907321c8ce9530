import i18next from 'i18next';
import { id } from '../../words/id';
import * as refusals from '../../words/refusals.id';
import { screens } from '../../words/screens.id';
import { faultLines, faultWords, problemWords } from './refusal-words';

beforeAll(async () => {
  await i18next.init({
    lng: 'id',
    resources: { id: { translation: structuredClone({ ...id, ...refusals }) } },
    interpolation: { escapeValue: false },
  });
  // Deeply, as the console does: both files have words of one part.
  i18next.addResourceBundle('id', 'translation', screens, true);
});

const at = (path: string, params: Record<string, string | number> = {}) =>
  ({ path, code: 'over-length', params, message: 'must have at most 5 characters' }) as const;

it('an unknown code gets a general sentence of the console', () => {
  expect(faultWords({ code: 'of-tomorrow' as 'missing', params: {} })).toBe('Ada yang belum benar.');
  expect(problemWords({ code: 'of-tomorrow' as 'refused' })).toBe(null);
});

it('a fault names its field as the screen does, and equal faults share one line', () => {
  expect(faultLines([at('title', { max: 5 })])).toEqual(['Judul: Paling banyak 5 karakter.']);
  expect(faultLines([at('contents.email.en.subject', { max: 1500 })])).toEqual([
    'Surel · Inggris · Subjek: Paling banyak 1.500 karakter.',
  ]);
  expect(faultLines(Array.from({ length: 3 }, (_, n) => at(`contestants.${n}.name`, { max: 5 })))).toEqual([
    'Nama peserta: Paling banyak 5 karakter. (di 3 tempat)',
  ]);
  expect(faultLines([at('brandNew.place', { max: 5 })])).toEqual(['Paling banyak 5 karakter.']);
});
