import { useTranslation } from 'react-i18next';
import type { TextFault } from '../../api';
import { tagOf } from './marks.rules';

/** Words of one fault that are quoted. */
const MOST_WORDS = 5;

/** Says what is wrong in a text, in the language on screen; what has no words there stands as the API says it. */
export function useTextFaultWords(): (fault: TextFault, text: string) => string {
  const { t } = useTranslation();
  return ({ code, message, spans = [], meant }, text) => {
    if (code === undefined) return message;
    const words = [...new Set(spans.map(({ start, end }) => text.slice(start, end)))];
    const what = words.slice(0, MOST_WORDS).join(' ');
    if (meant) return t('textFaults.meant', { what, meant: tagOf(meant.variable) });
    return t(`textFaults.${code}`, { what, why: message });
  };
}
