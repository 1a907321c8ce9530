import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { composing, type Outlook, type UnsavedPlan } from '../../api';
import { audienceOf, type ComposeForm, scheduleOf } from './form.rules';

const PAUSE_MS = 250;

/**
 * How audience and schedule would go as they are on the form: asked a moment after the last change.
 * @returns null until it is known, and for what is bound to another broadcast's audience
 */
export function useOutlook(form: ComposeForm): { outlook: Outlook | null; error: Error | null } {
  const { kind, reach, channels, regions, languages, topics, electionId, neutral, bound } = form;
  const { when, at, perRegion, window, expires, leaveWindow } = form;
  const plan = useMemo((): UnsavedPlan => {
    const schedule = scheduleOf({ when, at, perRegion, window, expires, leaveWindow, kind });
    return {
      // A correction is bound, and never asked about.
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
    // The clock goes on: what could finish in time may not any more.
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return { outlook: data ?? null, error };
}
