import { Group, Stack, Text } from '@mantine/core';
import { Template } from '../../../parts/texts/highlighted-text';
import { PlaceButton } from '../place-button';
import type { Pinned } from './pinned.rules';

/** Unchanged passages of one field that KPU sent back, with their reasons: each place leads to its letters. */
export function PinList({
  id,
  text,
  pins,
  field,
  onGo,
}: {
  id: string;
  text: string;
  pins: readonly Pinned[];
  field: string;
  onGo: (start: number, end: number) => void;
}) {
  return (
    <Stack gap={4} id={id}>
      {pins.map(({ passage: { quote, reason }, at }) => {
        if (!at) return null;
        return (
          <Group key={`${at.start} ${quote} ${reason}`} gap={6} align="baseline" className="pin">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              “<Template text={quote} named />” – {reason}
            </Text>
            <PlaceButton text={text} at={at} field={field} onGo={onGo} />
          </Group>
        );
      })}
    </Stack>
  );
}
