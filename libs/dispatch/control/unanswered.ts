// Unanswered channels: workers wait for their provider's answers. The view providers_away reads the table.
import { noteSince } from './since.js';

/** The view providers_away takes a provider as absent this long after `since`, in seconds: `greatest(10, …)` in hindrances.view.sql. */
const COUNTED_SECONDS = 10;
/** What a hand-over that ends at its time-out may still take until its outcome is written, in seconds. */
const WRITING_SECONDS = 2;

// A worker that hangs or was killed is no evidence about the provider, nor is one that waits because the provider slowed it
// down. A provider that needs nearly $1 PROVIDER_TIMEOUT_SECONDS for each message is slow, and answers all the same: the
// count begins later.
export const NOTE_UNANSWERED = noteSince(
  'unanswered',
  `SELECT DISTINCT w.channel FROM claims k JOIN waves w ON w.id = k.wave_id
   JOIN heartbeats h ON h.program = 'worker' AND h.name = k.worker AND h.beat_at > siar_now() - interval '10 seconds'
   LEFT JOIN channel_limits u ON u.channel = w.channel
   WHERE u.next_slot IS NULL OR u.next_slot < clock_timestamp() + interval '5 seconds'`,
  undefined,
  `siar_now() + make_interval(secs => greatest($1::float8 + ${WRITING_SECONDS} - ${COUNTED_SECONDS}, 0))`,
);
