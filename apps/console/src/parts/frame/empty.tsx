import { Group, Stack, Text } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';

/** A list without entries: that it is empty, how entries come about, and an act that makes one. */
export function Empty({
  icon: Icon,
  how,
  act,
  children,
}: {
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  how?: string;
  act?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Group gap="md" wrap="nowrap" align="flex-start">
      <span className="empty-sign">
        <Icon size={22} stroke={1.75} aria-hidden />
      </span>
      <Stack gap={4} align="flex-start">
        <Text>{children}</Text>
        {how !== undefined && (
          <Text size="sm" c="dimmed" maw="60ch">
            {how}
          </Text>
        )}
        {act}
      </Stack>
    </Group>
  );
}
