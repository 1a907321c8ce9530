import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../parts/dialog';
import { ErrorNote } from '../../parts/error-note';

/** A dialog between a button and an act: says what will happen, then does it and looks at the broadcast anew. */
export function Confirm({
  id,
  title,
  go,
  danger = false,
  ready = true,
  onGo,
  onClose,
  children,
}: {
  id: string;
  title: string;
  /** The verb on the button. */
  go: string;
  danger?: boolean;
  /** Whether everything it takes has been given. */
  ready?: boolean;
  onGo: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: onGo,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['broadcast', id] });
      void client.invalidateQueries({ queryKey: ['broadcasts'] });
      onClose();
    },
    // What was refused may be out of date: show what there is now.
    onError: () => void client.invalidateQueries({ queryKey: ['broadcast', id] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          {children}
          {act.error && <ErrorNote error={act.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('actions.cancel')}
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
