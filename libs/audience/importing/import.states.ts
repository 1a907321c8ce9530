import type { StateMachine } from '#platform/states';

/** An import can be withdrawn once it has ended, however that was. */
export const CONTACT_IMPORTS: StateMachine<'running' | 'completed' | 'broken' | 'withdrawing' | 'withdrawn'> =
  {
    table: 'contact_imports',
    as: 'i',
    next: {
      running: ['completed', 'broken', 'withdrawing'],
      completed: ['withdrawing'],
      broken: ['withdrawing'],
      withdrawing: ['withdrawn'],
      withdrawn: [],
    },
  };
