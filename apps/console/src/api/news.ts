import { type Answer, type Body, call } from './client';

export type NewsPage = Answer<'get', '/news'>;
export type NewsLine = NewsPage['news'][number];
export type NewsWishes = Answer<'get', '/news/mail'>;

/** The person's news, and which of it also comes by e-mail. */
export const news = {
  /** Polled all the time, so it never asks for a sign-in. */
  page: (after: string | null) => call('get', '/news', { query: { after }, plain: true }),
  read: (id: string) => call('post', '/news/{id}/read', { path: { id } }),
  readAll: (upTo: string) => call('post', '/news/read', { body: { upTo } }),
  wishes: () => call('get', '/news/mail'),
  wish: (body: Body<'put', '/news/mail'>) => call('put', '/news/mail', { body }),
};
