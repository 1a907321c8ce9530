import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts, type Channel, CHANNELS, type Progress } from '../../../api';
import { useRegions } from '../../../parts/regions/regions';
import { sumOf, waiting } from '../../../parts/sending/account.rules';
import { clock, dayAt, instant, listed, zoneName } from '../../../times';
import { isEndless, isHeld, isPausedOn, OVER, pausedIn } from './live.rules';
import type { Obstacles } from './troubles.rules';
import { useForecast } from './use-forecast';
import { begunIn, zoneEnds } from './zone-ends.rules';

/** How often the waves are read for when each zone began, in ms: that changes once. */
const WAVES_MS = 15_000;

interface Shown {
  id: string;
  progress: Progress;
  obstacles: Obstacles;
  rates: ReadonlyMap<Channel, number | null>;
}

/**
 * When what is left will have gone out in each of the country's zones, by page and wall alike.
 */
export function useZoneEnds({
  id,
  progress: { state, channels, hindrances, parts },
  obstacles,
  rates,
}: Shown): ReturnType<typeof zoneEnds<Channel>> {
  const over = OVER.includes(state);
  const known = useRegions();
  const forecast = useForecast(id, !over);
  const { data: waves } = useQuery({
    queryKey: ['waves', id],
    queryFn: () => broadcasts.waves(id),
    refetchInterval: WAVES_MS,
    enabled: !over,
  });
  const paused = pausedIn(hindrances);
  const placesOf = (channel: Channel, only: (province: string) => boolean = () => true): string[] =>
    parts.flatMap((one) => {
      const timeZone = known.get(one.province)?.timeZone;
      return one.channel === channel && waiting(one) > 0 && timeZone && only(one.province) ? [timeZone] : [];
    });
  if (over) return [];
  return zoneEnds(
    CHANNELS.filter((channel) => waiting(channels[channel] ?? NOBODY) > 0).map((channel) => {
      const rate = rates.get(channel) ?? null;
      const held = isHeld(obstacles, channel);
      const due = held ? [] : (forecast.data?.[channel]?.zones ?? []);
      const goes = new Set(due.map(({ timeZone }) => timeZone));
      const still = held
        ? placesOf(channel)
        : isEndless(obstacles, channel)
          ? [...goes]
          : // All that is left in a zone may be paused, while others go on.
            placesOf(channel, (province) => isPausedOn(paused, province, channel)).filter(
              (timeZone) => !goes.has(timeZone),
            );
      return { channel, zones: due, rate, still, left: placesOf(channel) };
    }),
    (zone) => zoneName(zone),
    Date.now(),
    begunIn(waves ?? [], Date.now()),
  );
}

/** The same as a table, each zone on its own clock. */
export function ZoneEnds(shown: Shown) {
  const { t } = useTranslation();
  const zones = useZoneEnds(shown);
  if (zones.length === 0) return null;
  const unsure = [...new Set(zones.flatMap(({ still }) => still))];
  // A table that says nothing in each of its lines is one sentence.
  if (unsure.length > 0 && zones.every(({ ends }) => ends === null))
    return (
      <Text size="sm">
        {t('zoneEnds.nowhere', { channels: listed(unsure.map((channel) => t(`channels.${channel}`))) })}
      </Text>
    );
  return (
    <div>
      <Table fz="sm" verticalSpacing={4} captionSide="top">
        <Table.Caption ta="left" mt={0} mb={4} fw={600}>
          {t('zoneEnds.title')}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('zoneEnds.zone')}</Table.Th>
            <Table.Th scope="col">{t('zoneEnds.begins')}</Table.Th>
            <Table.Th scope="col">{t('zoneEnds.ends')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {zones.map(({ zone, timeZone, begins, ends, still, working }) => (
            <Table.Tr key={zone}>
              <Table.Th scope="row">{zone}</Table.Th>
              <Table.Td className="steady">{begins === null ? '–' : clock(begins, timeZone)}</Table.Td>
              <Table.Td className="steady" fw={ends === null ? undefined : 700}>
                {ends !== null
                  ? soon(ends, timeZone)
                  : still.length === 0
                    ? t(working ? 'zoneEnds.working' : 'zoneEnds.measuring')
                    : t('zoneEnds.unsure', {
                        channels: listed(still.map((channel) => t(`channels.${channel}`))),
                      })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed">
        {t('zoneEnds.help')}
      </Text>
    </div>
  );
}

/** An hour on a zone's clock, with its day unless that is today there. */
export const soon = (at: string, timeZone: string): string =>
  dayAt(at, timeZone) === dayAt(new Date(), timeZone) ? clock(at, timeZone) : instant(at, timeZone);

const NOBODY = sumOf([]);
