import type { LiveLanguages } from '#audience/languages';
import type { ChannelName } from '#channels';
import { TRAINING_MARK } from '#contract/lists';
import { REQUIRED_LANGUAGE } from './variables.js';
import { variablesIn } from './template.rules.js';

/** The sender's names: configuration, since ministries get renamed. */
export interface SenderNames {
  ministry: string;
  commission: string;
  /** Set on a training installation, which marks every text; absent on all others. */
  training?: true;
}

interface Words {
  /** Replaces a missing name, or a name without a letter that an SMS can carry; short enough for every channel. */
  nameless: string;
  smsFooter: string;
  telegramVerify: string;
  telegramLeave: string;
  emailSender: (names: SenderNames) => string;
  emailVerify: string;
  emailLeave: string;
}

const WORDS: Record<string, Words> = {
  id: {
    nameless: 'Bapak/Ibu',
    smsFooter: ' Cek/Stop {{verify_link}}',
    telegramVerify: 'Cek keaslian: {{verify_link}}',
    telegramLeave: 'Berhenti menerima: /berhenti',
    emailSender: ({ ministry, commission }) => `Dikirim oleh ${ministry} atas pengesahan ${commission}.`,
    emailVerify: 'Periksa keaslian pesan ini di {{verify_link}}',
    emailLeave: 'Tidak ingin menerima pesan lagi? Berhenti di {{unsubscribe_link}}',
  },
  en: {
    nameless: 'Sir/Madam',
    smsFooter: ' Check/Stop {{verify_link}}',
    telegramVerify: 'Check this message: {{verify_link}}',
    telegramLeave: 'To stop these messages: /berhenti',
    emailSender: ({ ministry, commission }) => `Sent by ${ministry}, approved by ${commission}.`,
    emailVerify: 'Check that this message is genuine at {{verify_link}}',
    emailLeave: 'No longer want these messages? Leave at {{unsubscribe_link}}',
  },
};

/** The standing words in a language; Indonesian when there are none in it. */
function wordsIn(language: string): Words {
  const words = WORDS[language] ?? WORDS[REQUIRED_LANGUAGE];
  if (!words) throw new Error(`There are no standing words in ${REQUIRED_LANGUAGE}`);
  return words;
}

/** A text or subject with the mark of a training installation. */
export const marked = (text: string, { training }: Pick<SenderNames, 'training'>): string =>
  training ? `${TRAINING_MARK} ${text}` : text;

/** The words that address a contact without a name. */
export const nameless = (language: string, languages: LiveLanguages): string =>
  languages.get(language)?.nameless ?? wordsIn(language).nameless;

/**
 * The position of the closing lines that {@link withFooter} appended to a text; the text's length when there are none.
 */
export function closingAt(channel: ChannelName, language: string, text: string): number {
  const { smsFooter, telegramVerify, telegramLeave } = wordsIn(language);
  const after = (mark: string): number => (text.includes(mark) ? text.lastIndexOf(mark) : text.length);
  switch (channel) {
    case 'sms':
      return text.length - (text.endsWith(smsFooter) ? smsFooter.length : 0);
    case 'telegram': {
      const last = after('\n\n');
      const lines = text.slice(last).trim().split('\n');
      return lines.every((line) => line === telegramVerify || line === telegramLeave) ? last : text.length;
    }
    case 'email':
      return after('\n\n--\n\n');
  }
}

/**
 * The text with the required parts of every copy: how to verify it, how to unsubscribe, and in an e-mail the sender. A
 * part is not added when the text has it already through its variable. In an SMS both links are one short address.
 */
export function withFooter(channel: ChannelName, language: string, body: string, names: SenderNames): string {
  const text = marked(body, names);
  const words = wordsIn(language);
  const used = variablesIn(text);
  const checks = used.has('verify_link');
  const leaves = used.has('unsubscribe_link');
  switch (channel) {
    case 'sms':
      return checks || leaves ? text : text + words.smsFooter;
    case 'telegram': {
      const lines = [...(checks ? [] : [words.telegramVerify]), ...(leaves ? [] : [words.telegramLeave])];
      return [text, ...(lines.length ? [lines.join('\n')] : [])].join('\n\n');
    }
    case 'email': {
      const lines = [
        words.emailSender(names),
        ...(checks ? [] : [words.emailVerify]),
        ...(leaves ? [] : [words.emailLeave]),
      ];
      return [text, '--', lines.join('\n')].join('\n\n');
    }
  }
}
