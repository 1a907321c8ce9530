import fc from 'fast-check';
import type { Region } from '#contract/api/elections';
import {
  type Press,
  provinceButtons,
  readPress,
  regencyButtons,
  topicButtons,
  writePress,
} from './bot.rules.js';

const regions = new Map<string, Region>();
const add = (code: string, parentCode: string | null, kind: Region['kind']): void =>
  void regions.set(code, {
    code,
    name: `Wilayah ${code}`,
    parentCode,
    kind,
    timeZone: 'Asia/Jakarta',
    registeredVoters: null,
  });
for (let province = 11; province < 49; province++) {
  add(String(province), null, 'province');
  for (let n = 1; n <= 38; n++) add(`${province}.${String(n).padStart(2, '0')}`, String(province), 'regency');
}
add('LN', null, 'overseas');
add('LN.KUL', 'LN', 'overseas');

const codes = fc.constantFrom(...regions.keys()).filter((code) => code.includes('.') || code === 'LN');
const presses: fc.Arbitrary<Press> = fc.oneof(
  fc.record({ kind: fc.constant('provinces' as const), page: fc.nat(99) }),
  fc.record({
    kind: fc.constant('regencies' as const),
    province: fc.constantFrom('11', '48', 'LN'),
    page: fc.nat(99),
  }),
  fc.record({ kind: fc.constantFrom('region' as const, 'join' as const), code: codes }),
  fc.record({ kind: fc.constant('confirm' as const), token: fc.stringMatching(/^[\w-]{22}$/) }),
  fc.record({
    kind: fc.constant('language' as const),
    language: fc.constantFrom('id', 'en', 'jv', 'mad'),
  }),
  fc.record({
    kind: fc.constant('join' as const),
    code: fc.constant('LN.KUL'),
    wording: fc.constantFrom('v1/jv', 'v999999/mad'),
  }),
  fc.record({
    kind: fc.constant('read' as const),
    code: fc.constant('LN.KUL'),
    language: fc.constant('mad'),
  }),
  fc.record({ kind: fc.constant('topic' as const), id: fc.constantFrom('jadwal', 'hoaks') }),
  fc.constant({ kind: 'return' as const }),
);
const dataOf = (buttons: { text: string }[][]): string[] =>
  buttons.flat().map((button) => ('data' in button ? String(button.data) : ''));

describe('the bot’s buttons', () => {
  it('carry a press within Telegram’s 64 bytes', () => {
    fc.assert(
      fc.property(presses, (press) => {
        expect(Buffer.byteLength(writePress(press))).toBeLessThanOrEqual(64);
        expect(readPress(writePress(press))).toEqual(press);
      }),
    );
  });

  it('parse to null when made up', () => {
    for (const data of [
      '',
      'r:',
      'r:1',
      'r:11',
      'r:11.01.02',
      'j:LN.',
      'l:x',
      'l:JV',
      'j:11.01:jv',
      'j:11.01:jv:v0',
      'b:11.01:',
      't:uang',
      'w:11:x',
      'p:',
      'z:1',
    ])
      expect(readPress(data)).toBeNull();
    fc.assert(fc.property(fc.string(), (data) => void readPress(data)));
  });

  it('page through every province and every regency, twenty at a time', () => {
    const walk = (page: (at: number) => { text: string }[][], prefix: string): string[] => {
      const found = new Set<string>();
      for (let at = 0; at < 5; at++) {
        const data = dataOf(page(at)).filter((each) => each.startsWith(prefix));
        expect(data.length).toBeLessThanOrEqual(20);
        for (const each of data) found.add(each);
      }
      return [...found];
    };
    expect(walk((at) => provinceButtons(regions, at, 'id'), 'w:')).toHaveLength(39);
    expect(walk((at) => regencyButtons(regions, '11', at, 'id'), 'r:')).toHaveLength(38);
    expect(walk((at) => regencyButtons(regions, 'LN', at, 'id'), 'r:')).toEqual(['r:LN', 'r:LN.KUL']);
    // Each page links to the next.
    expect(dataOf(provinceButtons(regions, 0, 'id'))).toContain('p:1');
    expect(dataOf(regencyButtons(regions, '11', 1, 'id'))).toEqual(expect.arrayContaining(['w:11:0', 'p:0']));
  });

  it('show the chosen topics', () => {
    expect(
      topicButtons(['hoaks'], 'id')
        .flat()
        .map(({ text }) => text.slice(0, 1)),
    ).toEqual(['☐', '☐', '☑', '☐']);
  });
});
