import { Stack, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { useTranslation } from 'react-i18next';
import { stateWords } from '../../parts/broadcasts/badges';
import { number } from '../../times';
import { Agenda } from './agenda';
import classes from './calendar.module.css';
import { SIGNS } from './chip';
import { useCalendarContext } from './context';
import { useShade } from './day-facts';
import { dayOfWall, weeksOf } from './days.rules';
import { longDay, monthName } from './format';
import { metBy, oncePerBroadcast } from './occurrences.rules';
import { useDayKeys } from './use-day-keys';
import { Weekdays } from './weekdays';

/** More signs than this, what it meets among them, are a number. */
const MOST_SIGNS = 3;

/** A month where seven columns have no room for titles: a sign for each broadcast of a day, and the chosen day's below. */
export function SmallMonth({
  days,
  day,
  onChoose,
}: {
  days: readonly string[];
  /** The chosen day. */
  day: string;
  onChoose: (day: string) => void;
}) {
  const { t } = useTranslation();
  const { shown, today, elections } = useCalendarContext();
  const shade = useShade();
  const { table, onKeyDown } = useDayKeys(day, onChoose);
  const on = (one: string) =>
    oncePerBroadcast(shown.occurrences.filter(({ wall }) => dayOfWall(wall) === one));
  return (
    <Stack gap="md">
      <table ref={table} className={`${classes['month']} ${classes['small']}`} aria-label={monthName(day)}>
        <Weekdays of={days} />
        <tbody>
          {weeksOf(days).map((week) => (
            <tr key={week[0]}>
              {week.map((one) => {
                const those = on(one);
                const meets = those.some((one) => metBy(shown.conflicts, one).size > 0);
                return (
                  <td
                    key={one}
                    data-shade={shade(one)}
                    data-outside={one.slice(0, 7) !== day.slice(0, 7) || undefined}
                    data-today={one === today || undefined}
                  >
                    <button
                      type="button"
                      className={classes['day']}
                      data-day={one}
                      tabIndex={one === day ? 0 : -1}
                      aria-current={one === today ? 'date' : undefined}
                      aria-pressed={one === day}
                      aria-label={[
                        longDay(one),
                        ...(those.length > 0 ? [t('calendar.allOf', { count: number(those.length) })] : []),
                        ...new Set(those.map(({ entry }) => stateWords(t, entry))),
                        ...(meets ? [t('calendar.meetsShort')] : []),
                        ...(elections.polling.has(one) ? [t('calendar.polling')] : []),
                        ...(elections.quiet.has(one) && !elections.polling.has(one)
                          ? [t('calendar.quiet')]
                          : []),
                      ].join(', ')}
                      onClick={() => onChoose(one)}
                      onKeyDown={(event) => onKeyDown(event, one)}
                    >
                      <span aria-hidden>{String(Number(one.slice(8)))}</span>
                      <span aria-hidden className={classes['those']}>
                        {those.length + Number(meets) > MOST_SIGNS ? (
                          // Drawn by the style sheet: as text it would have to begin the button's name.
                          <i data-count={number(those.length)} />
                        ) : (
                          those.map(({ key, entry }) => (
                            <i key={key} className={classes['sign']} data-state={entry.state}>
                              {SIGNS[entry.state]}
                            </i>
                          ))
                        )}
                        {meets && <IconAlertTriangle size={12} className={classes['meets']} />}
                      </span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div aria-live="polite">
        <Agenda days={[day]} every />
        {on(day).length === 0 && (
          <Text size="sm" c="dimmed">
            {t('calendar.noneOnDay')}
          </Text>
        )}
      </div>
    </Stack>
  );
}
