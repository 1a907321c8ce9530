import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session } from '../api';
import { ApiError } from '../http';
import { ErrorNote } from '../parts/frame/error-note';
import { typed } from '../parts/forms/form';
import { faultAt } from './compose/form.rules';

/** Mirrors PASSWORD_MIN in libs/staff/sign-in/password.ts. Shown beforehand; the API decides. */
const PASSWORD_MIN = 12;
const NOTHING = { status: null, faults: [] };
const FULL = { present: false, wanted: false };

/** Changes the person's own password. @param why shown above the fields */
export function PasswordForm({ why, onDone }: { why: string; onDone: () => void | Promise<void> }) {
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: ({ present, wanted }: { present: string; wanted: string }) =>
      session.changePassword(present, wanted),
    onSuccess: onDone,
  });
  const form = useRef<HTMLFormElement>(null);
  const [lacking, setLacking] = useState(FULL);
  const { status, faults } = change.error instanceof ApiError ? change.error : NOTHING;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const present = typed(event.currentTarget, 'present');
    const wanted = typed(event.currentTarget, 'wanted');
    const lacks = {
      present: present === '',
      wanted: wanted.length < PASSWORD_MIN,
    };
    change.reset();
    setLacking(lacks);
    if (!lacks.present && !lacks.wanted) change.mutate({ present, wanted });
    else focus(lacks.present ? 'present' : 'wanted');
  };
  // The fault of an earlier attempt says nothing about what is typed now.
  const typing = (field: keyof typeof FULL) => () => {
    setLacking((now) => ({ ...now, [field]: false }));
    change.reset();
  };
  const focus = (field: keyof typeof FULL): void =>
    form.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus();
  useEffect(() => {
    if (status === 401) focus('present');
    if (status === 422) focus('wanted');
  }, [status]);
  const toggle = { 'aria-label': t('signIn.showPassword'), tabIndex: 0 };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{why}</Text>
        {change.error && status !== 401 && status !== 422 && <ErrorNote error={change.error} />}
        <PasswordInput
          name="present"
          label={t('duty.present')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
          error={lacking.present ? t('people.missing') : status === 401 ? t('duty.presentWrong') : null}
          onChange={typing('present')}
        />
        <PasswordInput
          name="wanted"
          label={t('duty.wanted')}
          description={t('duty.wantedHelp', { min: PASSWORD_MIN })}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={toggle}
          error={lacking.wanted ? t('duty.wantedShort', { min: PASSWORD_MIN }) : faultAt(faults, 'wanted')}
          onChange={typing('wanted')}
        />
        <Button type="submit" loading={change.isPending}>
          {t('duty.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}
