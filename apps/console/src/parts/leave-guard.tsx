import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { Dialog } from './dialog';

/** Asks before the person leaves unsaved input or an act in progress. */
export function LeaveGuard({ dirty, title, what }: { dirty: boolean; title?: string; what?: string }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && nextLocation.pathname !== currentLocation.pathname,
  );
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  if (blocker.state !== 'blocked') return null;
  return (
    <Dialog title={title ?? t('leave.title')} onClose={() => blocker.reset()}>
      <Stack>
        <Text size="sm">{what ?? t('leave.what')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed()}>
            {t('leave.go')}
          </Button>
          <Button onClick={() => blocker.reset()} data-autofocus>
            {t('leave.stay')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
