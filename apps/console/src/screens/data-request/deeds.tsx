import { Button, Group, List, NativeSelect, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataRequest, dataRequests, type FoundPerson } from '../../api';
import { Confirm } from '../../parts/confirm';
import { Section } from '../../parts/section';
import { number } from '../../times';
import { tell } from '../../parts/toasts';

/** Takes what was refused; null: nothing is, as yet. */
export type OnFail = (error: Error | null) => void;

const touched = (id: string) => [['data-request', id], ['data-requests']];

/** What the officer is asked about, and of whom, as it stood then. */
export interface AskedDeed {
  act: 'restrict' | 'lift' | 'erase';
  person: FoundPerson;
}

/** What can be done to what is held, once the identity is checked. */
export function Deeds({
  request: { id, done },
  person,
  onAsk,
  onFail,
}: {
  request: DataRequest;
  person: FoundPerson;
  onAsk: (asked: AskedDeed) => void;
  onFail: OnFail;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const download = useMutation({
    mutationFn: async () => saveAs(`siar-data-${id}.json`, await dataRequests.export(id)),
    onMutate: () => onFail(null),
    onError: onFail,
    onSettled: () => client.invalidateQueries({ queryKey: ['data-request', id] }),
  });
  const turn = person.restrictedAt === null ? 'restrict' : 'lift';
  return (
    <Section title={t('dataRequests.deeds')}>
      {done.length > 0 && (
        <Text size="sm">
          {t('dataRequests.doneSoFar', {
            what: done.map((deed) => t(`dataRequests.outcomes.${deed}`)).join(', '),
          })}
        </Text>
      )}
      <Group gap="sm">
        <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
          {t('dataRequests.export')}
        </Button>
        <Button variant="default" onClick={() => onAsk({ act: turn, person })}>
          {t(`dataRequests.${turn}`)}
        </Button>
        <Button variant="outline" color="red.9" onClick={() => onAsk({ act: 'erase', person })}>
          {t('dataRequests.erase')}
        </Button>
      </Group>
      {download.isSuccess && (
        <Text size="sm" role="status">
          {t('dataRequests.exported')}
        </Text>
      )}
    </Section>
  );
}

/** Between a button and a deed. Not beside the button: that is gone once a colleague has closed the request. */
export function DeedDialog({
  id,
  asked: { act, person },
  onClose,
}: {
  id: string;
  asked: AskedDeed;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  if (act !== 'erase')
    return (
      <Confirm
        touches={touched(id)}
        title={t(`dataRequests.${act}Title`)}
        go={t(`dataRequests.${act}`)}
        onGo={() => (act === 'restrict' ? dataRequests.restrict(id) : dataRequests.lift(id))}
        told={t(act === 'restrict' ? 'done.restrict' : 'done.unrestrict')}
        onClose={onClose}
      >
        <Text size="sm">{t(`dataRequests.${act}What`, { addresses: number(person.addresses.length) })}</Text>
      </Confirm>
    );
  return (
    <Confirm
      touches={touched(id)}
      title={t('dataRequests.eraseTitle')}
      go={t('dataRequests.erase')}
      danger
      onGo={() => dataRequests.erase(id)}
      told={t('done.erase')}
      onClose={onClose}
    >
      <Text size="sm">{t('dataRequests.eraseWhat')}</Text>
      <List size="sm">
        <List.Item>{t('dataRequests.eraseAddresses', { count: person.addresses.length })}</List.Item>
        <List.Item>{t('dataRequests.eraseMessages', { messages: number(person.messages) })}</List.Item>
        <List.Item>{t('dataRequests.eraseHash')}</List.Item>
      </List>
    </Confirm>
  );
}

/** Says what came of it. Only what was done can be said. */
export function CloseForm({ request: { id, outcomes }, onFail }: { request: DataRequest; onFail: OnFail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const outcome = outcomes.find((one) => one === chosen) ?? outcomes[0];
  const close = useMutation({
    mutationFn: (came: NonNullable<typeof outcome>) => dataRequests.close(id, came),
    onMutate: () => onFail(null),
    onSuccess: () => tell(t('done.closeRequest')),
    onError: onFail,
    onSettled: () => Promise.all(touched(id).map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return (
    <Section title={t('dataRequests.closing')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (outcome) close.mutate(outcome);
        }}
      >
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('dataRequests.outcome')}
            description={t('dataRequests.outcomeHelp')}
            data={outcomes.map((value) => ({ value, label: t(`dataRequests.outcomes.${value}`) }))}
            value={outcome ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
            style={{ flex: '0 1 24rem' }}
          />
          <Button type="submit" variant="default" loading={close.isPending}>
            {t('dataRequests.close')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}

/** Has the browser save something as a file. */
function saveAs(name: string, content: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser has to begin first.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
