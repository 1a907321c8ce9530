import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** An item of a list of what was done: when and what, and below it why. @param why empty: nobody wrote a reason */
export function Deed({ why, children }: { why: string; children: ReactNode }) {
  return (
    <li style={{ overflowWrap: 'anywhere' }}>
      <Text size="sm">{children}</Text>
      {why !== '' && (
        <Text size="sm" c="dimmed" className="message">
          {why}
        </Text>
      )}
    </li>
  );
}
