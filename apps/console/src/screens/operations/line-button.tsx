import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A small button in a line of a card. A long name makes it taller, not the card wider. */
export function LineButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      h="auto"
      maw="100%"
      py={4}
      styles={{
        label: { whiteSpace: 'normal', overflowWrap: 'anywhere', textAlign: 'start', lineHeight: 1.3 },
      }}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
