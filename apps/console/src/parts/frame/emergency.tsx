import { Alert, Button, Stack, Text } from '@mantine/core';
import IconHandStop from '@tabler/icons-react/icons/IconHandStop';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emergency } from '../../api';
import { useRoles } from '../../session';
import { late } from '../../late';
import { instant } from '../../times';
import { SHOWN_IN, useEmergencyStop } from './emergency-state';
import { NoticesGoOn } from './notices-go-on';

const dialogs = () => import('./emergency-dialogs');
const StopDialog = late(async () => ({ default: (await dialogs()).StopDialog }));
const LiftDialog = late(async () => ({ default: (await dialogs()).LiftDialog }));

/** The interval while nobody is signed in, in ms. */
const OUTSIDE_MS = 10_000;
/** More prominent than any other note; the theme's titles are dark. */
const LOUD = {
  color: 'red.9',
  variant: 'filled',
  role: 'alert',
  styles: { title: { color: 'var(--mantine-color-white)' } },
} as const;

/**
 * Refetches the queries in SHOWN_IN when what holds broadcasts up changes, whoever caused it. By itself for a screen on the
 * wall, which names an emergency stop in its own band and offers nothing to press.
 */
export function EmergencyWatch() {
  const stamp = useEmergencyStop()?.stamp;
  const client = useQueryClient();
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (stamp === undefined || stamp === seen.current) return;
    // The first stamp is as old as the data that the screen has just fetched.
    if (seen.current !== undefined)
      for (const queryKey of SHOWN_IN) void client.invalidateQueries({ queryKey });
    seen.current = stamp;
  }, [stamp, client]);
  return null;
}

/** On every screen during an emergency stop: since when, by which operator, why; operators can lift it here. */
export function EmergencyBanner() {
  const { t } = useTranslation();
  const stop = useEmergencyStop()?.standing;
  const operates = useRoles('operator');
  const [lifting, setLifting] = useState(false);
  return (
    <>
      <EmergencyWatch />
      {stop && (
        <Alert {...LOUD} title={t('emergency.title')} mb="md" className="emergency">
          <Stack gap="xs" align="flex-start">
            <Text size="sm">
              {t('emergency.since', {
                at: instant(stop.since),
                name: stop.by?.name ?? 'Siar',
                reason: stop.reason,
              })}
            </Text>
            <Text size="sm" visibleFrom="sm">
              {t('emergency.means')} <NoticesGoOn />
            </Text>
            {operates && (
              <Button variant="white" color="red.9" onClick={() => setLifting(true)}>
                {t('emergency.lift')}
              </Button>
            )}
          </Stack>
        </Alert>
      )}
      {lifting && (
        <Suspense>
          <LiftDialog onClose={() => setLifting(false)} />
        </Suspense>
      )}
    </>
  );
}

/** The operators' button that stops everything; hidden while everything is stopped. */
export function EmergencyButton() {
  const { t } = useTranslation();
  const stop = useEmergencyStop()?.standing;
  const operates = useRoles('operator');
  const [stopping, setStopping] = useState(false);
  return (
    <>
      {operates && stop === null && (
        <Button
          variant="outline"
          color="red.9"
          mt="xs"
          px="xs"
          leftSection={<IconHandStop size={18} aria-hidden />}
          onClick={() => setStopping(true)}
        >
          {t('emergency.stop')}
        </Button>
      )}
      {stopping && (
        <Suspense>
          <StopDialog onClose={() => setStopping(false)} />
        </Suspense>
      )}
    </>
  );
}

/** For people who are not signed in: only that the stop is in force, and since when. */
export function EmergencyNotice() {
  const { t } = useTranslation();
  const { data: since } = useQuery({
    queryKey: ['emergency-stop', 'since'],
    queryFn: emergency.since,
    refetchInterval: OUTSIDE_MS,
    retry: false,
  });
  if (!since) return null;
  return (
    <Alert {...LOUD} title={t('emergency.title')}>
      <Text size="sm">{t('emergency.sinceAlone', { at: instant(since) })}</Text>
    </Alert>
  );
}
