import type { TFunction } from 'i18next';
import { reasonWord } from '../../parts/sending/provider-codes.rules';
import { saidBy } from './said.rules';

/** What a provider's code means, in a sentence: what it says is refused, or else its words in the table of causes; null: nobody knows. */
export function saidWords(t: TFunction, code: string | null | undefined): string | null {
  const said = saidBy(code);
  if (said) return `${t('operations.refused.code')} ${t(`operations.refused.said.${said}`)}`;
  const word = code ? reasonWord(code, 'failed') : null;
  return word && t('operations.refused.means', { what: t(`reasons.${word}`) });
}
