import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { composing, type Outlook, type UnsavedPlan } from '../../api';
import type { Fault } from '../../http';
import { passedPaths } from './times/openings.rules';
import { audienceOf, type ComposeForm, scheduleOf } from './form.rules';

const PAUSE_MS = 250;

/**
 * The forecast for the audience and the schedule on the form: asked a moment after the last change.
 * @returns null until it is known, and for a broadcast bound to another one's audience
 */
export function useOutlook(form: ComposeForm): { outlook: Outlook | null; error: Error | null } {
  const { kind, reach, channels, regions, languages, topics, electionId, neutral, bound } = form;
  const { when, at, perRegion, window, expires, leaveWindow } = form;
  const plan = useMemo((): UnsavedPlan => {
    const schedule = scheduleOf({ when, at, perRegion, window, expires, leaveWindow, kind });
    return {
      // A correction is bound, so this is never asked for one.
      kind: kind === 'correction' ? 'urgent' : kind,
      reach,
      channels,
      audience: audienceOf({ regions, languages, topics }),
      neutral,
      ...(schedule ? { schedule } : {}),
      ...(electionId === null ? {} : { electionId }),
    };
  }, [
    kind,
    reach,
    channels,
    regions,
    languages,
    topics,
    electionId,
    neutral,
    when,
    at,
    perRegion,
    window,
    expires,
    leaveWindow,
  ]);
  const [settled] = useDebouncedValue(plan, PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['outlook', settled],
    queryFn: ({ signal }) => composing.outlook(settled, signal),
    enabled: !bound,
    placeholderData: keepPreviousData,
    // Time passes: a channel that could finish in time may no longer be able to.
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return { outlook: data ?? null, error };
}

/** Asks for the outlook again once a send time has passed: the checks, which are cheaper, are asked every minute. */
export function useLaterOutlook(checked: readonly Fault[]): void {
  const client = useQueryClient();
  const passed = [...passedPaths(checked)].join(' ');
  useEffect(() => {
    if (passed !== '') void client.invalidateQueries({ queryKey: ['outlook'] });
  }, [client, passed]);
}
