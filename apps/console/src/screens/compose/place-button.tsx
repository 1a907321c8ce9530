import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { placeOf } from './texts/variable-tags.rules';

/**
 * Leads to the letters of a place in a field's text; its line and column describe it to who cannot see them.
 * @param no of one place among several
 */
export function PlaceButton({
  text,
  at: { start, end },
  field,
  no,
  onGo,
}: {
  text: string;
  at: { start: number; end: number };
  field: string;
  no?: number | undefined;
  onGo: (start: number, end: number) => void;
}) {
  const { t } = useTranslation();
  const words = no === undefined ? t('compose.showPlace') : t('compose.showMark', { no });
  return (
    <Button
      variant="default"
      size="compact-xs"
      // WCAG 2.5.8: several may stand in one line, and in two.
      mih="1.5rem"
      aria-label={`${words}: ${field}`}
      aria-description={t('compose.place', placeOf(text, start))}
      onClick={() => onGo(start, end)}
    >
      {words}
    </Button>
  );
}
