import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Checks, composing, type UnsavedDraft } from '../../../api';
import { type ComposeForm, fieldsOf } from '../form.rules';

/** Time without a change before the server is asked, in ms. */
const PAUSE_MS = 600;

/**
 * The obstacles to submitting the form, and the marks that KPU would see: asked a moment after each change.
 * `outdated`: they are those of an earlier content of the form.
 *
 * @param originalId the broadcast that a correction corrects
 * @param id of the saved draft; null: never saved
 */
export function useChecks(
  form: ComposeForm,
  originalId: string | null,
  id: string | null,
): { checks: Checks | null; outdated: boolean } {
  const [settled] = useDebouncedValue(form, PAUSE_MS);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['checks', settled, originalId, id],
    queryFn: ({ signal }) => composing.checks(unsaved(settled, originalId, id), signal),
    placeholderData: keepPreviousData,
    // Time passes: a send time may lie in the past by now.
    staleTime: 30_000,
    refetchInterval: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return { checks: data ?? null, outdated: settled !== form || isPlaceholderData };
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
