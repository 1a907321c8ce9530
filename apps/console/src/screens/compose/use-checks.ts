import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Checks, composing, type UnsavedDraft } from '../../api';
import { type ComposeForm, fieldsOf } from './form.rules';

/** How long without a change until the server is asked, in ms. */
const PAUSE_MS = 600;

/**
 * What speaks against submitting what is on the form, and what KPU would be shown of it: asked a moment after each change.
 * @param originalId what a correction corrects
 * @param id as what it is saved; null: it never was
 */
export function useChecks(
  form: ComposeForm,
  originalId: string | null,
  id: string | null,
): { checks: Checks | null; error: Error | null } {
  const [settled] = useDebouncedValue(form, PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['checks', settled, originalId, id],
    queryFn: ({ signal }) => composing.checks(unsaved(settled, originalId, id), signal),
    placeholderData: keepPreviousData,
    // The clock goes on: what is still to come may have passed.
    staleTime: 30_000,
    refetchInterval: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return { checks: data ?? null, error };
}

function unsaved(form: ComposeForm, originalId: string | null, id: string | null): UnsavedDraft {
  const {
    reach: _,
    correction: __,
    audience,
    alternatives,
    schedule,
    electionId,
    smsOverride,
    ...fields
  } = fieldsOf(form);
  return {
    ...fields,
    audience,
    ...(alternatives?.easy ? { alternatives: { easy: alternatives.easy } } : {}),
    ...(schedule ? { schedule } : {}),
    ...(electionId === null ? {} : { electionId }),
    ...(smsOverride ? { smsOverride } : {}),
    ...(originalId === null ? {} : { originalId }),
    ...(id === null ? {} : { id }),
  } as UnsavedDraft;
}
