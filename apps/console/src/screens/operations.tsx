import { Anchor, Badge, Button, Code, Group, List, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Channel, type FailedJob, operations, type OperationsView } from '../api';
import { Confirm } from '../parts/confirm';
import { Asking } from '../parts/asking';
import { HindranceBadge, StateBadge } from '../parts/badges';
import { ChannelPause } from '../parts/channel-pause';
import { ErrorNote } from '../parts/error-note';
import { Page } from '../parts/page';
import { Section } from '../parts/section';
import { clock, instant, number } from '../times';
import { Refusals } from './operations-refusals';
import { rateOf, type Sample, WINDOW_MS } from './broadcast/live.rules';

type Operation = OperationsView['channels'][number];

const EVERY_MS = 3_000;

/** What operators watch: queues, providers, failed jobs, what was mended, and the stop of everything. */
export default function Operations() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['operations'], queryFn: operations.view, refetchInterval: EVERY_MS });
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
    hindrances,
    brakeWarnings,
    receipts,
    silent,
    untrustedProxies,
    refusals,
    mended,
    findings,
  } = found.data;
  return (
    <Page
      title={t('operations.title')}
      aside={<Text c="dimmed">{t('operations.about')}</Text>}
      actions={
        <Button component="a" href="/ops/queues" variant="default">
          {t('operations.board')}
        </Button>
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
            <Health key={channel} name={t(`channels.${channel}`)} state={awaySince ? 'down' : provider} />
          ))}
        </Group>
        {silent.map(({ name, program, since }) => (
          <Text key={name} size="sm" c="red.9" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('operations.silent', { program, name, at: clock(since) })}
          </Text>
        ))}
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
      <BrakeWarnings of={brakeWarnings} />
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        {channels.map((one) => (
          <ChannelCard
            key={one.channel}
            of={one}
            hindrances={hindrances.filter(({ channel }) => channel === one.channel)}
            perSecond={rates(one.channel)}
          />
        ))}
      </SimpleGrid>
      <FailedJobs />
      <Section title={t('operations.findings')}>
        <List size="sm">
          <List.Item>{t('operations.lostJobs', { count: mended.lostJobs })}</List.Item>
          <List.Item>
            {t('operations.deadClaims', { count: mended.deadClaims, unknown: mended.unknown })}
          </List.Item>
          <List.Item>
            {t('operations.ended', { expired: number(mended.expired), cancelled: number(mended.cancelled) })}
          </List.Item>
        </List>
        {findings.length === 0 ? (
          <Text size="sm">{t('operations.noFindings')}</Text>
        ) : (
          <Stack gap={4}>
            {findings.slice(0, 10).map(({ id, at, act, subject, detail }) => (
              // Each a block of its own: a link inside a sentence would need more contrast with it.
              <Group key={id} gap={6} style={{ overflowWrap: 'anywhere' }}>
                <Text size="sm">
                  {instant(at)} · {act}
                </Text>
                <Subject of={subject} />
                <Code>{JSON.stringify(detail)}</Code>
              </Group>
            ))}
          </Stack>
        )}
      </Section>
    </Page>
  );
}

function Subject({ of }: { of: string }) {
  const id = /^broadcast:(\d+)$/.exec(of)?.[1];
  return id ? (
    <Anchor component={Link} to={`/siaran/${id}`} underline="always" size="sm">
      {of}
    </Anchor>
  ) : (
    <Text size="sm">{of}</Text>
  );
}

/** Broadcasts that come near their brake, each with what was counted; nothing where there is none. */
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

/** Up, down or not asked from here: in a word, the dot only helps the eye. */
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

/** What stops a channel or broadcasts on it, with what to do next. */
function Held({
  hindrance,
  hindrances,
}: {
  hindrance: Operation['hindrance'];
  hindrances: OperationsView['hindrances'];
}) {
  const { t } = useTranslation();
  if (!hindrance || hindrance.kind === 'slowed') return null;
  const stopped = hindrances.filter(({ kind }) => kind === hindrance.kind);
  return (
    <Stack gap={4}>
      {hindrance.inPart ? (
        stopped.map(({ broadcastId, title, since, reason }) => (
          <Group key={`${broadcastId} ${since} ${reason}`} gap={6} style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
              {title}
            </Anchor>
            <Text size="sm">{[since && clock(since), reason].filter(Boolean).join(' · ')}</Text>
          </Group>
        ))
      ) : (
        <Text size="sm">
          {[
            hindrance.since && instant(hindrance.since),
            hindrance.by && t('hindrances.by', { name: hindrance.by }),
            hindrance.reason,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      )}
      <Text size="sm">{t(`hindrances.next.${hindrance.kind}`)}</Text>
    </Stack>
  );
}

function ChannelCard({
  of,
  hindrances,
  perSecond,
}: {
  of: Operation;
  /** What hindrances broadcasts on it up. */
  hindrances: OperationsView['hindrances'];
  perSecond: number | null;
}) {
  const { t } = useTranslation();
  const { channel, queue, stalled, stalledSince, waiting, rate, awaySince, awayReason, probeAt, hindrance } =
    of;
  return (
    <Section
      title={t(`channels.${channel}`)}
      aside={
        hindrance ? (
          <HindranceBadge hindrance={hindrance.kind} inPart={hindrance.inPart} />
        ) : (
          <StateBadge state="running" />
        )
      }
    >
      <Held hindrances={hindrances} hindrance={hindrance} />
      {awaySince && (
        <Text size="sm" c="red.9" fw={600}>
          {t('operations.away', { at: clock(awaySince) })} {awayReason}
          {probeAt && ` ${t('operations.probe', { at: clock(probeAt) })}`}
        </Text>
      )}
      <ChannelPause of={of} />
      {stalledSince && (
        <Text size="sm" c="red.9" fw={600}>
          {t('operations.stalledSince', { at: clock(stalledSince) })}
        </Text>
      )}
      <Table fz="sm" verticalSpacing={4}>
        <Table.Tbody>
          <Figure name={t('operations.messages')} value={number(waiting)} />
          <Figure
            name={t('operations.rate')}
            value={`${perSecond === null ? '–' : number(perSecond, { maximumFractionDigits: 1 })} / ${rate === null ? '∞' : number(rate)}`}
          />
          <Figure name={t('operations.stalled')} value={number(stalled)} alarm={stalled > 0} />
          {queue ? (
            <>
              <Figure name={t('operations.jobs')} value={number(queue.waiting + queue.delayed)} />
              <Figure name={t('operations.active')} value={number(queue.active)} />
              <Figure name={t('operations.failed')} value={number(queue.failed)} alarm={queue.failed > 0} />
              <Figure name={t('operations.oldest')} value={queue.oldestAt ? clock(queue.oldestAt) : '–'} />
            </>
          ) : (
            <Figure name={t('operations.jobs')} value={t('operations.down')} alarm />
          )}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Figure({ name, value, alarm = false }: { name: string; value: string; alarm?: boolean }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      <Table.Td className="numeric" fw={600} c={alarm ? 'red.9' : undefined} style={{ whiteSpace: 'nowrap' }}>
        {value}
        {alarm && ' !'}
      </Table.Td>
    </Table.Tr>
  );
}

/** Jobs that were given up, each with what the program said; given back one at a time. */
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
          <Text size="sm" style={{ overflowWrap: 'anywhere', flex: '1 1 14rem' }}>
            <Code>{job.job}</Code> · {t(`channels.${job.channel}`)}
            {job.failedAt && ` · ${instant(job.failedAt)}`} ·{' '}
            {t('operations.attempts', { count: job.attempts })}: {job.reason}
          </Text>
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

/** Messages a second by channel, from one look to the next. */
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
