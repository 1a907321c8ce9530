/** What a person wants who answers the sender of an SMS. */
export type Reply = { kind: 'leave' } | { kind: 'check'; code: string };

/**
 * Reads an answer; null for any other text, which is not kept. The first word counts, in any case and with any blanks or
 * points around it: telephones capitalise and add them.
 */
export function readReply(text: string): Reply | null {
  const [, word, rest = ''] = /^[^\p{L}\p{N}]*(\p{L}+)(.*)$/su.exec(text) ?? [];
  switch (word?.toUpperCase()) {
    case 'STOP':
    case 'BERHENTI':
      return { kind: 'leave' };
    case 'CEK':
      return { kind: 'check', code: rest.replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, 20) };
    default:
      return null;
  }
}
