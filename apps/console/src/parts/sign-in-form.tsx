import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Credentials, type Person, session } from '../api';
import { ApiError } from '../http';
import { CodeInput } from './code-input';
import { kindOf } from './error-note';
import { typed, typedCode } from './form';

/**
 * User name, password, and the one-time code once the API asks for it. Field names and autocomplete are what password
 * managers look for; nothing stops pasting.
 * @param username given: only this person may come back
 */
export function SignInForm({
  username,
  onSignedIn,
}: {
  username?: string;
  onSignedIn: (person: Person) => void;
}) {
  const { t } = useTranslation();
  const [wantsCode, setWantsCode] = useState(false);
  const code = useRef<HTMLInputElement>(null);
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => session.signIn(credentials),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (error instanceof ApiError && error.problem.totpRequired) setWantsCode(true);
    },
  });
  useEffect(() => {
    if (wantsCode) code.current?.focus();
  }, [wantsCode, signIn.error]);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const totp = typedCode(form);
    signIn.mutate({
      username: typed(form, 'username').trim(),
      password: typed(form, 'password'),
      ...(totp === '' ? {} : { totp }),
    });
  };

  // The first answer that asks for a code is no failure: the field that appears says what to do.
  const refused = signIn.error && !(wantsCode && !signIn.variables?.totp) ? signIn.error : null;
  return (
    <form onSubmit={submit}>
      <Stack>
        {refused && (
          <Alert color="red" role="alert" title={t('signIn.failed')}>
            {whyRefused(refused, wantsCode, t)}
          </Alert>
        )}
        <TextInput
          name="username"
          label={t('signIn.username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={64}
          defaultValue={username}
          readOnly={username !== undefined}
        />
        <PasswordInput
          name="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
        />
        {wantsCode && <CodeInput ref={code} required description={t('signIn.codeHelp')} />}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function whyRefused(error: Error, wantsCode: boolean, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('errors.unforeseen');
  switch (error.status) {
    case 401:
      return wantsCode && error.problem.totpRequired ? t('signIn.wrongCode') : t('signIn.wrong');
    case 403:
      return t('signIn.disabled');
    case 400:
      return t('signIn.malformed');
    case 429:
      return t('signIn.tooMany', { minutes: Math.ceil((error.problem.retryAfterSeconds ?? 900) / 60) });
    default:
      return t(`errors.${kindOf(error)}`);
  }
}
