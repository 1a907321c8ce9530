import type { FrozenDocument } from '#broadcasts/document';
import type { Channel, ChannelName, OutgoingMessage, Outcome, Revision, Revisions } from '#channels';
import type { Budget } from '../flow-control/budget.js';
import type { Earlier } from '../fan-out/earlier.js';

/** What a correction does with the messages that people already have. */
export interface Revising {
  act: 'edit' | 'delete';
  /** Whether a new message is always sent; otherwise only to people who keep the wrong text. */
  message: boolean;
}

/** What a correction does with earlier messages on a channel; null: nothing, and a new message is sent. Pure. */
export function revisingOn(correction: FrozenDocument['correction'], channel: ChannelName): Revising | null {
  if (channel !== 'telegram' || !correction || correction.telegram.original === 'leave') return null;
  return { act: correction.telegram.original, message: correction.telegram.message };
}

/** Makes one call to the provider at a slot of its own; null when there is no slot left. */
export type AtSlot = <T extends object>(call: () => Promise<T>) => Promise<T | null>;

/** The calls that hand one delivery over: the first uses the slot it was given, each further one reserves its own. */
export class Calls {
  private answered!: () => void;
  private made = 0;
  /** Settles with the first answer, from which the budget measures the slot's delay. */
  readonly first = new Promise<void>((resolve) => {
    this.answered = resolve;
  });

  constructor(
    private readonly budget: Pick<Budget, 'atSlot'>,
    private readonly over: () => boolean,
  ) {}

  readonly atSlot: AtSlot = async (call) => {
    this.made += 1;
    if (this.made > 1) return this.budget.atSlot(call, this.over);
    try {
      return await call();
    } finally {
      this.answered();
    }
  };
}

/**
 * Hands a correction over to one person: edits or deletes each earlier message, and sends a new one if that was chosen.
 * When the wrong text would remain, or the right one would not appear anywhere, a new message is sent in any case, and the
 * outcome's reason says why. Safe to repeat after a failure: changes already made stay as they are.
 * @param at now, by the same clock as `sentAt`
 */
export async function revise(
  channel: Pick<Channel, 'send'>,
  revisions: Revisions,
  { act, message: besides }: Revising,
  earlier: Earlier,
  message: OutgoingMessage,
  at: Date,
  atSlot: AtSlot,
): Promise<Outcome> {
  let stays: string | null = earlier.unnamed ? 'not known' : null;
  let shown: string | null = null;
  for (const one of earlier.messages) {
    if (act === 'delete' && at.getTime() - one.sentAt.getTime() >= revisions.deletableForMs) {
      stays ??= 'too old';
      continue;
    }
    const revision = await atSlot((): Promise<Revision> =>
      act === 'edit' ? revisions.edit(one, message) : revisions.delete(one, message.to),
    );
    if (revision === null) return NO_SLOT;
    if (revision.kind === 'accepted') shown = one.providerId;
    else if (revision.kind === 'fixed') stays ??= revision.reason;
    else if (revision.kind !== 'gone') return revision;
  }
  const done = act === 'edit' ? 'original edited' : 'original deleted';
  // A message that is gone no longer shows the wrong text, but after an edit nothing shows the right one either.
  const why = stays ?? (act === 'edit' && shown === null ? 'not found' : null);
  if (!besides && why === null)
    return { kind: 'accepted', reason: done, ...(shown === null ? {} : { providerId: shown }) };
  const sent = await atSlot(() => channel.send(message));
  if (sent === null) return NO_SLOT;
  if (sent.kind !== 'accepted') return sent;
  if (why !== null) return { ...sent, reason: `${besides ? 'original left, sent' : 'sent instead'}: ${why}` };
  return { ...sent, reason: `${done}, sent` };
}

const NO_SLOT: Outcome = { kind: 'retry', reason: 'no slot' };
