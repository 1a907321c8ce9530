import type { TFunction } from 'i18next';
import { reasonKey } from './reasons.rules';

/** A provider's answer in words, with its code, which the provider's support asks for. */
export function answerWords(t: TFunction, code: string): string {
  const key = reasonKey(code);
  return key ? `${t(`reasons.${key}.what`)} (${code})` : code;
}
