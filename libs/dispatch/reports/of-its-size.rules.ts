import type { Outline } from '#contract/api/reports';

/** A broadcast of more messages than this many times those of another, or of fewer than that part of them, says nothing of it. */
const COMPARED_WITHIN = 3;

/** The broadcasts of about a broadcast's size: of others neither the time nor the share of what failed is a measure. */
export const ofItsSize = <One extends Pick<Outline, 'messages'>>(
  { messages }: Pick<Outline, 'messages'>,
  others: readonly One[],
): One[] =>
  others.filter(
    (one) => one.messages <= messages * COMPARED_WITHIN && messages <= one.messages * COMPARED_WITHIN,
  );
