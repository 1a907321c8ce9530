import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type DataRequest, dataRequests, type FoundPerson } from '../../api';
import { ApiError } from '../../http';
import { ErrorNote } from '../../parts/frame/error-note';
import { instant, listed, number } from '../../times';
import { faultAt } from '../compose/form.rules';
import { Facts } from './facts';

/** What became of the copies of broadcasts, in the order shown. */
const MESSAGES = ['sent', 'uncertain', 'waiting', 'failed', 'unsent'] as const;

/** The person of an act in one line, as each dialog names them. */
export const personWords = (t: TFunction, { name, region, addresses }: FoundPerson): string =>
  t('dataRequests.notePerson', {
    name: name || t('dataRequests.nameless'),
    region,
    addresses: listed(addresses.map(({ address }) => address)),
  });

/** The person that the request concerns: enough to check an identity, addresses masked. */
export function Person({
  person,
  asker,
  checked,
}: {
  person: FoundPerson;
  asker: string | null;
  /** Whether the identity is checked: nobody else can be looked up then. */
  checked: boolean;
}) {
  const { t } = useTranslation();
  const messages = MESSAGES.filter((as) => person.messages[as] > 0).map((as) =>
    t(`dataRequests.messagesAs.${as}`, { messages: number(person.messages[as]) }),
  );
  return (
    <>
      {person.namesDiffer && (
        <Alert color="orange" role="status" title={t('dataRequests.otherName')} maw={640}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t(checked ? 'dataRequests.otherNameChecked' : 'dataRequests.otherNameHelp', {
              held: person.name,
              asker: asker ?? '',
            })}
          </Text>
        </Alert>
      )}
      <Facts
        facts={[
          [t('dataRequests.name'), person.name || t('dataRequests.noName')],
          [t('dataRequests.region'), person.region],
          [t('dataRequests.since'), instant(person.since)],
          ...person.addresses.map(({ channel, state, address }): [string, string] => [
            t(`channels.${channel}`),
            `${address} (${t(`dataRequests.addressStates.${state}`)})`,
          ]),
          [t('dataRequests.messages'), messages.length > 0 ? listed(messages) : t('dataRequests.noMessages')],
          [
            t('dataRequests.restriction'),
            person.restrictedAt === null
              ? t('dataRequests.notRestricted')
              : t('dataRequests.restrictedSince', { at: instant(person.restrictedAt) }),
          ],
        ]}
      />
    </>
  );
}

/** Finds the person by a full address. */
export function Find({ request }: { request: DataRequest }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [channel, setChannel] = useState<Channel>('email');
  const [address, setAddress] = useState('');
  const find = useMutation({
    mutationFn: () => dataRequests.find(request.id, channel, address),
    onSuccess: (found) => client.setQueryData(['data-request', request.id], found),
  });
  const fault = find.error instanceof ApiError ? faultAt(find.error.faults, 'address') : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        find.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('dataRequests.findHelp')}</Text>
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('dataRequests.channel')}
            data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
            value={channel}
            onChange={({ currentTarget: { value } }) =>
              setChannel(CHANNELS.find((one) => one === value) ?? channel)
            }
          />
          <TextInput
            label={t('dataRequests.address')}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={fault}
            autoComplete="off"
            required
            style={{ flex: '1 1 14rem' }}
          />
          <Button type="submit" variant="default" loading={find.isPending}>
            {t('dataRequests.find')}
          </Button>
        </Group>
        {find.data?.person === null && (
          <Text size="sm" role="status">
            {t(find.data.suppressed === null ? 'dataRequests.notFound' : 'dataRequests.onlyHash')}
          </Text>
        )}
        {find.data?.person && (
          <Text size="sm" role="status">
            {t('dataRequests.found')}
          </Text>
        )}
        {find.error && fault === null && <ErrorNote error={find.error} />}
      </Stack>
    </form>
  );
}
