import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { speak, spoken } from '../../i18n';

/** Shows the name of the other language in that language. */
export function LanguageSwitch() {
  useTranslation();
  const other = spoken() === 'id' ? 'en' : 'id';
  return (
    <Button variant="subtle" size="compact-sm" px={4} lang={other} onClick={() => void speak(other)}>
      {other === 'en' ? 'English' : 'Indonesia'}
    </Button>
  );
}
