import type { AccountOut } from '#contract/api/deliveries';

/**
 * The accounts of a channel that a forecast leaves out: those that rest, and those that are away while another one takes
 * messages. What waits for a channel whose accounts are all away is forecast as if they were back. Pure.
 * @param names all accounts of the channel
 * @param held those that rest or are away
 */
export function accountsOut(names: readonly string[], held: readonly AccountOut[]): AccountOut[] {
  const own = held.filter(({ name }) => names.includes(name));
  const resting = own.filter(({ why }) => why === 'rests');
  return [own, resting].find((out) => out.length < names.length) ?? [];
}
