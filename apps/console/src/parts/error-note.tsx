import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../http';
import { faultLines, problemWords } from './refusal-words';

/** What went wrong, in the language on screen: what kind of trouble, why, and each place that is wrong. */
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
  return (
    <Alert color="red" role="alert" title={title ?? t(`errors.${kindOf(error)}`)} maw={640}>
      {linesOf(error).map((line) => (
        <Text size="sm" key={line}>
          {line}
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

/** Why it was refused. What its faults say is not said of the whole as well. */
function linesOf(error: unknown): string[] {
  if (!(error instanceof ApiError)) return [];
  const { problem, faults } = error;
  const told = problem.code === 'not-valid' || faults.some(({ code }) => code === problem.code);
  const why = told && faults.length > 0 ? null : problemWords(problem);
  return [...(why === null ? [] : [why]), ...faultLines(faults)];
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
