import { Button, Center, Group, Paper, Stack, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Person, session } from '../api';
import { EmergencyNotice } from '../parts/frame/emergency';
import { Enrolment } from '../parts/sign-in/enrolment';
import { LanguageSwitch } from '../parts/frame/language-switch';
import { useSetPerson } from '../session';
import { forgetAll } from './compose/saving/kept';
import { PasswordForm } from './password-form';

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
              <PasswordForm why={t('duty.passwordWhy')} onDone={done} />
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
