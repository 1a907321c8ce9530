import type { Hindrance } from '../../api';
import { HindranceBadge } from '../../parts/broadcasts/badges';
import { standsStill } from './troubles.rules';

/** What holds a channel up, in the word of a broadcast's badge. */
export function HeldBadge({
  of,
  broadcasts = null,
}: {
  of: { kind: Hindrance['kind']; cause: string; inPart: boolean; regions?: number | null };
  broadcasts?: { held: number; of: number } | null;
}) {
  return (
    <HindranceBadge
      hindrance={of.kind}
      inPart={of.inPart}
      stands={standsStill(of)}
      regions={of.regions ?? null}
      broadcasts={broadcasts}
    />
  );
}
