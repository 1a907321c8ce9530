/** Copies that a provider rejected and that can go again, of one channel and region, for one code. */
interface Group {
  channel: string;
  region: string;
  reason: string;
  copies: number;
  withheld: 'stopped' | 'braked' | 'paused' | 'ended' | null;
}

/** Those of one cause: the codes that a person reads as the same, on its channels. */
export const rejectedOf = <Any extends Group>(
  groups: readonly Any[],
  { channels, reasons }: { channels: readonly string[]; reasons: readonly string[] },
): Any[] => groups.filter(({ channel, reason }) => channels.includes(channel) && reasons.includes(reason));

/**
 * How many of the people that got nothing can still be sent their rejected message: at most as many as messages, and none
 * where the time is over.
 * @param missed the people that got nothing, by cause: each once
 */
export function peopleAgain(
  missed: readonly { channel: string; state: string; reason: string | null; people: number }[],
  groups: readonly Group[],
): number {
  const left = groups.filter(({ withheld }) => withheld !== 'ended');
  return missed
    .filter(({ state }) => state === 'failed')
    .reduce((sum, { channel, reason, people }) => {
      const copies = left
        .filter((group) => group.channel === channel && group.reason === reason)
        .reduce((some, group) => some + group.copies, 0);
      return sum + Math.min(people, copies);
    }, 0);
}
