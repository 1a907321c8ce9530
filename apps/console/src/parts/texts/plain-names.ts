import { useTranslation } from 'react-i18next';
import { withNames } from './unfilled.rules';

/** Returns a template with the names of its variables, for words that hold no chips; shortened only after it. */
export function usePlainNames(): (text: string) => string {
  const { t } = useTranslation();
  return (text) => withNames(text, (variable) => `[${t(`variables.${variable}`)}]`);
}
