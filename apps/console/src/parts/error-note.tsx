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
  const kind = kindOf(error);
  const lines = linesOf(error);
  // "Not found" and its sentence say one thing.
  const [only] = title === undefined && kind === 'notFound' && lines.length === 1 ? lines : [];
  return (
    <Alert color="red" role="alert" title={title ?? only ?? t(`errors.${kind}`)} maw={640}>
      {(only === undefined ? lines : []).map((line) => (
        <Text size="sm" key={line}>
          {line}
        </Text>
      ))}
      {onRetry && !LASTING.includes(kind) && (
        <Group mt="sm">
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('errors.retry')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** What asking again does not change. */
const LASTING: readonly ReturnType<typeof kindOf>[] = ['forbidden', 'notFound'];

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
