import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts } from '../../api';
import { meant } from '../../parts/frame/search.rules';
import { useFilterWords } from './filters';
import { type Shown, withoutOne } from './list.rules';
import { whereOf } from './use-list';

/** The newest, of which the titles are compared with a search that nothing matches. */
const COMPARED = 100;

/** That nothing matches, with each filter that hides everything by itself, to be taken off. */
export function NothingFound({
  shown,
  onForget,
  onForgetSearch,
  onSeek,
  onShow,
}: {
  shown: Shown;
  onForget: () => void;
  onForgetSearch: () => void;
  /** Searches for other words. */
  onSeek: (words: string) => void;
  onShow: (more: Partial<Shown>) => void;
}) {
  const { t } = useTranslation();
  const wordOf = useFilterWords(shown.filters);
  const fewer = withoutOne(shown);
  const found = useQueries({
    queries: fewer.map(({ rest }) => {
      const where = whereOf(rest);
      return {
        queryKey: ['broadcasts', 'any', where],
        queryFn: () => broadcasts.page(where, null, 1),
        // The only one that is set hides everything.
        enabled: fewer.length > 1,
      };
    }),
  });
  const hiding = fewer.filter((_, at) => fewer.length === 1 || (found[at]?.data?.broadcasts.length ?? 0) > 0);
  // What else the same filters show: the search is what hides it, and may be mistyped.
  const others = hiding.find(({ name }) => name === 'search')?.rest;
  const compared = useQuery({
    queryKey: ['broadcasts', 'compared', others && whereOf(others)],
    queryFn: () => broadcasts.page(whereOf(others ?? shown), null, COMPARED),
    enabled: others !== undefined,
    staleTime: 60_000,
  });
  const words =
    others && compared.data
      ? meant(
          compared.data.broadcasts.map(({ title }) => ({ name: title })),
          shown.search,
        )
      : null;
  const asked = fewer.length === 1 || found.every(({ isPending }) => !isPending);
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="xs">
        <Text fw={600}>{t('list.nothingFound')}</Text>
        {words !== null && (
          <Button variant="light" onClick={() => onSeek(words)}>
            {t('list.meant', { words })}
          </Button>
        )}
        <Text size="sm" c="dimmed" ta="center" role="status">
          {asked && t(hiding.length > 0 ? 'list.hiddenBy' : 'list.hiddenByAll')}
        </Text>
        <Group gap="xs" justify="center">
          {hiding.map(({ name, rest }) => (
            <Button
              key={name}
              variant="default"
              onClick={name === 'search' ? onForgetSearch : () => onShow({ filters: rest.filters })}
            >
              {t('list.without', {
                filter:
                  name === 'search'
                    ? t('list.searchFor', { search: shown.search })
                    : `${t(`list.filters.${name}`)}: ${wordOf(name)}`,
              })}
            </Button>
          ))}
          {(fewer.length > 1 || hiding.length === 0) && (
            <Button variant="subtle" onClick={onForget}>
              {t('list.forget')}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
