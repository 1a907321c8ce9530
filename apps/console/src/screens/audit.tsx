import { Button, Code, Group, Paper, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChainState, trail } from '../api';
import { spoken } from '../i18n';
import { Asking } from '../parts/asking';
import { ErrorNote } from '../parts/error-note';
import { LoadMore } from '../parts/load-more';
import { Page } from '../parts/page';
import { Section } from '../parts/section';
import { instant, number } from '../times';
import { ACTS } from './audit-acts';

/** Who did what, the newest first, for auditors and the data protection officer. */
export default function Audit() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({ act: '', actor: '', subject: '', from: '', to: '' });
  const [where] = useDebouncedValue(typed, 300);
  const found = useInfiniteQuery({
    queryKey: ['audit', where],
    queryFn: ({ pageParam }) =>
      trail.page(
        {
          act: where.act.trim(),
          actor: where.actor.trim(),
          subject: where.subject.trim(),
          from: startOf(where.from),
          to: startOf(where.to, 1),
        },
        pageParam,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const chain = found.data?.pages[0]?.chain;
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page title={t('nav.audit')} aside={<Text c="dimmed">{t('audit.about')}</Text>}>
      {chain && <Chain of={chain} />}
      <Group gap="sm" align="flex-end" role="search">
        <TextInput
          label={t('audit.actor')}
          value={typed.actor}
          onChange={({ currentTarget: { value: actor } }) => setTyped((now) => ({ ...now, actor }))}
          style={{ flex: '1 1 12rem' }}
        />
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
        <TextInput
          type="date"
          label={t('audit.from')}
          value={typed.from}
          onChange={({ currentTarget: { value: from } }) => setTyped((now) => ({ ...now, from }))}
        />
        <TextInput
          type="date"
          label={t('audit.to')}
          value={typed.to}
          onChange={({ currentTarget: { value: to } }) => setTyped((now) => ({ ...now, to }))}
        />
      </Group>
      <Asking of={found} />
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
                    <Table.Td>
                      {ACTS[act]?.[spoken()]}
                      <Text size="xs" c="dimmed">
                        {act}
                      </Text>
                    </Table.Td>
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
      <LoadMore list={found} />
    </Page>
  );
}

/** How far the trail is sealed, and whether the chain holds when it is recomputed. */
function Chain({ of: { sealed, waiting, sealedAt, lastRoot } }: { of: ChainState }) {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: trail.verify });
  return (
    <Section title={t('audit.chain')}>
      <Text size="sm">
        {t('audit.sealed', { count: number(Number(sealed)) })}
        {sealedAt && ` ${t('audit.sealedAt', { at: instant(sealedAt) })}`}
        {waiting > 0 && ` ${t('audit.waiting', { count: waiting })}`}
      </Text>
      {lastRoot && (
        <Text size="sm">
          {t('audit.root', { day: lastRoot.day, position: number(Number(lastRoot.position)) })}{' '}
          <Code className="digest">{lastRoot.hash}</Code>
        </Text>
      )}
      <Group gap="sm">
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t('audit.check')}
        </Button>
        <div role="status">
          {check.data && check.data.broken === null && (
            <Text size="sm" fw={600}>
              {t('audit.whole', { position: number(Number(check.data.sealed)) })}
            </Text>
          )}
          {check.data && check.data.broken !== null && (
            <Text size="sm" fw={600} c="red.9">
              {t('audit.broken', { what: check.data.broken })}
            </Text>
          )}
        </div>
      </Group>
      {check.error && <ErrorNote error={check.error} />}
    </Section>
  );
}

/** The first instant of a day as Jakarta has it, some days on; empty where none is chosen. */
function startOf(day: string, days = 0): string {
  if (day === '') return '';
  const date = new Date(`${day}T00:00:00+07:00`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString();
}
