import type { BroadcastState, HindranceKind } from '../../api';

/** A hindrance under which no new copy is claimed; a provider that slows sending down ends no claims. */
const HELD: ReadonlySet<HindranceKind> = new Set(['stopped', 'paused', 'braked']);

/** Whether workers hold copies of a broadcast that no longer runs, or is held back: these may still go out. */
export const mayStillGoOut = ({
  state,
  hindrance,
  claimed,
}: {
  state: BroadcastState;
  hindrance: { kind: HindranceKind } | null;
  claimed: number;
}): boolean => claimed > 0 && (state !== 'running' || (hindrance !== null && HELD.has(hindrance.kind)));
