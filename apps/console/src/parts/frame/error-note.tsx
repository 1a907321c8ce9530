import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../http';
import { faultLines, problemWords } from '../refusals/refusal-words';

/** An error in the language on screen: its kind, the reason, and every faulty field. */
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
  // "Not found" and its sentence mean the same: show one.
  // Under a heading of its kind the reason of these would say the same twice, or something else.
  const alone =
    kind === 'notFound' || (error instanceof ApiError && error.problem.code === 'last-own-address');
  const [only] = title === undefined && alone && lines.length === 1 ? lines : [];
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

/** Errors that a retry does not change. */
const LASTING: readonly ReturnType<typeof kindOf>[] = ['forbidden', 'notFound'];

/** The reasons of a refusal. What its faults explain is not repeated for the whole. */
function linesOf(error: unknown): string[] {
  if (!(error instanceof ApiError)) return [];
  const { problem, faults } = error;
  const told = problem.code === 'not-valid' || faults.some(({ code }) => code === problem.code);
  const why = told && faults.length > 0 ? null : problemWords(problem);
  return [...(why === null ? [] : [why]), ...faultLines(faults)];
}

/** The heading that fits a refusal. */
export function kindOf(error: unknown) {
  const status = error instanceof ApiError ? error.status : -1;
  if (error instanceof ApiError && error.problem.late === 'act') return 'late';
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
