// What staff are told of their broadcasts.
export { News, type NewsPage, type NewsWishes } from './news.js';
export { type NewsTopic } from './news.rules.js';
