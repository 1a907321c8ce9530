import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts } from '../../api';
import { useFilterWords } from './filters';
import { type Shown, withoutOne } from './list.rules';
import { whereOf } from './use-list';

/** That nothing matches, with each filter that hides everything by itself, to be taken off. */
export function NothingFound({
  shown,
  onForget,
  onForgetSearch,
  onShow,
}: {
  shown: Shown;
  onForget: () => void;
  onForgetSearch: () => void;
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
  const asked = fewer.length === 1 || found.every(({ isPending }) => !isPending);
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="xs">
        <Text fw={600}>{t('list.nothingFound')}</Text>
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
