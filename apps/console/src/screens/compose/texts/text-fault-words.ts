import { useTranslation } from 'react-i18next';
import type { TextFault } from '../../../api';
import { faultWords, reasonWords } from '../../../parts/refusals/refusal-words';
import { tagOf } from './variable-tags.rules';

/** Words quoted of one fault. */
const MOST_WORDS = 5;

/** Returns a fault of a text in words, with its letters where they are known. */
export function useTextFaultWords(): (fault: TextFault, text: string) => string {
  const { t } = useTranslation();
  return ({ code, params, spans = [], meant }, text) => {
    const words = [...new Set(spans.map(({ start, end }) => text.slice(start, end)))];
    const what = words.slice(0, MOST_WORDS).join(' ');
    if (meant) return t('textFaults.meant', { what, meant: tagOf(meant.variable) });
    switch (code) {
      case 'lone-brace':
      case 'tag':
      case 'unknown-variable':
      case 'unclosed-tag':
      case 'sms-letters':
        return t(`textFaults.${code}`, { what });
      case 'link':
        return t('textFaults.link', { what, why: reasonWords(params) });
      default:
        return faultWords({ code, params });
    }
  };
}
