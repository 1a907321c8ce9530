import { type Body, call } from './client';

export type UnsavedText = Body<'post', '/composing/text'>;
export type UnsavedPlan = Body<'post', '/composing/outlook'>;
export type UnsavedDraft = Body<'post', '/composing/checks'>;
export type Checks = Awaited<ReturnType<typeof composing.checks>>;

/** Checks and forecasts for an author who is writing; none of them stores anything. */
export const composing = {
  text: (given: UnsavedText, signal: AbortSignal) => call('post', '/composing/text', { body: given, signal }),
  outlook: (given: UnsavedPlan, signal: AbortSignal) =>
    call('post', '/composing/outlook', { body: given, signal }),
  checks: (given: UnsavedDraft, signal: AbortSignal) =>
    call('post', '/composing/checks', { body: given, signal }),
};
