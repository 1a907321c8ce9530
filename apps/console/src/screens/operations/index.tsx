import { Anchor, Badge, Button, Code, Group, List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Channel, type FailedJob, operations, type OperationsView } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { useRegions } from '../../parts/regions/regions';
import { CarrierHolds } from '../../parts/sending/carrier-holds';
import { titled } from '../../parts/broadcasts/titled';
import { clock, instant, number } from '../../times';
import { ChannelCard } from './channel-card';
import { Course } from './course';
import { Events } from './events';
import { Refusals } from './refusals';
import { rateOf, type Sample, WINDOW_MS } from '../broadcast/numbers/live.rules';

type Operation = OperationsView['channels'][number];

/** Polling interval of the figures, in ms; hindrances are polled more often. */
const EVERY_MS = 3_000;

/** The operators' screen: queues, providers, failed jobs, repairs, and the emergency stop. */
export default function Operations() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['operations'], queryFn: operations.view, refetchInterval: EVERY_MS });
  // Asked for beside the figures: the names stand in the first view of them.
  useRegions();
  const rates = useHandOverRates(found.data?.channels, found.dataUpdatedAt);
  if (!found.data) {
    return (
      <Page title={t('operations.title')}>
        <Asking of={found} />
      </Page>
    );
  }
  const {
    backend,
    ready,
    channels,
    receipts,
    silent,
    untrustedProxies,
    refusals,
    mended,
    events,
    chainParts,
  } = found.data;
  const named = <One extends { broadcastId: string; title: string }>(of: readonly One[]): One[] =>
    of.map((one) => ({ ...one, title: titled(t, one.title, chainParts[one.broadcastId]) }));
  const hindrances = named(found.data.hindrances);
  const carrierHolds = named(found.data.carrierHolds);
  return (
    <Page
      title={t('operations.title')}
      aside={
        <>
          <Text c="dimmed">{t('operations.about')}</Text>
          <BoardTerms />
        </>
      }
      actions={
        <>
          <Button component={Link} to="/operasi/domain" variant="default">
            {t('senderDomain.open')}
          </Button>
          <Button component="a" href="/ops/queues" target="_blank" rel="noopener" variant="default">
            {t('operations.board')}
          </Button>
        </>
      }
    >
      {found.isError && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      <Refusals refusals={refusals} />
      <Section title={t('operations.servers')}>
        <Group gap="xs">
          <Health name={t('operations.database')} state={ready.database} />
          <Health
            name={t('operations.queue', { backend: backend === 'redis' ? 'Redis' : 'PostgreSQL' })}
            state={ready.queue}
          />
          {channels.map(({ channel, provider, awaySince }) => (
            <Health
              key={channel}
              name={t('operations.provider', { channel: t(`channels.${channel}`) })}
              state={awaySince ? 'down' : provider}
            />
          ))}
        </Group>
        {silent.map(({ name, program, since }) => (
          <Text key={name} size="sm" c="red.9" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('operations.silent', { program, name, at: clock(since) })}
          </Text>
        ))}
        {ready.unsafe.length > 0 && (
          <Text size="sm" c="red.9" fw={600}>
            {t('operations.unsafe', { settings: ready.unsafe.join(', ') })}
          </Text>
        )}
        {untrustedProxies.map(({ program, seenAt }) => (
          <Text key={program} size="sm" c="red.9" fw={600}>
            {t('operations.untrustedProxy', { program, at: clock(seenAt) })}
          </Text>
        ))}
        <Text size="sm">
          {receipts.waiting === 0
            ? t('operations.noReceipts')
            : t('operations.receipts', {
                count: receipts.waiting,
                seconds: number(Math.round(receipts.oldestSeconds)),
              })}
        </Text>
      </Section>
      <BrakeWarnings of={named(found.data.brakeWarnings)} />
      {carrierHolds.length > 0 && (
        <Section title={t('carrierHold.section')}>
          <Text size="sm">{t('carrierHold.about')}</Text>
          <CarrierHolds of={carrierHolds} titled />
        </Section>
      )}
      <SimpleGrid cols={{ base: 1, md: 3 }} style={{ alignItems: 'start' }}>
        {channels.map((one) => (
          <ChannelCard
            key={one.channel}
            of={one}
            hindrances={hindrances.filter(({ channel }) => channel === one.channel)}
            perSecond={rates(one.channel)}
          />
        ))}
      </SimpleGrid>
      <Course channels={channels} events={events} />
      <Uncertain of={named(found.data.uncertain)} />
      <Section title={t('operations.events.title')}>
        <Events of={events} parts={chainParts} />
      </Section>
      <FailedJobs />
      <Section title={t('operations.findings')}>
        <List size="sm">
          <List.Item>{t('operations.lostJobs', { count: mended.lostJobs })}</List.Item>
          <List.Item>
            {t('operations.deadClaims', { count: mended.deadClaims, unknown: mended.unknown })}
          </List.Item>
        </List>
      </Section>
    </Page>
  );
}

/** Broadcasts close to their brake, each with its counts; renders nothing when there are none. */
function BrakeWarnings({ of }: { of: OperationsView['brakeWarnings'] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Section title={t('operations.brakeNear')}>
      <Text size="sm">{t('operations.brakeAbout')}</Text>
      <Stack gap={4}>
        {of.map(({ broadcastId, channel, title, sign, copies, of: answers, code, carrier }) => (
          <Group key={`${broadcastId} ${channel} ${sign}`} gap={6} style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
              {title}
            </Anchor>
            <Text size="sm" c="red.9" fw={600}>
              {t(`channels.${channel}`)}:{' '}
              {t(carrier === null ? `operations.brake.${sign}` : `operations.brakeOne.${sign}`, {
                copies: number(copies),
                answers: number(answers),
                carrier,
              })}{' '}
              ({code})
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

/** Up, down or not checked from here: in a word, the dot is an addition. */
function Health({ name, state }: { name: string; state: string }) {
  const { t } = useTranslation();
  const word = state === 'up' ? 'up' : state === 'down' ? 'down' : 'unasked';
  const colour = { up: 'green.8', down: 'red.8', unasked: 'gray.7' }[word];
  return (
    <Badge variant="dot" color={colour} tt="none" fw={500} size="lg">
      {name}: {t(`operations.${word}`)}
    </Badge>
  );
}

/** Broadcasts with unknown copies; renders nothing when there are none. */
function Uncertain({ of }: { of: OperationsView['uncertain'] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Section title={t('operations.uncertain')}>
      <Text size="sm">{t('unknown.what')}</Text>
      <Stack gap={4}>
        {of.map(({ broadcastId, title, copies }) => (
          <Group key={broadcastId} gap={6} style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
              {title}
            </Anchor>
            <Text size="sm" fw={600}>
              {t('operations.uncertainCopies', { copies: number(copies) })}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

/** Failed jobs, each with its reason and, folded, the error of the program; retried one at a time. */
function FailedJobs() {
  const { t } = useTranslation();
  const [again, setAgain] = useState<FailedJob | null>(null);
  const found = useQuery({
    queryKey: ['operations', 'failed-jobs'],
    queryFn: operations.failedJobs,
    refetchInterval: 10_000,
  });
  return (
    <Section title={t('operations.failedJobs')}>
      {found.error && <ErrorNote error={found.error} />}
      {found.data?.length === 0 && <Text size="sm">{t('operations.noFailedJobs')}</Text>}
      {found.data?.map((job) => (
        <Group key={`${job.channel} ${job.id}`} justify="space-between" gap="xs">
          <Stack gap={2} miw={0} style={{ overflowWrap: 'anywhere', flex: '1 1 14rem' }}>
            <Text size="sm">
              <Code>{job.job}</Code> · {t(`channels.${job.channel}`)}
              {job.failedAt && ` · ${instant(job.failedAt)}`} ·{' '}
              {t('operations.attempts', { count: job.attempts })}.{' '}
              {t(`operations.failures.${job.failure ?? 'other'}`)}
            </Text>
            {job.reason !== '' && (
              <Text component="details" size="sm">
                <summary>{t('operations.technical')}</summary>
                <Code lang="en">{job.reason}</Code>
              </Text>
            )}
          </Stack>
          <Button variant="default" size="xs" onClick={() => setAgain(job)}>
            {t('operations.retry')}
          </Button>
        </Group>
      ))}
      {again && (
        <Confirm
          touches={[['operations']]}
          title={t('operations.retryTitle')}
          go={t('operations.retry')}
          onGo={() => operations.retry(again)}
          told={t('done.retry')}
          onClose={() => setAgain(null)}
        >
          <Text size="sm">{t('operations.retryWhat', { job: again.job })}</Text>
        </Confirm>
      )}
    </Section>
  );
}

/** Messages a second by channel, from one poll to the next. */
function useHandOverRates(
  channels: readonly Operation[] | undefined,
  lookedAt: number,
): (channel: Channel) => number | null {
  const samples = useRef<Sample[]>([]);
  const [kept, setKept] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (!channels) return;
    const handed = new Map(
      channels.map(({ channel, handedOver }): [string, number] => [channel, handedOver]),
    );
    samples.current = [
      ...samples.current.filter(({ at }) => at > lookedAt - 2 * WINDOW_MS),
      { at: lookedAt, handed },
    ];
    setKept(samples.current);
  }, [channels, lookedAt]);
  return (channel) => rateOf(kept, channel, lookedAt);
}

/** The queue dashboard's names for the states of a job: as written there, and translated. */
const BOARD_TERMS = {
  active: 'Active',
  waiting: 'Waiting',
  prioritized: 'Prioritized',
  delayed: 'Delayed',
  waitingChildren: 'Waiting Children',
  completed: 'Completed',
  failed: 'Failed',
  paused: 'Paused',
} as const;

function BoardTerms() {
  const { t } = useTranslation();
  const terms = Object.keys(BOARD_TERMS) as (keyof typeof BOARD_TERMS)[];
  return (
    <details>
      <Text component="summary" size="sm">
        {t('operations.boardHelp')}
      </Text>
      <List size="sm">
        {terms.map((term) => (
          <List.Item key={term}>
            <span lang="en">{BOARD_TERMS[term]}</span>: {t(`operations.boardTerms.${term}`)}
          </List.Item>
        ))}
      </List>
    </details>
  );
}
