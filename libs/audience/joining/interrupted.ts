import { type ChannelName, CHANNELS } from '#channels';
import { rows, type Tx } from '#platform';

/**
 * The channels on which nothing goes out at this moment, messages to one person included: an operator paused it, or its
 * provider does not answer. What is written waits, and goes out later.
 */
export async function interruptedChannels(tx: Tx): Promise<ChannelName[]> {
  const away = await rows<{ channel: ChannelName }>(
    tx,
    'SELECT channel FROM unnest($1::text[]) AS channel WHERE provider_away(channel)',
    [CHANNELS],
  );
  return away.map(({ channel }) => channel);
}
