/** Copies of one broadcast of a chain that were handed over, or may have been, in one region on one channel. */
export interface ChainCopies {
  /** Whether it took the text of a correction to people without any copy of the chain. */
  companion: boolean;
  copies: number;
}

/**
 * The number of different recipients of a chain. A correction goes to those who got what it corrects, so the greater
 * number counts; a companion goes to others, so its recipients are added.
 * @param chain the oldest broadcast first
 */
export const recipientsOf = (chain: readonly ChainCopies[]): number =>
  chain.reduce((sum, { companion, copies }) => (companion ? sum + copies : Math.max(sum, copies)), 0);
