import i18next, { type TFunction } from 'i18next';
import { type Channel, CHANNELS } from '../../api';
import type { Fault, Params } from '../../api/refusals';
import type { Problem } from '../../http';
import { listed, localHour, number, wallClock } from '../../times';
import { languageName } from '../texts/language-name';
import { regionIfLoaded } from '../regions/regions';
import { gathered, type Gathered, place, put, type Speech } from './refusal.rules';

/** The text of a key, or null: a newer API has codes that this console lacks. */
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
      case 'variable':
        return known(t, `variables.${value.replaceAll(/[{}]/g, '')}`) ?? value;
      case 'office':
        return known(t, `offices.${value}`) ?? value;
      case 'region':
        return regionIfLoaded(value);
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

/** The fault of one field, in the language on screen. */
export const faultWords = ({ code, params }: Pick<Fault, 'code'> & { params: Params }): string => {
  const { t } = i18next;
  return put(known(t, `faults.${code}`) ?? t('errors.invalid'), params, speech(t));
};

/** Why the API refused the request as a whole; null where the problem has nothing beyond its status. */
export function problemWords({ code, params = {} }: Pick<Problem, 'code' | 'params'>): string | null {
  const { t } = i18next;
  const sentence = code === undefined ? null : known(t, `problems.${code}`);
  return sentence === null ? null : put(sentence, params, speech(t));
}

/** Why a text is at fault, where its code has several reasons. */
export const reasonWords = (params: Params): string => put('<why:why>', params, speech(i18next.t));

/** Each fault once, with the screen's name of its field, or the number of fields where there are many. */
export function faultLines(faults: readonly Fault[]): string[] {
  return [...new Set(gathered(faults).map(lineOf))];
}

function lineOf(one: Gathered): string {
  const { t } = i18next;
  const field = fieldName(one.paths[0] ?? '');
  const said = gatheredWords(one);
  return field === null ? said : t('refusal.field', { field, said });
}

/** A fault of several fields; regions are named, other fields counted. */
export function gatheredWords({ code, params, paths }: Gathered): string {
  const words = faultWords({ code, params });
  const named = 'region' in params || 'regions' in params;
  return paths.length === 1 || named ? words : i18next.t('refusal.places', { words, count: paths.length });
}

/** The screen's name of a path's field; null when it has none. */
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
