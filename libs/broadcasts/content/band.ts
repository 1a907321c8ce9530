import type { FrozenDocument } from '#contract/api/message';
import { REQUIRED_LANGUAGE } from './variables.js';

interface Words {
  /** Above the subject in an inbox's list. */
  subject: string;
  /** The first paragraph of the text. @param page the public page of the corrected message */
  lines: (page: string) => readonly [title: string, ...rest: string[]];
}

/** Repeats nothing of what it corrects: a wrong hour that is quoted is read, and remembered, once more. */
const WORDS: Record<string, Words> = {
  id: {
    subject: 'RALAT: ',
    lines: (page) => [
      'RALAT',
      'Pesan ini meralat pesan kami sebelumnya. Yang berlaku adalah isi pesan ini.',
      `Pesan yang diralat: ${page}`,
    ],
  },
  en: {
    subject: 'Correction: ',
    lines: (page) => [
      'RALAT · CORRECTION',
      'This message corrects an earlier one from us. What this message says is what holds.',
      `The message it corrects: ${page}`,
    ],
  },
};
/** A subject that says by itself that it corrects. */
const SAYS_SO = /\bralat\b|\bcorrect(?:ion|ed|s)\b/iu;

function wordsIn(language: string): Words {
  const words = WORDS[language] ?? WORDS[REQUIRED_LANGUAGE];
  if (!words) throw new Error(`There are no words of a correction in ${REQUIRED_LANGUAGE}`);
  return words;
}

/**
 * An e-mail that corrects another: its subject and its text begin with that.
 * @param page URL of the public page of the corrected message
 */
export function withBand(
  language: string,
  content: { subject?: string; body: string },
  page: string,
): { subject?: string; body: string } {
  const { subject: prefix, lines } = wordsIn(language);
  const { subject, body } = content;
  return {
    ...(subject === undefined ? {} : { subject: SAYS_SO.test(subject) ? subject : prefix + subject }),
    body: `${lines(page).join('\n')}\n\n${body}`,
  };
}

/** How a subject, or a text that has no band, begins to say that it corrects. */
export const correctionWord = (language: string): string => wordsIn(language).subject.trim();

/** Whether a document's e-mails begin with a band, which is their first paragraph. */
export const isBanded = ({
  kind,
  originalId,
  layout,
}: Pick<FrozenDocument, 'kind' | 'originalId' | 'layout'>): boolean =>
  layout === 2 && kind === 'correction' && originalId !== null;

/** The content of a banded e-mail as its author wrote it, with the closing lines. */
export function withoutBand(
  language: string,
  { subject, text }: { subject?: string | undefined; text: string },
): { subject: string | undefined; text: string; start: number } {
  const start = text.indexOf('\n\n') + 2;
  return { subject: subject?.replace(wordsIn(language).subject, ''), text: text.slice(start), start };
}
