import { Code, Stack, Text } from '@mantine/core';

/** A digest in full, for whoever compares it. */
export function Digest({ label, of }: { label: string; of: string }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Code block className="digest" style={{ whiteSpace: 'pre-wrap' }}>
        {of}
      </Code>
    </Stack>
  );
}
