import type { TFunction } from 'i18next';
import { reasonWord } from './provider-codes.rules';

/**
 * A provider's answer in words, with its code, which the provider's support asks for.
 * @param state of the copies that it was given for
 */
export function answerWords(t: TFunction, code: string, state = 'failed'): string {
  const word = reasonWord(code, state);
  return word ? `${t(`reasons.${word}`)} (${code})` : code;
}
