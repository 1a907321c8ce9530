import { List, Text } from '@mantine/core';
import type { Finding } from '../../api/reviews';
import { useFindingWords } from '../../parts/finding-words';

/** What deserves a second look in one text, by the numbers it is marked with. */
export function Findings({ of, from }: { of: readonly Finding[]; from: number }) {
  const words = useFindingWords();
  if (of.length === 0) return null;
  return (
    <List size="sm" type="ordered" start={from} spacing={2}>
      {of.map((finding) => (
        <List.Item key={`${finding.code} ${finding.start}`}>
          <Text span fw={600} size="sm">
            “{finding.quote}”
          </Text>{' '}
          {words(finding)}
        </List.Item>
      ))}
    </List>
  );
}
