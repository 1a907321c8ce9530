import i18next, { type TFunction } from 'i18next';
import { type Channel, CHANNELS } from '../api';
import type { Fault, Params } from '../api/refusals';
import type { Problem } from '../http';
import { listed, localHour, number, wallClock } from '../times';
import { languageName } from './language-name';
import { regionName } from './regions';
import { gathered, type Gathered, place, put, type Speech } from './refusal.rules';

/** A key of the words that may not be there: an API that is newer than this console has codes it does not know. */
const known = (t: TFunction, key: string): string | null =>
  i18next.exists(key) ? (t as (key: string) => string)(key) : null;

const speech = (t: TFunction): Speech => ({
  number: (value) => number(value),
  at: wallClock,
  listed,
  others: (count) => t('refusal.others', { count }),
  reason: (code) => known(t, `faultReasons.${code}`) ?? '',
  named: (kind, value) => {
    switch (kind) {
      case 'language':
        return languageName(value);
      case 'channel':
      case 'channels':
        return known(t, `channels.${value}`) ?? value;
      case 'role':
      case 'roles':
        return known(t, `roles.${value}`) ?? value;
      case 'column':
        return known(t, `imports.heading.${value}`) ?? value;
      case 'office':
        return known(t, `offices.${value}`) ?? value;
      case 'region':
        return regionName(value);
      case 'hour':
        return localHour(value);
      case 'state':
      case 'standing':
        return known(t, `states.${value}`) ?? value;
      case 'act':
        return known(t, `refusal.acts.${value}`) ?? value;
      default:
        return value;
    }
  },
});

/** What is wrong at one place, in the language on screen. */
export const faultWords = ({ code, params }: Pick<Fault, 'code'> & { params: Params }): string => {
  const { t } = i18next;
  return put(known(t, `faults.${code}`) ?? t('errors.invalid'), params, speech(t));
};

/** Why the API refused something as a whole; null where it says no more than its status. */
export function problemWords({ code, params = {} }: Pick<Problem, 'code' | 'params'>): string | null {
  const { t } = i18next;
  const sentence = code === undefined ? null : known(t, `problems.${code}`);
  return sentence === null ? null : put(sentence, params, speech(t));
}

/** Why a text is at fault, where its code has several reasons. */
export const reasonWords = (params: Params): string => put('<why:why>', params, speech(i18next.t));

/** Each fault once, with the name of its field as the screen has it, and in how many places it is where these are many. */
export function faultLines(faults: readonly Fault[]): string[] {
  return [...new Set(gathered(faults).map(lineOf))];
}

function lineOf(one: Gathered): string {
  const { t } = i18next;
  const field = fieldName(one.paths[0] ?? '');
  const said = gatheredWords(one);
  return field === null ? said : t('refusal.field', { field, said });
}

/** What is wrong in several places; regions are named, other places counted. */
export function gatheredWords({ code, params, paths }: Gathered): string {
  const words = faultWords({ code, params });
  const named = 'region' in params || 'regions' in params;
  return paths.length === 1 || named ? words : i18next.t('refusal.places', { words, count: paths.length });
}

/** The name of a path's field, as the screens have it; null where it has none. */
export function fieldName(path: string): string | null {
  const { t } = i18next;
  const column = /^header\.(\d+)$/.exec(path);
  if (column) return t('refusal.column', { at: Number(column[1]) + 1 });
  const parts = place(path).split('.');
  const channel: Channel | undefined = CHANNELS.find((one) => one === parts[1]);
  if (parts[0] === 'contents' && channel) return textName(channel, parts.slice(2));
  for (let end = parts.length; end > 0; end--) {
    const found = known(t, `fields.${parts.slice(0, end).join('-')}`);
    if (found !== null) return found;
  }
  return null;
}

function textName(channel: Channel, [language = '', field]: string[]): string {
  const { t } = i18next;
  const subject = field === 'subject' ? [t('compose.subject')] : [];
  return [t(`channels.${channel}`), ...(language ? [languageName(language)] : []), ...subject].join(' · ');
}
