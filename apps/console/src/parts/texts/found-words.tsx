import { Mark } from '@mantine/core';
import { foundParts } from './found-words.rules';

/** A text with the words of a search marked in it. */
export function FoundWords({ text, query }: { text: string; query: string }) {
  return foundParts(text, query).map((part, at) =>
    at % 2 === 1 ? (
      <Mark key={at} color="yellow.2" style={{ color: 'var(--mantine-color-text)' }}>
        {part}
      </Mark>
    ) : (
      part
    ),
  );
}
