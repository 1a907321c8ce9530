import { type Answer, type Body, call } from './client';

export type NewsPage = Answer<'get', '/news'>;
export type NewsLine = NewsPage['news'][number];
export type NewsWishes = Answer<'get', '/news/mail'>;

/** What the person is told, and what of it they want by e-mail. */
export const news = {
  /** Looked at all the time: it asks for no sign-in. */
  page: (after: string | null) => call('get', '/news', { query: { after }, plain: true }),
  read: (id: string) => call('post', '/news/{id}/read', { path: { id } }),
  readAll: (upTo: string) => call('post', '/news/read', { body: { upTo } }),
  wishes: () => call('get', '/news/mail'),
  wish: (body: Body<'put', '/news/mail'>) => call('put', '/news/mail', { body }),
};
