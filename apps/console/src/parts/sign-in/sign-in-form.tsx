import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Credentials, type Person, session } from '../../api';
import { ApiError } from '../../http';
import { CodeInput } from './code-input';
import { kindOf } from '../frame/error-note';
import { typed, typedCode } from '../forms/form';

/**
 * User name, password, and the one-time code once the API asks for it. Field names and autocomplete suit password
 * managers; pasting is allowed.
 * @param username when given, only this person may sign in
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
  const [recovers, setRecovers] = useState(false);
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
  }, [wantsCode, recovers, signIn.error]);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const totp = typedCode(form);
    const recoveryCode = typed(form, 'recoveryCode').trim();
    signIn.mutate({
      username: typed(form, 'username').trim(),
      password: typed(form, 'password'),
      ...(totp === '' ? {} : { totp }),
      ...(recoveryCode === '' ? {} : { recoveryCode }),
    });
  };

  // The first response that asks for a code is no failure: the new field shows what to do.
  const { totp, recoveryCode } = signIn.variables ?? {};
  const refused = signIn.error && !(wantsCode && !totp && !recoveryCode) ? signIn.error : null;
  return (
    <form onSubmit={submit}>
      <Stack>
        {refused && (
          <Alert color="red" role="alert" title={t('signIn.failed')}>
            <WhyRefused error={refused} wantsCode={wantsCode} recovered={recoveryCode !== undefined} />
          </Alert>
        )}
        <TextInput
          name="username"
          label={t('signIn.username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
          defaultValue={username}
          readOnly={username !== undefined}
        />
        <PasswordInput
          name="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          // The name is filled in.
          data-autofocus={username !== undefined || undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
        />
        {wantsCode &&
          (recovers ? (
            <TextInput
              key="recovery"
              ref={code}
              name="recoveryCode"
              label={t('signIn.recoveryCode')}
              description={t('signIn.recoveryHelp')}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              required
              maxLength={32}
            />
          ) : (
            <CodeInput ref={code} required description={t('signIn.codeHelp')} />
          ))}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn.submit')}
        </Button>
        {wantsCode && (
          <Button variant="subtle" size="compact-sm" onClick={() => setRecovers(!recovers)}>
            {t(recovers ? 'signIn.useCode' : 'signIn.useRecovery')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

function WhyRefused({
  error,
  wantsCode,
  recovered,
}: {
  error: Error;
  wantsCode: boolean;
  recovered: boolean;
}) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError)) return t('errors.unforeseen');
  switch (error.status) {
    case 401:
      if (!wantsCode || !error.problem.totpRequired) return t('signIn.wrong');
      return recovered ? t('signIn.wrongRecovery') : t('signIn.wrongCode');
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
