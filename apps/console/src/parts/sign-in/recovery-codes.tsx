import { Alert, Button, Checkbox, CopyButton, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Recovery codes, shown once, to copy or print; gone when the person confirms having them. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  return (
    <Stack>
      <Text size="sm">{t('recovery.what')}</Text>
      <SimpleGrid
        component="ul"
        cols={2}
        spacing="xs"
        className="digest print-alone"
        aria-label={t('recovery.codes')}
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </SimpleGrid>
      <Group gap="xs">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? t('actions.copied') : t('recovery.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" size="xs" onClick={() => window.print()}>
          {t('recovery.print')}
        </Button>
      </Group>
      <Alert color="yellow" variant="light">
        {t('recovery.once')}
      </Alert>
      <Checkbox
        label={t('recovery.kept')}
        checked={kept}
        autoFocus
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button disabled={!kept} onClick={onDone}>
        {t('recovery.go')}
      </Button>
    </Stack>
  );
}
