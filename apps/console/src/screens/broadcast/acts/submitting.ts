/** Leads to the page of a draft and opens the dialog that submits it: the state of the navigation. */
export const SUBMITS = { submits: true } as const;

export const isSubmitting = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'submits' in state;
