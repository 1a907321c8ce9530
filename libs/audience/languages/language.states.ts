import type { LanguageState } from '#contract/api/languages';
import type { StateMachine } from '#platform/states';

/** A version is live while it is approved; the next approved version replaces it. */
export const LANGUAGES: StateMachine<LanguageState> = {
  table: 'languages',
  as: 'l',
  next: {
    proposed: ['proposed', 'approved', 'withdrawn'],
    approved: ['replaced', 'withdrawn'],
    replaced: [],
    withdrawn: [],
  },
};
