import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { addFormats } from './i18n';
import { en } from './words/en';
import { id } from './words/id';
import { problems as refusals } from './words/refusals.id';
import { screens } from './words/screens.en';
import { screens as layar } from './words/screens.id';

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    // Copies: i18next adds the words of the screens to them, and other specs read these modules too.
    resources: { en: { translation: structuredClone(en) }, id: { translation: structuredClone(id) } },
    interpolation: { escapeValue: false },
  });
  // Deeply, as the console does: both files have words of one part.
  i18next.addResourceBundle('en', 'translation', screens, true);
  i18next.addResourceBundle('id', 'translation', layar, true);
  addFormats();
});

it('uses the singular for one, separately for each number of a sentence', () => {
  const held = (broadcasts: string, waves: string): string =>
    i18next.t('emergency.running', { broadcasts, waves });
  expect(held('1', '1')).toBe('1 broadcast, 1 part (a part is one channel in one region)');
  expect(held('1', '1,000')).toBe('1 broadcast, 1,000 parts (a part is one channel in one region)');
  expect(i18next.t('marks.count', { count: 1, open: 0 })).toBe(
    'Automatic check of the texts: 1 mark, 0 not checked',
  );
  expect(i18next.t('operations.waits', { messages: '0' })).toBe('0 messages wait');
});

it('writes a channel in lower case within a sentence, unless it is a proper name', () => {
  const pause = (lng: 'id' | 'en', channel: string): string =>
    i18next.t('operations.pauseTitle', { lng, channel });
  expect(pause('en', 'E-mail')).toBe('Pause the channel e-mail?');
  expect(pause('id', 'Surel')).toBe('Jeda saluran surel?');
  expect(pause('id', 'Telegram')).toBe('Jeda saluran Telegram?');
  expect(i18next.t('resume.brakeTitle', { lng: 'id', channels: 'Surel dan SMS' })).toBe(
    'Lepaskan rem surel dan SMS?',
  );
});

it('says of several channels in English that they are paused, as of one', () => {
  const why = (channel: string): string =>
    i18next.t('resume.why', { lng: 'en', channel, reason: 'wrong hours' });
  expect(why('E-mail, SMS in Jawa Barat')).toBe('Paused on e-mail, SMS in Jawa Barat because: wrong hours');
  expect(why('SMS')).toBe('Paused on SMS because: wrong hours');
});

it('puts no bare number before a plural in English', () => {
  const bare = JSON.stringify([en, screens]).match(
    /\{\{\w+\}\} (?:\w+ )?(?:broadcasts|contacts|marks|messages|parts|people|rows|passages)\b/g,
  );
  expect(bare).toBeNull();
});

it('has each part of the words in one file of the screens', () => {
  const folder = `${import.meta.dirname}/words/screens/id`;
  const parts = readdirSync(folder).flatMap((file) =>
    [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^  (\w+): /gm)].map(([, part]) => part),
  );
  expect(parts).toHaveLength(new Set(parts).size);
  expect(new Set(parts)).toEqual(new Set(Object.keys(layar)));
});

it('calls the data protection officer by one term, of which PDP is the short form', () => {
  const words = JSON.stringify({ id, layar, refusals });
  expect(words).not.toMatch(/pejabat pelindungan data(?! pribadi)/i);
  expect(id.roles.dpo).toBe('Pejabat Pelindungan Data Pribadi');
});

it('promises no sending where a provider answers a check: its channel may be paused', () => {
  expect(layar.operations.events['provider.back']).toMatch(
    /menjawab pemeriksaan lagi setelah \{\{seconds\}\} detik\.$/,
  );
  expect(screens.operations.events['provider.back']).not.toMatch(/sending|tried/);
});
