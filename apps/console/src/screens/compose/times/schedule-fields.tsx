import { Alert, Button, Checkbox, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import 'dayjs/locale/id';
import '@mantine/dates/styles.css';
import { SEND_HOURS } from '../../../../../../libs/contract/lists.js';
import type { Outlook } from '../../../api';
import type { Fault } from '../../../http';
import { spoken } from '../../../i18n';
import { regionName, useRegions } from '../../../parts/regions/regions';
import { HourField } from '../../../parts/days/hour-field';
import { Section } from '../../../parts/frame/section';
import { tell } from '../../../parts/frame/toasts';
import { earliestToday, listed, wallClock, windowHours, zoneName } from '../../../times';
import { useElectionDays } from '../../calendar/use-calendar';
import { type ChangeForm, type ComposeForm, faultAt, type Timing } from '../form.rules';
import { PartComments } from '../outline/part-comments';
import { LocalTimeField } from './local-time-field';
import { newBase, taking, withoutPassed } from './openings.rules';
import { OwnTimes } from './own-times';
import { Timeline } from './timeline';

/** Regions named one by one with an opening. */
const NAMED = 3;
type Times = Pick<ComposeForm, 'when' | 'regions' | 'perRegion'>;

/** The send time on each region's own clock and the expiry, with the forecast. */
export const ScheduleFields = memo(function ScheduleFields({
  timing,
  regions,
  outlook,
  checked,
  change,
  faults,
}: {
  timing: Timing;
  regions: ComposeForm['regions'];
  outlook: Outlook | null;
  /** Everything that the last check found. */
  checked: readonly Fault[];
  change: ChangeForm;
  faults: readonly Fault[];
}) {
  const { t } = useTranslation();
  const { when, at, perRegion, window, expires, leaveWindow, kind } = timing;
  // A correction has no outlook.
  const told = outlook?.obstacles ?? checked;
  const known = useRegions();
  const elections = useElectionDays();
  const today = earliestToday(regions.flatMap((code) => known.get(code)?.timeZone ?? []));
  // The note about the next opening has the whole sentence.
  const untold = told.filter(({ code }) => !outlook || code !== 'outside-window');
  const outside = new Set(told.filter(({ code }) => code === 'outside-window').map(({ path }) => path));
  const hours = windowHours({ window: window ?? undefined });
  const errorAt = (path: string): string | null =>
    faultAt(faults, path) ??
    faultAt(untold, path) ??
    (outside.has(path) ? t('window.outsideHere', hours) : null);
  /** Applies a change that may drop own times: the author is told, and can have them back. */
  const changeTimes = (made: (now: Times) => Partial<ComposeForm>): void => {
    const next = made({ when, regions, perRegion });
    const kept = next.perRegion ?? perRegion;
    const dropped = Object.fromEntries(Object.entries(perRegion).filter(([code]) => !(code in kept)));
    change(next);
    const where = listed(Object.keys(dropped).map((code) => regionName(code)));
    if (where === '') return;
    tell({
      text: t('ownTimes.dropped', { where }),
      undo: () => {
        change((now) => ({ perRegion: { ...dropped, ...now.perRegion } }));
        return Promise.resolve(t('ownTimes.back', { where }));
      },
    });
  };
  const changeBase = (part: Pick<ComposeForm, 'when'> | Pick<ComposeForm, 'at'>): void =>
    changeTimes((now) => ({ ...part, perRegion: withoutPassed(now.perRegion, [...told, ...checked]) }));
  return (
    <Section title={t('times.title')} term="sendWindow" aside={<PartComments part="schedule" />}>
      <DatesProvider settings={{ locale: spoken(), firstDayOfWeek: 1 }}>
        <Radio.Group
          data-field="schedule"
          label={t('compose.when')}
          value={when}
          onChange={(value) => changeBase({ when: value === 'now' ? 'now' : 'at' })}
        >
          <Group mt="xs">
            <Radio value="at" label={t('compose.atTime')} />
            <Radio value="now" label={t('times.now')} />
          </Group>
        </Radio.Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {when === 'at' && (
            <LocalTimeField
              field="schedule.at"
              label={t('compose.at')}
              description={t('compose.atHelp')}
              elections={elections}
              value={at}
              onChange={(value) => changeBase({ at: value })}
              from={today}
              error={errorAt('schedule.at')}
            />
          )}
          <LocalTimeField
            field="schedule.expires"
            label={t('compose.expires')}
            description={t('compose.expiresHelp')}
            value={expires}
            onChange={(value) => change({ expires: value })}
            from={today}
            error={errorAt('schedule.expires')}
          />
        </SimpleGrid>
        <NextOpenings
          outlook={outlook}
          when={when}
          regions={regions}
          leave={
            kind !== 'ordinary' && !leaveWindow && outside.size > 0
              ? () => change({ leaveWindow: true })
              : null
          }
          change={changeTimes}
        />
        <OwnTimes
          perRegion={perRegion}
          regions={regions}
          from={today}
          elections={elections}
          change={change}
          errorAt={errorAt}
        />
        <Checkbox
          data-field="schedule.window"
          label={t('window.own')}
          description={t('window.help', windowHours({}))}
          checked={window !== null}
          onChange={(event) => change({ window: event.currentTarget.checked ? SEND_HOURS : null })}
          error={errorAt('schedule.window')}
        />
        {window && (
          <Group gap="lg">
            {(['from', 'to'] as const).map((end) => (
              <HourField
                key={end}
                label={t(`window.${end}`)}
                value={window[end]}
                onChange={(value) => change({ window: { ...window, [end]: value } })}
              />
            ))}
          </Group>
        )}
        {kind !== 'ordinary' && (
          <Checkbox
            data-field="schedule.leaveWindow"
            label={t('compose.leaveWindow')}
            description={t('compose.leaveWindowHelp')}
            checked={leaveWindow}
            onChange={(event) => change({ leaveWindow: event.currentTarget.checked })}
            error={errorAt('schedule.leaveWindow')}
          />
        )}
      </DatesProvider>
      {outlook && <Timeline outlook={outlook} />}
    </Section>
  );
});

/**
 * For a time that has passed or lies outside the send window: the time that the author can take instead.
 * @param leave sends at this hour all the same; null: of this kind nothing may, or it does
 */
function NextOpenings({
  outlook,
  when,
  regions,
  leave,
  change,
}: {
  outlook: Outlook | null;
  when: ComposeForm['when'];
  regions: readonly string[];
  leave: (() => void) | null;
  change: (made: (now: Times) => Partial<ComposeForm>) => void;
}) {
  const { t } = useTranslation();
  useRegions();
  const openings = outlook?.nextOpenings ?? [];
  const leaving = leave && (
    <Button size="xs" variant={openings.length > 0 ? 'default' : 'filled'} onClick={leave}>
      {t(when === 'now' ? 'window.leaveNow' : 'window.leave')}
    </Button>
  );
  // A correction has no outlook: its own hour is the one that helps.
  if (openings.length === 0 && leaving)
    return (
      <Alert color="yellow" title={t('window.outside')} role="status">
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{t('window.leaveHelp')}</Text>
          {leaving}
        </Stack>
      </Alert>
    );
  if (openings.length === 0) return null;
  const base = newBase({ when, regions: [...regions] }, openings);
  const passed = openings.some((one) => one.passed);
  const shown =
    base === null ? openings : openings.filter((one) => one.path !== 'schedule.at' && !one.passed);
  return (
    <Alert color="yellow" title={t(passed ? 'window.passed' : 'window.outside')} role="status">
      <Stack gap="xs" align="flex-start">
        {base !== null && <Text size="sm">{t('window.nextBase', { at: wallClock(base) })}</Text>}
        {byClock(shown).map(({ zone, at, regions: codes }) => (
          <Text size="sm" key={`${zone} ${at}`}>
            {t('window.next', {
              where:
                codes.length > NAMED
                  ? t('times.regionCount', { count: codes.length })
                  : listed(codes.map((code) => regionName(code))),
              at: wallClock(at),
              zone,
            })}
          </Text>
        ))}
        {leaving && <Text size="sm">{t('window.leaveHelp')}</Text>}
        <Group gap="xs">
          <Button size="xs" onClick={() => change((now) => taking(now, openings))}>
            {t('window.take')}
          </Button>
          {leaving}
        </Group>
      </Stack>
    </Alert>
  );
}

/** Merges openings that are equal on one clock. */
function byClock(openings: Outlook['nextOpenings']): { zone: string; at: string; regions: string[] }[] {
  const found = new Map<string, { zone: string; at: string; regions: string[] }>();
  for (const { timeZone, at, regions } of openings) {
    const zone = zoneName(timeZone);
    const one = found.get(`${zone} ${at}`) ?? { zone, at, regions: [] };
    one.regions.push(...regions);
    found.set(`${zone} ${at}`, one);
  }
  return [...found.values()];
}
