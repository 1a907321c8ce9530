import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts } from '../../api';
import { instant } from '../../times';
import { ErrorNote } from '../frame/error-note';
import { handling } from './alert.rules';
import { takenWords } from './taken-words';
import { useTake } from './use-take';

/**
 * Who handles what the brake stopped, or who was called for it without an answer, and the button to take it; nothing where
 * nobody was to be called. It reads the broadcast, as the trial of its brake does.
 */
export function OnCall({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['broadcast', id], queryFn: () => broadcasts.get(id) });
  const take = useTake(id);
  const alert = data?.alert;
  if (!alert?.open || alert.kind !== 'brake') return null;
  const { calls, people, calledAt } = alert;
  const called =
    calledAt === null
      ? null
      : people === 0
        ? t('alert.nobody')
        : `${t(calls > 1 ? 'alert.again' : 'alert.called', { people, calls, at: instant(calledAt) })} ${t('alert.unanswered')}`;
  return (
    <>
      <Group gap="xs" role="status">
        <Text size="sm" fw={600}>
          {handling(alert) === null ? called : takenWords(t, alert)}
        </Text>
        {alert.mayAnswer && (
          <Button
            size="xs"
            variant="default"
            loading={take.isPending}
            aria-label={`${t('alert.take')}: ${title}`}
            onClick={() => take.mutate()}
          >
            {t('alert.take')}
          </Button>
        )}
      </Group>
      {take.error && <ErrorNote error={take.error} />}
    </>
  );
}
