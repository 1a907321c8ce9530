import { Anchor, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { broadcasts, type OperationsView } from '../../api';
import { useRoles } from '../../session';
import { clock, instant, number } from '../../times';
import { ApprovedAt } from '../broadcasts/approved';
import { Confirm } from '../forms/confirm';
import { brakeWords } from './brake-words';
import { carrierLabel, carrierName } from './carriers';
import { TroubleNote } from './trouble-note';

type Hold = OperationsView['carrierHolds'][number];

/** How often the holds of one broadcast are asked for, in ms. */
const EVERY_MS = 5_000;

/** The carriers that one broadcast is held for. @param over whether it has ended: then none do */
export function useCarrierHolds(id: string, over: boolean): readonly Hold[] {
  const { data } = useQuery({
    queryKey: ['carrier-holds', id],
    queryFn: () => broadcasts.carrierHolds(id),
    enabled: !over,
    refetchInterval: EVERY_MS,
  });
  return over ? [] : (data ?? []);
}

/** Carriers that broadcasts are held for: since when, why, the next try, and the operator's button. @param titled whether to name the broadcasts */
export function CarrierHolds({ of, titled = false }: { of: readonly Hold[]; titled?: boolean }) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  const [asking, setAsking] = useState<Hold | null>(null);
  const name = (hold: Hold) => ({
    carrier: carrierName(t, hold.carrier),
    channel: t(`channels.${hold.channel}`),
    at: instant(hold.since),
  });
  return (
    <>
      {of.map((hold) => (
        <TroubleNote
          key={`${hold.broadcastId} ${hold.channel} ${hold.carrier}`}
          role="note"
          color="yellow"
          title={t('carrierHold.title', { ...name(hold), carrier: carrierLabel(t, hold.carrier) })}
          todo={t(operator ? 'carrierHold.todo' : 'carrierHold.todoAsk')}
          act={
            operator && (
              <Button variant="default" size="xs" onClick={() => setAsking(hold)}>
                {hold.carrier === 'domestic'
                  ? t('carrierHold.releaseUnknown', { messages: number(hold.waiting) })
                  : t('carrierHold.release', name(hold))}
              </Button>
            )
          }
        >
          {titled && (
            <Text size="sm">
              <Anchor component={Link} to={`/siaran/${hold.broadcastId}`} underline="always" size="sm">
                {hold.title}
              </Anchor>
              <ApprovedAt id={hold.broadcastId} />
            </Text>
          )}
          <Text size="sm">{brakeWords(t, { ...hold, why: hold.sign })}</Text>
          <Text size="sm">
            {t(hold.trying ? 'carrierHold.trying' : 'carrierHold.next', { at: clock(hold.nextAt) })}{' '}
            {t('carrierHold.others')}
          </Text>
        </TroubleNote>
      ))}
      {asking && (
        <Confirm
          touches={[['operations'], ['home'], ['carrier-holds', asking.broadcastId]]}
          title={t('carrierHold.ask', name(asking))}
          go={t('carrierHold.go')}
          onGo={() => broadcasts.releaseCarrier(asking.broadcastId, asking.channel, asking.carrier)}
          told={t('carrierHold.done', name(asking))}
          onClose={() => setAsking(null)}
        >
          <Text size="sm">{t('carrierHold.what', name(asking))}</Text>
        </Confirm>
      )}
    </>
  );
}
