import { Button, Group, Stack, Text } from '@mantine/core';
import IconEye from '@tabler/icons-react/icons/IconEye';
import { useTranslation } from 'react-i18next';
import type { Span } from '../../../api';
import type { Marked } from '../preflight';
import { PlaceButton } from '../place-button';

type Looked = Marked & { at: Span };

/**
 * What KPU would see marked in one field, each sentence once: its places lead to their letters, and what is known to be
 * right is one press away, for all of them.
 */
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
  looks: readonly Looked[];
  field: string;
  onGo: (start: number, end: number) => void;
  onReplace: (places: readonly Looked[]) => void;
}) {
  const { t } = useTranslation();
  const lines = new Map<string, Looked[]>();
  for (const look of looks) lines.set(look.words, [...(lines.get(look.words) ?? []), look]);
  return (
    <Stack gap={4} id={id}>
      {[...lines].map(([words, places]) => {
        const { mend, quote } = places[0] ?? {};
        return (
          <Group key={words} gap={6} align="flex-start" wrap="nowrap">
            <IconEye size={16} aria-hidden style={{ flex: 'none', marginTop: 3 }} />
            <Group gap={6} miw={0}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {words}
              </Text>
              {(quote === '' ? [] : places).map(({ at }, place) => (
                <PlaceButton
                  key={at.start}
                  text={text}
                  at={at}
                  field={field}
                  no={places.length > 1 ? place + 1 : undefined}
                  onGo={onGo}
                />
              ))}
              {mend !== undefined && (
                <Button variant="light" size="compact-xs" onClick={() => onReplace(places)}>
                  {t(quote === '' ? 'compose.putBefore' : 'compose.replaceWith', { by: mend.trim() })}
                </Button>
              )}
            </Group>
          </Group>
        );
      })}
    </Stack>
  );
}
