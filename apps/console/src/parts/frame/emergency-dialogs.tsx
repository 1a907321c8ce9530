import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { broadcasts, emergency, type HeldBack } from '../../api';
import { instant, listed as inList, number } from '../../times';
import { Confirm } from '../forms/confirm';
import { Reason } from '../forms/reason';
import { OnPausedChannels } from '../sending/on-paused-channels';
import { ActNumbers, StoppedNumbers } from '../sending/stopped-numbers';
import { likelyWrong, type Stoppable, stoppable } from './emergency.rules';
import { SHOWN_IN, STANDING, useEmergencyStop } from './emergency-state';
import { ErrorNote } from './error-note';
import { NoticesGoOn } from './notices-go-on';

/** The usual reasons, to be clicked. */
const REASONS = ['content', 'provider', 'order'] as const;

/** Broadcasts that the dialog lists, the newest first, of scheduled ones the next; the others are on their own pages. */
const LISTED = 10;

const NONE: Stoppable = { of: [], more: false };

const TOUCHES = [STANDING, ...SHOWN_IN];

/**
 * Asks for a reason and stops everything. What is sent with wrong content is marked there: it is paused in doubt, so that
 * its author is asked, and lifting the stop does not send the rest.
 */
export function StopDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [given, setGiven] = useState<string[] | null>(null);
  const [asked, setAsked] = useState(false);
  const { data: listed = NONE } = useQuery({
    queryKey: ['emergency-stop', 'listed'],
    queryFn: async () => {
      const [running, paused, scheduled] = await Promise.all([
        broadcasts.page({ state: 'running' }, null, LISTED),
        broadcasts.page({ state: 'paused' }, null, LISTED),
        broadcasts.page({ state: 'approved', sort: 'sent', order: 'asc' }, null, LISTED),
      ]);
      return stoppable(running, paused.broadcasts, scheduled);
    },
    staleTime: 0,
  });
  const isContent = reason.startsWith(t('emergency.reasons.content'));
  const wrong = given ?? (isContent ? likelyWrong(listed) : []);
  // Lifted, the stop lets go on what nobody named: that is said once, and then it is up to the person.
  const lacks = isContent && wrong.length === 0 && listed.of.length > 0;
  const stop = async () => {
    const why = reason.trim();
    const titleOf = (id: string): string => listed.of.find((one) => one.id === id)?.title ?? id;
    const { held } = await emergency.stop(why);
    // Everything is stopped by now: what refuses its doubt is named, and the stop stays.
    const doubts = await Promise.allSettled(
      wrong.map((id) => broadcasts.pause(id, { doubt: true, reason: why })),
    );
    const refused = wrong.filter((_, at) => doubts[at]?.status === 'rejected').map(titleOf);
    return { held, refused, doubted: wrong.length - refused.length };
  };
  return (
    <Confirm
      touches={TOUCHES}
      title={t('emergency.stopTitle')}
      gone={t('emergency.stoppedTitle')}
      go={t('emergency.stop')}
      danger
      ready={reason.trim() !== ''}
      lacks={lacks && asked ? t('emergency.noneMarked') : null}
      check={() => {
        setAsked(true);
        return !lacks || asked;
      }}
      onGo={stop}
      onClose={onClose}
      account={({ held, refused, doubted }) => (
        <>
          {held?.broadcasts === 0 ? (
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
          )}
          {doubted > 0 && <Text size="sm">{t('emergency.doubted', { broadcasts: number(doubted) })}</Text>}
          {refused.length > 0 && (
            <Text size="sm" fw={600}>
              {t('emergency.notDoubted', { broadcasts: inList(refused) })}
            </Text>
          )}
        </>
      )}
    >
      <Text size="sm">
        {t('emergency.stopWhat')} <NoticesGoOn />
      </Text>
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
      {/* Seconds count: a reason is one click, and may still be written on. */}
      <Group gap="xs" role="group" aria-label={t('emergency.reasons.label')}>
        {REASONS.map((one) => (
          <Button
            key={one}
            variant="default"
            size="xs"
            onClick={() => setReason(t(`emergency.reasons.${one}`))}
          >
            {t(`emergency.reasons.${one}`)}
          </Button>
        ))}
      </Group>
      {listed.of.length > 0 && (
        <Checkbox.Group
          label={t('emergency.wrong')}
          description={t(lacks ? 'emergency.mark' : 'emergency.wrongHelp')}
          value={wrong}
          onChange={setGiven}
        >
          <Stack gap="xs" mt="xs">
            {listed.of.map(({ id, title, is }) => (
              <Checkbox
                key={id}
                value={id}
                label={is === 'running' ? title : t(`emergency.${is}One`, { title })}
                aria-invalid={(lacks && asked) || undefined}
              />
            ))}
            {listed.more && <Text size="sm">{t('emergency.moreRun')}</Text>}
          </Stack>
        </Checkbox.Group>
      )}
      <Text size="sm">{t('emergency.stopOnly')}</Text>
      <Held none={t('emergency.noneRuns')} />
    </Confirm>
  );
}

/** Asks for a reason and lifts the emergency stop. */
export function LiftDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const stop = useEmergencyStop()?.standing;
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
      {stop && (
        <Text size="sm" fw={500}>
          {t('emergency.since', {
            at: instant(stop.since),
            name: stop.by?.name ?? 'Siar',
            reason: stop.reason,
          })}
        </Text>
      )}
      <Text size="sm">
        {t('emergency.liftWhat')}{' '}
        <Anchor component={Link} to="/siaran?state=running" inherit underline="always" onClick={onClose}>
          {t('emergency.seeRunning')}
        </Anchor>
      </Text>
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
