/** A broadcast's states (DESIGN §1). The database checks the same list. */
export const BROADCAST_STATES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'withdrawn',
  'cancelled',
  'expired',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/** What can happen to a broadcast. Some acts are people's, some the pipeline's. */
export type BroadcastAct =
  | 'edit'
  | 'submit'
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'undo'
  | 'release'
  | 'pause'
  | 'doubt'
  | 'resume'
  | 'cancel'
  | 'complete'
  | 'expire';

/**
 * From which state which act leads where: the one table. A paused broadcast goes back to where it was, approved or
 * running; it can be paused again for doubt. What has ended stays where it is, but its content can still be put in doubt.
 * Who submitted or decided can take that back for a while (undo.ts). Resending unknown copies sets a completed one running
 * again.
 */
export const TRANSITIONS: Readonly<
  Record<BroadcastState, Partial<Record<BroadcastAct, readonly BroadcastState[]>>>
> = {
  draft: { edit: ['draft'], submit: ['in_review'], withdraw: ['withdrawn'] },
  in_review: {
    edit: ['draft'],
    submit: ['in_review'],
    approve: ['approved'],
    reject: ['rejected'],
    withdraw: ['withdrawn'],
    undo: ['draft'],
  },
  approved: {
    withdraw: ['withdrawn'],
    undo: ['in_review'],
    release: ['running'],
    pause: ['paused'],
    cancel: ['cancelled'],
    expire: ['expired'],
  },
  running: {
    withdraw: ['withdrawn'],
    pause: ['paused'],
    cancel: ['cancelled'],
    complete: ['completed'],
    expire: ['expired'],
  },
  paused: {
    withdraw: ['withdrawn'],
    pause: ['paused'],
    resume: ['approved', 'running'],
    cancel: ['cancelled'],
    complete: ['completed'],
    expire: ['expired'],
  },
  completed: { resume: ['running'], doubt: ['completed'] },
  rejected: { edit: ['draft'], submit: ['in_review'], undo: ['in_review'] },
  withdrawn: { edit: ['draft'], submit: ['in_review'], undo: ['in_review'] },
  cancelled: {},
  expired: { doubt: ['expired'] },
};

/** Whether an act is open in a state. */
export const may = (state: BroadcastState, act: BroadcastAct): boolean =>
  TRANSITIONS[state][act] !== undefined;

/** States in which the submission named by the broadcast is what counts, not the draft. */
export const SUBMITTED: readonly BroadcastState[] = BROADCAST_STATES.filter(
  (state) => !may(state, 'edit') || state === 'in_review',
);

/** Those of them in which KPU has approved it, whatever became of it since. */
export const APPROVED: readonly BroadcastState[] = SUBMITTED.filter((state) => state !== 'in_review');

/** Whether KPU approved it and it is no draft again: what was taken back when part of it was out is none. */
export const isSettled = ({ state, begun }: { state: BroadcastState; begun: boolean }): boolean =>
  APPROVED.includes(state) || begun;
