// Stalled channels: copies may go out, and none is handed over. The table is called standstills.
import { OPEN_WAVE } from '#planning';
import { PRIORITY } from '#queue';
import { NO_EMERGENCY_STOP } from './emergency.js';
import { noteSince } from './since.js';

// A wave `w` of a broadcast `b` that may go out now. Excludes retries that are not due. A due wave that nobody releases
// (waves/release.ts) or fans out counts too; a correction's does not, because it waits until what it corrects has settled.
export const MAY_GO_OUT = `w.state IN ('planned', 'prepared', 'released') AND w.due_at <= siar_now() AND w.expires_at > siar_now()
  AND ${OPEN_WAVE} AND b.state IN ('approved', 'running')
  AND (w.fanned_out_at IS NULL AND w.priority <> ${PRIORITY.correction} OR w.pending > 0 AND EXISTS (
    SELECT FROM batches t WHERE t.wave_id = w.id AND t.state <> 'done' AND (t.not_before IS NULL OR t.not_before <= siar_now())))`;

// Channels with work that may go out now. Excludes channels that their provider slowed down.
const WAITING = `
SELECT DISTINCT w.channel FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
LEFT JOIN channel_limits u ON u.channel = w.channel
WHERE ${MAY_GO_OUT} AND ${NO_EMERGENCY_STOP} AND NOT provider_away(w.channel)
  AND (u.next_slot IS NULL OR u.next_slot < clock_timestamp() + interval '5 seconds')`;

// On a slow account, hand-overs are further apart. $1 STALL_SECONDS.
export const NOTE_STALLED = noteSince('standstills', WAITING, {
  column: 'called_at',
  value: `siar_now() + make_interval(secs => greatest($1::float8,
    coalesce(3 / nullif((SELECT u.rate_per_second FROM channel_limits u WHERE u.channel = found.channel), 0), 0)))`,
});

export const STALLED =
  'SELECT channel, since FROM standstills WHERE called_at <= siar_now() ORDER BY channel';
