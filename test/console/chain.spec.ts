import { readdirSync, readFileSync } from 'node:fs';
import { standingWords } from '../../apps/gateway/verification/record-page.js';
import { inPlaceWords } from '../../libs/dispatch/verification/verdict.words.js';
import {
  announcedOf,
  asksBeforeCopy,
  bandWords,
  besides,
  causeOf,
  citizensRead,
  contentFlaw,
  correctedOf,
  correctedText,
  decidesDoubt,
  doubtCauseOf,
  doubtKey,
  helpOf,
  isNextWrittenHere,
  isTextTakenBack,
  pendingIn,
  since,
  takenBackIn,
  unsendable,
  warningBadge,
  writtenFrom,
} from '../../apps/console/src/parts/broadcasts/chain.rules.js';
import { id } from '../../apps/console/src/words/id.js';
import type { BroadcastState } from '#contract';
import { fallen, type PublicRecord, STANDING_WORDS, standingOf } from '#dispatch/verification';

const WORDS = 'apps/console/src/words';
/** The words of one language, as text: the modules' own imports are the bundler's. */
const wordsOf = (language: 'id' | 'en'): string =>
  [
    `${language}.ts`,
    ...readdirSync(`${WORDS}/screens/${language}`).map((file) => `screens/${language}/${file}`),
  ]
    .map((file) => readFileSync(`${WORDS}/${file}`, 'utf8'))
    .join('');
/** What staff are told that citizens read, by standing: the quotation alone. */
const quoted = (language: 'id' | 'en'): Record<string, string> => {
  const block = /^  citizensRead: \{\n(.*?)^  \},$/ms.exec(wordsOf(language))?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/(\w+):\s+'[^“']*“([^”]*)”',/g)].map(([, key, words]) => [key!, words!]),
  );
};

interface Link {
  publicCode: string;
  state: string;
  stands: boolean;
  approvedAt: string | null;
  updatedAt: string;
}
const link = (publicCode: string, state: string, approvedAt: string | null = null): Link => ({
  publicCode,
  state,
  stands: approvedAt !== null && state !== 'cancelled' && state !== 'withdrawn',
  approvedAt,
  updatedAt: '2026-11-20T02:00:00.000Z',
});
const APPROVED = '2026-11-20T01:00:00.000Z';
const chain = <L extends Link>(...corrections: L[]) => ({
  corrections,
  correctedBy: corrections.findLast(({ stands }) => stands) ?? null,
});

describe('how far a broadcast was corrected', () => {
  it.each<[string, ReturnType<typeof chain> | null, string]>([
    ['nothing corrects it', null, 'no'],
    ['it is itself a correction', chain(), 'no'],
    ['its correction is a draft', chain(link('1', 'draft')), 'draft'],
    ['its correction is under review', chain(link('1', 'in_review')), 'in_review'],
    ['its correction was rejected', chain(link('1', 'rejected')), 'taken-back'],
    [
      'another is written after one that was rejected',
      chain(link('1', 'rejected'), link('2', 'draft')),
      'draft',
    ],
    ['its correction is approved', chain(link('1', 'approved', APPROVED)), 'yes'],
    ['its correction is over', chain(link('1', 'completed', APPROVED)), 'yes'],
    ['its correction was stopped', chain(link('1', 'cancelled', APPROVED)), 'stopped'],
    [
      'that one is corrected in its turn',
      chain(link('1', 'running', APPROVED), link('2', 'in_review')),
      'yes',
    ],
  ])('where %s', (_, given, expected) => expect(correctedOf(given)).toBe(expected));

  it('does not call citizens unaware of a draft where its content is in doubt', () => {
    expect([helpOf('draft', false), helpOf('draft', true), helpOf('in_review', true)]).toEqual([
      'draft',
      'draftDoubted',
      'in_review',
    ]);
  });

  it.each<[string, Parameters<typeof announcedOf>[0], string]>([
    ['holds', { state: 'completed', doubt: null, chain: chain() }, 'yes'],
    [
      'was corrected by another',
      { state: 'cancelled', doubt: null, chain: chain(link('1', 'running', APPROVED)) },
      'corrected',
    ],
    ['was withdrawn', { state: 'withdrawn', doubt: null, chain: null }, 'ended'],
    ['was cancelled', { state: 'cancelled', doubt: null, chain: chain() }, 'ended'],
    [
      'has a correction that was taken back',
      { state: 'completed', doubt: null, chain: chain(link('1', 'withdrawn', APPROVED)) },
      'ended',
    ],
    [
      'was withdrawn, and the next is under review',
      { state: 'withdrawn', doubt: null, chain: chain(link('1', 'in_review')) },
      'pending',
    ],
    ['is being corrected', { state: 'paused', doubt: {}, chain: chain(link('1', 'in_review')) }, 'doubted'],
    ['is in doubt', { state: 'completed', doubt: {}, chain: chain() }, 'doubted'],
    [
      'holds after a correction of it was rejected',
      { state: 'completed', doubt: null, chain: chain(link('1', 'rejected')) },
      'yes',
    ],
  ])('announces a correction that %s', (_, given, expected) => expect(announcedOf(given)).toBe(expected));

  it.each([
    ['corrected', chain(link('1', 'running', APPROVED))],
    ['beingCorrected', chain(link('1', 'in_review'))],
    ['correctionDrafted', chain(link('1', 'draft'))],
    ['wrong', chain(link('1', 'withdrawn', APPROVED))],
    [null, chain(link('1', 'rejected'))],
  ])('sends no unknown copy of it again: %s', (expected, given) => expect(unsendable(given)).toBe(expected));

  it('has the next correction written from the one taken back after copies of it went out', () => {
    const out = (one: Link, begun = true) => ({ ...one, begun });
    const withdrawn = link('1', 'withdrawn', APPROVED);
    const of = (...corrections: ReturnType<typeof out>[]) =>
      writtenFrom({ corrections, correctedBy: corrections.find(({ stands }) => stands) ?? null })?.publicCode;
    expect(of(out(withdrawn))).toBe('1');
    expect(of(out(withdrawn), out(link('2', 'rejected'), false))).toBe('1');
    // Of one that reached nobody, the original is corrected again.
    expect(of(out(withdrawn, false))).toBeUndefined();
    expect(of(out(withdrawn), out(link('2', 'draft'), false))).toBeUndefined();
    expect(of(out(withdrawn), out(link('2', 'running', APPROVED)))).toBeUndefined();
  });

  it('has a badge for a doubt, and for a text that stays wrong, with what holds instead', () => {
    const badge = (doubted: boolean, inCompanion: boolean, ...corrections: Link[]) =>
      warningBadge(doubted, { ...chain(...corrections), inCompanion });
    const takenBack = link('1', 'cancelled', APPROVED);
    expect(badge(true, true, takenBack)).toBe('chain.inCompanionBadge');
    expect(badge(false, false, takenBack)).toBe('chain.wrongBadge');
    expect(badge(true, false, link('1', 'in_review'))).toBe('broadcast.doubtBadge');
    expect(badge(true, false, link('1', 'running', APPROVED))).toBeNull();
    expect([warningBadge(true, null), warningBadge(false, null)]).toEqual(['broadcast.doubtBadge', null]);
  });

  it('has one badge for a text that may not be relied on', () => {
    const of = (...corrections: Link[]) => ({
      chain: { ...chain(...corrections.map((one) => ({ ...one, reads: null }))), inCompanion: false },
    });
    const sound = { doubted: false, reads: null };
    expect(contentFlaw({ ...sound, ...of(link('1', 'running', APPROVED)) })).toBe('chain.badge');
    expect(contentFlaw({ ...sound, ...of(link('1', 'draft')) })).toBeNull();
    expect(contentFlaw({ ...sound, ...of(link('1', 'cancelled', APPROVED)) })).toBe('chain.wrongBadge');
    expect(contentFlaw({ ...sound, chain: null, reads: 'doubted' })).toBe('broadcast.doubtBadge');
  });

  it('names the undecided broadcasts, and all others, the newest first', () => {
    const long = chain(
      link('1', 'cancelled', APPROVED),
      link('2', 'completed', APPROVED),
      link('3', 'rejected'),
      link('4', 'in_review'),
    );
    expect(pendingIn(long)?.publicCode).toBe('4');
    expect(besides(long).map(({ publicCode }) => publicCode)).toEqual(['4', '3', '1']);
    expect([since(link('1', 'running', APPROVED)), since(link('1', 'draft'))]).toEqual([
      APPROVED,
      '2026-11-20T02:00:00.000Z',
    ]);
  });
});

describe('the band above a corrected text', () => {
  const out = (one: Link) => ({ reads: null as string | null, ...one, begun: true });
  const band = (
    state: string,
    links: Link[],
    more: { corrects?: unknown[]; completes?: { stands: boolean } } = {},
  ) => {
    const corrections = links.map(out);
    const reviewed = links.some((one) => one.state === 'in_review');
    return bandWords({
      approved: true,
      doubt: more.completes ? {} : null,
      reads:
        more.completes || more.corrects ? 'withdrawn' : reviewed && state === 'completed' ? 'doubted' : null,
      chain: { corrections, correctedBy: corrections.findLast(({ stands }) => stands) ?? null, ...more },
    });
  };
  const draft = link('2', 'draft');
  const takenBack = link('1', 'cancelled', APPROVED);

  it.each(['draft', 'in_review'] as const)(
    'does not call citizens unaware of a text that was taken back, while the next correction is %s',
    (state) => {
      const next = link('2', state);
      const own = `chain.takenBackNext.${state}`;
      expect(band('cancelled', [next], { corrects: [{}] })).toBe(own);
      expect(band('withdrawn', [next], { corrects: [{}] })).toBe(own);
      expect(band('completed', [next], { completes: { stands: false } })).toBe(own);
      expect(band('completed', [takenBack, next])).toBe(`chain.next.${state}`);
    },
  );

  it('says what citizens read during the review of its correction, whether or not anything was paused', () => {
    const review = link('1', 'in_review');
    expect(band('completed', [review])).toBe('chain.help.in_review');
    expect(id.chain.help.in_review).toContain(
      standingWords({ standing: 'doubted', expiredAt: null } as PublicRecord, 'id').what,
    );
    // Citizens read that it was stopped.
    expect(band('cancelled', [review])).toBe('chain.help.in_reviewStopped');
  });

  it('says nothing of what citizens read about a broadcast that was never approved, whatever corrects it', () => {
    const states = ['draft', 'in_review', 'rejected', 'withdrawn'];
    const approved = ['approved', 'running', 'paused', 'completed', 'expired', 'cancelled', 'withdrawn'];
    const links = [
      ...states.map((state) => link('1', state)),
      ...approved.map((state) => link('1', state, APPROVED)),
    ];
    const chains = [
      ...links.map((one) => [one]),
      ...links.flatMap((one) => links.map((next) => [one, { ...next, publicCode: '2' }])),
    ];
    for (const given of chains)
      for (const reads of [null, 'doubted', 'withdrawn', 'wrong'])
        for (const inCompanion of [false, true])
          for (const doubt of [null, {}]) {
            const corrections = given.map((one) => ({ ...one, begun: true, reads }));
            const correctedBy = corrections.findLast(({ stands }) => stands) ?? null;
            const words = bandWords({
              approved: false,
              doubt,
              reads,
              chain: { corrections, correctedBy, inCompanion },
            });
            const said = words
              ?.split('.')
              .reduce<unknown>((of, key) => (of as Record<string, unknown>)[key], id);
            expect(typeof said).toBe('string');
            expect(said).not.toMatch(/warga/i);
          }
  });

  it('says of a draft, and of a correction taken back, what is so of any other text', () => {
    expect(band('running', [draft])).toBe('chain.help.draft');
    // Citizens read that it was stopped, not that its text is wrong.
    expect(band('cancelled', [draft])).toBe('chain.help.draft');
    expect(band('completed', [takenBack])).toBe('chain.next.from');
    expect(band('completed', [link('1', 'running', APPROVED)])).toBe('chain.help.yes');
  });

  it('says that nothing holds, and why, where the correction does not', () => {
    const held = (reads: string | null) => ({ ...link('1', 'completed', APPROVED), reads });
    const next = (state: string) => link('2', state);
    expect(band('completed', [held('doubted')])).toBe('chain.help.unsettled.doubted');
    // The doubt came of the next correction, or KPU lifted it: the review is the cause.
    expect(band('completed', [held('doubted'), next('in_review')])).toBe('chain.help.unsettled.in_review');
    expect(band('completed', [held('doubted'), next('rejected')])).toBe('chain.help.unsettled.doubted');
    expect(band('completed', [held('wrong')])).toBe('chain.help.unsettled.fallen');
    expect(band('completed', [held(null), next('draft')])).toBe('chain.help.yes');
  });

  it('says on the page of a correction that was taken back that the next one is written from it', () => {
    const of = (state: string, links: Link[], begun = true) =>
      isNextWrittenHere({ state, begun, doubt: null, chain: { ...chain(...links), corrects: [{}] } });
    expect([of('cancelled', []), of('withdrawn', []), of('cancelled', [link('2', 'rejected')])]).toEqual([
      true,
      true,
      true,
    ]);
    expect([of('cancelled', [], false), of('cancelled', [draft]), of('cancelled', [takenBack])]).toEqual([
      false,
      false,
      false,
    ]);
    expect(of('completed', [])).toBe(false);
  });
});

describe('whether to ask before copying a broadcast', () => {
  it('is so where the copy would be marked, and where a correction of it is under way', () => {
    const asks = (copyMark: string | null, given: ReturnType<typeof chain> | null) =>
      asksBeforeCopy({ copyMark, chain: given });
    expect(['doubted', 'corrected', 'withdrawn'].map((mark) => asks(mark, null))).toEqual([true, true, true]);
    expect([asks(null, null), asks(null, chain(link('1', 'rejected')))]).toEqual([false, false]);
    expect([asks(null, chain(link('1', 'draft'))), asks(null, chain(link('1', 'in_review')))]).toEqual([
      true,
      true,
    ]);
  });
});

describe('the text of a correction, to be copied', () => {
  it('is recommended only where it holds', () => {
    const of = (reads: string | null) => {
      const one = { ...link('1', 'completed', APPROVED), reads };
      return correctedText({ corrections: [one], correctedBy: one });
    };
    expect(of(null)).toBe('copy.corrected');
    expect(['doubted', 'wrong', 'withdrawn'].map(of)).toEqual(
      Array.from({ length: 3 }, () => 'copy.correctedUnsettled'),
    );
  });
});

describe('what the console says that citizens read', () => {
  const rejected = chain(link('1', 'rejected'));
  const withdrawn = chain(link('1', 'withdrawn', APPROVED));
  it.each<
    [
      BroadcastState,
      unknown,
      (ReturnType<typeof chain> & { corrects?: unknown[]; completes?: { stands: boolean } }) | null,
      string | null,
    ]
  >([
    ['running', null, null, null],
    // A companion whose correction was taken back, until KPU lifts the doubt; then one of a correction that holds.
    ['paused', {}, { ...chain(), completes: { stands: false } }, 'withdrawn'],
    ['completed', {}, { ...chain(), completes: { stands: false } }, 'withdrawn'],
    ['cancelled', {}, { ...chain(), completes: { stands: false } }, 'withdrawn'],
    ['completed', {}, { ...chain(link('1', 'in_review')), completes: { stands: false } }, 'withdrawn'],
    [
      'completed',
      {},
      { ...chain(link('1', 'running', APPROVED)), completes: { stands: false } },
      'corrected',
    ],
    // Cancelled before its correction was taken back; then one whose doubt KPU lifted.
    ['cancelled', null, { ...chain(), completes: { stands: false } }, 'withdrawn'],
    ['completed', null, { ...chain(), completes: { stands: false } }, null],
    ['completed', {}, { ...chain(), completes: { stands: true } }, 'doubted'],
    ['running', {}, null, 'doubted'],
    ['paused', {}, chain(link('1', 'in_review')), 'doubted'],
    ['paused', {}, rejected, 'doubted'],
    ['cancelled', {}, chain(link('1', 'running', APPROVED)), 'corrected'],
    ['cancelled', {}, withdrawn, 'wrong'],
    ['completed', null, withdrawn, 'wrong'],
    ['cancelled', {}, chain(link('1', 'withdrawn', APPROVED), link('2', 'in_review')), 'wrong'],
    ['cancelled', {}, null, 'stopped'],
    // A correction that was cancelled, and one that was cancelled by its own correction.
    ['cancelled', null, { ...chain(), corrects: [{}] }, 'withdrawn'],
    ['cancelled', null, { ...chain(link('1', 'running', APPROVED)), corrects: [{}] }, 'corrected'],
    ['withdrawn', null, null, 'withdrawn'],
    ['withdrawn', null, chain(link('1', 'running', APPROVED)), 'corrected'],
  ])(
    'of a message that is %s (doubt: %j) is what the public page decides: %#',
    (state, doubt, given, read) => {
      expect(citizensRead({ state, doubt, chain: given })).toBe(read);
      const facts = {
        doubted: doubt !== null || correctedOf(given) === 'in_review',
        correctedBy: given?.correctedBy?.publicCode ?? null,
        takenBack: takenBackIn(given) ?? null,
        textTakenBack: isTextTakenBack({ state, doubt, chain: given }),
        corrects: given?.corrects ? 'ABCDEF2345' : null,
      };
      expect(fallen(standingOf({ state, ...facts, reached: 1, missed: 0 }, false))).toBe(read);
    },
  );

  it.each(['corrected', 'wrong', 'stopped', 'withdrawn', 'doubted'] as const)(
    'quotes the public page word for word: %s',
    (standing) => {
      const record = { standing, expiredAt: null } as PublicRecord;
      expect(quoted('en')[standing]).toBe(standingWords(record, 'en').what);
      expect(quoted('id')[standing]).toBe(standingWords(record, 'id').what);
    },
  );

  it.each(['id', 'en'] as const)('quotes that the same text holds as a correction: %s', (language) => {
    expect(wordsOf(language)).toContain(`“${inPlaceWords('same', language)}”`);
  });

  it.each(['id', 'en'] as const)('quotes it nowhere in other words: %s', (language) => {
    const sentences = Object.values(STANDING_WORDS).map(({ [language]: said }) => said[0].replace(/\.$/, ''));
    const begins = (text: string): string => text.split(' ').slice(0, 2).join(' ');
    const quotations = [...wordsOf(language).matchAll(/“([^”]+)”/g)]
      .map(([, text]) => text!.replace(/[.,]$/, ''))
      .filter((text) => sentences.some((sentence) => begins(sentence) === begins(text)));
    expect(quotations.length).toBeGreaterThan(5);
    expect(quotations.filter((text) => !sentences.some((one) => one.startsWith(text)))).toEqual([]);
  });

  it.each([
    ['kpu', rejected, 'broadcast.doubtByKpu'],
    ['correction', chain(link('1', 'in_review')), 'broadcast.doubtByCorrection'],
    ['correction', rejected, 'broadcast.doubtByUnapproved'],
    ['correction', chain(link('1', 'rejected'), link('2', 'draft')), 'broadcast.doubtByUnapproved'],
  ])('names no cause of a doubt that is past: by %s', (by, given, expected) =>
    expect(doubtKey({ state: 'paused', pausedWaves: 2, doubt: { by, takenBack: false }, chain: given })).toBe(
      expected,
    ),
  );

  it.each([
    ['the end of its correction', true, 'in_review', 'correction.doubtByTakenBack'],
    [
      'the next correction, since KPU lifted the doubt for that',
      false,
      'in_review',
      'broadcast.doubtByCorrection',
    ],
    ['the next correction, which was rejected', false, 'rejected', 'broadcast.doubtByUnapproved'],
  ])('names as the cause of a doubt on a companion %s', (_, takenBack, next, expected) => {
    const given = { ...chain(link('1', next)), completes: { stands: false } };
    const doubt = { by: 'correction', takenBack };
    expect(doubtKey({ state: 'paused', pausedWaves: 1, doubt, chain: given })).toBe(expected);
  });

  it('does not ask for a correction where one is under review', () => {
    expect([true, false].map((doubted) => decidesDoubt('kpu', { doubted, correcting: true }))).toEqual([
      'home.correctionDecides',
      'home.correctionDecidesAlone',
    ]);
    const others = ['kpu', 'correction', 'author', 'operator'].map((by) =>
      decidesDoubt(by, { doubted: true, correcting: false }),
    );
    expect(others).toEqual(['home.kpuDecides', 'home.kpuDecides', 'home.doubtOpen', 'home.doubtOpen']);
  });

  it('does not name a correction of a companion where its own correction was taken back', () => {
    const causes = [causeOf('correction', false), causeOf('correction', true), causeOf('kpu', true)];
    expect(causes).toEqual(['correction', 'ofCompanion', 'kpu']);
    const doubts = [
      doubtCauseOf('correction', false),
      doubtCauseOf('correction', true),
      doubtCauseOf('kpu', true),
    ];
    expect(doubts).toEqual(['correction', 'takenBack', 'kpu']);
  });

  it.each([
    ['kpu', rejected, 'broadcast.doubtByKpuEnded'],
    ['correction', chain(link('1', 'in_review')), 'broadcast.doubtByCorrectionEnded'],
  ])('does not promise that what has ended can be resumed: by %s', (by, given, expected) =>
    expect(
      doubtKey({ state: 'completed', pausedWaves: 0, doubt: { by, takenBack: false }, chain: given }),
    ).toBe(expected),
  );

  it('promises a resumption only where something is paused', () => {
    const words = (state: string, pausedWaves: number, given = rejected, by = 'kpu') =>
      doubtKey({ state, pausedWaves, doubt: { by, takenBack: false }, chain: given });
    expect(words('running', 1)).toBe('broadcast.doubtByKpu');
    // The part that was paused for it was cancelled, the rest goes on.
    expect(words('running', 0)).toBe('broadcast.doubtByKpuEnded');
  });

  it.each([
    ['kpu', rejected],
    ['correction', chain(link('1', 'in_review'))],
    ['correction', rejected],
    ['correction', { ...rejected, completes: { stands: false } }],
  ])('says nothing of lifting the doubt on what was cancelled: by %s', (by, given) =>
    expect(
      doubtKey({ state: 'cancelled', pausedWaves: 0, doubt: { by, takenBack: false }, chain: given }),
    ).toBeNull(),
  );
});
