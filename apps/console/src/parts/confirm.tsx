import { Button, Group, Stack } from '@mantine/core';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';
import { ErrorNote } from './error-note';
import { tell, type Told } from './toasts';

/** What every confirmation is given. */
export interface ConfirmProps<T> {
  title: string;
  /** The verb on the button. */
  go: string;
  /** What the other button says; "Cancel", unless said: where that is also a word for the act. */
  keep?: string;
  /** The title of its answer; what was asked, unless said. */
  gone?: string;
  danger?: boolean;
  size?: 'md' | 'xl';
  /** Whether everything it takes has been given. */
  ready?: boolean;
  /** Asked when the button is pressed: whether it may go on; what is missing is then said beside each field. */
  check?: () => boolean;
  onGo: () => Promise<T>;
  onClose: () => void;
  /** What came of it, shown before the dialog closes; without it the dialog closes at once. */
  account?: (answer: T) => ReactNode;
  /** What came of it, said after the dialog has closed; for what has no account. */
  told?: string | ((answer: T) => Told);
  children: ReactNode;
}

/**
 * A dialog between a button and an act: says what will happen, then does it and looks at what it touches anew.
 * @param touches the queries whose answers the act changes
 */
export function Confirm<T>({
  touches,
  title,
  go,
  keep,
  gone,
  danger = false,
  size = 'md',
  ready = true,
  check,
  onGo,
  onClose,
  account,
  told,
  children,
}: ConfirmProps<T> & { touches: readonly QueryKey[] }) {
  const { t } = useTranslation();
  // The title of the answer, as it was when it was asked: what it is about has changed by then.
  const [answered, setAnswered] = useState(title);
  const client = useQueryClient();
  const lookAgain = (): Promise<unknown> =>
    Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
  const act = useMutation({
    mutationFn: onGo,
    onSuccess: async (answer) => {
      await lookAgain();
      if (account) return;
      onClose();
      if (told) tell(typeof told === 'string' ? told : told(answer));
    },
    // What was refused may be out of date: show what there is now.
    onError: () => void lookAgain(),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // A dialog is a child of the form it opened over in React's tree: its submit is its own.
    event.stopPropagation();
    if (check && !check()) {
      const form = event.currentTarget;
      // Once the faults are drawn: the first of them is where to go on.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setAnswered(gone ?? title);
    act.mutate();
  };
  if (account && act.isSuccess) {
    return (
      <Dialog title={answered} onClose={onClose}>
        <Stack>
          <Stack role="status">{account(act.data)}</Stack>
          <Group justify="flex-end">
            <Button onClick={onClose} autoFocus>
              {t('actions.close')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose} size={size}>
      <form onSubmit={submit} noValidate={check !== undefined}>
        <Stack>
          {children}
          {act.error && <ErrorNote error={act.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {keep ?? t('actions.cancel')}
            </Button>
            <Button
              type="submit"
              color={danger ? 'red.9' : undefined}
              disabled={!ready}
              loading={act.isPending}
            >
              {go}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
