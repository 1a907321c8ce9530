/** A /64 as networks are written: four groups of an IPv6 address. */
const V6_64 = /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}$/i;
/** What providers give one customer: a /56 to a household, a /48 to an office. A server has a free /48. */
const BLOCKS = [
  { bits: 56, times: 2 },
  { bits: 48, times: 4 },
] as const;

/**
 * The larger blocks an IPv6 network is part of, and how many times as much as one network each may do: whoever has 65,536
 * networks shall not have as many times what one has. Nothing for any other subject.
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
