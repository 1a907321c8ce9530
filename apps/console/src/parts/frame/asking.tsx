import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from './error-note';

/** The part of a query's state that this component needs. */
interface Asked {
  isPending: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** The state of one or several queries: loading, or what went wrong with a button to retry. */
export function Asking({ of }: { of: Asked | readonly Asked[] }) {
  const { t } = useTranslation();
  const all = [of].flat();
  const failed = all.find(({ error }) => Boolean(error));
  if (failed) {
    const again = (): Promise<unknown> => Promise.all(all.map(({ refetch }) => refetch()));
    return <ErrorNote error={failed.error} onRetry={() => void again()} />;
  }
  if (!all.some(({ isPending }) => isPending)) return null;
  return (
    <Center py="xl">
      <Loader role="progressbar" aria-label={t('loading')} />
    </Center>
  );
}
