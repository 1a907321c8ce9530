import type { TFunction } from 'i18next';
import { reasonWord } from './provider-codes.rules';

/** A provider's answer in words, with its code, which the provider's support asks for: what it was given for still waits. */
export function answerWords(t: TFunction, code: string): string {
  const word = reasonWord(code, 'pending');
  return word ? `${t(`reasons.${word}`)} (${code})` : code;
}
