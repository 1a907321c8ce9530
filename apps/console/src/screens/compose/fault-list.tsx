import { Button, Group, Stack, Text } from '@mantine/core';
import type { TextFault } from '../../api';
import { useTranslation } from 'react-i18next';
import { PlaceButton } from './place-button';
import { plainAt } from './texts/plain-letters.rules';
import { useTextFaultWords } from './texts/text-fault-words';

type Mended = ReturnType<typeof plainAt>[number];

/** Places of one fault shown one by one. */
const MOST_PLACES = 5;

/**
 * The faults of a text in words, with their places: each place leads to its letters. Letters that a plain SMS lacks are
 * replaced by one press, where others mean the same.
 */
export function FaultList({
  id,
  text,
  faults,
  error,
  field,
  onGo,
  onReplace,
}: {
  id: string;
  text: string;
  faults: readonly TextFault[];
  error: string | null;
  field: string;
  onGo: (start: number, end: number) => void;
  onReplace: (places: readonly Mended[]) => void;
}) {
  const { t } = useTranslation();
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
          {fault.spans?.slice(0, MOST_PLACES).map((at, place, all) => (
            <PlaceButton
              key={at.start}
              text={text}
              at={at}
              field={field}
              no={all.length > 1 ? place + 1 : undefined}
              onGo={onGo}
            />
          ))}
          {replacements(fault, text)}
        </Group>
      ))}
    </Stack>
  );

  function replacements({ code, spans = [] }: TextFault, now: string) {
    if (code !== 'sms-letters') return null;
    const all = plainAt(now, spans);
    return [...new Set(all.map(({ mend }) => mend))].map((mend) => {
      const places = all.filter((one) => one.mend === mend);
      return (
        <Button key={mend} variant="light" size="compact-xs" onClick={() => onReplace(places)}>
          {mend.trim() === ''
            ? t(mend === '' ? 'compose.replaceHidden' : 'compose.replaceSpace')
            : t('compose.replaceLetters', {
                was: [...new Set(places.map(({ quote }) => quote))].join(' '),
                by: mend,
              })}
        </Button>
      );
    });
  }
}
