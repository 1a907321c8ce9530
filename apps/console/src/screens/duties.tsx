import { Button, Center, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Person, session } from '../api';
import { ApiError } from '../http';
import { EmergencyNotice } from '../parts/emergency';
import { Enrolment } from '../parts/enrolment';
import { ErrorNote } from '../parts/error-note';
import { typed } from '../parts/form';
import { LanguageSwitch } from '../parts/language-switch';
import { useSetPerson } from '../session';
import { faultAt } from './compose/form.rules';
import { forgetAll } from './compose/kept';

/** Mirrors PASSWORD_MIN in libs/staff/password.ts. Shown beforehand; the API decides. */
const PASSWORD_MIN = 12;
const NOTHING = { status: null, faults: [] };

/** Duties to complete before the rest opens: one at a time, as the API names them. */
export default function Duties({ person }: { person: Person }) {
  const { t } = useTranslation();
  const setPerson = useSetPerson();
  const signOut = useMutation({
    mutationFn: session.signOut,
    onSuccess: () => {
      forgetAll(person.personId);
      setPerson(null);
    },
  });
  const done = async (): Promise<void> => setPerson(await session.show());
  const title = person.duty === 'change-password' ? t('duty.passwordTitle') : t('duty.totpTitle');
  useEffect(() => {
    document.title = `${title} – Siar`;
  }, [title]);
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={480}>
        <EmergencyNotice />
        <Paper withBorder p="lg">
          <Stack>
            <Title order={1} size="h3">
              {title}
            </Title>
            {person.duty === 'change-password' ? (
              <NewPassword onDone={done} />
            ) : (
              <Enrolment why={t('duty.totpWhy')} onDone={() => void done()} />
            )}
          </Stack>
        </Paper>
        <Group justify="space-between">
          <Button variant="subtle" size="compact-sm" onClick={() => signOut.mutate()}>
            {t('signOut')}
          </Button>
          <LanguageSwitch />
        </Group>
      </Stack>
    </Center>
  );
}

function NewPassword({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: ({ present, wanted }: { present: string; wanted: string }) =>
      session.changePassword(present, wanted),
    onSuccess: onDone,
  });
  const { status, faults } = change.error instanceof ApiError ? change.error : NOTHING;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    change.mutate({ present: typed(form, 'present'), wanted: typed(form, 'wanted') });
  };
  const toggle = { 'aria-label': t('signIn.showPassword'), tabIndex: 0 };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('duty.passwordWhy')}</Text>
        {change.error && status !== 401 && status !== 422 && <ErrorNote error={change.error} />}
        <PasswordInput
          name="present"
          label={t('duty.present')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
          error={status === 401 ? t('duty.presentWrong') : null}
        />
        <PasswordInput
          name="wanted"
          label={t('duty.wanted')}
          description={t('duty.wantedHelp', { min: PASSWORD_MIN })}
          autoComplete="new-password"
          required
          minLength={PASSWORD_MIN}
          visibilityToggleButtonProps={toggle}
          error={status === 422 ? faultAt(faults, 'wanted') : null}
        />
        <Button type="submit" loading={change.isPending}>
          {t('duty.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}
