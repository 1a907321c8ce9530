import { Group, Stack, Text } from '@mantine/core';

/** Names with their values, one below the other. */
export function Facts({ facts }: { facts: readonly [name: string, what: string][] }) {
  return (
    <Stack component="dl" gap="xs" m={0}>
      {facts.map(([name, what]) => (
        <Group key={name} gap="0 var(--mantine-spacing-xs)" align="baseline">
          <Text component="dt" size="sm" c="dimmed" w={170}>
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ flex: '1 1 14rem', overflowWrap: 'anywhere' }}>
            {what}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
