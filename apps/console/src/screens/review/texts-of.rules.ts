import { type Channel, CHANNELS, type Submission } from '../../api';
import { byLanguage } from '../../parts/texts/language-name';

/** The texts of a document in reading order: by channel, Indonesian first. */
export function textsOf(document: Submission['document']): {
  channel: Channel;
  language: string;
  subject: string | undefined;
  text: string;
}[] {
  return CHANNELS.flatMap((channel) =>
    Object.entries(document.contents[channel] ?? {})
      .sort(([a], [b]) => byLanguage(a, b))
      .map(([language, { subject, text }]) => ({ channel, language, subject, text })),
  );
}
