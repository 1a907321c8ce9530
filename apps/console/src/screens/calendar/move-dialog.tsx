import { Stack, Text } from '@mantine/core';
import '@mantine/dates/styles.css';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEND_HOURS } from '../../../../../libs/contract/lists.js';
import { Confirm } from '../../parts/forms/confirm';
import { earliestToday, listed, number, wallClock } from '../../times';
import { LocalTimeField } from '../compose/times/local-time-field';
import classes from './calendar.module.css';
import { titleOf } from './chip';
import { useCalendarContext } from './context';
import { localOf, wallOfLocal } from './days.rules';
import { hoursOf } from './format';
import { moved } from './moving.rules';
import type { Occurrence } from './occurrences.rules';
import { consequencesOf, touchedBy, useMove } from './use-move';

/** Asks whether to move a draft, says what there is to know of the new time, and moves it; it can be undone. */
export default function MoveDialog({ of, to, onClose }: { of: Occurrence; to: number; onClose: () => void }) {
  const { t } = useTranslation();
  const { elections, shown } = useCalendarContext();
  const [local, setLocal] = useState(localOf(to));
  const { entry, wall, places } = of;
  const schedule = entry.move;
  if (!schedule) throw new Error('Only a draft is moved.');
  const title = titleOf(t, of);
  const target = local === '' ? null : wallOfLocal(local);
  const window = schedule.window ?? SEND_HOURS;
  const { expires } = moved(schedule, (target ?? wall) - wall);
  const { edit, toldOf } = useMove();
  const { warnings, meets, more } = consequencesOf(of, target ?? wall, { all: shown.all, elections });
  return (
    <Confirm
      touches={touchedBy(entry.id)}
      title={t('calendar.moveAsk', { title })}
      go={t('calendar.moveGo')}
      atOnce
      ready={target !== null && target !== wall}
      onGo={() => edit(of, target ?? wall)}
      told={({ version }) => toldOf(of, target ?? wall, version)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{t('calendar.moveFrom', { when: wallClock(localOf(wall)) })}</Text>
        <LocalTimeField
          field="calendar.to"
          label={t('calendar.moveTo')}
          description={t('calendar.moveToHelp')}
          value={local}
          onChange={setLocal}
          from={earliestToday(places.map(({ timeZone }) => timeZone))}
        />
        {target !== null && target !== wall && expires !== undefined && (
          <Text size="sm">{t('calendar.moveUntil', { until: wallClock(expires) })}</Text>
        )}
        {more > 0 && <Text size="sm">{t('calendar.moveAll', { count: number(more) })}</Text>}
        {target !== null &&
          warnings.map((warning) => (
            <Text size="sm" fw={600} key={warning}>
              {t(`calendar.warnings.${warning}`, hoursOf(window))}
            </Text>
          ))}
        {target !== null && target !== wall && meets.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('calendar.meetsNone')}
          </Text>
        )}
        {meets.length > 0 && (
          <Text size="sm" fw={600} component="div" className={classes['meeting'] ?? ''}>
            <IconAlertTriangle size={16} aria-hidden className={classes['meets']} />
            <span>{t('calendar.meets', { titles: listed(meets.map((one) => `“${one}”`)) })}</span>
          </Text>
        )}
      </Stack>
    </Confirm>
  );
}
