import { Alert, Button, Code, CopyButton, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../../api';
import { ApiError } from '../../http';
import { CodeInput } from './code-input';
import { ErrorNote } from '../frame/error-note';
import { typedCode } from '../forms/form';
import { RecoveryCodes } from './recovery-codes';

/** Sets up an authenticator: by QR code or typed key, proven by a first code; then shows the recovery codes. */
export function Enrolment({
  why,
  onCodes,
  onDone,
}: {
  why: string;
  /** Called when the recovery codes are shown: this is the only time. */
  onCodes?: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  // Each request creates a new secret: fetch once, and keep it while the person types it.
  const enrolment = useQuery({
    queryKey: ['enrolment'],
    queryFn: session.enrol,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({ mutationFn: session.confirmEnrolment, onSuccess: () => onCodes?.() });
  const wrong = confirm.error instanceof ApiError && confirm.error.problem.totpRequired === true;
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onDone={onDone} />;
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
        <Text size="sm">{why}</Text>
        <List type="ordered" size="sm" spacing="xs">
          <List.Item>{t('duty.totpApp')}</List.Item>
          <List.Item>{t('duty.totpAdd')}</List.Item>
          <List.Item>{t('duty.totpConfirm')}</List.Item>
        </List>
        <QRCodeSVG
          value={uri}
          size={184}
          marginSize={4}
          title={t('duty.qr')}
          style={{ alignSelf: 'center' }}
        />
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
