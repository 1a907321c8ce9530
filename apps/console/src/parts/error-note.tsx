import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../http';

/** What went wrong, in words and with what can be done. The API's own sentence comes after, in its own language. */
export function ErrorNote({
  error,
  title,
  onRetry,
}: {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : null;
  return (
    <Alert color="red" role="alert" title={title ?? t(`errors.${kindOf(error)}`)} maw={640}>
      {problem && problem.status !== 0 && <Text size="sm">{problem.title}</Text>}
      {problem?.faults?.map(({ path, message }) => (
        <Text size="sm" key={`${path} ${message}`}>
          {message}
        </Text>
      ))}
      {onRetry && (
        <Group mt="sm">
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('errors.retry')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** Which of our sentences fits a refusal. */
export function kindOf(error: unknown) {
  const status = error instanceof ApiError ? error.status : -1;
  switch (status) {
    case 0:
      return 'offline';
    case 401:
      return 'signedOut';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 409:
      return 'conflict';
    case 400:
    case 422:
      return 'invalid';
    case 429:
      return 'tooMany';
    case 503:
      return 'unavailable';
    default:
      return 'unforeseen';
  }
}
