import { learnName } from '../parts/texts/language-name';
import { type Answer, type Body, call } from './client';

/** A regional language as the person sees it: the live version, and the one that is proposed. */
export type Language = Answer<'get', '/languages'>['languages'][number];
export type LanguageVersion = NonNullable<Language['live']>;
/** What an editor writes. */
export type LanguageFields = Omit<Body<'put', '/languages/{code}'>, 'edit'>;

function learn(language: Language): Language {
  const words = (language.live ?? language.proposed ?? language.withdrawn)?.words;
  if (words) learnName(language.code, words.name);
  return language;
}

/** The languages of messages beside Indonesian and English. */
export const languages = {
  list: async () => (await call('get', '/languages')).languages.map(learn),
  get: async (code: string) => learn(await call('get', '/languages/{code}', { path: { code } })),
  propose: (code: string, edit: number, fields: LanguageFields) =>
    call('put', '/languages/{code}', { path: { code }, body: { edit, ...fields } }),
  approve: (code: string, body: Body<'post', '/languages/{code}/approve'>) =>
    call('post', '/languages/{code}/approve', { path: { code }, body }),
  withdraw: (code: string, body: Body<'post', '/languages/{code}/withdraw'>) =>
    call('post', '/languages/{code}/withdraw', { path: { code }, body }),
};
