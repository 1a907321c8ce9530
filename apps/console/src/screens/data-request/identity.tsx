import { Alert, Button, Checkbox, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataRequest, dataRequests, type FoundPerson, IDENTITY_CHECKS } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { touched } from './deeds';
import { personWords } from './person';

type Check = NonNullable<DataRequest['identityCheck']>;

/** The check to record, and the two sides as they were when the officer was asked. */
export interface AskedCheck {
  id: string;
  check: Check;
  asker: string | null;
  person: FoundPerson;
}

/** How the officer checked that the requester is the person found. */
export function IdentityForm({
  request: { id, person, asker },
  onAsk,
}: {
  request: DataRequest;
  onAsk: (asked: AskedCheck) => void;
}) {
  const { t } = useTranslation();
  const [check, setCheck] = useState<Check | null>(null);
  if (!person) return <Text size="sm">{t('dataRequests.findFirst')}</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (check) onAsk({ id, check, asker, person });
      }}
    >
      <Stack gap="sm">
        <Radio.Group
          label={t('dataRequests.how')}
          description={t('dataRequests.howHelp')}
          value={check}
          onChange={(value) => setCheck(IDENTITY_CHECKS.find((one) => one === value) ?? null)}
        >
          <Stack gap="xs" mt="xs">
            {IDENTITY_CHECKS.map((value) => (
              <Radio key={value} value={value} label={t(`dataRequests.checks.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Group>
          <Button type="submit" disabled={check === null}>
            {t('dataRequests.note')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Names the requester and the person found, which the check connects, and what it opens. Where the names differ, a box has to be ticked. */
export function IdentityDialog({ id, check, asker, person, onClose }: AskedCheck & { onClose: () => void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  return (
    <Confirm
      touches={touched(id)}
      title={t('dataRequests.noteTitle')}
      go={t('dataRequests.note')}
      ready={!person.namesDiffer || sure}
      onGo={() => dataRequests.identify(id, { check, contactId: person.id })}
      told={t('done.identify')}
      onClose={onClose}
    >
      <List size="sm" style={{ overflowWrap: 'anywhere' }}>
        <List.Item>{t('dataRequests.noteAsker', { asker: asker ?? t('dataRequests.askerGone') })}</List.Item>
        <List.Item>{personWords(t, person)}</List.Item>
        <List.Item>{t('dataRequests.noteHow', { how: t(`dataRequests.checks.${check}`) })}</List.Item>
      </List>
      <Text size="sm">{t('dataRequests.noteOpens')}</Text>
      {person.namesDiffer && (
        <Alert color="orange" title={t('dataRequests.otherName')}>
          <Checkbox
            label={t('dataRequests.noteSure')}
            checked={sure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
        </Alert>
      )}
    </Confirm>
  );
}

/** Whether the check can still be taken back; where it cannot, why, and what to do about a mistake. */
export function CheckStands({ request, onAsk }: { request: DataRequest; onAsk: () => void }) {
  const { t } = useTranslation();
  if (request.mayTakeBack)
    return (
      <Group>
        <Button variant="default" size="xs" onClick={onAsk}>
          {t('dataRequests.takeBack')}
        </Button>
      </Group>
    );
  const why = !request.done.includes('exported')
    ? 'restricted'
    : request.handedOver === null
      ? 'copied'
      : 'handed';
  return (
    <Text size="sm" c="dimmed">
      {t(`dataRequests.noTakeBack.${why}`)}
    </Text>
  );
}

/** @param asked the contact that the check was about when the officer was asked; empty: erased since */
export function TakeBackDialog({ id, asked, onClose }: { id: string; asked: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Confirm
      touches={touched(id)}
      title={t('dataRequests.takeBackTitle')}
      go={t('dataRequests.takeBack')}
      onGo={() => dataRequests.takeBack(id, asked || null)}
      told={t('done.takeBack')}
      onClose={onClose}
    >
      <Text size="sm">{t('dataRequests.takeBackWhat')}</Text>
    </Confirm>
  );
}
