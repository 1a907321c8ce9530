import { Button, Group, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { Dialog } from './dialog';

/** How long a save may last before the person is asked, in ms. */
const PATIENCE_MS = 3_000;

/**
 * Asks before the person leaves unsaved input or an act in progress. Once it is saved, the page they chose opens.
 * @param saves whether it is being saved, or will be by itself: then nothing is asked
 * @param onSave saves it at once; absent: it is being saved
 * @param onLeaving whether the person is leaving, or waits for that
 */
export function LeaveGuard({
  dirty,
  title,
  what,
  saves = false,
  onSave,
  onLeaving,
}: {
  dirty: boolean;
  title?: string;
  what?: string;
  saves?: boolean;
  onSave?: ((byHand: boolean) => void) | undefined;
  onLeaving?: (leaving: boolean) => void;
}) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && nextLocation.pathname !== currentLocation.pathname,
  );
  const blocked = blocker.state === 'blocked';
  const passed = useRef<typeof blocker>(null);
  // Once for each attempt to leave: until the next page is drawn this one still holds the blocker, and the router refuses a
  // second time.
  const proceed = useCallback(() => {
    if (blocker.state !== 'blocked' || passed.current === blocker) return;
    passed.current = blocker;
    blocker.proceed();
  }, [blocker]);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  const leaving = blocker.state !== 'unblocked';
  useEffect(() => onLeaving?.(leaving), [leaving, onLeaving]);
  useEffect(() => {
    if (!blocked) return;
    if (!dirty) proceed();
    else if (saves) onSave?.(false);
  }, [blocked, proceed, dirty, saves, onSave]);
  useEffect(() => {
    if (!blocked) return;
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [blocked]);
  if (!blocked || !dirty || (saves && !slow)) return null;
  return (
    <Dialog title={title ?? t('leave.title')} onClose={() => blocker.reset()}>
      <Stack>
        <Text size="sm">{what ?? t('leave.what')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={proceed}>
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
