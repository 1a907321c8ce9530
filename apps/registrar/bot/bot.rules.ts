import { TOPICS } from '#audience';
import { type Place, REGIONAL_WORDING } from '#audience/joining';
import type { LiveLanguages } from '#audience/languages';
import type { Region } from '#contract/api/elections';
import type { Button } from '#channels';
import { placeOf, type BotLanguage } from './bot-words.js';

/** A press of one of the bot's buttons. Buttons carry their parameters, so that chats need no stored state. */
export type Press =
  | { kind: 'provinces'; page: number }
  | { kind: 'regencies'; province: string; page: number }
  | { kind: 'region'; code: string }
  /** Consents, in a chat that is not signed up. */
  | { kind: 'join'; code: string; wording?: string }
  /** Shows the consent in a regional language, to be agreed to in it. */
  | { kind: 'read'; code: string; language: string }
  /** Consents to a sign-up started on the page. */
  | { kind: 'confirm'; token: string }
  | { kind: 'language'; language: string }
  | { kind: 'topic'; id: string }
  | { kind: 'return' };

const REGION = /^(?:\d\d\.\d\d|LN(?:\.[A-Z0-9]{2,8})?)$/;
const LANGUAGE = /^[a-z]{2,3}$/;
/** Buttons per page: two in a row, ten rows. */
const PAGE = 20;

/** Parses a button's data; null if the bot did not write it. */
export function readPress(data: string): Press | null {
  const [kind = '', one = '', two = '', three = ''] = data.split(':');
  const page = /^\d{1,2}$/.test(kind === 'p' ? one : two) ? Number(kind === 'p' ? one : two) : null;
  switch (kind) {
    case 'p':
      return page === null ? null : { kind: 'provinces', page };
    case 'w':
      return /^(\d\d|LN)$/.test(one) && page !== null ? { kind: 'regencies', province: one, page } : null;
    case 'r':
      return REGION.test(one) ? { kind: 'region', code: one } : null;
    case 'j':
      if (!REGION.test(one)) return null;
      if (two === '') return { kind: 'join', code: one };
      return REGIONAL_WORDING.test(`${three}/${two}`)
        ? { kind: 'join', code: one, wording: `${three}/${two}` }
        : null;
    case 'b':
      return REGION.test(one) && LANGUAGE.test(two) ? { kind: 'read', code: one, language: two } : null;
    case 'k':
      return { kind: 'confirm', token: one };
    case 'l':
      return LANGUAGE.test(one) ? { kind: 'language', language: one } : null;
    case 't':
      return TOPICS.some(({ id }) => id === one) ? { kind: 'topic', id: one } : null;
    case 'u':
      return { kind: 'return' };
    default:
      return null;
  }
}

/** Serialises a button's data. */
export function writePress(press: Press): string {
  switch (press.kind) {
    case 'provinces':
      return `p:${press.page}`;
    case 'regencies':
      return `w:${press.province}:${press.page}`;
    case 'region':
      return `r:${press.code}`;
    case 'join':
      return press.wording === undefined
        ? `j:${press.code}`
        : `j:${press.code}:${press.wording.split('/').toReversed().join(':')}`;
    case 'read':
      return `b:${press.code}:${press.language}`;
    case 'confirm':
      return `k:${press.token}`;
    case 'language':
      return `l:${press.language}`;
    case 'topic':
      return `t:${press.id}`;
    case 'return':
      return 'u';
  }
}

const button = (text: string, press: Press): Button => ({ text, data: writePress(press) });

/** Buttons for the provinces, and overseas. */
export function provinceButtons(
  regions: ReadonlyMap<string, Region>,
  page: number,
  language: BotLanguage,
): Button[][] {
  const tops = [...regions.values()].filter(({ parentCode }) => parentCode === null);
  const buttons = tops.map(({ code, name }) => button(name, { kind: 'regencies', province: code, page: 0 }));
  return paged(buttons, page, language, (to) => ({ kind: 'provinces', page: to }));
}

/** Buttons for a province's regencies and cities, or for the overseas areas; with a way back. */
export function regencyButtons(
  regions: ReadonlyMap<string, Region>,
  province: string,
  page: number,
  language: BotLanguage,
): Button[][] {
  const within = [...regions.values()].filter(
    ({ code, parentCode, kind }) => parentCode === province || (code === province && kind === 'overseas'),
  );
  const buttons = within.map(({ code, name }) => button(name, { kind: 'region', code }));
  return [
    ...paged(buttons, page, language, (to) => ({ kind: 'regencies', province, page: to })),
    [button(placeOf(language).provinces, { kind: 'provinces', page: 0 })],
  ];
}

/** Buttons for the places that a typed text can mean. */
export const placeButtons = (places: readonly Place[]): Button[][] =>
  places.map(({ code, label }) => [button(label, { kind: 'region', code })]);

/** Buttons for the languages of messages, each by its own name. */
export function languageButtons(live: LiveLanguages): Button[][] {
  const all = [
    button('Bahasa Indonesia', { kind: 'language', language: 'id' }),
    button('English', { kind: 'language', language: 'en' }),
    ...[...live.values()].map(({ code, ownName }) => button(ownName, { kind: 'language', language: code })),
  ];
  return pairs(all);
}

/** Buttons that show the consent in a regional language instead. */
export const readButtons = (live: LiveLanguages, code: string): Button[][] =>
  pairs([...live.values()].map((one) => button(one.ownName, { kind: 'read', code, language: one.code })));

const pairs = (buttons: readonly Button[]): Button[][] =>
  Array.from({ length: Math.ceil(buttons.length / 2) }, (_, line) => buttons.slice(line * 2, line * 2 + 2));

/** Buttons for the topics with their state; a press toggles one. */
export const topicButtons = (chosen: readonly string[], language: BotLanguage): Button[][] =>
  TOPICS.map(({ id, name }) => [
    button(`${chosen.includes(id) ? '☑' : '☐'} ${name[language]}`, { kind: 'topic', id }),
  ]);

function paged(
  buttons: Button[],
  page: number,
  language: BotLanguage,
  turn: (page: number) => Press,
): Button[][] {
  const last = Math.max(0, Math.ceil(buttons.length / PAGE) - 1);
  const at = Math.min(page, last);
  const shown = buttons.slice(at * PAGE, (at + 1) * PAGE);
  const lines = pairs(shown);
  const words = placeOf(language);
  const turns = [
    ...(at > 0 ? [button(words.before, turn(at - 1))] : []),
    ...(at < last ? [button(words.after, turn(at + 1))] : []),
  ];
  return turns.length > 0 ? [...lines, turns] : lines;
}
