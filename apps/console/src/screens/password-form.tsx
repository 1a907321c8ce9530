import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../api';
import { ApiError } from '../http';
import { ErrorNote } from '../parts/error-note';
import { typed } from '../parts/form';
import { faultAt } from './compose/form.rules';

/** Mirrors PASSWORD_MIN in libs/staff/password.ts. Shown beforehand; the API decides. */
const PASSWORD_MIN = 12;
const NOTHING = { status: null, faults: [] };

/** Changes the person's own password. @param why shown above the fields */
export function PasswordForm({ why, onDone }: { why: string; onDone: () => void | Promise<void> }) {
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: ({ present, wanted }: { present: string; wanted: string }) =>
      session.changePassword(present, wanted),
    onSuccess: onDone,
  });
  const { status, faults } = change.error instanceof ApiError ? change.error : NOTHING;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    change.mutate({ present: typed(form, 'present'), wanted: typed(form, 'wanted') });
  };
  const toggle = { 'aria-label': t('signIn.showPassword'), tabIndex: 0 };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{why}</Text>
        {change.error && status !== 401 && status !== 422 && <ErrorNote error={change.error} />}
        <PasswordInput
          name="present"
          label={t('duty.present')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
          error={status === 401 ? t('duty.presentWrong') : null}
        />
        <PasswordInput
          name="wanted"
          label={t('duty.wanted')}
          description={t('duty.wantedHelp', { min: PASSWORD_MIN })}
          autoComplete="new-password"
          required
          minLength={PASSWORD_MIN}
          visibilityToggleButtonProps={toggle}
          error={status === 422 ? faultAt(faults, 'wanted') : null}
        />
        <Button type="submit" loading={change.isPending}>
          {t('duty.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}
