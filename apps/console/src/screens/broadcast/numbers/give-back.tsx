import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, DEAD_ADDRESSES } from '../../../api';
import { Confirm } from '../../../parts/forms/confirm';
import { Reason } from '../../../parts/forms/reason';
import { TroubleNote } from '../../../parts/sending/trouble-note';
import { useRoles } from '../../../session';
import { lately, number } from '../../../times';

type Rejected = Awaited<ReturnType<typeof broadcasts.rejected>>[number];

/** For operators: the addresses that a broadcast took out before its brake was pulled, to be given back together. */
export function GiveBack({ broadcast: { id, stops } }: { broadcast: Pick<Broadcast, 'id' | 'stops'> }) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  const [asking, setAsking] = useState<{ of: Rejected; act: 'giveBack' | 'keepRejected' } | null>(null);
  const braked = stops.filter(({ brake }) => brake && DEAD_ADDRESSES[brake.why] !== 'none').length;
  const { data = [] } = useQuery({
    // Not polled: it looks each address up in the ledger of all broadcasts.
    queryKey: ['rejected', id, braked],
    queryFn: () => broadcasts.rejected(id),
    enabled: operator && braked > 0,
  });
  const words = ({ channel, addresses }: Rejected) => ({
    channel: t(`channels.${channel}`),
    addresses: number(addresses),
  });
  const giveBack = (one: Rejected) => (
    <Button variant="default" size="xs" onClick={() => setAsking({ of: one, act: 'giveBack' })}>
      {t('giveBack.go', words(one))}
    </Button>
  );
  return (
    <>
      {data.map((one) =>
        one.kept ? (
          <Alert key={one.channel} role="note" color="gray" p="sm" title={t('giveBack.title', words(one))}>
            <Text size="sm" mb="xs" className="message">
              {t('keepRejected.kept', {
                name: one.kept.by ?? 'Siar',
                at: lately(one.kept.at),
                reason: one.kept.reason,
              })}
            </Text>
            {giveBack(one)}
          </Alert>
        ) : (
          <TroubleNote
            key={one.channel}
            role="note"
            color="yellow"
            todo={null}
            title={t('giveBack.title', words(one))}
            act={
              <Group gap="xs">
                {giveBack(one)}
                <Button
                  variant="subtle"
                  size="xs"
                  onClick={() => setAsking({ of: one, act: 'keepRejected' })}
                >
                  {t('keepRejected.go')}
                </Button>
              </Group>
            }
          >
            <Text size="sm">{t('giveBack.why')}</Text>
          </TroubleNote>
        ),
      )}
      {asking?.act === 'giveBack' && (
        <GiveBackDialog id={id} of={asking.of} words={words(asking.of)} onClose={() => setAsking(null)} />
      )}
      {asking?.act === 'keepRejected' && (
        <KeepDialog id={id} of={asking.of} words={words(asking.of)} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

interface Dialog {
  id: string;
  of: Rejected;
  words: { channel: string; addresses: string };
  onClose: () => void;
}

function KeepDialog({ id, of: { channel }, words, onClose }: Dialog) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      touches={[['rejected', id], ['undecided']]}
      title={t('keepRejected.ask', words)}
      go={t('keepRejected.go')}
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.keepRejected(id, channel, reason.trim())}
      told={t('keepRejected.done', words)}
      onClose={onClose}
    >
      <Text size="sm">{t('keepRejected.what')}</Text>
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}

function GiveBackDialog({ id, of: { channel }, words, onClose }: Dialog) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      touches={[
        ['rejected', id],
        ['undecided'],
        ['broadcast', id],
        // They can be sent this broadcast again.
        ['rejected-copies', id],
      ]}
      title={t('giveBack.ask', words)}
      gone={t('giveBack.gone')}
      go={t('giveBack.go', words)}
      ready={reason.trim() !== ''}
      onGo={() => broadcasts.giveBack(id, channel, reason.trim())}
      onClose={onClose}
      account={({ addresses }) => (
        <Text size="sm">{t('giveBack.done', { ...words, addresses: number(addresses) })}</Text>
      )}
    >
      <Text size="sm">{t('giveBack.what', words)}</Text>
      <Text size="sm">{t('giveBack.others')}</Text>
      <Reason label={t('reason.required')} value={reason} onChange={setReason} required />
    </Confirm>
  );
}
