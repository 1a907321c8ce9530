import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../../api';
import { ApiError } from '../../http';
import { CodeInput } from './code-input';
import { Dialog } from '../forms/dialog';
import { ErrorNote } from '../frame/error-note';
import { typedCode } from '../forms/form';

/** Asks for a fresh one-time code (step-up) before an act goes on. */
export default function CodeDialog({ onDone }: { onDone: (opened: boolean) => void }) {
  const { t } = useTranslation();
  const stepUp = useMutation({ mutationFn: session.stepUp, onSuccess: () => onDone(true) });
  const wrong = stepUp.error instanceof ApiError && stepUp.error.problem.totpRequired === true;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // React bubbles the submit of a dialog to the form that it opened over: stop it here.
    event.stopPropagation();
    stepUp.mutate(typedCode(event.currentTarget));
  };
  return (
    <Dialog title={t('stepUp.title')} onClose={() => onDone(false)}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('stepUp.why')}</Text>
          {stepUp.error && !wrong && <ErrorNote error={stepUp.error} />}
          <CodeInput required error={wrong ? t('signIn.wrongCode') : null} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onDone(false)}>
              {t('actions.cancel')}
            </Button>
            <Button type="submit" loading={stepUp.isPending}>
              {t('stepUp.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
