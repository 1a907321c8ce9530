import { Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../i18n';
import { type ContactImport, imports } from '../../api';
import { Confirm } from '../../parts/forms/confirm';
import { Asking } from '../../parts/frame/asking';
import { LoadMore } from '../../parts/frame/load-more';
import { problemWords } from '../../parts/refusals/refusal-words';
import { usePerson, useRoles } from '../../session';
import { instant, number } from '../../times';

export const IMPORTS = ['imports'];
const PAGE = 50;
const EVERY_MS = 2_000;
const changes = ({ state }: ContactImport): boolean => state === 'running' || state === 'withdrawing';

const COLOUR: Record<ContactImport['state'], string> = {
  running: 'sea.6',
  completed: 'green.9',
  broken: 'red.8',
  withdrawing: 'orange.7',
  withdrawn: 'gray.8',
};

/** Imports and dry runs, the newest first. */
export function History() {
  const { t } = useTranslation();
  const found = useInfiniteQuery({
    queryKey: [...IMPORTS, 'history'],
    queryFn: ({ pageParam }) => imports.list(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length === PAGE ? (page.at(-1)?.id ?? null) : null),
    // Polls while an import is in progress.
    refetchInterval: ({ state: { data } }: { state: { data?: InfiniteData<ContactImport[]> } }) =>
      data?.pages.flat().some(changes) === true ? EVERY_MS : false,
  });
  const all = found.data?.pages.flat() ?? [];
  return (
    <Stack component="section" aria-labelledby="imports-history">
      <Title order={2} size="h4" id="imports-history">
        {t('imports.history')}
      </Title>
      <Asking of={found} />
      {found.isSuccess && all.length === 0 && <Text size="sm">{t('imports.none')}</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {all.map((one) => (
          <Paper component="li" key={one.id} withBorder p="md">
            <Entry one={one} />
          </Paper>
        ))}
      </Stack>
      <LoadMore list={found} />
    </Stack>
  );
}

function Entry({ one }: { one: ContactImport }) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const takes = useRoles('author', 'admin');
  const [withdrawing, setWithdrawing] = useState(false);
  const { dryRun, state } = one;
  const mayWithdraw = takes && !dryRun && (state === 'completed' || state === 'broken') && one.rows > 0;
  const when = instant(one.startedAt);
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600} size="sm">
            {t(dryRun ? 'imports.aTry' : 'imports.anImport')}
          </Text>
          <Badge variant="dot" color={COLOUR[state]} tt="none" fw={500} size="lg">
            {t(`imports.states.${state}`)}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {when} · {one.person}
        </Text>
      </Group>
      {one.fileName !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('imports.fileNamed', { name: one.fileName })}
        </Text>
      )}
      <Text size="sm">
        {t(dryRun ? 'imports.sumTry' : 'imports.sum', {
          rows: number(one.rows),
          added: number(one.added),
          updated: number(one.updated),
          unchanged: number(one.unchanged),
          skipped: number(one.skipped),
          rejected: number(one.rejected),
        })}
      </Text>
      {state === 'broken' && (
        <Text size="sm">
          {t(dryRun ? 'imports.brokenTry' : 'imports.brokenHelp')}
          {one.reason !== null && ` ${problemWords(one.reason) ?? ''}`}
        </Text>
      )}
      {(state === 'withdrawing' || state === 'withdrawn') && (
        <Text size="sm">
          {t('imports.withdrawn', { removed: number(one.removed), kept: number(one.kept) })}
        </Text>
      )}
      <Group gap="md">
        {one.rejectedKept && one.personId === personId && (
          <Anchor href={imports.rejected(one.id, spoken())} download underline="always" size="sm">
            {t('imports.rejectedAll', { rows: number(one.rejected) })}
          </Anchor>
        )}
        {mayWithdraw && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('imports.withdrawOf', { when })}
            onClick={() => setWithdrawing(true)}
          >
            {t('imports.withdraw')}
          </Button>
        )}
      </Group>
      {withdrawing && (
        <Confirm
          touches={[IMPORTS]}
          title={t('imports.withdrawTitle')}
          go={t('imports.withdraw')}
          danger
          onGo={() => imports.withdraw(one.id)}
          told={t('done.withdrawImport')}
          onClose={() => setWithdrawing(false)}
        >
          <Text size="sm">
            {t('imports.withdrawWhat', {
              when,
              person: one.person,
              added: number(one.added),
              updated: number(one.updated),
            })}
          </Text>
          <Text size="sm">{t('imports.withdrawKeeps')}</Text>
          <Text size="sm">{t('imports.withdrawFinal')}</Text>
        </Confirm>
      )}
    </Stack>
  );
}
