import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Appointment,
  type AppointmentStep,
  type Confirmed,
  type ManagedPerson,
  people,
} from '../../api';
import { Confirm } from '../../parts/confirm';
import { Section } from '../../parts/section';
import { instant, listed } from '../../times';
import { suspensionOf } from './losses.rules';
import { Lost } from './lost';
import { PEOPLE } from './query';
import { ToldOnce } from './told-once';

/** Pending acts that need two admins: who has yet to agree, since when the act counts, and what this admin can do. */
export function Appointments({
  appointments,
  everybody,
}: {
  appointments: readonly Appointment[];
  /** All people that this admin manages. */
  everybody: readonly ManagedPerson[];
}) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ appointment: Appointment; step: AppointmentStep } | null>(null);
  const open = appointments.filter(({ state }) => state === 'asked' || state === 'waiting');
  return (
    <>
      {open.length > 0 && (
        <Section title={t('appointments.title')}>
          <Text size="sm" c="dimmed">
            {t('appointments.about')}
          </Text>
          <Paper withBorder component="ul" className="rows">
            {open.map((one) => (
              <One key={one.id} one={one} onStep={(step) => setAsked({ appointment: one, step })} />
            ))}
          </Paper>
        </Section>
      )}
      {asked && <StepDialog {...asked} everybody={everybody} onClose={() => setAsked(null)} />}
    </>
  );
}

function One({ one, onStep }: { one: Appointment; onStep: (step: AppointmentStep) => void }) {
  const { t } = useTranslation();
  const { act, person, organisation, askedBy, askedAt, steps, missing } = one;
  return (
    <Group component="li" px="md" py="sm" justify="space-between" gap="sm">
      <Stack gap={2} maw={640}>
        <Text size="sm" fw={600}>
          {t(`appointments.acts.${act}`, { name: person.name, roles: useRoleNames(one) })}
        </Text>
        <Text size="sm" c="dimmed">
          {organisation.name} · {t('appointments.askedBy', { name: askedBy.name, at: instant(askedAt) })}
        </Text>
        <Text size="sm">{useStanding(one)}</Text>
        {missing.length > 0 && (
          <Text size="sm">
            {[t('appointments.notSetUp'), ...missing.map((code) => t(`appointments.missing.${code}`))].join(
              ' ',
            )}
          </Text>
        )}
      </Stack>
      <Group gap="xs">
        {steps.map((step) => (
          <Button
            key={step}
            variant={step === 'confirm' ? 'filled' : 'default'}
            size="xs"
            aria-label={t('appointments.stepFor', {
              step: t(`appointments.steps.${step}`),
              name: person.name,
            })}
            onClick={() => onStep(step)}
          >
            {t(`appointments.steps.${step}`)}
          </Button>
        ))}
      </Group>
    </Group>
  );
}

function useRoleNames({ roles }: Appointment): string {
  const { t } = useTranslation();
  return listed(roles.map((role) => t(`roles.${role}`)));
}

/** Returns who has to act next, or since when the act counts. */
function useStanding({
  act,
  state,
  askedBy,
  expiresAt,
  countsFrom,
  confirmedBy,
  liftAskedBy,
}: Appointment): string {
  const { t } = useTranslation();
  if (state === 'asked' && !askedBy.admin) return t('appointments.askerGone');
  if (state === 'asked') return t('appointments.needsSecond', { at: instant(expiresAt) });
  const counts = t(`appointments.countsFrom.${act}`, {
    at: instant(countsFrom ?? expiresAt),
    name: confirmedBy?.name ?? '',
  });
  return liftAskedBy?.admin ? `${counts} ${t('appointments.liftAsked', { name: liftAskedBy.name })}` : counts;
}

/** Explains the step and, after a confirmed reset, shows the one-time password. */
function StepDialog({
  appointment,
  step,
  everybody,
  onClose,
}: {
  appointment: Appointment;
  step: AppointmentStep;
  everybody: readonly ManagedPerson[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { id, act, person, waits, state, reachedAt } = appointment;
  const roles = useRoleNames(appointment);
  const suspended =
    act === 'reset' || act === 'second-factor' ? everybody.find((one) => one.id === person.id) : undefined;
  const what = t(`appointments.acts.${act}`, { name: person.name, roles });
  const said = {
    touches: [PEOPLE],
    title: t(step === 'cancel' ? 'appointments.cancelTitle' : `appointments.steps.${step}`),
    go: t(step === 'cancel' ? 'appointments.cancelGo' : `appointments.steps.${step}`),
    danger: step === 'cancel',
    onClose,
  };
  if (step === 'confirm') {
    return (
      <Confirm<Confirmed>
        {...said}
        onGo={() => people.confirm(id)}
        account={({ appointment: { countsFrom }, oneTimePassword }) => (
          <>
            <Text size="sm">{t('appointments.confirmed', { at: instant(countsFrom ?? new Date()) })}</Text>
            {oneTimePassword !== null && <ToldOnce person={person} oneTimePassword={oneTimePassword} />}
          </>
        )}
      >
        <Text size="sm" fw={600}>
          {what}
        </Text>
        <Text size="sm">{t(`appointments.confirmWhat.${act}`, { name: person.name })}</Text>
        {reachedAt.length > 0 && (
          <Text size="sm">
            {t('appointments.reachedAt', {
              name: person.name,
              addresses: reachedAt.map(({ channel, to }) => `${to} (${t(`channels.${channel}`)})`).join(', '),
            })}
          </Text>
        )}
        <Alert color="yellow" variant="light">
          {t(waits ? 'appointments.confirmWaits' : 'appointments.confirmNow')}
        </Alert>
        {suspended && <Lost person={suspended} losses={suspensionOf(suspended, everybody)} waits />}
      </Confirm>
    );
  }
  return (
    <Confirm
      {...said}
      {...(step === 'cancel' ? { keep: t('appointments.keep') } : {})}
      onGo={() => (step === 'lift' ? people.lift(id) : people.cancelAppointment(id))}
      told={t(`done.appointment.${step}`)}
    >
      <Text size="sm" fw={600}>
        {what}
      </Text>
      <Text size="sm">
        {step === 'lift'
          ? t(appointment.liftAskedBy?.admin ? 'appointments.liftSecond' : 'appointments.liftFirst')
          : t(
              state !== 'waiting' || act === 'roles'
                ? 'appointments.cancelWhat'
                : act === 'enable'
                  ? 'appointments.cancelEnable'
                  : 'appointments.cancelReset',
              { name: person.name },
            )}
      </Text>
    </Confirm>
  );
}
