import { Button, Code, Group, List, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FailedJob, operations, type OperationsView } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { ErrorNote } from '../../parts/frame/error-note';
import { Section } from '../../parts/frame/section';
import { instant, lately, number } from '../../times';
import { PLACES } from './summary';
import { areQueuesEmpty } from './troubles.rules';

type Operation = OperationsView['channels'][number];

/** The work behind the scenes: what is in the queues, what failed, and what Siar mended by itself. */
export function Background({ channels, mended }: Pick<OperationsView, 'channels' | 'mended'>) {
  const { t } = useTranslation();
  const all = (
    <>
      <QueueTable of={channels} />
      <FailedJobs />
      {mended.lostJobs + mended.deadClaims > 0 && (
        <div>
          <Text size="sm">{t('operations.findings')}</Text>
          <List size="sm">
            {mended.lostJobs > 0 && (
              <List.Item>{t('operations.lostJobs', { count: mended.lostJobs })}</List.Item>
            )}
            {mended.deadClaims > 0 && (
              <List.Item>
                {t('operations.deadClaims', { count: mended.deadClaims, unknown: mended.unknown })}
              </List.Item>
            )}
          </List>
        </div>
      )}
      <Group gap="md" align="flex-start">
        <Button component="a" href="/ops/queues" target="_blank" rel="noopener" variant="default" size="xs">
          {t('operations.board')}
        </Button>
        <BoardTerms />
      </Group>
    </>
  );
  return (
    <Section title={t('operations.background')} term="job" id={PLACES.failedJobs}>
      {areQueuesEmpty(channels) ? (
        <details>
          <Text component="summary" size="sm">
            {t('operations.calm')}
          </Text>
          <Stack mt="sm">{all}</Stack>
        </details>
      ) : (
        all
      )}
    </Section>
  );
}

/** What is in the queues of each channel. What is wrong has a sign beside its colour. */
function QueueTable({ of }: { of: readonly Operation[] }) {
  const { t } = useTranslation();
  const figures = [
    ['jobs', ({ queue }) => queue && queue.waiting + queue.delayed, false],
    ['active', ({ queue }) => queue && queue.active, false],
    ['failed', ({ queue }) => queue && queue.failed, true],
    ['stalled', ({ stalled }) => stalled, true],
  ] as const satisfies readonly (readonly [string, (of: Operation) => number | null, boolean])[];
  return (
    <Table fz="sm" verticalSpacing={4} horizontalSpacing="xs" maw="44rem">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            <VisuallyHidden>{t('operations.background')}</VisuallyHidden>
          </Table.Th>
          {of.map(({ channel }) => (
            <Table.Th key={channel} scope="col" ta="right" w="22%">
              {t(`channels.${channel}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures.map(([name, figure, alarms]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {t(`operations.${name}`)}
            </Table.Th>
            {of.map((one) => {
              const value = figure(one);
              const alarm = value === null || (alarms && value > 0);
              return (
                <Table.Td key={one.channel} className="numeric" fw={600} c={alarm ? 'red.9' : undefined}>
                  {value === null ? t('operations.down') : number(value)}
                  {alarm && ' !'}
                </Table.Td>
              );
            })}
          </Table.Tr>
        ))}
        <Table.Tr>
          <Table.Th scope="row" fw={400}>
            {t('operations.oldest')}
          </Table.Th>
          {of.map(({ channel, queue }) => (
            <Table.Td key={channel} className="numeric" fw={600}>
              {queue?.oldestAt ? lately(queue.oldestAt) : '–'}
            </Table.Td>
          ))}
        </Table.Tr>
      </Table.Tbody>
    </Table>
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
    <Stack gap="xs">
      {(found.data?.length ?? 0) > 0 && (
        <Title order={3} size="h5">
          {t('operations.failedJobs')}
        </Title>
      )}
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
    </Stack>
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
