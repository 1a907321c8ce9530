import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nextLanguage, type ScreenLanguage, speak } from '../../i18n';

const OWN_NAMES: Record<ScreenLanguage, string> = { id: 'Indonesia', en: 'English' };

/** Shows the name of the other language in that language. */
export function LanguageSwitch() {
  useTranslation();
  const other = nextLanguage();
  return (
    <Button variant="subtle" size="compact-sm" px={4} lang={other} onClick={() => void speak(other)}>
      {OWN_NAMES[other]}
    </Button>
  );
}
