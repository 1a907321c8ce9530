import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { issuer } from '../../api';
import { ErrorNote } from '../frame/error-note';
import { IssuerRefusal } from './issuer-refusal';

/** Leads to the ministry's own sign-in and back to the page on screen; tells why the last one was refused. */
export default function IssuerEntry() {
  const { t } = useTranslation();
  const go = useMutation({
    mutationFn: () => issuer.begin(window.location.pathname + window.location.search),
    onSuccess: ({ location }) => window.location.assign(location),
  });
  return (
    <Stack>
      <IssuerRefusal />
      {go.error && <ErrorNote error={go.error} />}
      <Button variant="default" fullWidth loading={go.isPending || go.isSuccess} onClick={() => go.mutate()}>
        {t('signIn.byIssuer')}
      </Button>
      <Text size="sm" c="dimmed" ta="center">
        {t('signIn.orLocal')}
      </Text>
    </Stack>
  );
}
