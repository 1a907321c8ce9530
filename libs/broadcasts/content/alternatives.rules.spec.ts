import fc from 'fast-check';
import { recordingsIn, stated, writtenOf } from './alternatives.rules.js';
import { type Alternatives, begin } from '../drafts/draft.js';
import { checkEasyTexts } from './easy-text.rules.js';
import { canonicalText, digestOf, freeze, type FreezeInput } from '../document/freeze.js';
import { draftEdit, newDraft } from '#contract/api/message';

const LINKS = { domains: ['kpu.go.id'], hosts: ['siar.go.id'] };
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const audio = fc.record({
  sha256: hash,
  bytes: fc.integer({ min: 1, max: 5_000_000 }),
  type: fc.constantFrom('audio/mpeg', 'audio/ogg', 'audio/mp4'),
});
const signing = fc.record({
  sha256: hash,
  bytes: fc.integer({ min: 1, max: 25_000_000 }),
  type: fc.constantFrom('video/mp4', 'video/webm'),
});
const language = fc.constantFrom('id', 'en', 'jv');
const alternatives = fc.record(
  {
    easy: fc.dictionary(language, fc.stringMatching(/^[A-Za-z ,.]{1,80}[a-z]$/), { minKeys: 1 }),
    audio: fc.dictionary(language, audio, { minKeys: 1 }),
    signing,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Alternatives>;

const frozen = (given: Alternatives | undefined) =>
  freeze({
    broadcastId: '7',
    originalId: null,
    originalPage: null,
    remainderOfId: null,
    draft: {
      ...begin(
        newDraft.parse({
          title: 'Uji',
          channels: ['sms'],
          contents: { sms: { id: { body: 'KPU: uji' } } },
          audience: { regions: ['11'] },
          ...(given === undefined ? {} : { alternatives: given }),
        }),
      ),
      schedule: { at: 'now' },
    },
    regions: [],
    election: null,
    languages: new Map(),
    sender: {
      ministry: 'K',
      commission: 'KPU',
      name: 'S',
      from: 'a@b.id',
      organisation: { id: '1', name: 'K' },
    },
    accountKinds: { email: ['smtp'], telegram: ['telegram'], sms: ['twilio'] },
    links: LINKS,
  } satisfies FreezeInput);
const digest = (given: Alternatives | undefined): string => digestOf(canonicalText(frozen(given)));

describe('the alternatives of a text (easy, spoken, signed)', () => {
  it('are covered by the digest to the last letter, digit and byte, their order is not', () => {
    fc.assert(
      fc.property(alternatives, fc.nat(), fc.nat(), (given, which, where) => {
        const before = digest(given);
        expect(digest(JSON.parse(JSON.stringify(given)) as Alternatives)).toBe(before);
        const turned = Object.fromEntries(Object.entries(given).toReversed()) as Alternatives;
        expect(digest(turned)).toBe(before);
        const named = recordingsIn({ alternatives: given });
        const one = named[which % Math.max(1, named.length)];
        if (!one) return;
        const { recording } = one;
        const at = where % 64;
        const other = recording.sha256[at] === '0' ? '1' : '0';
        const forged = `${recording.sha256.slice(0, at)}${other}${recording.sha256.slice(at + 1)}`;
        const with_ = (change: object): string =>
          digest(
            JSON.parse(
              JSON.stringify(given).replace(
                JSON.stringify(recording),
                JSON.stringify({ ...recording, ...change }),
              ),
            ) as Alternatives,
          );
        expect(with_({ sha256: forged })).not.toBe(before);
        expect(with_({ bytes: recording.bytes === 1 ? 2 : recording.bytes - 1 })).not.toBe(before);
      }),
    );
  });

  it('change the digest with one letter of an easy text', () => {
    const easy = (text: string): string => digest({ easy: { id: text } });
    expect(easy('TPS buka jam 7 pagi.')).not.toBe(easy('TPS buka jam 8 pagi.'));
  });

  it('add nothing to the document when there are none', () => {
    expect(frozen(undefined)).not.toHaveProperty('alternatives');
    for (const empty of [{}, { easy: {} }, { easy: {}, audio: {} }])
      expect(digest(empty)).toBe(digest(undefined));
    expect(stated({ easy: {}, audio: {} })).toEqual({});
  });

  it('are copied only as far as they are written', () => {
    fc.assert(
      fc.property(alternatives, (given) => {
        expect(recordingsIn({ alternatives: writtenOf(given) })).toEqual([]);
        expect(writtenOf(given).easy).toEqual(given.easy);
      }),
    );
  });

  it.each<[string, unknown, boolean]>([
    ['an easy text', { easy: { id: 'TPS buka jam 7 pagi.' } }, true],
    ['an easy text of nothing', { easy: { id: ' \n' } }, false],
    ['an easy text that is not easy', { easy: { id: 'a'.repeat(5001) } }, false],
    ['an easy text with a letter that cannot be seen', { easy: { id: 'TPS\u{202E} buka' } }, false],
    ['a language that is none', { easy: { bahasa: 'TPS' } }, false],
    [
      'a video where audio goes',
      { audio: { id: { sha256: 'a'.repeat(64), bytes: 9, type: 'video/mp4' } } },
      false,
    ],
    ['a video of 25 MB', { signing: { sha256: 'a'.repeat(64), bytes: 25_000_000, type: 'video/mp4' } }, true],
    ['a larger one', { signing: { sha256: 'a'.repeat(64), bytes: 25_000_001, type: 'video/mp4' } }, false],
    ['something else', { braille: {} }, false],
    ['nothing any more', null, true],
  ])('accepts or rejects %s in an edit', (_, given, right) => {
    expect(draftEdit.safeParse({ version: 1, alternatives: given }).success).toBe(right);
  });
});

describe('an easy text', () => {
  it.each([
    ['TPS buka jam 7 pagi. Lihat kpu.go.id', []],
    ['Halo {{name}}, TPS buka jam 7.', ['unknown-variable']],
    ['Lihat bit.ly/x\nlalu evil.example.com', ['link', 'link']],
  ])('with %j has the faults %j, each with its place', (text, codes) => {
    const { faults } = checkEasyTexts({ easy: { id: text } }, LINKS);
    expect(faults.map(({ code }) => code)).toEqual(codes);
    for (const { path, spans } of faults) {
      expect(path).toBe('alternatives.easy.id');
      expect(spans.length).toBeGreaterThan(0);
    }
  });

  it('gives a warning when it mentions the identity number', () => {
    const { warnings } = checkEasyTexts({ easy: { id: 'Bawa NIK' } }, LINKS);
    expect(warnings).toMatchObject([{ code: 'asks-identity', path: 'alternatives.easy.id' }]);
  });
});
