/** The languages of the public pages, Indonesian first. */
export const PAGE_LANGUAGES = ['id', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/**
 * Chooses a page's language: the reader's choice on the page, else the browser's preference.
 * @param asked the query parameter `bahasa`
 * @param accepted from Accept-Language: the best supported one, or false if it names none
 */
export function pageLanguage(asked: unknown, accepted: string | false): PageLanguage {
  return (
    PAGE_LANGUAGES.find((one) => one === asked) ?? PAGE_LANGUAGES.find((one) => one === accepted) ?? 'id'
  );
}
