import { type ChannelName, CHANNELS } from '#channels';
import { rows, type Tx } from '#platform/database';

/**
 * Channels on which nothing is sent at present, including notices: an operator paused the channel, or its provider does
 * not answer. Queued messages are sent later.
 */
export async function interruptedChannels(tx: Tx): Promise<ChannelName[]> {
  const away = await rows<{ channel: ChannelName }>(
    tx,
    'SELECT channel FROM unnest($1::text[]) AS channel WHERE provider_away(channel)',
    [CHANNELS],
  );
  return away.map(({ channel }) => channel);
}
