import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Broadcast, calendar } from '../../api';
import { clock } from '../../times';
import { addDays } from './days.rules';
import { dayRange, meetingsOf } from './occurrences.rules';

/** A broadcast that goes out within an hour of another one, perhaps to the same people. */
export interface Meeting {
  id: string;
  title: string;
  /** Its hour, on a clock of both. */
  at: string;
}

const NONE: readonly Meeting[] = [];

/**
 * The broadcasts that a draft or a submission meets, as the calendar estimates it. Asked again when what decides it is
 * saved: its times, its regions, its channels or its topics.
 */
export function useMeetings(broadcast: Broadcast | null): readonly Meeting[] {
  const id = broadcast?.id ?? '';
  const { schedule, audience, channels } = broadcast?.draft ?? {};
  const days = schedule ? dayRange(schedule) : null;
  const { data } = useQuery({
    queryKey: ['meetings', id, schedule, audience?.regions, audience?.topics, channels],
    queryFn: days
      ? // A day more at each end: an hour from midnight is on another day.
        ({ signal }) => calendar.show(addDays(days.first, -1), days.count + 2, signal)
      : skipToken,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  const timed = days !== null;
  return useMemo(
    () =>
      !timed || !data
        ? NONE
        : meetingsOf(data.entries, id).map(({ entry, at, timeZone }) => ({
            id: entry.id,
            title: entry.title,
            at: clock(new Date(at), timeZone),
          })),
    [data, id, timed],
  );
}
