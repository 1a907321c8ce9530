import { Button, Group, Stack, Text } from '@mantine/core';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../http';
import { ACT } from './acting';
import { Dialog } from './dialog';
import { ErrorNote } from '../frame/error-note';
import { tell, type Told } from '../frame/toasts';

/** Properties of every confirmation. */
export interface ConfirmProps<T> {
  title: string;
  /** The verb on the button. */
  go: string;
  /** The label of the other button, by default "Cancel"; set where "cancel" also names the act. */
  keep?: string;
  /** The title over the result; by default the question. */
  gone?: string;
  danger?: boolean;
  /** Whether Enter confirms at once: for acts that can be undone, confirmed where they were chosen. */
  atOnce?: boolean;
  size?: 'md' | 'lg' | 'xl';
  /** Whether every input has been given. */
  ready?: boolean;
  /** What has to be given first, said beside the button: the question may lie out of sight above it. */
  lacks?: string | null;
  /** Paths of faults that the dialog's own fields show: a refusal for these alone is not said again above the buttons. */
  fields?: readonly string[];
  /** Called when the button is pressed; returns whether to go on. Each field then shows what it lacks. */
  check?: () => boolean;
  onGo: () => Promise<T>;
  onClose: () => void;
  /** The result, shown before the dialog closes; without it the dialog closes at once. */
  account?: (answer: T) => ReactNode;
  /** Whether the result is shown only once: then nothing but its button closes it, and no key does so unseen. */
  expressly?: boolean;
  /** The result, shown after the dialog has closed; for acts without an `account`. */
  told?: string | ((answer: T) => Told);
  children: ReactNode;
}

/**
 * A dialog between a button and an act: shows what will happen, does it, and refetches what it touches.
 * @param touches the queries whose results the act changes
 */
export function Confirm<T>({
  touches,
  title,
  go,
  keep,
  gone,
  danger = false,
  atOnce = false,
  size = 'md',
  ready = true,
  lacks = null,
  fields = [],
  check,
  onGo,
  onClose,
  account,
  expressly = false,
  told,
  children,
}: ConfirmProps<T> & { touches: readonly QueryKey[] }) {
  const { t } = useTranslation();
  // The title at the time of the act: its subject has changed since then.
  const [answered, setAnswered] = useState(title);
  // A second click comes before the button is drawn as busy.
  const acting = useRef(false);
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const toFault = (): void => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  const atFields = (error: unknown): boolean =>
    error instanceof ApiError &&
    error.faults.length > 0 &&
    error.faults.every(({ path }) => fields.includes(path));
  const lookAgain = (): Promise<unknown> =>
    Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
  const act = useMutation({
    mutationKey: ACT,
    mutationFn: onGo,
    onSuccess: async (answer) => {
      await lookAgain();
      if (account) return;
      onClose();
      if (told) tell(typeof told === 'string' ? told : told(answer));
    },
    // The refused request may rest on outdated data: refetch it.
    onError: () => {
      acting.current = false;
      void lookAgain();
    },
  });
  // From the press on it shows what was confirmed: what it asks about changes while the request runs.
  const shown = useRef({ title, go, lacks, children });
  if (!act.isPending) shown.current = { title, go, lacks, children };
  const asked = shown.current;
  const refusal = act.error;
  useEffect(() => {
    if (atFields(refusal)) toFault();
    // Once for each refusal, after its faults are drawn.
  }, [refusal]);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // React bubbles the submit of a dialog to the form that it opened over: stop it here.
    event.stopPropagation();
    if (check && !check()) {
      // After the faults are drawn.
      requestAnimationFrame(toFault);
      return;
    }
    if (acting.current) return;
    acting.current = true;
    setAnswered(gone ?? title);
    act.mutate();
  };
  if (account && act.isSuccess) {
    return (
      <Dialog title={answered} onClose={onClose} closeOnEscape={!expressly} withCloseButton={!expressly}>
        <Stack>
          <Stack role="status">{account(act.data)}</Stack>
          <Group justify="flex-end">
            <Button onClick={onClose} autoFocus={!expressly}>
              {t('actions.close')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    );
  }
  return (
    <Dialog title={asked.title} onClose={onClose} size={size}>
      <form ref={form} onSubmit={submit} noValidate={check !== undefined}>
        <Stack>
          {asked.children}
          {act.error && !atFields(act.error) && <ErrorNote error={act.error} />}
          <Group justify="flex-end" className="dialog-acts">
            {asked.lacks !== null && (
              <Text size="sm" role="status" style={{ flex: '1 1 12rem' }}>
                {asked.lacks}
              </Text>
            )}
            <Button variant="default" onClick={onClose} data-safe>
              {keep ?? t('actions.cancel')}
            </Button>
            <Button
              type="submit"
              color={danger ? 'red.9' : undefined}
              disabled={!ready}
              data-autofocus={(atOnce && ready) || undefined}
              loading={act.isPending}
            >
              {asked.go}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
