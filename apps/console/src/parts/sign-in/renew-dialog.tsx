import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../api';
import { Dialog } from '../forms/dialog';
import { SignInForm } from './sign-in-form';

/** The session has ended: signs in again while the page keeps its content. */
export default function RenewDialog({
  person,
  onDone,
}: {
  person: Person;
  onDone: (opened: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('signIn.again')} onClose={() => onDone(false)}>
      <Stack>
        <Text size="sm">{t('signIn.nothingLost')}</Text>
        <SignInForm username={person.username} onSignedIn={() => onDone(true)} />
      </Stack>
    </Dialog>
  );
}
