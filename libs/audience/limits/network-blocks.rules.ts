/** A /64 in the notation of `networkOf`: four groups of an IPv6 address. */
const V6_64 = /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/i;
/**
 * Prefixes that providers assign to one customer: a /56 to a household, a /48 to an office. A /48 is free with a
 * server.
 */
const BLOCKS = [
  { bits: 56, times: 2 },
  { bits: 48, times: 4 },
] as const;

/**
 * The larger blocks that contain an IPv6 network, and the multiple of one network's limit that each may use. Without
 * them the owner of 65,536 networks gets 65,536 times the limit. Empty for any other subject.
 * @param subject a network as `networkOf` writes it, or a chat
 */
export function blocksOf(subject: string): { subject: string; times: number }[] {
  if (!V6_64.test(subject)) return [];
  const network = subject.split(':').reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return BLOCKS.map(({ bits, times }) => ({
    subject: `${(network >> BigInt(64 - bits)).toString(16)}/${bits}`,
    times,
  }));
}
