import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OwnAddress, ownAddresses } from '../api';
import { ApiError } from '../http';
import { Asking } from '../parts/frame/asking';
import { Confirm } from '../parts/forms/confirm';
import { ErrorNote } from '../parts/frame/error-note';
import { Page } from '../parts/frame/page';
import { Section } from '../parts/frame/section';
import { faultAt } from './compose/form.rules';

const LIST = ['own-addresses'];

/** The person's own addresses, for test copies and for alerts when they are on call. */
export default function OwnAddresses() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: LIST, queryFn: ownAddresses.list });
  return (
    <Page title={t('nav.addresses')} aside={<Text c="dimmed">{t('own.about')}</Text>}>
      <Asking of={found} />
      {found.data?.map((address) => (
        <Address key={address.channel} address={address} />
      ))}
    </Page>
  );
}

function Address({ address: { channel, to, confirmed, refused } }: { address: OwnAddress }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [forgetting, setForgetting] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const again = () => client.invalidateQueries({ queryKey: LIST });
  const give = useMutation({
    mutationFn: () => ownAddresses.give(channel, typed),
    onSuccess: () => {
      setSentTo(typed);
      setCode('');
      confirm.reset();
    },
  });
  const confirm = useMutation({
    mutationFn: () => ownAddresses.confirm(channel, code.replace(/\s/g, '')),
    onSuccess: async () => {
      setSentTo(null);
      setTyped('');
      // Not left to the browser: the focus would move to the button that deletes the address.
      line.current?.focus();
      await again();
    },
  });
  const name = t(`channels.${channel}`);
  const faultOf = (error: Error | null, path: string): string | null =>
    error instanceof ApiError ? faultAt(error.faults, path) : null;
  const other = [
    faultOf(give.error, 'to') === null ? give.error : null,
    faultOf(confirm.error, 'code') === null ? confirm.error : null,
  ].find((error) => error !== null);
  return (
    <Section
      title={name}
      aside={
        to !== null && (
          <Button variant="default" size="xs" onClick={() => setForgetting(true)}>
            {t('own.forget', { channel: name })}
          </Button>
        )
      }
    >
      <Text size="sm" ref={line} tabIndex={-1}>
        {to === null ? t('own.none') : `${to} · ${t(confirmed ? 'own.confirmed' : 'own.unconfirmed')}`}
      </Text>
      {refused && (
        <Alert color="red" variant="light">
          {t('own.refused', { channel: name })}
        </Alert>
      )}
      <form
        // A wrong address is refused in the language on screen, not in the browser's.
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate();
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('own.to', { channel: name })}
            description={t(`own.${channel}`)}
            type={channel === 'email' ? 'email' : channel === 'sms' ? 'tel' : 'text'}
            inputMode={channel === 'telegram' ? 'numeric' : undefined}
            autoComplete={channel === 'email' ? 'email' : channel === 'sms' ? 'tel' : 'off'}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={faultOf(give.error, 'to')}
            required
            style={{ flex: '1 1 18rem' }}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''} loading={give.isPending}>
            {t('own.send')}
          </Button>
        </Group>
      </form>
      {sentTo !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate();
          }}
        >
          <Stack gap="xs">
            <Text size="sm" role="status">
              {t('own.sent', { to: sentTo })}
            </Text>
            <Group align="flex-end" gap="sm">
              <TextInput
                label={t('own.code')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                inputMode="numeric"
                autoComplete="one-time-code"
                error={faultOf(confirm.error, 'code')}
                required
                w={180}
              />
              <Button type="submit" loading={confirm.isPending}>
                {t('own.confirm')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      {confirm.isSuccess && confirmed && sentTo === null && (
        <Text size="sm" role="status">
          {t('own.done', { channel: name })}
        </Text>
      )}
      {other && <ErrorNote error={other} />}
      {forgetting && (
        <Confirm
          touches={[LIST]}
          title={t('ownAddresses.forgetTitle', { channel: name })}
          go={t('own.forget', { channel: name })}
          danger
          onGo={() => ownAddresses.forget(channel)}
          told={t('done.forgetAddress', { channel: name })}
          onClose={() => setForgetting(false)}
        >
          <Text size="sm">{t('ownAddresses.forgetWhat', { to: to ?? '' })}</Text>
        </Confirm>
      )}
    </Section>
  );
}
