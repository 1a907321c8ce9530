import { Alert, Button, Group, List, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type DataRequest, dataRequests, type FoundPerson } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Section } from '../../parts/frame/section';
import { instant, number } from '../../times';
import { personWords } from './person';

/** Reports what was refused; null: nothing so far. */
export type OnFail = (error: Error | null) => void;

export const touched = (id: string) => [['data-request', id], ['data-requests']];

/** The act and the person in question, as they were when the officer was asked. */
export interface AskedDeed {
  act: 'restrict' | 'lift' | 'erase';
  person: FoundPerson;
}

/** The acts on the data held, after the identity is checked. */
export function Deeds({
  request,
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
  const { id } = request;
  const download = useMutation({
    mutationFn: async (form: 'html' | 'json') =>
      form === 'html'
        ? saveAs(`siar-data-${id}.html`, (await dataRequests.copy(id, person.id)).html, 'text/html')
        : saveAs(
            `siar-data-${id}.json`,
            JSON.stringify(await dataRequests.export(id, person.id), null, 2),
            'application/json',
          ),
    onMutate: () => onFail(null),
    onError: onFail,
    onSettled: () => client.invalidateQueries({ queryKey: ['data-request', id] }),
  });
  const turn = person.restrictedAt === null ? 'restrict' : 'lift';
  return (
    <Section title={t('dataRequests.deeds')}>
      <DoneSoFar request={request} />
      {(['html', 'json'] as const).map((form) => (
        <Group key={form} gap="sm">
          <Button
            variant="default"
            loading={download.isPending && download.variables === form}
            disabled={download.isPending && download.variables !== form}
            onClick={() => download.mutate(form)}
          >
            {t(`dataRequests.export.${form}`)}
          </Button>
          <Text size="sm" style={{ flex: '1 1 16rem' }}>
            {t(`dataRequests.exportWhat.${form}`)}
          </Text>
        </Group>
      ))}
      <Group gap="sm">
        <Button variant="default" onClick={() => onAsk({ act: turn, person })}>
          {t(`dataRequests.${turn}`)}
        </Button>
        <Button variant="outline" color="red.9" onClick={() => onAsk({ act: 'erase', person })}>
          {t('dataRequests.erase')}
        </Button>
      </Group>
      {download.isSuccess && (
        <Text size="sm" role="status">
          {t(request.handedOver === null ? 'dataRequests.exported' : 'dataRequests.exportedHanded')}
        </Text>
      )}
    </Section>
  );
}

/** The acts carried out for the request; a copy that was created is not handed over yet. */
export function DoneSoFar({ request: { done, handedOver, erasedContact } }: { request: DataRequest }) {
  const { t } = useTranslation();
  if (done.length === 0) return null;
  return (
    <>
      <Text size="sm">
        {t('dataRequests.doneSoFar', { what: done.map((deed) => t(`dataRequests.done.${deed}`)).join(', ') })}
      </Text>
      {erasedContact !== null && (
        <Text size="sm">{t('dataRequests.erasedContact', { contact: erasedContact })}</Text>
      )}
      {handedOver && (
        <Text size="sm">
          {t('dataRequests.handedOver', {
            how: t(`dataRequests.hows.${handedOver.how}`),
            at: instant(handedOver.at),
          })}
        </Text>
      )}
    </>
  );
}

/** Asks between a button and an act. Not beside the button, which disappears when a colleague closes the request. */
export function DeedDialog({
  request: { id, asker, done, handedOver },
  asked: { act, person },
  onClose,
}: {
  request: DataRequest;
  asked: AskedDeed;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const whom = personWords(t, person);
  if (act !== 'erase')
    return (
      <Confirm
        touches={touched(id)}
        title={t(`dataRequests.${act}Title`)}
        go={t(`dataRequests.${act}`)}
        onGo={() => dataRequests[act](id, person.id)}
        told={t(act === 'restrict' ? 'done.restrict' : 'done.unrestrict')}
        onClose={onClose}
      >
        <List size="sm" style={{ overflowWrap: 'anywhere' }}>
          <List.Item>{whom}</List.Item>
        </List>
        <Text size="sm">{t(`dataRequests.${act}What`, { addresses: number(person.addresses.length) })}</Text>
      </Confirm>
    );
  return (
    <Confirm
      touches={touched(id)}
      title={t('dataRequests.eraseTitle')}
      go={t('dataRequests.erase')}
      danger
      onGo={() => dataRequests.erase(id, person.id)}
      told={t('done.erase')}
      onClose={onClose}
    >
      <List size="sm" style={{ overflowWrap: 'anywhere' }}>
        <List.Item>{t('dataRequests.noteAsker', { asker: asker ?? t('dataRequests.askerGone') })}</List.Item>
        <List.Item>{whom}</List.Item>
      </List>
      {person.namesDiffer && <Alert color="orange" title={t('dataRequests.otherName')} />}
      {person.others.length > 0 && (
        <Alert color="orange" title={t('dataRequests.eraseOthers')}>
          <List size="sm">
            {person.others.map((one) => (
              <List.Item key={one.id} style={{ overflowWrap: 'anywhere' }}>
                {t('dataRequests.eraseOther', {
                  request: t('dataRequests.titleOf', {
                    id: one.id,
                    wants: t(`dataRequests.wants.${one.wants}`),
                  }),
                  asker: one.asker ?? t('dataRequests.askerGone'),
                  state: t(`dataRequests.states.${one.state}`),
                })}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {done.includes('exported') && handedOver === null && (
        <Alert color="orange">{t('dataRequests.eraseCopy')}</Alert>
      )}
      <Text size="sm">{t('dataRequests.eraseWhat')}</Text>
      <Text size="sm" fw={600}>
        {t('dataRequests.eraseAnswerFirst')}
      </Text>
      <List size="sm">
        <List.Item>{t('dataRequests.eraseAddresses', { count: person.addresses.length })}</List.Item>
        <List.Item>{t('dataRequests.eraseAsker')}</List.Item>
        <List.Item>
          {t('dataRequests.eraseMessages', {
            messages: number(Object.values(person.messages).reduce((sum, count) => sum + count, 0)),
          })}
        </List.Item>
        <List.Item>{t('dataRequests.eraseHash')}</List.Item>
      </List>
    </Confirm>
  );
}

/** Saves content as a file through the browser. */
function saveAs(name: string, content: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser has to start the download first.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
