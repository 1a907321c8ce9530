import { COUNTERS } from '#contract';

const COLUMNS: Partial<Record<(typeof COUNTERS)[number], string>> = { neverListed: 'never_listed' };

/** Every counter of the waves `w`, for a list of columns. */
export const COUNTERS_OF_WAVE: string = COUNTERS.map((name) => `w.${COLUMNS[name] ?? name}`).join(', ');

/** `sum(w.pending)::int AS pending, …`: the sum of every counter over the waves `w`, for a SELECT. */
export const SUMMED_COUNTERS: string = COUNTERS.map(
  (name) => `coalesce(sum(w.${COLUMNS[name] ?? name}), 0)::int AS "${name}"`,
).join(', ');
