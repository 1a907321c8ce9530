import { correctionWord } from '../content/band.js';
import type { Warning } from '../content/content.rules.js';
import type { Draft } from '../drafts/draft.js';

/** A text that says anywhere that it corrects. */
const SAYS_SO = /\b(?:di|me)?ralat\b|\bcorrect(?:ion|ed|s|ing)?\b/iu;

/**
 * Warns of each text of a correction that does not say that it corrects: its reader takes it for one more message. An
 * e-mail says so in its band.
 * @returns `expected`: how the text may begin
 */
export const unsaidCorrection = ({ channels, contents }: Pick<Draft, 'channels' | 'contents'>): Warning[] =>
  channels.flatMap((channel) =>
    channel === 'email'
      ? []
      : Object.entries(contents[channel] ?? {}).flatMap(([language, { body }]): Warning[] => {
          if (body.trim() === '' || SAYS_SO.test(body)) return [];
          const word = correctionWord(language);
          const message = `Nothing in this text says that it corrects an earlier one: begin it with “${word}”.`;
          return [
            {
              code: 'correction-unsaid',
              path: `contents.${channel}.${language}.body`,
              expected: [word],
              message,
            },
          ];
        }),
  );
