/** The languages of the public pages, Indonesian first. */
export const PAGE_LANGUAGES = ['id', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/**
 * Chooses a page's language: what the reader asked for on the page, else what the browser likes best of ours.
 * @param asked the query parameter `bahasa`
 * @param accepted from Accept-Language: the best of ours, or false when it names none of them
 */
export function pageLanguage(asked: unknown, accepted: string | false): PageLanguage {
  return (
    PAGE_LANGUAGES.find((one) => one === asked) ?? PAGE_LANGUAGES.find((one) => one === accepted) ?? 'id'
  );
}
