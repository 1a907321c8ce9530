import { Anchor, Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CHANNELS, type Home } from '../../api';
import { Section } from '../../parts/frame/section';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { titled } from '../../parts/broadcasts/titled';
import { clock, instant, listed, offsetMinutes, wallDay, wallHour, zoneName, ZONES } from '../../times';
import { DAY_MS, hoursOn, lanes, MARK_SHARE, placeOn, stripStart } from './strip.rules';

type Due = NonNullable<Home['next']>[number];
type Later = NonNullable<Home['later']>[number];

const WEST = ZONES[0].timeZone;
/** Height of a lane of marks, in rem. */
const LANE = 1.9;
const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
const wallOf = (at: string, timeZone: string): number =>
  Date.parse(at) + offsetMinutes(timeZone, new Date(at)) * 60_000;

/**
 * The day ahead on the country's three clocks, aligned by wall-clock time: 07:00 stands above 07:00, and the line of
 * the present is further along in the east. Screen readers get a list for each zone.
 */
export function Strip({ at, next, later }: { at: string; next: readonly Due[]; later: readonly Later[] }) {
  const { t } = useTranslation();
  if (next.length === 0)
    return (
      <Section title={t('home.later')}>
        <Text>{t(later.length === 0 ? 'home.nothingLater' : 'home.nothingNext')}</Text>
        <LaterOnes of={later} />
      </Section>
    );
  const start = stripStart(wallOf(at, WEST));
  const known: readonly string[] = ZONES.map(({ name }) => name);
  const abroad = next.filter(({ timeZone }) => !known.includes(zoneName(timeZone)));
  const rows = [
    ...ZONES.map(({ name, timeZone }) => ({
      name: name as string,
      timeZone: timeZone as string,
      due: next.filter((one) => zoneName(one.timeZone) === name),
    })),
    ...(abroad.length > 0 ? [{ name: t('home.abroad'), timeZone: WEST, due: abroad }] : []),
  ];
  return (
    <Section
      title={t('home.next')}
      aside={
        <Text size="sm" c="dimmed">
          {t('home.nextHelp')}
        </Text>
      }
    >
      <Box className="strip" tabIndex={0} role="group" aria-label={t('home.nextHelp')}>
        <Box className="strip-hours" aria-hidden>
          {hoursOn(start).map(({ wall, place }) => (
            <Text key={wall} span size="xs" c="dimmed" style={{ left: percent(place) }}>
              {wall % DAY_MS === 0 ? wallDay(wall) : wallHour(wall)}
            </Text>
          ))}
        </Box>
        {rows.map((row) => (
          <Zone key={row.name} {...row} at={at} start={start} />
        ))}
      </Box>
      {later.length > 0 && (
        <Text size="sm" fw={600} aria-hidden>
          {t('home.later')}
        </Text>
      )}
      <LaterOnes of={later} />
    </Section>
  );
}

/** What is due after the strip, however far ahead, a line each. */
function LaterOnes({ of }: { of: readonly Later[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <ul className="rows" aria-label={t('home.later')}>
      {of.map(({ id, title, part, timeZone, dueAt, channels }) => (
        <Box component="li" py="xs" key={id} style={{ overflowWrap: 'anywhere' }}>
          <Anchor component={Link} to={`/siaran/${id}`} fw={600}>
            {titled(t, title, part)}
          </Anchor>
          <ApprovedAt id={id} />
          <Text size="sm" c="dimmed">
            {[
              instant(dueAt, timeZone),
              listed(CHANNELS.filter((one) => channels.includes(one)).map((one) => t(`channels.${one}`))),
            ].join(' · ')}
          </Text>
        </Box>
      ))}
    </ul>
  );
}

function Zone({
  name,
  timeZone,
  due,
  at,
  start,
}: {
  name: string;
  timeZone: string;
  due: readonly Due[];
  at: string;
  start: number;
}) {
  const { t } = useTranslation();
  const marks = due.flatMap((one) => {
    const place = placeOn(start, wallOf(one.dueAt, timeZone));
    return place === null ? [] : [{ one, place }];
  });
  const lane = lanes(marks.map(({ place }) => place));
  const deep = Math.max(1, ...lane.map((one) => one + 1));
  const now = placeOn(start, wallOf(at, timeZone));
  return (
    <Box className="strip-zone">
      <Text size="sm" fw={600} className="strip-name">
        {name === zoneName(timeZone) ? clock(at, timeZone) : name}
      </Text>
      <Box className="strip-track" style={{ height: `${deep * LANE + 0.4}rem` }}>
        {hoursOn(start).map(({ wall, place }) => (
          <span key={wall} className="strip-tick" style={{ left: percent(place) }} />
        ))}
        {now !== null && (
          <span className="strip-now" style={{ left: percent(now) }}>
            <Text span size="xs" fw={600}>
              {t('home.now')}
            </Text>
          </span>
        )}
        <ul aria-label={t('home.nextIn', { zone: name })}>
          {marks.map(({ one, place }, index) => {
            const late = place > 1 - MARK_SHARE;
            return (
              <li
                key={`${one.id} ${one.dueAt} ${one.timeZone}`}
                className={late ? 'strip-mark strip-mark-late' : 'strip-mark'}
                style={{
                  top: `${(lane[index] ?? 0) * LANE + 0.2}rem`,
                  width: percent(MARK_SHARE),
                  left: percent(late ? place - MARK_SHARE : place),
                }}
              >
                <Mark one={one} />
              </li>
            );
          })}
        </ul>
      </Box>
    </Box>
  );
}

function Mark({
  one: { id, title: own, part, timeZone, dueAt, channels, regions, paused, pausedInPart },
}: {
  one: Due;
}) {
  const { t } = useTranslation();
  const title = titled(t, own, part);
  const hour = wallHour(wallOf(dueAt, timeZone));
  const more = [
    zoneName(timeZone),
    listed(CHANNELS.filter((one) => channels.includes(one)).map((one) => t(`channels.${one}`))),
    t('times.regionCount', { count: regions }),
    ...(pausedInPart ? [t(paused ? 'states.paused' : 'hindrances.pausedInPart')] : []),
  ].join(', ');
  return (
    <Anchor
      component={Link}
      to={`/siaran/${id}`}
      size="sm"
      title={`${hour} ${title}, ${more}`}
      aria-label={`${hour} ${title}, ${more}`}
    >
      {pausedInPart && <span aria-hidden>❚❚ </span>}
      {hour} {title}
    </Anchor>
  );
}
