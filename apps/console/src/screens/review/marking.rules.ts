import type { Passage } from '../../api';
import type { Mark } from '../../api/reviews';

/** What became of a mark on this screen. */
export type MarkState = 'open' | 'acknowledged' | 'sentBack';

/** How marks are decided on. */
export interface Marking {
  stateOf: (mark: Mark) => MarkState;
  acknowledge: (mark: Mark, on: boolean) => void;
  pin: (passage: Passage) => void;
}

/** The passage a mark stands at; null in an easy text, which takes no pinned reasons. */
export function passageOf({ channel, language, field, start, quote }: Mark): Omit<Passage, 'reason'> | null {
  return channel === 'easy' ? null : { channel, language, field, start, quote };
}

/** A reason pinned to exactly the place of a mark sends it back, whatever was ticked before. */
export function stateOf(mark: Mark, acknowledged: ReadonlySet<string>, pins: readonly Passage[]): MarkState {
  const at = passageOf(mark);
  const pinned = pins.some(
    (pin) =>
      at !== null &&
      pin.channel === at.channel &&
      pin.language === at.language &&
      pin.field === at.field &&
      pin.start === at.start &&
      pin.quote === at.quote,
  );
  if (pinned) return 'sentBack';
  return acknowledged.has(mark.id) ? 'acknowledged' : 'open';
}
