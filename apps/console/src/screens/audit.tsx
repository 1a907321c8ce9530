import { Button, Center, Code, Group, Loader, Paper, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trail } from '../api';
import { ErrorNote } from '../parts/error-note';
import { Page } from '../parts/page';
import { instant } from '../times';

/** Who did what, the newest first, for auditors and the data protection officer. */
export default function Audit() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ act: '', subject: '' });
  const [where] = useDebouncedValue(typed, 300);
  const found = useInfiniteQuery({
    queryKey: ['audit', where],
    queryFn: ({ pageParam }) =>
      trail.page({ act: where.act.trim(), subject: where.subject.trim() }, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page title={t('nav.audit')} aside={<Text c="dimmed">{t('audit.about')}</Text>}>
      <Group gap="sm" align="flex-end" role="search">
        <TextInput
          label={t('audit.act')}
          placeholder="broadcast.approve"
          value={typed.act}
          onChange={({ currentTarget: { value: act } }) => setTyped((now) => ({ ...now, act }))}
          style={{ flex: '1 1 12rem' }}
        />
        <TextInput
          label={t('audit.subject')}
          placeholder="broadcast:1234"
          value={typed.subject}
          onChange={({ currentTarget: { value: subject } }) => setTyped((now) => ({ ...now, subject }))}
          style={{ flex: '1 1 12rem' }}
        />
      </Group>
      {found.isError && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && (
        <Center py="xl">
          <Loader aria-label={t('loading')} />
        </Center>
      )}
      {found.isSuccess && entries.length === 0 && <Text>{t('audit.none')}</Text>}
      {entries.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer
            minWidth={720}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('nav.audit') } }}
          >
            <Table striped>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('audit.at')}</Table.Th>
                  <Table.Th scope="col">{t('audit.actor')}</Table.Th>
                  <Table.Th scope="col">{t('audit.act')}</Table.Th>
                  <Table.Th scope="col">{t('audit.subject')}</Table.Th>
                  <Table.Th scope="col">{t('audit.detail')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map(({ id, at, actor, act, subject, detail }) => (
                  <Table.Tr key={id}>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{instant(at)}</Table.Td>
                    <Table.Td>{actor?.name ?? 'Siar'}</Table.Td>
                    <Table.Td>{act}</Table.Td>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{subject}</Table.Td>
                    <Table.Td>
                      {Object.keys(detail).length > 0 && (
                        <Code style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(detail)}</Code>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {found.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t('loadMore')}
          </Button>
        </Group>
      )}
    </Page>
  );
}
