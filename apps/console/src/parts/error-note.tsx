import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../http';

/** Refusals that the screen says in its own words, by the API's code. */
const REFUSALS = [
  'names-address',
  'doubt-by-kpu',
  'not-resendable',
  'being-corrected',
  'other-unknown',
  'unknown-stopped',
  'unknown-braked',
  'unknown-paused',
  'nothing-unknown-left',
  'nothing-unknown',
  'other-request',
  'asker-gone',
  'no-own-password',
  'no-authenticator',
  'no-own-address',
  'appoints-and-approves',
  'marks-open',
  'changed-since',
  'no-test-address',
  'undo-own',
  'undo-late',
  'undo-begun',
] as const;

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
  // Where we say all of it ourselves, its own sentence adds nothing.
  const said = problem?.faults?.every(({ code }) => REFUSALS.some((one) => one === code)) ?? false;
  /** What we say for a code of the API's; its own sentence where there is none. */
  const ours = (code: unknown, said: string): string => {
    const known = REFUSALS.find((one) => one === code);
    return known ? t(`refusals.${known}`) : said;
  };
  return (
    <Alert color="red" role="alert" title={title ?? t(`errors.${kindOf(error)}`)} maw={640}>
      {problem && problem.status !== 0 && !said && (
        <Text size="sm">{ours(problem['code'], problem.title)}</Text>
      )}
      {problem?.faults?.map(({ path, message, code }) => (
        <Text size="sm" key={`${path} ${message}`}>
          {ours(code, message)}
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
