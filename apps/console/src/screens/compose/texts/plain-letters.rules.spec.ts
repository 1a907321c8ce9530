import { mendedText } from '../preflight.rules';
import { plainAt } from './plain-letters.rules';

it('has a plain letter for those that mean the same, and for no others', () => {
  const text = '“07.00–13.00” di TPS Anda… ✓ ë';
  const spans = [...text.matchAll(/[^ -~]/gu)].map(({ 0: letter, index }) => ({
    start: index,
    end: index + letter.length,
  }));
  const places = plainAt(text, spans).map((one) => ({ ...one, where: '', path: '' }));
  expect(places.map(({ quote }) => quote).join('')).toBe('“–”…');
  expect(mendedText(text, places)).toBe('"07.00-13.00" di TPS Anda... ✓ ë');
});
