// Unserved channels: no worker with a heartbeat serves them.
import { CHANNELS } from '#channels';
import { noteSince } from './since.js';

/** How long a worker's restart takes, in seconds; until then its channels do not count as unserved. */
const RESTART_SECONDS = 5;

// $1 DATABASE_TIMEOUT_SECONDS: a worker without a heartbeat for this time counts as silent.
export const NOTE_UNSERVED = noteSince(
  'unserved',
  `SELECT c.channel FROM unnest(ARRAY[${CHANNELS.map((name) => `'${name}'`).join()}]) AS c (channel)
   WHERE NOT EXISTS (SELECT FROM heartbeats h WHERE h.program = 'worker' AND c.channel = ANY (h.channels)
     AND h.beat_at > siar_now() - make_interval(secs => $1))`,
  { column: 'called_at', value: `siar_now() + interval '${RESTART_SECONDS} seconds'` },
);

export const UNSERVED = 'SELECT channel, since FROM unserved WHERE called_at <= siar_now() ORDER BY channel';
