import { Button, Group, Stack, Text } from '@mantine/core';
import IconEye from '@tabler/icons-react/icons/IconEye';
import { useTranslation } from 'react-i18next';
import type { Span } from '../../../api';
import type { Marked } from '../preflight';
import { PlaceButton } from '../place-button';

/** What KPU would see marked in one field: each place leads to its letters, and what is known to be right is one press away. */
export function LookList({
  id,
  text,
  looks,
  field,
  onGo,
  onReplace,
}: {
  id: string;
  text: string;
  looks: readonly (Marked & { at: Span })[];
  field: string;
  onGo: (start: number, end: number) => void;
  onReplace: (at: Span, by: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} id={id}>
      {looks.map(({ words, at, mend }) => (
        <Group key={`${at.start} ${words}`} gap={6} align="center">
          <IconEye size={16} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {words}
          </Text>
          <PlaceButton text={text} at={at} field={field} onGo={onGo} />
          {mend !== undefined && (
            <Button variant="default" size="compact-xs" onClick={() => onReplace(at, mend)}>
              {t('compose.replaceWith', { by: mend })}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
