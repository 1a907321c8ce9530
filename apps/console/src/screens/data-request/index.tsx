import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type DataRequest as Request, dataRequests } from '../../api';
import { Countdown } from '../../parts/forms/countdown';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { instant } from '../../times';
import { type AskedClosing, CloseDialog, CloseForm } from './closing';
import { type AskedDeed, DeedDialog, Deeds, DoneSoFar } from './deeds';
import { HandOverForm } from './hand-over';
import { Facts } from './facts';
import { type AskedCheck, CheckStands, IdentityDialog, IdentityForm, TakeBackDialog } from './identity';
import { Find, Person } from './person';

/** One request to the data protection officer, from finding the person to the outcome. */
export default function DataRequest() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useQuery({
    queryKey: ['data-request', id],
    queryFn: () => dataRequests.get(id),
    refetchInterval: 30_000,
  });
  const title = found.data
    ? t('dataRequests.titleOf', { id, wants: t(`dataRequests.wants.${found.data.wants}`) })
    : t('nav.dataRequests');
  return (
    <Page
      title={title}
      aside={
        <Anchor component={Link} to="/permintaan" size="sm" underline="always">
          {t('dataRequests.back')}
        </Anchor>
      }
    >
      <Asking of={found} />
      {found.data && <Steps request={found.data} />}
    </Page>
  );
}

function Steps({ request }: { request: Request }) {
  const { t } = useTranslation();
  const { id, state, person, outcome, closedAt, identityCheck, identityCheckedAt } = request;
  // Kept here, not in the forms: a form disappears when a colleague has done the same, which causes the refusal.
  const [failed, setFailed] = useState<Error | null>(null);
  const [asked, setAsked] = useState<AskedDeed | null>(null);
  const [closing, setClosing] = useState<AskedClosing | null>(null);
  const [identifying, setIdentifying] = useState<AskedCheck | null>(null);
  const [takingBack, setTakingBack] = useState<string | null>(null);
  return (
    <>
      <Section
        title={t('dataRequests.request')}
        aside={outcome === null && <Countdown leftMs={request.leftMs} />}
      >
        <Facts
          facts={[
            [t('dataRequests.want'), t(`dataRequests.wants.${request.wants}`)],
            [t('dataRequests.asker'), request.asker ?? t('dataRequests.askerGone')],
            [
              t('dataRequests.receivedAt'),
              t('dataRequests.received', {
                way: t(`dataRequests.ways.${request.way}`),
                at: instant(request.receivedAt),
              }),
            ],
            [t('dataRequests.due'), instant(request.dueAt)],
            [t('dataRequests.openedBy'), `${request.openedBy}, ${instant(request.openedAt)}`],
            [t('dataRequests.state'), t(`dataRequests.states.${state}`)],
          ]}
        />
      </Section>
      {state !== 'closed' && (
        <Section title={t('dataRequests.whom')}>
          {person ? (
            <Person person={person} asker={request.asker} checked={state === 'verified'} />
          ) : (
            state === 'verified' && <Text>{t('dataRequests.goneSince')}</Text>
          )}
          {state === 'open' && <Find request={request} />}
        </Section>
      )}
      {(state !== 'closed' || identityCheck) && (
        <Section title={t('dataRequests.identity')}>
          {identityCheck && identityCheckedAt ? (
            <>
              <Text size="sm">
                {t('dataRequests.checked', {
                  how: t(`dataRequests.checks.${identityCheck}`),
                  at: instant(identityCheckedAt),
                })}
              </Text>
              {state === 'verified' && (
                <CheckStands request={request} onAsk={() => setTakingBack(person?.id ?? '')} />
              )}
            </>
          ) : (
            <IdentityForm request={request} onAsk={setIdentifying} />
          )}
        </Section>
      )}
      {state === 'verified' && person && (
        <Deeds request={request} person={person} onAsk={setAsked} onFail={setFailed} />
      )}
      {state === 'verified' && request.done.includes('exported') && request.handedOver === null && (
        <HandOverForm request={request} />
      )}
      {(state === 'closed' || !person) && request.done.length > 0 && (
        <Section title={t('dataRequests.deeds')}>
          <DoneSoFar request={request} />
        </Section>
      )}
      {failed && <ErrorNote error={failed} />}
      {outcome === null ? (
        <CloseForm request={request} onAsk={setClosing} />
      ) : (
        <Section title={t('dataRequests.outcome')}>
          <Text>
            {t(`dataRequests.outcomes.${outcome}`)}
            {closedAt && `, ${instant(closedAt)}`}
          </Text>
          {request.reason !== null && (
            <Text size="sm">{t('dataRequests.groundIs', { reason: request.reason })}</Text>
          )}
          {request.leftMs < 0 && <Text size="sm">{t('dataRequests.closedLate')}</Text>}
        </Section>
      )}
      {closing && <CloseDialog id={id} asked={closing} onClose={() => setClosing(null)} />}
      {asked && <DeedDialog request={request} asked={asked} onClose={() => setAsked(null)} />}
      {identifying && <IdentityDialog {...identifying} onClose={() => setIdentifying(null)} />}
      {takingBack !== null && (
        <TakeBackDialog id={id} asked={takingBack} onClose={() => setTakingBack(null)} />
      )}
    </>
  );
}
