import { Button, Popover, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../times';
import classes from './calendar.module.css';
import { Chip } from './chip';
import { CalendarProvider, useCalendarContext } from './context';
import { Details } from './details';
import { firstOf } from './several.rules';
import { metBy, type Occurrence, oncePerBroadcast } from './occurrences.rules';

/**
 * The broadcasts of a day or an hour: the first of them, and a button that lists all.
 * @param at the day or the hour, in words
 * @param day which of them all can be opened; absent: what is shown is of one already
 */
export function Several({
  of: times,
  at,
  day,
  compact = false,
}: {
  of: readonly Occurrence[];
  at: string;
  day?: string;
  compact?: boolean;
}) {
  const of = oncePerBroadcast(times);
  const { first, more } = firstOf(of);
  if (of.length === 0) return null;
  return (
    <ul className={classes['chips']}>
      {first.map((one) => (
        <li key={one.key}>
          <Chip occurrence={one} compact={compact} />
        </li>
      ))}
      {more.length > 0 && (
        <li>
          <All of={of} more={more} at={at} day={day} />
        </li>
      )}
    </ul>
  );
}

/** How many more there are: opens the list of all. */
function All({
  of,
  more,
  at,
  day,
}: {
  of: readonly Occurrence[];
  more: readonly Occurrence[];
  at: string;
  day: string | undefined;
}) {
  const { t } = useTranslation();
  const context = useCalendarContext();
  const [opened, setOpened] = useState(false);
  const [card, setCard] = useState<Occurrence | null>(null);
  const closeCard = useCallback(() => setCard(null), []);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    // The card of a broadcast, too, returns the focus to here.
    button.current?.focus({ preventScroll: true });
    setOpened(false);
  };
  const meets = more.some((one) => metBy(context.shown.conflicts, one).size > 0);
  const rest = number(more.length);
  const name = t('calendar.moreOn', { count: rest, at });
  return (
    <>
      <Popover
        opened={opened}
        onChange={(open) => {
          if (!open) close();
        }}
        position="right-start"
        width={320}
        shadow="md"
        trapFocus
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <button
            ref={button}
            type="button"
            className={classes['more']}
            onClick={() => (opened ? close() : setOpened(true))}
          >
            <span aria-hidden>{t('calendar.more', { count: rest })}</span>
            <span className={classes['hidden']}>{meets ? `${name}, ${t('calendar.meetsShort')}` : name}</span>
            {meets && <IconAlertTriangle size={14} aria-hidden className={classes['meets']} />}
          </button>
        </Popover.Target>
        <Popover.Dropdown className={classes['all'] ?? ''}>
          <Text size="sm" fw={600}>
            {at}
          </Text>
          <Text size="xs" c="dimmed" mb="xs">
            {t('calendar.allOf', { count: number(of.length) })}
          </Text>
          {day !== undefined && (
            <Button variant="default" size="xs" mb="xs" fullWidth onClick={() => context.onDay(day)}>
              {t('calendar.openDay')}
            </Button>
          )}
          <CalendarProvider
            value={{
              ...context,
              onOpen: (occurrence) => {
                close();
                setCard(occurrence);
              },
            }}
          >
            <ul className={classes['chips']}>
              {of.map((one) => (
                <li key={one.key}>
                  <Chip occurrence={one} still />
                </li>
              ))}
            </ul>
          </CalendarProvider>
        </Popover.Dropdown>
      </Popover>
      {card && <Details of={card} holder={button} onClose={closeCard} />}
    </>
  );
}
