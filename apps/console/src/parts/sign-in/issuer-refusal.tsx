import { Alert } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemCode } from '../../api/refusals';
import { wantWords } from '../../i18n';
import { OUTCOME } from '../../issuer-window';
import { problemWords } from '../refusals/refusal-words';

/** Why the sign-in by the ministry's account was refused: the API leads back here with its code. */
export function IssuerRefusal() {
  const { t } = useTranslation();
  const [code] = useState(() => new URLSearchParams(window.location.search).get(OUTCOME));
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (code === null) return;
    void wantWords('refusals').then(() => setReady(true));
    // Shown once: the address is that of the page again.
    const { pathname, search } = window.location;
    const query = new URLSearchParams(search);
    query.delete(OUTCOME);
    window.history.replaceState(null, '', query.size > 0 ? `${pathname}?${query.toString()}` : pathname);
  }, [code]);
  if (code === null || !ready) return null;
  return (
    <Alert color="red" role="alert" title={t('signIn.failed')}>
      {problemWords({ code: code as ProblemCode, params: { minutes: 15 } }) ?? t('errors.unforeseen')}
    </Alert>
  );
}
