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
import { Confirm } from '../../parts/forms/confirm';
import { Section } from '../../parts/frame/section';
import { instant, listed, number } from '../../times';
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
  return (
    <>
      {(['asked', 'waiting'] as const).map((state) => {
        const open = appointments.filter((one) => one.state === state);
        if (open.length === 0) return null;
        return (
          <Section key={state} title={t(`appointments.titles.${state}`)} term="appointment">
            <Text size="sm" c="dimmed">
              {t(`appointments.about.${state}`)}
            </Text>
            <Paper withBorder component="ul" className="rows">
              {open.map((one) => (
                <One key={one.id} one={one} onStep={(step) => setAsked({ appointment: one, step })} />
              ))}
            </Paper>
          </Section>
        );
      })}
      {asked && <StepDialog {...asked} everybody={everybody} onClose={() => setAsked(null)} />}
    </>
  );
}

function One({ one, onStep }: { one: Appointment; onStep: (step: AppointmentStep) => void }) {
  const { t } = useTranslation();
  const standing = useStanding(one);
  const { person, organisation, askedBy, askedAt, steps, missing, state, confirmable, expiresAt } = one;
  const stuck = state === 'asked' && askedBy.admin && !confirmable;
  return (
    <Group component="li" px="md" py="sm" justify="space-between" gap="sm">
      <Stack gap={2} maw={640}>
        <Text size="sm" fw={600}>
          {useWhat(one)}
        </Text>
        <Text size="sm" c="dimmed">
          {organisation.name} · {t('appointments.askedBy', { name: askedBy.name, at: instant(askedAt) })}
        </Text>
        {stuck ? (
          <Alert color="red" variant="light" mt={4}>
            {t('appointments.unconfirmable', { at: instant(expiresAt) })}
          </Alert>
        ) : (
          <Text size="sm">{standing}</Text>
        )}
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

/** Returns what the appointment is to: only asked for, or confirmed and in its wait. */
function useWhat({ act, state, person: { name }, roles: all }: Appointment): string {
  const { t } = useTranslation();
  const roles = listed(all.map((role) => t(`roles.${role}`)));
  const what = t(`appointments.acts.${act}`, { name, roles });
  return state === 'asked' ? t('appointments.askedWhat', { what }) : what;
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
  const { id, act, person, waits, waitHours, state, reachedAt } = appointment;
  const suspended =
    act === 'reset' || act === 'second-factor' ? everybody.find((one) => one.id === person.id) : undefined;
  const what = useWhat(appointment);
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
        expressly
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
          {waits
            ? t('appointments.confirmWaits', { hours: number(waitHours) })
            : t('appointments.confirmNow')}
        </Alert>
        {suspended && <Lost person={suspended} losses={suspensionOf(suspended, everybody)} waits />}
      </Confirm>
    );
  }
  return (
    <Confirm<Appointment | void>
      {...said}
      {...(step === 'cancel' ? { keep: t('appointments.keep') } : {})}
      onGo={() => (step === 'lift' ? people.lift(id) : people.cancelAppointment(id))}
      told={(answer) => ({
        text:
          step === 'lift' && answer?.state === 'counting'
            ? t('done.appointment.lifted', { name: person.name })
            : t(`done.appointment.${step}`),
      })}
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
