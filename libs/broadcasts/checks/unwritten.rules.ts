import type { Warning } from '../content/content.rules.js';
import type { Draft } from '../drafts/draft.js';

/** Warns of each chosen channel without a text in a language that another one has: its readers get the Indonesian text. */
export function unwrittenLanguages({ channels, contents }: Pick<Draft, 'channels' | 'contents'>): Warning[] {
  const written = channels.flatMap((channel) => {
    const languages = Object.keys(contents[channel] ?? {});
    return languages.length > 0 ? [{ channel, languages }] : [];
  });
  const all = new Set(written.flatMap(({ languages }) => languages));
  return written.flatMap(({ channel, languages }) =>
    [...all]
      .filter((language) => !languages.includes(language))
      .map((language) => ({
        code: 'language-unwritten' as const,
        path: `contents.${channel}.${language}`,
        message: `Another channel has a text in ${language}, and this one has none: who chose that language gets the Indonesian text.`,
      })),
  );
}
