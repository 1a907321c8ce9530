import { Alert, Group, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../parts/frame/error-note';
import { Confirm } from '../../parts/forms/confirm';
import { clock } from '../../times';
import type { useHold } from './use-hold';

/** The reviewer who holds the submission: this person, or another one who can be replaced. */
export function HoldNote({ hold: { mine, other, error, takeOver } }: { hold: ReturnType<typeof useHold> }) {
  const { t } = useTranslation();
  const [taking, setTaking] = useState(false);
  return (
    <div role="status">
      {error !== null && <ErrorNote error={error} title={t('hold.failed')} />}
      {mine && (
        <Text size="sm" c="dimmed">
          {t('hold.mine')}
        </Text>
      )}
      {other && (
        <Alert color="orange" title={t('hold.by', { name: other.by.name, at: clock(other.since) })}>
          <Stack gap="xs">
            <Text size="sm">{t('hold.means')}</Text>
            <Group>
              <Button variant="default" onClick={() => setTaking(true)}>
                {t('hold.takeOver')}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      {taking && other && (
        <Confirm
          touches={[]}
          title={t('hold.takeOverTitle', { name: other.by.name })}
          go={t('hold.takeOver')}
          onGo={takeOver}
          onClose={() => setTaking(false)}
        >
          <Text size="sm">{t('hold.takeOverWhat', { name: other.by.name })}</Text>
        </Confirm>
      )}
    </div>
  );
}
