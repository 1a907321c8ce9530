import { DELIVERY_STATES, type DeliveryState } from '#deliveries';
import { rows, type Tx } from '#platform';

type Count = Record<'targeted' | DeliveryState, number>;

/** What became of a broadcast's copies. */
interface CountsFile {
  total: Count | null;
  channels: Record<string, Count>;
  regions: Record<string, Count>;
  /** Channel → region. */
  regionsByChannel: Record<string, Record<string, Count>>;
}

const SUMS = ['targeted', ...DELIVERY_STATES].map((name) => `sum(w.${name})::int AS ${name}`).join(', ');

/** Counts of a broadcast per channel and region; total is null when it has no waves. */
export async function counts(tx: Tx, broadcastId: string): Promise<CountsFile> {
  const groups = await rows<Count & { channel: string | null; region: string | null }>(
    tx,
    `SELECT w.channel, w.region_code AS region, ${SUMS} FROM waves w WHERE w.broadcast_id = $1
     GROUP BY GROUPING SETS ((), (w.channel), (w.region_code), (w.channel, w.region_code)) ORDER BY 1, 2`,
    [broadcastId],
  );
  const file: CountsFile = { total: null, channels: {}, regions: {}, regionsByChannel: {} };
  for (const { channel, region, ...count } of groups) {
    if (channel !== null && region !== null) (file.regionsByChannel[channel] ??= {})[region] = count;
    else if (channel !== null) file.channels[channel] = count;
    else if (region !== null) file.regions[region] = count;
    else file.total = count;
  }
  return file;
}
