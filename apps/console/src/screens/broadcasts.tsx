import { Anchor, Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { BROADCAST_STATES, broadcasts, type BroadcastState, type ListedBroadcast } from '../api';
import { AlertBadge, CompanionBadge, KindBadge, StateBadge } from '../parts/broadcasts/badges';
import { Asking } from '../parts/frame/asking';
import { ChainLines, CorrectedBadge, DoubtedBadge } from '../parts/broadcasts/chain';
import { ErrorNote } from '../parts/frame/error-note';
import { LoadMore } from '../parts/frame/load-more';
import { Page } from '../parts/frame/page';
import { lastWords } from '../parts/broadcasts/last-words';
import { useRoles } from '../session';

/** All broadcasts that the person may see, the newest first; the filters are part of the URL. */
export default function Broadcasts() {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const [params, setParams] = useSearchParams();
  const state = BROADCAST_STATES.find((one) => one === params.get('state')) ?? null;
  const [typed, setTyped] = useState(params.get('search') ?? '');
  const [search] = useDebouncedValue(typed.trim(), 300);
  useEffect(() => {
    setParams(
      (now) => {
        if (search === '') now.delete('search');
        else now.set('search', search);
        return now;
      },
      { replace: true },
    );
  }, [search, setParams]);
  const choose = (next: string | null): void =>
    setParams(
      (now) => {
        if (next === null) now.delete('state');
        else now.set('state', next);
        return now;
      },
      { replace: true },
    );
  return (
    <Page
      title={t('nav.broadcasts')}
      actions={
        writes && (
          <Button component={Link} to="/tulis">
            {t('list.compose')}
          </Button>
        )
      }
    >
      <Group gap="sm" align="flex-end" role="search">
        <TextInput
          type="search"
          label={t('list.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          style={{ flex: '1 1 14rem' }}
        />
        <Select
          label={t('list.state')}
          placeholder={t('list.allStates')}
          clearable
          clearButtonProps={{ 'aria-label': t('list.allStates') }}
          data={BROADCAST_STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          value={state}
          onChange={choose}
          style={{ flex: '0 1 14rem' }}
        />
      </Group>
      <Found state={state} search={search} onForget={() => (setTyped(''), choose(null))} />
    </Page>
  );
}

function Found({
  state,
  search,
  onForget,
}: {
  state: BroadcastState | null;
  search: string;
  onForget: () => void;
}) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const found = useInfiniteQuery({
    queryKey: ['broadcasts', { state, search }],
    queryFn: ({ pageParam }) => broadcasts.page({ state, q: search }, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    refetchInterval: 15_000,
  });
  if (!found.data) return <Asking of={found} />;
  const all = found.data.pages.flatMap((page) => page.broadcasts);
  if (all.length === 0) {
    const filtered = state !== null || search !== '';
    return (
      <Paper withBorder p="xl">
        <Stack align="center" gap="xs">
          <Text fw={600}>{filtered ? t('list.nothingFound') : t('list.none')}</Text>
          <Text size="sm" c="dimmed" ta="center">
            {filtered ? t('list.nothingFoundHelp') : writes ? t('list.noneAuthor') : t('list.noneReader')}
          </Text>
          {filtered && (
            <Button variant="default" onClick={onForget}>
              {t('list.forget')}
            </Button>
          )}
        </Stack>
      </Paper>
    );
  }
  return (
    <Stack gap="sm">
      {found.isError && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: 'none', overflow: 'hidden' }}>
        {all.map((broadcast, index) => (
          <Row key={broadcast.id} broadcast={broadcast} first={index === 0} />
        ))}
      </Paper>
      <LoadMore list={found} />
      {!found.hasNextPage && (
        <Text size="sm" c="dimmed" ta="center">
          {t('list.end')}
        </Text>
      )}
    </Stack>
  );
}

function Row({ broadcast, first }: { broadcast: ListedBroadcast; first: boolean }) {
  const { t } = useTranslation();
  const {
    id,
    title,
    kind,
    state,
    channels,
    regions,
    author,
    organisation,
    updatedAt,
    approvedAt,
    begun,
    doubted,
    reads,
    alert,
    chain,
  } = broadcast;
  const { hindrance } = broadcast;
  const line = '1px solid var(--mantine-color-gray-3)';
  return (
    <Group
      component="li"
      px="md"
      py="sm"
      gap="sm"
      justify="space-between"
      style={{ borderTop: first ? undefined : line }}
    >
      <Stack gap={2} miw={0} style={{ flex: '1 1 16rem' }}>
        <Group gap="xs">
          <Anchor component={Link} to={`/siaran/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Anchor>
          <KindBadge kind={kind} />
          {chain?.completes && <CompanionBadge />}
          <CorrectedBadge chain={chain} />
          <DoubtedBadge of={{ doubted, reads, chain }} />
          <AlertBadge alert={alert} />
        </Group>
        <ChainLines chain={chain} />
        <Text size="sm" c="dimmed">
          {[
            ...channels.map((channel) => t(`channels.${channel}`)),
            t('times.regionCount', { count: regions }),
          ].join(' · ')}
        </Text>
        <Text size="sm" c="dimmed">
          {author}, {organisation} · {lastWords(t, { state, approvedAt, updatedAt })}
        </Text>
      </Stack>
      <StateBadge state={state} hindrance={hindrance} begun={begun} />
    </Group>
  );
}
