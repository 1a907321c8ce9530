import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../api';
import { ApiError } from '../../../http';
import { ErrorNote } from '../../../parts/frame/error-note';
import { faultLines } from '../../../parts/refusals/refusal-words';
import { faultsElsewhere } from '../form.rules';

/** Why a draft could not be saved: the number of faults marked above, and the faults that no field shows. */
export function SaveError({ error, channels }: { error: Error; channels: readonly Channel[] }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError) || error.faults.length === 0) {
    return <ErrorNote error={error} title={t('compose.failed')} />;
  }
  return (
    <Alert color="red" role="alert" title={t('compose.failed')}>
      <Text size="sm">{t('compose.failedHelp', { count: error.faults.length })}</Text>
      {faultLines(faultsElsewhere(error.faults, channels)).map((line) => (
        <Text size="sm" key={line}>
          {line}
        </Text>
      ))}
    </Alert>
  );
}
