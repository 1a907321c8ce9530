import classes from './calendar.module.css';
import { Ghost, WriteOn } from './chip';
import { useCalendarContext } from './context';
import { DayKind, DayLoad, useShade } from './day-facts';
import { dayOfWall, wallOfDay, weeksOf } from './days.rules';
import { dateOf, longDay, monthName } from './format';
import type { Occurrence } from './occurrences.rules';
import { Several } from './several';
import { useDayKeys } from './use-day-keys';
import { Weekdays } from './weekdays';

/** A month in weeks: each day with its broadcasts, its marks and what it asks of the channels. */
export function Month({
  days,
  day,
  onChoose,
}: {
  days: readonly string[];
  /** The chosen day. */
  day: string;
  onChoose: (day: string) => void;
}) {
  const { shown, today, moving, dragged, onAsk, onDay, onMoveEnd, onOver } = useCalendarContext();
  const shade = useShade();
  const { table, onKeyDown } = useDayKeys(day, onChoose);
  const byDay = new Map<string, Occurrence[]>();
  for (const one of shown.occurrences) {
    const on = dayOfWall(one.wall);
    byDay.set(on, [...(byDay.get(on) ?? []), one]);
  }
  /** Where the dragged draft would go on a day: at its hour. */
  const on = (one: string, occurrence: Occurrence): number =>
    wallOfDay(one) + (occurrence.wall - wallOfDay(dayOfWall(occurrence.wall)));
  return (
    <div className={classes['scroll']}>
      <table
        ref={table}
        className={classes['month']}
        aria-label={monthName(day)}
        onDragLeave={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget as Node | null)) onMoveEnd();
        }}
      >
        <Weekdays of={days} />
        <tbody>
          {weeksOf(days).map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td
                  key={one}
                  data-shade={shade(one)}
                  data-outside={one.slice(0, 7) !== day.slice(0, 7) || undefined}
                  data-today={one === today || undefined}
                  data-target={(moving && dayOfWall(moving.to) === one) || undefined}
                  onDragOver={(event) => {
                    if (!dragged) return;
                    event.preventDefault();
                    onOver(on(one, dragged));
                  }}
                  onDrop={(event) => {
                    if (!dragged) return;
                    event.preventDefault();
                    onAsk(dragged, on(one, dragged));
                  }}
                >
                  <div className={classes['head']}>
                    <button
                      type="button"
                      className={classes['date']}
                      data-day={one}
                      tabIndex={one === day ? 0 : -1}
                      aria-current={one === today ? 'date' : undefined}
                      onClick={() => onDay(one)}
                      onKeyDown={(event) => onKeyDown(event, one)}
                    >
                      <span aria-hidden>{dateOf(one)}</span>
                      <span className={classes['hidden']}>{longDay(one)}</span>
                    </button>
                    <DayKind day={one} />
                    <WriteOn day={one} reachable={one === day} />
                  </div>
                  <Several of={byDay.get(one) ?? []} at={longDay(one)} day={one} compact />
                  {moving && dayOfWall(moving.to) === one && <Ghost to={moving.to} />}
                  <DayLoad day={one} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
