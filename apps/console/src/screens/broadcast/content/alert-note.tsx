import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../../api';
import { CannotApprove } from '../../../parts/broadcasts/decide-before';
import { ErrorNote } from '../../../parts/frame/error-note';
import { areLeaving, handling } from '../../../parts/sending/alert.rules';
import { useTake } from '../../../parts/sending/use-take';
import { usePerson } from '../../../session';
import { instant } from '../../../times';

/** The alert of a decision that cannot wait: who was called, who has taken it, and the button to take it. */
export function AlertNote({ broadcast: { id, alert, approval } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const me = usePerson();
  const take = useTake(id);
  if (!alert?.open) return null;
  const { kind, decideBy, calls, people, calledAt, answeredAt, answeredBy, fates } = alert;
  const handled = handling(alert);
  // Somebody sees to it: what it is about has its own note, and this one takes a line.
  if (handled === 'taken' && answeredBy && answeredAt && !alert.mayAnswer)
    return (
      <Alert color="orange" py={6} role="note">
        <Text size="sm">
          {t(`alert.${kind}`)} <b>{t('alert.takenBy', { name: answeredBy.name, at: instant(answeredAt) })}</b>
        </Text>
      </Alert>
    );
  return (
    // That the brake stopped it, and why, stands in the note of the pause: this one says who sees to it.
    <Alert color={kind === 'brake' ? 'orange' : 'red'} title={t(`alert.${kind}`)}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} style={{ flex: '1 1 24rem' }}>
          <Text size="sm" component="div">
            {kind === 'review' && approval.unapprovable ? (
              <CannotApprove why={approval.unapprovable} />
            ) : (
              t(kind === 'stalled' ? 'alert.expires' : 'alert.by', { at: instant(decideBy) })
            )}{' '}
            {calledAt !== null &&
              (people === 0
                ? t('alert.nobody')
                : t(calls > 1 ? 'alert.again' : 'alert.called', { people, calls, at: instant(calledAt) }))}
          </Text>
          {fates.length > 0 && (
            <List size="sm">
              {fates.map(({ person, channel, state, at, reason }) => (
                <List.Item key={`${person} ${channel}`}>
                  {t(`alert.fates.${state}`, {
                    person,
                    channel: t(`channels.${channel}`),
                    at: instant(at),
                  })}
                  {reason !== null && (state === 'waiting' || state === 'failed') && ` (${reason})`}
                </List.Item>
              ))}
            </List>
          )}
          {fates.length > 0 && !fates.some(({ state }) => state === 'sent') && (
            <Text size="sm" fw={600}>
              {t(
                areLeaving(fates, calledAt, Date.now())
                  ? 'alert.leaving'
                  : fates.every(({ person }) => person === me.name)
                    ? 'alert.onlyYou'
                    : 'alert.noneSent',
              )}
            </Text>
          )}
          {handled !== null && answeredBy && answeredAt && (
            <Text size="sm" fw={600}>
              {t(handled === 'lapsed' ? 'alert.lapsed' : 'alert.takenBy', {
                name: answeredBy.name,
                at: instant(answeredAt),
              })}
            </Text>
          )}
          {take.error && <ErrorNote error={take.error} />}
        </Stack>
        {alert.mayAnswer && (
          <Stack gap={4} maw="16rem">
            <Button color="red.9" loading={take.isPending} onClick={() => take.mutate()}>
              {t('alert.take')}
            </Button>
            <Text size="xs">{t('alert.takeHelp')}</Text>
          </Stack>
        )}
      </Group>
    </Alert>
  );
}
