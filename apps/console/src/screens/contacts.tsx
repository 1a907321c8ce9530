import { Group, Progress, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, type ContactOverview, contacts, type RegionCount } from '../api';
import { dispensable } from '../late';
import { ChartFrame } from '../parts/charts/chart-frame';
import { Asking } from '../parts/frame/asking';
import { ErrorNote } from '../parts/frame/error-note';
import { languageName } from '../parts/texts/language-name';
import { Page } from '../parts/frame/page';
import { Section } from '../parts/frame/section';
import { REGIONS } from '../parts/regions/regions';
import { dayOf, instant, number, share, wallDate } from '../times';

const Columns = lazy(dispensable(() => import('../parts/charts/columns')));
/** Height of the chart, in px. */
const HEIGHT = 200;

/** Kontak: how many contacts Siar may write to, by channel, language and region, and how their number grows. */
export default function Contacts() {
  const { t } = useTranslation();
  const all = useQuery({ queryKey: ['contacts', 'overview'], queryFn: contacts.overview });
  const counts = useQuery({ queryKey: ['contacts', 'counts'], queryFn: contacts.counts });
  return (
    <Page title={t('nav.contacts')} aside={<Text c="dimmed">{t('contacts.about')}</Text>}>
      <Asking of={[all, counts]} />
      {all.data && (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Shares
              title={t('contacts.channels')}
              of={all.data.people}
              parts={CHANNELS.map((channel) => ({
                name: t(`channels.${channel}`),
                people: all.data.channels[channel],
              }))}
            />
            <Shares
              title={t('contacts.languages')}
              of={all.data.people}
              parts={all.data.languages.map(({ language, people }) => ({
                name: languageName(language),
                people,
              }))}
            />
          </SimpleGrid>
          <Growth days={all.data.growth} />
          <Text size="sm" c="dimmed">
            {t('report.asOf', { at: instant(new Date(all.data.countedAt)) })}
          </Text>
        </>
      )}
      {counts.data && <Regions counts={counts.data} />}
    </Page>
  );
}

/** Parts of all contacts, each with its number and its share as a bar. */
function Shares({
  title,
  of,
  parts,
}: {
  title: string;
  of: number;
  parts: readonly { name: string; people: number }[];
}) {
  const { t } = useTranslation();
  return (
    <Section title={title} aside={<Text size="sm">{t('contacts.people', { people: number(of) })}</Text>}>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {parts.map(({ name, people }) => (
          <Stack component="li" key={name} gap={4}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">{name}</Text>
              <Text size="sm" className="numeric">
                {number(people)} · {share(people, of)}
              </Text>
            </Group>
            <Progress value={of === 0 ? 0 : (people / of) * 100} aria-label={name} />
          </Stack>
        ))}
      </Stack>
    </Section>
  );
}

function Growth({ days }: { days: ContactOverview['growth'] }) {
  const { t } = useTranslation();
  const parts = (['joined', 'left'] as const).map((key) => ({ key, name: t(`contacts.${key}`) }));
  const sum = (which: 'joined' | 'left'): number => days.reduce((all, day) => all + day[which], 0);
  const said = t('contacts.grown', {
    joined: number(sum('joined')),
    left: number(sum('left')),
    days: number(days.length),
  });
  return (
    <Section title={t('contacts.growth')} term="consent">
      <Text size="sm">{said}</Text>
      <ChartFrame
        title={t('contacts.byDay')}
        height={HEIGHT}
        head={[t('contacts.day'), ...parts.map(({ name }) => name)]}
        rows={days.toReversed().map(({ day, joined, left }) => [dayOf(day), number(joined), number(left)])}
      >
        <Columns
          columns={days.map(({ day, joined, left }) => ({ name: wallDate(day), values: { joined, left } }))}
          parts={parts}
          height={HEIGHT}
          beside
        />
      </ChartFrame>
    </Section>
  );
}

/** Provinces and polling areas abroad; their numbers include the regions below them. */
function Regions({ counts }: { counts: readonly RegionCount[] }) {
  const { t } = useTranslation();
  const found = useQuery(REGIONS);
  const held = new Map(counts.map((count) => [count.regionCode, count]));
  const top = [...(found.data?.values() ?? [])].filter(({ parentCode }) => parentCode === null);
  return (
    <Section title={t('contacts.regions')}>
      {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      <Table.ScrollContainer
        minWidth={640}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('contacts.regions') } }}
      >
        <Table striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('contacts.region')}</Table.Th>
              <Table.Th scope="col" className="numeric">
                {t('contacts.persons')}
              </Table.Th>
              {CHANNELS.map((channel) => (
                <Table.Th scope="col" className="numeric" key={channel}>
                  {t(`channels.${channel}`)}
                </Table.Th>
              ))}
              <Table.Th scope="col" className="numeric">
                {t('contacts.ofVoters')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {top.map(({ code, name, registeredVoters }) => {
              const people = held.get(code)?.people ?? 0;
              return (
                <Table.Tr key={code}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td className="numeric">{number(people)}</Table.Td>
                  {CHANNELS.map((channel) => (
                    <Table.Td className="numeric" key={channel}>
                      {number(held.get(code)?.channels[channel] ?? 0)}
                    </Table.Td>
                  ))}
                  <Table.Td className="numeric">
                    {registeredVoters ? share(people, registeredVoters) : '–'}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
