import { rows, type Tx } from '#platform/database';
import { type Counts } from '#contract';
import { SUMMED_COUNTERS } from '#dispatch/reports';

/** The results of a broadcast's copies. */
interface CountsFile {
  total: Counts | null;
  channels: Record<string, Counts>;
  regions: Record<string, Counts>;
  /** Channel → region. */
  regionsByChannel: Record<string, Record<string, Counts>>;
}

/** Counts of a broadcast per channel and region; total is null when it has no waves. */
export async function counts(tx: Tx, broadcastId: string): Promise<CountsFile> {
  const groups = await rows<Counts & { channel: string | null; region: string | null }>(
    tx,
    `SELECT w.channel, w.region_code AS region, ${SUMMED_COUNTERS} FROM waves w WHERE w.broadcast_id = $1
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
