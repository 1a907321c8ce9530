import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, DEAD_ADDRESSES } from '../../../api';
import { Confirm } from '../../../parts/forms/confirm';
import { Reason } from '../../../parts/forms/reason';
import { TroubleNote } from '../../../parts/sending/trouble-note';
import { useRoles } from '../../../session';
import { number } from '../../../times';

type Rejected = Awaited<ReturnType<typeof broadcasts.rejected>>[number];

/** For operators: the addresses that a broadcast took out before its brake was pulled, to be given back together. */
export function GiveBack({ broadcast: { id, stops } }: { broadcast: Pick<Broadcast, 'id' | 'stops'> }) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  const [asking, setAsking] = useState<Rejected | null>(null);
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
  return (
    <>
      {data.map((one) => (
        <TroubleNote
          key={one.channel}
          role="note"
          color="yellow"
          todo={null}
          title={t('giveBack.title', words(one))}
          act={
            <Button variant="default" size="xs" onClick={() => setAsking(one)}>
              {t('giveBack.go', words(one))}
            </Button>
          }
        >
          <Text size="sm">{t('giveBack.why')}</Text>
        </TroubleNote>
      ))}
      {asking && <GiveBackDialog id={id} of={asking} words={words(asking)} onClose={() => setAsking(null)} />}
    </>
  );
}

function GiveBackDialog({
  id,
  of: { channel },
  words,
  onClose,
}: {
  id: string;
  of: Rejected;
  words: { channel: string; addresses: string };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Confirm
      touches={[
        ['rejected', id],
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
