import { List } from '@mantine/core';
import { faultLines, gatheredWords } from '../../../parts/refusals/refusal-words';
import { gathered } from '../../../parts/refusals/refusal.rules';
import type { Fault } from '../../../http';

/** Obstacles: each fault once, with the text that it is in. */
export function Obstacles({ of }: { of: readonly Fault[] }) {
  return (
    <List size="sm">
      {gathered(of.filter((one) => !inText(one))).map((one) => (
        <List.Item key={one.paths[0]}>{gatheredWords(one)}</List.Item>
      ))}
      {faultLines(of.filter(inText)).map((line) => (
        <List.Item key={line} style={{ overflowWrap: 'anywhere' }}>
          {line}
        </List.Item>
      ))}
    </List>
  );
}

/** Whether the fault is in an existing text; a missing text has its own sentence. */
const inText = ({ path, code }: Fault): boolean => path.startsWith('contents.') && code !== 'no-text';
