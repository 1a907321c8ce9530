import type { StateMachine } from '#platform/states';
import type { TemplateState } from '#contract/api/templates';

/** A correction's template is a draft until KPU approves it; an ordinary one is ready without. An edit starts again. */
export const TEMPLATES: StateMachine<TemplateState> = {
  table: 'templates',
  as: 't',
  next: {
    draft: ['draft', 'approved', 'retired'],
    approved: ['draft', 'retired'],
    ready: ['ready', 'retired'],
    retired: ['draft', 'approved', 'ready'],
  },
};
