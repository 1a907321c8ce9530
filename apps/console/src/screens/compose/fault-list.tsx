import { Group, Stack, Text } from '@mantine/core';
import type { TextFault } from '../../api';
import { PlaceButton } from './place-button';
import { useTextFaultWords } from './texts/text-fault-words';

/** Places of one fault shown one by one. */
const MOST_PLACES = 5;

/** The faults of a text in words, with their places: each place leads to its letters. */
export function FaultList({
  id,
  text,
  faults,
  error,
  field,
  onGo,
}: {
  id: string;
  text: string;
  faults: readonly TextFault[];
  error: string | null;
  field: string;
  onGo: (start: number, end: number) => void;
}) {
  const said = useTextFaultWords();
  return (
    <Stack gap={4} id={id}>
      {error !== null && (
        <Text size="sm" c="red.9">
          {error}
        </Text>
      )}
      {faults.map((fault) => (
        <Group key={`${fault.code} ${JSON.stringify(fault.params)}`} gap={6} align="baseline">
          <Text size="sm" c="red.9">
            {said(fault, text)}
          </Text>
          {fault.spans?.slice(0, MOST_PLACES).map((at) => (
            <PlaceButton key={at.start} text={text} at={at} field={field} onGo={onGo} />
          ))}
        </Group>
      ))}
    </Stack>
  );
}
