import type { BroadcastState } from './api/run.js';
import { BROADCAST_STATES } from './lists.js';

/** A broadcast's states (docs/states.md). The database checks the same list. */
export { BROADCAST_STATES };
export type { BroadcastState };

/** The events of a broadcast: acts of people and steps of the pipeline. */
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
 * The transition table: which act leads from which state to which. A paused broadcast returns to its former state,
 * approved or running; it can be paused again for doubt. An ended broadcast stays in its state, but its content can
 * still be put in doubt. The person who submitted or decided can undo that for a while (undo.ts). Resending unknown
 * copies sets a completed broadcast running again.
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

/** The table of a broadcast's states, whatever act leads from one to the next. */
export const BROADCASTS: {
  table: string;
  as: string;
  next: Readonly<Record<BroadcastState, readonly BroadcastState[]>>;
} = {
  table: 'broadcasts',
  as: 'b',
  next: Object.fromEntries(
    Object.entries(TRANSITIONS).map(([state, acts]) => [state, [...new Set(Object.values(acts).flat())]]),
  ) as Record<BroadcastState, BroadcastState[]>,
};

/** Whether a state allows an act. */
export const may = (state: BroadcastState, act: BroadcastAct): boolean =>
  TRANSITIONS[state][act] !== undefined;

/** States in which the submission of the broadcast counts, not its draft. */
export const SUBMITTED: readonly BroadcastState[] = BROADCAST_STATES.filter(
  (state) => !may(state, 'edit') || state === 'in_review',
);

/** The submitted states in which KPU has approved the broadcast, whatever happened to it afterwards. */
export const APPROVED: readonly BroadcastState[] = SUBMITTED.filter((state) => state !== 'in_review');

/**
 * Whether KPU approved it and it is no draft again. A broadcast that was withdrawn after part of it was out is not a
 * draft.
 */
export const isSettled = ({ state, begun }: { state: BroadcastState; begun: boolean }): boolean =>
  APPROVED.includes(state) || begun;
