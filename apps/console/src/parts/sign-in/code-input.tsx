import { TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

/** The six digits of an authenticator in one field, which accepts pasted digits with or without a space. */
export function CodeInput({
  ref,
  ...props
}: {
  ref?: Ref<HTMLInputElement>;
  required?: boolean;
  description?: string;
  error?: string | null;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      {...props}
      ref={ref}
      name="totp"
      label={t('signIn.code')}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="\s*\d{3}\s?\d{3}\s*"
      title={t('signIn.codeForm')}
    />
  );
}
