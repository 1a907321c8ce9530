import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { placeOf } from './texts/marks.rules';

/** Names a place in a field's text by line and column, and leads to its letters. */
export function PlaceButton({
  text,
  at: { start, end },
  field,
  onGo,
}: {
  text: string;
  at: { start: number; end: number };
  field: string;
  onGo: (start: number, end: number) => void;
}) {
  const { t } = useTranslation();
  const where = t('compose.place', placeOf(text, start));
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={`${field}: ${where}`}
      onClick={() => onGo(start, end)}
    >
      {where}
    </Button>
  );
}
