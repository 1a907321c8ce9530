import {
  Alert,
  Button,
  Center,
  Code,
  CopyButton,
  Group,
  List,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Person, session } from '../api';
import { ask, ApiError } from '../http';
import { CodeInput } from '../parts/code-input';
import { EmergencyNotice } from '../parts/emergency';
import { ErrorNote } from '../parts/error-note';
import { typed, typedCode } from '../parts/form';
import { LanguageSwitch } from '../parts/language-switch';
import { useSetPerson } from '../session';

/** libs/staff/password.ts, PASSWORD_MIN: said beforehand; the API decides. */
const PASSWORD_MIN = 12;

/** What a person must do before the rest is open to them: one duty at a time, as the API names them. */
export default function Duties({ person }: { person: Person }) {
  const { t } = useTranslation();
  const setPerson = useSetPerson();
  const signOut = useMutation({ mutationFn: session.signOut, onSuccess: () => setPerson(null) });
  const done = async (): Promise<void> => setPerson(await ask<Person>('GET', '/session', { plain: true }));
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
            {person.duty === 'change-password' ? <NewPassword onDone={done} /> : <Enrolment onDone={done} />}
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
  const status = change.error instanceof ApiError ? change.error.status : null;
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
          withAsterisk={false}
          visibilityToggleButtonProps={toggle}
          error={status === 401 ? t('duty.presentWrong') : null}
        />
        <PasswordInput
          name="wanted"
          label={t('duty.wanted')}
          description={t('duty.wantedHelp', { min: PASSWORD_MIN })}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={PASSWORD_MIN}
          visibilityToggleButtonProps={toggle}
          error={status === 422 ? t('duty.wantedWrong', { min: PASSWORD_MIN }) : null}
        />
        <Button type="submit" loading={change.isPending}>
          {t('duty.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}

function Enrolment({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTranslation();
  // Each asking makes a new secret: ask once, and keep it while the person types it over.
  const enrolment = useQuery({
    queryKey: ['enrolment'],
    queryFn: session.enrol,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({ mutationFn: session.confirmEnrolment, onSuccess: onDone });
  const wrong = confirm.error instanceof ApiError && confirm.error.problem.totpRequired === true;
  if (enrolment.error) return <ErrorNote error={enrolment.error} onRetry={() => void enrolment.refetch()} />;
  if (!enrolment.data) return <Text>{t('loading')}</Text>;
  const { uri } = enrolment.data;
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    confirm.mutate(typedCode(event.currentTarget));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('duty.totpWhy')}</Text>
        <List type="ordered" size="sm" spacing="xs">
          <List.Item>{t('duty.totpApp')}</List.Item>
          <List.Item>{t('duty.totpAdd')}</List.Item>
          <List.Item>{t('duty.totpConfirm')}</List.Item>
        </List>
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            {t('duty.totpSecret')}
          </Text>
          <Code block className="digest">
            {secret.replace(/(.{4})(?=.)/g, '$1 ')}
          </Code>
          <Group gap="xs">
            <Copy value={secret} label={t('duty.copySecret')} />
            <Copy value={uri} label={t('duty.copyUri')} />
            <Button component="a" href={uri} variant="default" size="xs">
              {t('duty.openApp')}
            </Button>
          </Group>
        </Stack>
        {confirm.error && !wrong && <ErrorNote error={confirm.error} />}
        <CodeInput required error={wrong ? t('signIn.wrongCode') : null} />
        <Alert color="sea" variant="light">
          {t('duty.totpKeep')}
        </Alert>
        <Button type="submit" loading={confirm.isPending}>
          {t('duty.enrol')}
        </Button>
      </Stack>
    </form>
  );
}

function Copy({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" onClick={copy}>
          {copied ? t('actions.copied') : label}
        </Button>
      )}
    </CopyButton>
  );
}
