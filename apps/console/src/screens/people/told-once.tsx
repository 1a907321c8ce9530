import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Invited } from '../../api';

/** A one-time password, shown once, to be handed over in person. */
export function ToldOnce({
  person: { name, username },
  oneTimePassword,
}: {
  person: Pick<Invited['person'], 'name' | 'username'>;
  oneTimePassword: string;
}) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text size="sm">{t('people.handOver', { name })}</Text>
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {t('signIn.username')}
        </Text>
        <Code block>{username}</Code>
        <Text size="sm" fw={500}>
          {t('people.oneTimePassword')}
        </Text>
        <Code block className="digest">
          {oneTimePassword}
        </Code>
      </Stack>
      <Group>
        <CopyButton value={oneTimePassword}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? t('actions.copied') : t('people.copyPassword')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Alert color="yellow" variant="light">
        {t('people.once')}
      </Alert>
    </Stack>
  );
}
