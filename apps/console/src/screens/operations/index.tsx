import { Anchor, Badge, Box, Button, Code, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type FailedJob, operations, type OperationsView } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { useRegions } from '../../parts/regions/regions';
import { carrierName } from '../../parts/sending/carriers';
import { CarrierHolds } from '../../parts/sending/carrier-holds';
import { titled } from '../../parts/broadcasts/titled';
import { clock, instant, number } from '../../times';
import classes from './cards.module.css';
import { ChannelCard } from './channel-card';
import { Course } from './course';
import { Events } from './events';
import { Refusals } from './refusals';

type Operation = OperationsView['channels'][number];

/** Polling interval of the figures, in ms; hindrances are polled more often. */
const EVERY_MS = 3_000;

/** The operators' screen: queues, providers, failed jobs, repairs, and the emergency stop. */
export default function Operations() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['operations'], queryFn: operations.view, refetchInterval: EVERY_MS });
  // Asked for beside the figures: the names stand in the first view of them.
  useRegions();
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
  const troubled = channels.filter(({ hindrance }) => hindrance !== null);
  const well = channels.filter(({ hindrance }) => hindrance === null);
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
      {/* Trouble first. One list for all, so that a card which moves keeps the dialog that is open on it. */}
      <Box className={classes.cards}>
        {[...troubled, ...well].map((one) => (
          <ChannelCard
            key={one.channel}
            of={one}
            hindrances={hindrances.filter(({ channel }) => channel === one.channel)}
            carriers={[
              ...new Set(
                carrierHolds.flatMap(({ channel, carrier }) => (channel === one.channel ? [carrier] : [])),
              ),
            ]}
            at={found.dataUpdatedAt}
            beside={well.length}
          />
        ))}
      </Box>
      <BrakeWarnings of={named(found.data.brakeWarnings)} />
      {carrierHolds.length > 0 && (
        <Section title={t('carrierHold.section')}>
          <Text size="sm">{t('carrierHold.about')}</Text>
          <CarrierHolds of={carrierHolds} titled />
        </Section>
      )}
      <Section title={t('operations.servers')}>
        <Group gap="xs">
          <Health name={t('operations.database')} state={ready.database} />
          <Health
            name={t('operations.queue', { backend: backend === 'redis' ? 'Redis' : 'PostgreSQL' })}
            state={ready.queue}
          />
          {channels.map((one) => (
            <Health
              key={one.channel}
              name={t('operations.provider', { channel: t(`channels.${one.channel}`) })}
              state={answerOf(one)}
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
      <Course channels={channels} events={events} chainParts={chainParts} />
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
                carrier: carrier === null ? '' : carrierName(t, carrier),
              })}{' '}
              ({code})
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

/** On a narrow screen the words take two lines rather than being cut off. */
const WRAPS = { label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } } as const;

const HEALTH = {
  up: { colour: 'green.8', sign: '' },
  refuses: { colour: 'orange.7', sign: ' !' },
  slows: { colour: 'orange.7', sign: ' !' },
  down: { colour: 'red.8', sign: ' !' },
  unasked: { colour: 'gray.7', sign: '' },
} as const;
type Answering = keyof typeof HEALTH;

/** What a provider says to broadcasts, beyond that it answers. */
function answerOf({ hindrance, alsoHeldBy, awaySince, provider }: Operation): Answering {
  if (awaySince || provider === 'down') return 'down';
  const standing = [hindrance, ...alsoHeldBy].flatMap((one) => one ?? []);
  // For dead addresses and for a missing key it is not the provider that refuses.
  if (standing.some(({ brake }) => brake && brake.why !== 'dead' && brake.why !== 'key')) return 'refuses';
  if (standing.some(({ cause }) => cause === 'slow-down')) return 'slows';
  return provider === 'up' ? 'up' : 'unasked';
}

/** Whether something answers, and how: in a word, the dot is an addition. */
function Health({ name, state }: { name: string; state: Answering | OperationsView['ready']['database'] }) {
  const { t } = useTranslation();
  const word = state === 'not configured here' ? 'unasked' : state;
  const { colour, sign } = HEALTH[word];
  return (
    <Badge variant="dot" color={colour} tt="none" fw={500} size="lg" h="auto" mih={26} styles={WRAPS}>
      {name}: {t(`operations.${word}`)}
      {sign}
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
