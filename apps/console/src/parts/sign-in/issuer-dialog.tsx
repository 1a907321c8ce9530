import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Person, session } from '../../api';
import { ISSUER_WINDOW, type IssuerPurpose, onDone as onIssuerDone } from '../../issuer-window';
import { useSetPerson } from '../../session';
import { Dialog } from '../forms/dialog';
import { ErrorNote } from '../frame/error-note';

/** Signs in again, or confirms an act, at the ministry's issuer: in a window beside, so that the page keeps its content. */
export default function IssuerDialog({
  person,
  what,
  onDone,
}: {
  person: Person;
  what: IssuerPurpose;
  onDone: (opened: boolean) => void;
}) {
  const { t } = useTranslation();
  const setPerson = useSetPerson();
  const [opened, setOpened] = useState(false);
  const look = useMutation({
    mutationFn: session.show,
    onSuccess: (found) => {
      // Somebody else has signed in there: the page becomes theirs.
      if (found.personId !== person.personId) setPerson(found);
      onDone(found.personId === person.personId);
    },
  });
  const { mutate } = look;
  useEffect(() => onIssuerDone(() => mutate()), [mutate]);
  return (
    <Dialog
      title={t(what === 'sign-in' ? 'signIn.again' : 'issuerWindow.title')}
      onClose={() => onDone(false)}
    >
      <Stack>
        <Text size="sm">{t(what === 'sign-in' ? 'issuerWindow.again' : 'issuerWindow.why')}</Text>
        {look.error && <ErrorNote error={look.error} />}
        <Text size="sm" role="status">
          {opened ? t('issuerWindow.waits') : ''}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onDone(false)}>
            {t('actions.cancel')}
          </Button>
          <Button
            component="a"
            href={`${ISSUER_WINDOW}?untuk=${what}`}
            target="_blank"
            rel="noopener"
            data-autofocus
            onClick={() => setOpened(true)}
          >
            {t('issuerWindow.go')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
