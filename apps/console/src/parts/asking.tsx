import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from './error-note';

/** A question to the API, as far as this cares how it stands. */
interface Asked {
  isPending: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** How one question, or several, stand beside their answers: on their way, or what went wrong and a way to ask again. */
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
      <Loader aria-label={t('loading')} />
    </Center>
  );
}
