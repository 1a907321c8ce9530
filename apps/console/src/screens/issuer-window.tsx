import { Button, Center, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { issuer } from '../api';
import type { ProblemCode } from '../api/refusals';
import { wantWords } from '../i18n';
import { ISSUER_WINDOW, type IssuerPurpose, OUTCOME, tellDone } from '../issuer-window';
import { ErrorNote } from '../parts/frame/error-note';
import { problemWords } from '../parts/refusals/refusal-words';

/** The window beside a page: leads to the ministry's issuer, and on the way back tells the page and closes. */
export default function IssuerWindow() {
  const { t } = useTranslation();
  const [query] = useState(() => new URLSearchParams(window.location.search));
  const outcome = query.get(OUTCOME);
  const purpose: IssuerPurpose = query.get('untuk') === 'step-up' ? 'step-up' : 'sign-in';
  const back = `${ISSUER_WINDOW}?untuk=${purpose}&${OUTCOME}=ok`;
  const go = useMutation({
    mutationFn: () => (purpose === 'step-up' ? issuer.beginStepUp(back) : issuer.begin(back)),
    onSuccess: ({ location }) => window.location.replace(location),
  });
  const { mutate } = go;
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (outcome === null) mutate();
    else if (outcome === 'ok') {
      tellDone();
      // Refused where the browser did not open it for a page: its words then say what to do.
      window.close();
    } else void wantWords('refusals').then(() => setReady(true));
  }, [outcome, mutate]);
  const title = t(
    outcome === 'ok'
      ? 'issuerWindow.done'
      : outcome === null && !go.error
        ? 'issuerWindow.opening'
        : 'issuerWindow.failed',
  );
  useEffect(() => {
    document.title = `${title} – Siar`;
  }, [title]);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="lg" w="100%" maw={400}>
        <Stack>
          <Title order={1} size="h3">
            {title}
          </Title>
          {outcome === 'ok' && <Text role="status">{t('issuerWindow.doneWhat')}</Text>}
          {outcome === null && !go.error && <Loader role="progressbar" aria-label={title} />}
          {go.error && <ErrorNote error={go.error} />}
          {ready && (
            <Text role="alert">
              {problemWords({ code: outcome as ProblemCode, params: { minutes: 15 } }) ??
                t('errors.unforeseen')}
            </Text>
          )}
          {((outcome !== null && outcome !== 'ok') || go.error) && (
            <Group>
              <Button onClick={() => window.location.replace(`${ISSUER_WINDOW}?untuk=${purpose}`)}>
                {t('issuerWindow.retry')}
              </Button>
            </Group>
          )}
        </Stack>
      </Paper>
    </Center>
  );
}
