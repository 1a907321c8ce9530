import { readFileSync } from 'node:fs';
import { REGIONAL } from './regional-names';

interface Given {
  code: string;
  name: Record<'id' | 'en', string>;
}

describe('the names of regional languages', () => {
  it('are those of the languages that Siar brings along', () => {
    const given = JSON.parse(readFileSync('libs/audience/data/languages.json', 'utf8')) as Given[];
    expect(REGIONAL).toEqual(Object.fromEntries(given.map(({ code, name }) => [code, name])));
  });
});
