import { DataList, SimpleGrid, Spoiler, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Broadcast, type Channel, CHANNELS, type Forecast } from '../../../api';
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
  rupiah,
  wallClock,
  windowHours,
  zoneName,
  onlyZone,
} from '../../../times';
import type { LocalHours } from '../../../api/reviews';
import { Facts } from '../../../parts/frame/facts';
import { useCounted } from '../numbers/counted';
import { useLeftOut, useWhom } from '../numbers/numbers';
import { useHour } from './local-hours';
import { type TimeGroup, timeGroups } from './schedule.rules';
import { shownOf } from './shown.rules';

/** Regions named one by one with an hour; more are counted. */
const NAMED = 4;

/**
 * The audience, its size, and the send time on each region's own clock.
 * @param ifApproved the hours of an approval now, while it is decided on; null: it is not
 */
export function AudienceAndTimes({
  broadcast: given,
  ifApproved = null,
}: {
  broadcast: Broadcast;
  ifApproved?: readonly LocalHours[] | null;
}) {
  const { t } = useTranslation();
  const whom = useWhom();
  const hourOf = useHour();
  const broadcast = useCounted(given);
  const { estimate, counting, others, smsCost } = broadcast;
  const leftOut = useLeftOut()(others).map((sentence) => (
    <Text key={sentence} size="sm">
      {sentence}
    </Text>
  ));
  const { audience, schedule, channels, frozen } = shownOf(broadcast);
  const known = useRegions();
  const { topicName } = useTopics();
  const regions = frozen?.regions ?? audience.regions.flatMap((code) => known.get(code) ?? []);
  const nights = (ifApproved ?? []).filter(({ night }) => night);
  /** When it goes out there; with the hour that "now" is there, and whether that is at night. */
  const at = (group: TimeGroup): string => {
    const hour = ifApproved?.find(
      ({ timeZone, atOnce, local }) =>
        zoneName(timeZone) === zoneName(group.timeZone) && (atOnce || local.startsWith(group.at)),
    );
    if (hour) return hourOf(hour);
    return `${group.at === 'now' ? `${t('times.now')},` : wallClock(group.at)} ${zoneName(group.timeZone)}`;
  };
  const whereOf = ({ regions: of }: TimeGroup): string =>
    of.length > NAMED ? t('times.regionCount', { count: of.length }) : listed(of.map(({ name }) => name));
  return (
    <Section title={t(ifApproved ? 'ifApproved.title' : 'audience.title')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <DataList orientation="vertical">
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
                {/* Of an approved one the plan has them, as they were approved: counted again, they would differ. */}
                {forecastsOf(broadcast).length === 0 &&
                  broadcast.state !== 'approved' &&
                  `: ${CHANNELS.filter((channel) => channels.includes(channel))
                    .map((channel) => `${t(`channels.${channel}`)} ${number(estimate.channels[channel])}`)
                    .join(' · ')}`}
                {others !== null && others.notWritten > 0 && (
                  <Text size="sm">{t('numbers.notWritten', { addresses: number(others.notWritten) })}</Text>
                )}
                {leftOut}
              </DataList.ItemValue>
            </DataList.Item>
          )}
          {ifApproved && estimate && smsCost !== null && estimate.channels.sms > 0 && (
            <DataList.Item>
              <DataList.ItemLabel>{t('numbers.cost')}</DataList.ItemLabel>
              <DataList.ItemValue>
                {t('numbers.costOf', {
                  all: rupiah(estimate.channels.sms * smsCost),
                  each: rupiah(smsCost),
                })}
              </DataList.ItemValue>
            </DataList.Item>
          )}
          <DataList.Item>
            <DataList.ItemLabel>
              {t('audience.regions', { count: audience.regions.length })}
            </DataList.ItemLabel>
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
        </DataList>
        <Stack gap="sm">
          {schedule ? (
            <>
              <Facts
                facts={[
                  [
                    t('localHours.sent'),
                    timeGroups(schedule, regions, offsetMinutes).map(
                      (group) => `${at(group)} · ${whereOf(group)}`,
                    ),
                  ],
                ]}
              />
              <Text size="sm">
                {schedule.leaveWindow ? t('times.anyHour') : t('times.window', windowHours(schedule))}{' '}
                {schedule.expires
                  ? t('times.expires', { at: wallClock(schedule.expires) })
                  : t('times.expiresUsual')}
              </Text>
            </>
          ) : (
            <Text c="dimmed">{t('times.none')}</Text>
          )}
          <Forecasts broadcast={broadcast} />
        </Stack>
      </SimpleGrid>
      {ifApproved && nights.length > 0 && (
        <Text size="sm" fw={600}>
          {t(nightWords(broadcast, nights), {
            zones: listed([...new Set(nights.map(({ timeZone }) => zoneName(timeZone)))]),
          })}
        </Text>
      )}
    </Section>
  );
}

/** What to say of a send time at night. A correction is not advised to wait; its companion goes to those who got nothing. */
function nightWords(
  { originalId }: Broadcast,
  nights: readonly LocalHours[],
): `ifApproved.night${'' | 'Now' | 'Correction'}` {
  if (originalId !== null) return 'ifApproved.nightCorrection';
  return nights.some(({ atOnce }) => atOnce) ? 'ifApproved.nightNow' : 'ifApproved.night';
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

/** The forecast of each channel. Before the approval only: after it, the counts are more exact. */
function forecastsOf({ state, obstacles, forecast }: Broadcast): [Channel, Forecast][] {
  if ((state !== 'draft' && state !== 'in_review') || obstacles.length > 0) return [];
  return CHANNELS.flatMap((channel): [Channel, Forecast][] => {
    const of = forecast[channel];
    return of ? [[channel, of]] : [];
  });
}

/** How many messages each channel sends, and until when. */
function Forecasts({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const lines = forecastsOf(broadcast);
  return (
    <Stack gap={4}>
      {lines.map(([channel, { messages, finishesAt, lateMessages, zones }]) => (
        <Text size="sm" key={channel}>
          {t('times.forecast', {
            channel: t(`channels.${channel}`),
            messages: number(messages),
            at: instant(finishesAt, onlyZone(zones)),
          })}
          {lateMessages > 0 && ` ${t('times.late', { messages: number(lateMessages) })}`}
        </Text>
      ))}
    </Stack>
  );
}
