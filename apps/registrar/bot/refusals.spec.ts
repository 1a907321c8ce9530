import { loadReferenceData } from '#audience';
import { readTelegramUpdate } from '#channels/telegram';
import type { Opened, PublicRecord, Verdict } from '#dispatch/verification';
import { addressHash } from '#platform/crypto';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { sentTo } from '../../../test/factories/notices.js';
import { wrongIn } from '../../../test/factories/wrong-words.js';
import { checkedAnswer, verdictAnswer } from './bot-check.js';
import { BOT_WORDS, type BotLanguage } from './bot-words.js';
import { Bot } from './bot.js';

const LANGUAGES = ['id', 'en'] as const;
const NONE = 'A'.repeat(22);

/** An unsuccessful answer of the bot: the preceding input, and its text. */
interface Walk {
  name: string;
  /** Typed texts; a press begins with `>`. */
  acts: readonly string[];
  id: RegExp;
  en: RegExp;
}
const NOT_UNDERSTOOD = { id: /tidak saya mengerti/, en: /did not understand/ };
const UNKNOWN_CODE = { id: /Kode ini tidak dikenali/, en: /code is not known/ };
const NOT_JOINED = { id: /belum terdaftar/, en: /not signed up/ };
const EXPIRED = { id: /tidak berlaku lagi/, en: /no longer holds/ };
const ASK_REGION = { id: /Di mana Anda terdaftar memilih/, en: /Where are you registered/ };

const WALKS: Walk[] = [
  { name: 'a command there is not', acts: ['/tolong'], ...NOT_UNDERSTOOD },
  { name: 'a place there is not', acts: ['Atlantis'], ...NOT_UNDERSTOOD },
  { name: 'what may mean too many places', acts: ['kabupaten'], ...NOT_UNDERSTOOD },
  { name: 'a check of nothing', acts: ['/cek'], id: /Tulis kodenya/, en: /Write the code/ },
  { name: 'what is no code', acts: ['/cek abc'], ...UNKNOWN_CODE },
  { name: 'a code that is not known', acts: ['/cek 7KQ2MXW9AB'], ...UNKNOWN_CODE },
  { name: 'a code that is not known, alone', acts: ['7KQ2MXW9AB'], ...UNKNOWN_CODE },
  {
    name: 'an unknown text',
    acts: ['Vaksin gratis dibagikan besok pagi di lapangan kota'],
    id: /^TIDAK DITEMUKAN/,
    en: /^NOT FOUND/,
  },
  {
    name: 'an overlong text',
    acts: [`/cek ${'x '.repeat(6_000)}`],
    id: /terlalu panjang/,
    en: /too long/,
  },
  { name: 'a link that is over', acts: [`/start ${NONE}`], ...EXPIRED },
  { name: 'agreeing to a link that is over', acts: [`>k:${NONE}`], ...EXPIRED },
  { name: 'topics of nobody', acts: ['/topik'], ...NOT_JOINED },
  { name: 'a topic for nobody', acts: ['>t:hoaks'], ...NOT_JOINED },
  { name: 'the language of nobody', acts: ['/bahasa'], ...NOT_JOINED },
  {
    name: 'leaving without a subscription',
    acts: ['/berhenti'],
    id: /tidak terdaftar/,
    en: /nothing is sent/,
  },
  { name: 'coming back to nothing', acts: ['>u'], id: /Tidak ada yang dapat/, en: /nothing to take back/ },
  { name: 'a region that is no more', acts: ['>r:99.99'], ...ASK_REGION },
  { name: 'joining a region that is no more', acts: ['>j:99.99'], ...ASK_REGION },
  { name: 'a province that is no more', acts: ['>w:99:0'], ...ASK_REGION },
  { name: 'a button that is no more', acts: ['>x:1'], ...NOT_UNDERSTOOD },
  { name: 'a topic that is no more', acts: ['>t:cuaca'], ...NOT_UNDERSTOOD },
];

/** The bot's own part of an answer: without approved texts, example input, commands and addresses. */
const ownLines = (text: string): string[] =>
  text
    .replaceAll(/«[^»]*»|“[^”]*”|"[^"]*"|https?:\S+|\/[a-z]+/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const isIn = (language: BotLanguage, text: string): void =>
  expect(ownLines(text).filter((line) => wrongIn(language, line).length > 0)).toEqual([]);

describe('a refusal of the bot', () => {
  let site: TestGateway;
  beforeAll(async () => {
    // Neutral names: words of one language would count as a mix.
    site = await testGateway({ MINISTRY_NAME: 'Kemenkomdigi', COMMISSION_NAME: 'KPU' });
    await site.db.source.transaction((tx) => loadReferenceData(tx));
  });
  afterAll(() => site.stop());
  beforeEach(() => site.db.source.query('DELETE FROM rate_limits'));

  let updates = 5_000;
  let chats = 9_000_000;
  const act = async (chat: number, language_code: BotLanguage, what: string): Promise<void> => {
    const from = { id: chat, language_code };
    const update_id = ++updates;
    const read = readTelegramUpdate(
      what.startsWith('>')
        ? {
            update_id,
            callback_query: {
              id: String(update_id),
              from,
              message: { chat: { id: chat } },
              data: what.slice(1),
            },
          }
        : { update_id, message: { chat: { id: chat }, from, text: what } },
    );
    if (!read) throw new Error(`no update: ${what}`);
    await site.registrar.app.get(Bot).onUpdate(read);
  };
  const answer = async (chat: number): Promise<string> => {
    const [last] = await sentTo(site.db.source, site.keys, String(chat));
    return [last?.text ?? 'no answer', ...(last?.buttons ?? []).flat().map(({ text }) => text)].join('\n');
  };

  it.each(WALKS)("is in the chat's language: $name", async ({ acts, ...walk }) => {
    for (const language of LANGUAGES) {
      const chat = ++chats;
      for (const what of acts) await act(chat, language, what);
      const said = await answer(chat);
      expect(said).toMatch(walk[language]);
      isIn(language, said);
    }
  });

  it("is in the chat's language for a person barred by staff", async () => {
    for (const language of LANGUAGES) {
      const chat = ++chats;
      await site.db.source.query(
        `INSERT INTO suppressions (channel, hash, reason) VALUES ('telegram', $1, 'staff')`,
        [addressHash(site.keys, 'telegram', String(chat))],
      );
      await act(chat, language, '>j:34.04');
      const said = await answer(chat);
      expect(said).toMatch({ id: /tidak dapat diterima/, en: /cannot be taken/ }[language]);
      isIn(language, said);
    }
  });
});

describe('an answer of the bot', () => {
  const config = { COMMISSION_NAME: 'KPU', PUBLIC_URL: 'https://siar.uji' };
  const record: PublicRecord = {
    publicCode: '7KQ2MXW9AB',
    standing: 'sent',
    expiredAt: null,
    digest: '',
    office: 'KPU Aceh',
    approvedAt: new Date('2026-11-24T00:00:00Z'),
    timeZone: 'Asia/Jakarta',
    ministry: 'Kemenkomdigi',
    texts: [],
    easy: [],
    audio: {},
    signing: null,
    pollingDates: [],
    correctedBy: null,
    corrects: null,
    sameText: null,
  };
  const correction = { ...record, publicCode: '8KQ2MXW9AB' };
  const match = { form: {}, pieces: [], lacks: [] } as never;
  const all = LANGUAGES.flatMap((language) =>
    (
      [
        'scheduled',
        'sending',
        'sent',
        'held',
        'doubted',
        'stopped',
        'corrected',
        'wrong',
        'withdrawn',
      ] as const
    ).map((standing) => [language, standing] as const),
  );

  it.each(all)('about a code is in the reader’s language: %s, %s', (language, standing) => {
    for (const inForce of [null, record, correction])
      isIn(
        language,
        checkedAnswer(config, '7KQ2MXW9AB', { record: { ...record, standing }, inForce } as Opened, language),
      );
  });

  it.each([
    ['withdrawn', 'Teks yang ditarik kembali: jangan dipakai'],
    ['wrong', 'saat ini tidak ada teks yang berlaku.\n\nTeks lama: jangan dipakai'],
  ])('about the code of a %s message says of no text that it was approved', (standing, heading) => {
    const opened = { record: { ...record, standing }, inForce: null } as Opened;
    const said = checkedAnswer(config, '7KQ2MXW9AB', opened, 'id');
    expect(said).toContain(heading);
    expect(said).not.toContain('disahkan');
  });

  it.each(all)('about a text is in the reader’s language: %s, %s', (language, standing) => {
    const answers = [
      'altered',
      'incomplete',
      'same',
      'doubted',
      'stopped',
      'corrected',
      'wrong',
      'withdrawn',
    ] as const;
    const verdicts: Verdict[] = answers.flatMap((answer) =>
      [null, match].flatMap((found) =>
        [null, record, correction].map((inForce) => ({
          kind: 'found' as const,
          answer,
          record: { ...record, standing },
          match: found,
          strangeCode: true,
          inForce,
          twin: record.publicCode,
        })),
      ),
    );
    verdicts.push(
      { kind: 'not-found', near: false },
      { kind: 'too-long' },
      { kind: 'later', at: new Date() },
    );
    for (const verdict of verdicts) isIn(language, verdictAnswer(config, verdict, language));
  });

  it.each(LANGUAGES)('uses one language in every sentence: %s', (language) => {
    const facts = {
      warning: '',
      heading: '',
      office: 'KPU',
      when: '',
      text: '',
      url: '',
      toString: () => 'KPU',
    };
    const words = Object.values(BOT_WORDS[language]).map((sentence: unknown) =>
      typeof sentence === 'function' ? String(sentence(facts, [])) : String(sentence),
    );
    for (const said of words) isIn(language, said);
  });
});
