import { Alert, Button, Checkbox, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { DatesProvider, TimePicker } from '@mantine/dates';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import 'dayjs/locale/id';
import '@mantine/dates/styles.css';
import type { Outlook } from '../../api';
import type { Fault } from '../../http';
import { spoken } from '../../i18n';
import { useRegions } from '../../parts/regions';
import { Section } from '../../parts/section';
import { listed, wallClock, zoneName } from '../../times';
import { type ChangeForm, type ComposeForm, faultAt, type Timing } from './form.rules';
import { LocalTimeField } from './local-time-field';
import { OwnTimes } from './own-times';
import { Timeline } from './timeline';
import { wholeTimeInput } from './whole-time-input';

/** Regions named one by one with an opening. */
const NAMED = 3;
const USUAL_WINDOW = { from: '08:00', to: '20:00' };

/** The send time on each region's own clock and the expiry, with the forecast. */
export const ScheduleFields = memo(function ScheduleFields({
  timing,
  regions,
  outlook,
  change,
  faults,
}: {
  timing: Timing;
  regions: ComposeForm['regions'];
  outlook: Outlook | null;
  change: ChangeForm;
  faults: readonly Fault[];
}) {
  const { t } = useTranslation();
  const { when, at, perRegion, window, expires, leaveWindow, kind } = timing;
  const told = outlook?.obstacles ?? [];
  const errorAt = (path: string): string | null =>
    faultAt(faults, path) ??
    faultAt(outlook?.nextOpenings.length ? told.filter((one) => one.path !== path) : told, path);
  return (
    <Section title={t('times.title')}>
      <DatesProvider settings={{ locale: spoken(), firstDayOfWeek: 1 }}>
        <Radio.Group
          data-field="schedule"
          label={t('compose.when')}
          value={when}
          onChange={(value) => change({ when: value === 'now' ? 'now' : 'at' })}
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
              value={at}
              onChange={(value) => change({ at: value })}
              error={errorAt('schedule.at')}
            />
          )}
          <LocalTimeField
            field="schedule.expires"
            label={t('compose.expires')}
            description={t('compose.expiresHelp')}
            value={expires}
            onChange={(value) => change({ expires: value })}
            error={errorAt('schedule.expires')}
          />
        </SimpleGrid>
        <NextOpenings outlook={outlook} regions={regions} change={change} />
        <OwnTimes perRegion={perRegion} regions={regions} change={change} errorAt={errorAt} />
        <Checkbox
          data-field="schedule.window"
          label={t('window.own')}
          description={t('window.help', USUAL_WINDOW)}
          checked={window !== null}
          onChange={(event) => change({ window: event.currentTarget.checked ? USUAL_WINDOW : null })}
          error={errorAt('schedule.window')}
        />
        {window && (
          <Group gap="lg">
            {(['from', 'to'] as const).map((end) => (
              <TimePicker
                key={end}
                label={t(`window.${end}`)}
                format="24h"
                value={window[end]}
                onChange={(value) => change({ window: { ...window, [end]: value.slice(0, 5) } })}
                hoursInputProps={wholeTimeInput}
                minutesInputProps={wholeTimeInput}
                hoursInputLabel={t('compose.hours', { field: t(`window.${end}`) })}
                minutesInputLabel={t('compose.minutes', { field: t(`window.${end}`) })}
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

/** For a time outside the send window: the next opening, which the author can take. */
function NextOpenings({
  outlook,
  regions,
  change,
}: {
  outlook: Outlook | null;
  regions: readonly string[];
  change: ChangeForm;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const openings = outlook?.nextOpenings ?? [];
  if (openings.length === 0) return null;
  const times = [...new Set(openings.map(({ at }) => at))];
  const everywhere = new Set(openings.flatMap((one) => one.regions)).size === regions.length;
  const [only] = times;
  const take = (): void =>
    change((now) => {
      if (everywhere && times.length === 1 && only !== undefined)
        return { when: 'at', at: only, perRegion: {} };
      const own = openings.flatMap(({ at, regions: codes }) => codes.map((code) => [code, at]));
      return { perRegion: { ...now.perRegion, ...Object.fromEntries(own) } };
    });
  return (
    <Alert color="yellow" title={t('window.outside')} role="status">
      <Stack gap="xs" align="flex-start">
        {byClock(openings).map(({ zone, at, regions: codes }) => (
          <Text size="sm" key={`${zone} ${at}`}>
            {t('window.next', {
              where:
                codes.length > NAMED
                  ? t('times.regionCount', { count: codes.length })
                  : listed(codes.map((code) => known.get(code)?.name ?? code)),
              at: wallClock(at),
              zone,
            })}
          </Text>
        ))}
        <Button size="xs" onClick={take}>
          {t('window.take')}
        </Button>
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
