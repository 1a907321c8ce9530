import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emergency, type HeldBack } from '../../api';
import { useRoles } from '../../session';
import { instant, listed, number } from '../../times';
import { Confirm } from '../forms/confirm';
import { ErrorNote } from './error-note';
import { OnPausedChannels } from '../sending/on-paused-channels';
import { Reason } from '../forms/reason';
import { ActNumbers, StoppedNumbers } from '../sending/stopped-numbers';

const STANDING = ['emergency-stop'];
/** The queries whose results show what holds broadcasts up. */
const SHOWN_IN = [['broadcast'], ['broadcasts'], ['home'], ['operations']];
const TOUCHES = [STANDING, ...SHOWN_IN];
/** Polling interval in ms: a pause or stop shows on every screen within a second. */
const EVERY_MS = 500;
/** The interval while the page is hidden, in ms. */
const HIDDEN_MS = 5_000;
/** The interval while nobody is signed in, in ms. */
const OUTSIDE_MS = 10_000;
/** More prominent than any other note; the theme's titles are dark. */
const LOUD = {
  color: 'red.9',
  variant: 'filled',
  role: 'alert',
  styles: { title: { color: 'var(--mantine-color-white)' } },
} as const;

/** The emergency stop in force, and a stamp that changes with everything that holds broadcasts up. */
export function useEmergencyStop() {
  return useQuery({
    queryKey: STANDING,
    queryFn: emergency.standing,
    refetchInterval: () => (document.hidden ? HIDDEN_MS : EVERY_MS),
    refetchIntervalInBackground: true,
    staleTime: 0,
  }).data;
}

/** Refetches the queries in SHOWN_IN when the stamp changes, whoever caused it. */
function useLookAgain(stamp: string | undefined): void {
  const client = useQueryClient();
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (stamp === undefined || stamp === seen.current) return;
    // The first stamp is as old as the data that the screen has just fetched.
    if (seen.current !== undefined)
      for (const queryKey of SHOWN_IN) void client.invalidateQueries({ queryKey });
    seen.current = stamp;
  }, [stamp, client]);
}

/** On every screen during an emergency stop: since when, by which operator, why; operators can lift it here. */
export function EmergencyBanner() {
  const { t } = useTranslation();
  const found = useEmergencyStop();
  const stop = found?.standing;
  useLookAgain(found?.stamp);
  const operates = useRoles('operator');
  const [lifting, setLifting] = useState(false);
  return (
    <>
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
      {lifting && <LiftDialog onClose={() => setLifting(false)} />}
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
        <Button variant="outline" color="red.9" mt="xs" px="xs" onClick={() => setStopping(true)}>
          {t('emergency.stop')}
        </Button>
      )}
      {stopping && <StopDialog onClose={() => setStopping(false)} />}
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

/** Notices go on during the stop, unless their channel is paused by itself. */
function NoticesGoOn() {
  const { t } = useTranslation();
  const paused = useEmergencyStop()?.pausedChannels ?? [];
  return paused.length === 0
    ? t('emergency.notices')
    : t('emergency.noticesBut', { channels: listed(paused.map((channel) => t(`channels.${channel}`))) });
}

function StopDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      touches={TOUCHES}
      title={t('emergency.stopTitle')}
      gone={t('emergency.stoppedTitle')}
      go={t('emergency.stop')}
      danger
      ready={reason.trim() !== ''}
      onGo={() => emergency.stop(reason.trim())}
      onClose={onClose}
      account={({ held }) =>
        held?.broadcasts === 0 ? (
          <NoneHeld of={held}>{t('emergency.noneHeld')}</NoneHeld>
        ) : held ? (
          <>
            <Text size="sm">
              {t('emergency.stopped', {
                broadcasts: number(held.broadcasts),
                waves: number(held.waves),
              })}
            </Text>
            <ActNumbers of={held} expiring={held.expiring} />
          </>
        ) : (
          <Text size="sm">{t('emergency.uncounted')}</Text>
        )
      }
    >
      <Text size="sm">
        {t('emergency.stopWhat')} <NoticesGoOn />
      </Text>
      <Held none={t('emergency.noneRuns')} />
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}

/** Asks for a reason and lifts the emergency stop. */
export function LiftDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  return (
    <Confirm
      touches={TOUCHES}
      title={t('emergency.liftTitle')}
      gone={t('emergency.liftedTitle')}
      go={t('emergency.lift')}
      ready={note.trim() !== ''}
      onGo={() => emergency.lift(note.trim())}
      onClose={onClose}
      account={(goesOn) => <Lifted goesOn={goesOn} />}
    >
      <Text size="sm">{t('emergency.liftWhat')}</Text>
      <Held none={t('emergency.noneHeld')} />
      <Reason label={t('emergency.note')} value={note} onChange={setNote} required />
    </Confirm>
  );
}

/** What goes on after the stop was lifted, and what stays paused. */
function Lifted({ goesOn }: { goesOn: HeldBack }) {
  const { t } = useTranslation();
  const { broadcasts, waves, stopped, unlisted, paused, onPausedChannels } = goesOn;
  return (
    <>
      <Text size="sm">
        {broadcasts === 0
          ? t('emergency.noneHeld')
          : t('emergency.lifted', {
              broadcasts: number(broadcasts),
              waves: number(waves),
              messages: number(stopped + unlisted),
            })}
        {unlisted > 0 && ` ${t('numbers.unlisted', { messages: number(unlisted) })}.`}
      </Text>
      {paused > 0 && <Text size="sm">{t('numbers.paused', { messages: number(paused) })}.</Text>}
      <OnPausedChannels of={onPausedChannels} />
    </>
  );
}

/** That the stop holds no broadcast, and the copies that wait beside it or are being sent. */
function NoneHeld({ of: { paused, inHand }, children }: { of: HeldBack; children: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm">{children}</Text>
      {paused > 0 && <Text size="sm">{t('numbers.paused', { messages: number(paused) })}.</Text>}
      {inHand > 0 && <Text size="sm">{t('numbers.inHand', { messages: number(inHand) })}.</Text>}
    </div>
  );
}

/** The broadcasts and copies that the stop holds back, or would hold back, at present. */
function Held({ none }: { none: string }) {
  const { t } = useTranslation();
  const { data: held, error } = useQuery({
    queryKey: ['emergency-stop', 'held'],
    queryFn: emergency.held,
    refetchInterval: 2_000,
    staleTime: 0,
  });
  if (!held) return error ? <ErrorNote error={error} /> : <Text size="sm">{t('loading')}</Text>;
  if (held.broadcasts === 0) return <NoneHeld of={held}>{none}</NoneHeld>;
  return (
    <Group gap="xs">
      <Text size="sm" fw={500}>
        {t('emergency.running', { broadcasts: number(held.broadcasts), waves: number(held.waves) })}
      </Text>
      <StoppedNumbers of={held} expiring={held.expiring} />
      <OnPausedChannels of={held.onPausedChannels} />
    </Group>
  );
}
