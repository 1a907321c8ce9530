import { DataList, Spoiler, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Broadcast, CHANNELS, type Forecast } from '../../../api';
import { Asking } from '../../../parts/frame/asking';
import { useElections } from '../../../parts/broadcasts/elections';
import { languageName } from '../../../parts/texts/language-name';
import { useRegions } from '../../../parts/regions/regions';
import { Section } from '../../../parts/frame/section';
import { useTopics } from '../../../parts/broadcasts/topics';
import {
  dayOf,
  instant,
  listed,
  number,
  offsetMinutes,
  wallClock,
  windowHours,
  zoneName,
} from '../../../times';
import { timeGroups } from './schedule.rules';
import { useLeftOut, useWhom } from '../numbers/numbers';
import { shownOf } from './shown.rules';

/** The audience, its size, and the send time on each region's own clock. */
export function AudienceAndTimes({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const whom = useWhom();
  const { estimate, counting, others } = broadcast;
  const leftOut = useLeftOut()(others).map((sentence) => (
    <Text key={sentence} size="sm">
      {sentence}
    </Text>
  ));
  const { audience, schedule, channels, frozen } = shownOf(broadcast);
  const known = useRegions();
  const { topicName } = useTopics();
  const regions = frozen?.regions ?? audience.regions.flatMap((code) => known.get(code) ?? []);
  return (
    <Section title={t('audience.title')}>
      <DataList orientation="vertical">
        <DataList.Item>
          <DataList.ItemLabel>{t('audience.regions', { count: audience.regions.length })}</DataList.ItemLabel>
          <DataList.ItemValue>
            {audience.regions.length === 0 ? (
              t('audience.noRegions')
            ) : (
              <Spoiler maxHeight={44} showLabel={t('audience.all')} hideLabel={t('audience.fewer')}>
                {listed(regions.map(({ name }) => name))}
              </Spoiler>
            )}
          </DataList.ItemValue>
        </DataList.Item>
        <DataList.Item>
          <DataList.ItemLabel>{t('audience.election')}</DataList.ItemLabel>
          <DataList.ItemValue>
            <AboutElection broadcast={broadcast} />
          </DataList.ItemValue>
        </DataList.Item>
        <DataList.Item>
          <DataList.ItemLabel>{t('audience.reach')}</DataList.ItemLabel>
          <DataList.ItemValue>{whom(broadcast)}</DataList.ItemValue>
        </DataList.Item>
        {audience.languages.length > 0 && (
          <DataList.Item>
            <DataList.ItemLabel>{t('audience.languages')}</DataList.ItemLabel>
            <DataList.ItemValue>{listed(audience.languages.map(languageName))}</DataList.ItemValue>
          </DataList.Item>
        )}
        {audience.topics.length > 0 && (
          <DataList.Item>
            <DataList.ItemLabel>{t('audience.topics')}</DataList.ItemLabel>
            <DataList.ItemValue>{listed(audience.topics.map(topicName))}</DataList.ItemValue>
          </DataList.Item>
        )}
        {counting && !estimate && (
          <DataList.Item>
            <DataList.ItemLabel>{t('audience.estimate')}</DataList.ItemLabel>
            <DataList.ItemValue>{t('numbers.counting')}</DataList.ItemValue>
          </DataList.Item>
        )}
        {!estimate && leftOut.length > 0 && (
          <DataList.Item>
            <DataList.ItemLabel>{t('audience.leftOut')}</DataList.ItemLabel>
            <DataList.ItemValue>{leftOut}</DataList.ItemValue>
          </DataList.Item>
        )}
        {/* Of what was withdrawn after copies went out nothing more is sent: how far it came is said above. */}
        {estimate && !(broadcast.state === 'withdrawn' && broadcast.begun) && (
          <DataList.Item>
            <DataList.ItemLabel>{t('audience.estimate')}</DataList.ItemLabel>
            <DataList.ItemValue>
              {t('audience.people', { people: number(estimate.people) })}
              {': '}
              {CHANNELS.filter((channel) => channels.includes(channel))
                .map((channel) => `${t(`channels.${channel}`)} ${number(estimate.channels[channel])}`)
                .join(' · ')}
              {others !== null && others.notWritten > 0 && (
                <Text size="sm">{t('numbers.notWritten', { addresses: number(others.notWritten) })}</Text>
              )}
              {leftOut}
            </DataList.ItemValue>
          </DataList.Item>
        )}
      </DataList>
      {schedule ? (
        <Stack gap="xs">
          <Table.ScrollContainer
            minWidth={460}
            scrollAreaProps={{
              viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('times.title') },
            }}
          >
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('times.zone')}</Table.Th>
                  <Table.Th scope="col">{t('times.due')}</Table.Th>
                  <Table.Th scope="col">{t('times.regions')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {timeGroups(schedule, regions, offsetMinutes).map((group) => (
                  <Table.Tr key={`${group.timeZone} ${group.at}`}>
                    <Table.Th scope="row">{zoneName(group.timeZone)}</Table.Th>
                    <Table.Td>{group.at === 'now' ? t('times.now') : wallClock(group.at)}</Table.Td>
                    <Table.Td>
                      {group.regions.length > 4
                        ? t('times.regionCount', { count: group.regions.length })
                        : listed(group.regions.map(({ name }) => name))}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Text size="sm">
            {schedule.leaveWindow ? t('times.anyHour') : t('times.window', windowHours(schedule))}{' '}
            {schedule.expires
              ? t('times.expires', { at: wallClock(schedule.expires) })
              : t('times.expiresUsual')}
          </Text>
        </Stack>
      ) : (
        <Text c="dimmed">{t('times.none')}</Text>
      )}
      <Forecasts broadcast={broadcast} />
    </Section>
  );
}

/** The election and its polling day, which distinguishes elections of the same name. */
function AboutElection({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const elections = useElections();
  const { frozen } = shownOf(broadcast);
  const { electionId } = broadcast.draft;
  const election = frozen ? frozen.election : elections.data?.find(({ id }) => id === electionId);
  if (election) return t('audience.pollingDay', { name: election.name, day: dayOf(election.pollingDate) });
  return frozen || electionId === undefined ? t('compose.noElection') : <Asking of={elections} />;
}

/** The forecast finish of each channel. Before the approval only: after it, the counts are more exact. */
function Forecasts({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { state, obstacles } = broadcast;
  if ((state !== 'draft' && state !== 'in_review') || obstacles.length > 0) return null;
  const lines = CHANNELS.flatMap((channel): [typeof channel, Forecast][] => {
    const forecast = broadcast.forecast[channel];
    return forecast ? [[channel, forecast]] : [];
  });
  return (
    <Stack gap={4}>
      {lines.map(([channel, { messages, finishesAt, lateMessages }]) => (
        <Text size="sm" key={channel}>
          {t('times.forecast', {
            channel: t(`channels.${channel}`),
            messages: number(messages),
            at: instant(finishesAt),
          })}
          {lateMessages > 0 && ` ${t('times.late', { messages: number(lateMessages) })}`}
        </Text>
      ))}
    </Stack>
  );
}
