import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import type { TFunction } from 'i18next';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { stateWords } from '../../parts/broadcasts/badges';
import { contentFlaw } from '../../parts/broadcasts/chain.rules';
import { ChannelSigns } from '../../parts/broadcasts/channel-signs';
import { titled } from '../../parts/broadcasts/titled';
import { useRoles } from '../../session';
import { listed, number, zoneName } from '../../times';
import classes from './calendar.module.css';
import { useCalendarContext } from './context';
import { hourOf, longDay } from './format';
import { dayOfWall, localOf } from './days.rules';
import { Details } from './details';
import { channelTone, type Colour } from './filter.rules';
import { shortened } from './moving.rules';
import { isAtOnce, metBy, numberFirst, type Occurrence } from './occurrences.rules';
import { wallIn } from './use-calendar';

/** A sign for each state, beside its word in the legend and in what is read out. */
export const SIGNS: Record<Occurrence['entry']['state'], string> = {
  draft: '○',
  rejected: '↩',
  in_review: '◐',
  approved: '●',
  running: '▶',
  paused: '❚❚',
  completed: '✓',
  expired: '⊘',
  cancelled: '×',
  withdrawn: '↶',
};

/** The clocks of a time: `WIB, WITA`; of what goes out everywhere at once, the one that its hour is of. */
export const clocksOf = (of: Occurrence): string =>
  [
    ...new Set(
      of.places
        .slice(0, isAtOnce(of) ? 1 : undefined)
        .map(({ timeZone, at }) => zoneName(timeZone, new Date(at))),
    ),
  ].join(', ');

/** The hour with its clock, where there is one clock for it: `00.49 WIB`; of an hour on several clocks, the hour with them. */
export const hourWords = (of: Occurrence): string => `${hoursWords(of)} ${clocksOf(of)}`;

/** The hours of a card: `09.00`, or the first and the last of several. */
const hoursWords = (of: Occurrence): string => {
  const { wall, later = [] } = of;
  const last = later.at(-1);
  return last === undefined || isAtOnce(of) ? hourOf(wall) : `${hourOf(wall)}–${hourOf(last)}`;
};

export const titleOf = (t: TFunction, { entry: { title, part } }: Occurrence): string =>
  titled(t, title, part);

/** By what it is coloured beside its state; undefined: by its state. */
export const toneOf = (colour: Colour, entry: Occurrence['entry']): string | undefined =>
  colour === 'channel' ? channelTone(entry) : colour === 'kind' ? entry.kind : undefined;

/** What a screen reader says of a broadcast at a time. */
function useLabel(): (of: Occurrence, movable: boolean) => string {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  return (of, movable) => {
    const { entry } = of;
    const meets = metBy(shown.conflicts, of);
    const flaw = contentFlaw(entry.content);
    return [
      `${hoursWords(of)} ${titleOf(t, of)}`,
      stateWords(t, entry),
      ...(flaw ? [t(flaw)] : []),
      clocksOf(of),
      listed(entry.channels.map((channel) => t(`channels.${channel}`))),
      ...(meets.size > 0 ? [t('calendar.meetsShort')] : []),
      ...(movable ? [t('calendar.movable')] : []),
    ].join(', ');
  };
}

/**
 * A broadcast on the calendar. A draft is moved by dragging it, or by the arrow keys and Enter.
 * @param compact where a day has little room: two lines of its title, and what it meets is a sign
 * @param still it is not moved from here
 */
export function Chip({
  occurrence,
  compact = false,
  still = false,
}: {
  occurrence: Occurrence;
  compact?: boolean;
  still?: boolean;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const { shown, moving, dragged, colour, landed, onLanded, onDrag, onMoveKey, onMoveEnd, onOpen } =
    useCalendarContext();
  const [opened, setOpened] = useState(false);
  const close = useCallback(() => setOpened(false), []);
  const button = useRef<HTMLButtonElement>(null);
  const { entry, key } = occurrence;
  const movable = entry.move !== null && !still;
  const meets = metBy(shown.conflicts, occurrence).size;
  const flaw = contentFlaw(entry.content);
  const away = moving?.occurrence.key === key || dragged?.key === key;
  useEffect(() => {
    if (landed !== key) return;
    button.current?.focus({ preventScroll: true });
    onLanded();
  }, [landed, key, onLanded]);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes['chip']}
        data-state={entry.state}
        data-tone={toneOf(colour, entry)}
        aria-haspopup="dialog"
        aria-expanded={onOpen ? undefined : opened}
        data-compact={compact || undefined}
        data-away={away || undefined}
        title={`${hourWords(occurrence)} ${titleOf(t, occurrence)}`}
        draggable={movable}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', titleOf(t, occurrence));
          onDrag(occurrence);
        }}
        onDragEnd={() => onDrag(null)}
        onKeyDown={(event) => {
          if (movable && onMoveKey(event.key, occurrence)) event.preventDefault();
        }}
        onBlur={() => {
          if (!dragged) onMoveEnd();
        }}
        onClick={() => (onOpen ? onOpen(occurrence) : setOpened(!opened))}
      >
        <span className={classes['hidden']}>{label(occurrence, movable)}</span>
        <span aria-hidden className={classes['top']}>
          <span className={classes['hour']}>
            {hoursWords(occurrence)}{' '}
            <span className={classes['zones']}>
              {/* Among days there is no room for the names of several clocks. */}
              {compact && clocksOf(occurrence).includes(',')
                ? t('calendar.localShort')
                : clocksOf(occurrence)}
            </span>
          </span>
          {compact && meets > 0 && (
            <span className={classes['end']}>
              <IconAlertTriangle size={14} className={classes['meets']} />
            </span>
          )}
        </span>
        <span aria-hidden className={classes['name']}>
          {numberFirst(titleOf(t, occurrence))}
        </span>
        <span aria-hidden className={classes['foot']}>
          <span className={classes['state']}>
            <span className={classes['sign']}>{SIGNS[entry.state]}</span>
            {stateWords(t, entry)}
          </span>
          <span className={`${classes['end']} ${classes['channels']}`}>
            <ChannelSigns of={entry.channels} size={13} />
          </span>
        </span>
        {flaw && (
          <span aria-hidden className={classes['flaw']}>
            {t(flaw)}
          </span>
        )}
        {!compact && meets > 0 && (
          <span aria-hidden className={classes['meeting']}>
            <IconAlertTriangle size={14} className={classes['meets']} />
            {t('calendar.meetsCount', { count: number(meets) })}
          </span>
        )}
      </button>
      {opened && <Details of={occurrence} holder={button} onClose={close} />}
    </>
  );
}

/** Where a draft would stand that is being moved. */
export function Ghost({ to }: { to: number }) {
  const { t } = useTranslation();
  const { moving, dragged } = useCalendarContext();
  if (!moving || moving.to !== to) return null;
  return (
    <div className={classes['ghost']} data-dragged={dragged !== null || undefined} aria-hidden>
      {hourOf(to)} {titleOf(t, moving.occurrence)}
    </div>
  );
}

/** Begins a broadcast for nine o'clock of a day: for authors, on days to come. */
export function WriteOn({ day, reachable = true }: { day: string; reachable?: boolean }) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const { today } = useCalendarContext();
  if (!writes || day < today) return null;
  return (
    <Link
      to={`/tulis?day=${day}`}
      className={classes['write']}
      tabIndex={reachable ? 0 : -1}
      title={t('calendar.writeOn', { day: longDay(day) })}
    >
      <span aria-hidden>+</span>
      <span className={classes['hidden']}>{t('calendar.writeOn', { day: longDay(day) })}</span>
    </Link>
  );
}

/**
 * Begins a broadcast at an empty hour: for authors, in hours to come. For the pointer alone, beside a day's own link:
 * a hundred more stops would be in the way of everybody who goes by keys.
 */
export function WriteAt({ wall }: { wall: number }) {
  const writes = useRoles('author');
  if (!writes || wall <= wallIn('Asia/Jakarta', Date.now())) return null;
  return (
    <Link to={`/tulis?day=${localOf(wall)}`} className={classes['writeAt']} tabIndex={-1} aria-hidden>
      + {hourOf(wall)}
    </Link>
  );
}

/** Says where a draft would go. */
export function MovingStatus() {
  const { t } = useTranslation();
  const { moving, dragged, elections } = useCalendarContext();
  const day = moving && dayOfWall(moving.to);
  return (
    <div role="status" className={classes['status']}>
      {moving &&
        day &&
        [
          t('calendar.movingTo', {
            title: shortened(titleOf(t, moving.occurrence)),
            day: longDay(day),
            hour: hourOf(moving.to),
          }),
          ...(elections.polling.has(day) ? [t('calendar.polling')] : []),
          ...(elections.quiet.has(day) ? [t('calendar.quiet')] : []),
          ...(dragged ? [] : [t('calendar.movingKeys')]),
        ].join('. ')}
    </div>
  );
}
