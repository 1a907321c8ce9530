import { CHANNELS } from '#contract';
import { suppressionReason } from '#contract/api/contacts';
import { z } from 'zod';

/** What happened to an address. `moved`: its owner proved another one in its place. */
const ACTS = ['out', 'back', 'moved', 'restricted', 'free'] as const;

/** Longest code of a suppression; what is longer is cut. */
const LONGEST_DETAIL = 200;

const line = z
  .object({
    at: z.iso.datetime(),
    no: z.string().regex(/^\d{1,19}$/),
    channel: z.enum(CHANNELS),
    // 32 bytes, after the letter of its key but for the first key.
    hash: z.base64url().min(43).max(44),
    act: z.enum(ACTS),
    reason: suppressionReason.nullable(),
    detail: z.string().max(LONGEST_DETAIL),
  })
  // One line that no table takes would end a whole replay.
  .refine(({ act, reason }) => (act === 'out') === (reason !== null));

/** One line of the journal. It holds a keyed hash, and neither an address nor a name. */
export type Departure = z.infer<typeof line>;

export const writeDeparture = (departure: Departure): string =>
  JSON.stringify({ ...departure, detail: departure.detail.slice(0, LONGEST_DETAIL) });

/** Reads a line; null when it is not one of the journal: one may be cut off where the disk was full or power failed. */
export function readDeparture(text: string): Departure | null {
  try {
    return line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Which of an address's lines counts: whether it gets messages, or whether its owner's data may be used. */
const matterOf = ({ act, channel, hash }: Departure): string =>
  `${act === 'restricted' || act === 'free' ? 'use' : 'send'} ${channel} ${hash}`;

/** The last word on each address. Lines may come twice, and in any order. */
export class LastWords {
  private readonly words = new Map<string, Departure>();

  add(departure: Departure): void {
    const key = matterOf(departure);
    const known = this.words.get(key);
    if (known === undefined || isLater(departure, known)) this.words.set(key, departure);
  }

  /** The addresses whose last word is one of the acts. */
  *of(...acts: readonly Departure['act'][]): Generator<Departure> {
    for (const departure of this.words.values()) if (acts.includes(departure.act)) yield departure;
  }

  get size(): number {
    return this.words.size;
  }
}

/** After a restore, numbers begin again where the backup was: time comes first. */
function isLater(one: Departure, other: Departure): boolean {
  if (one.at !== other.at) return one.at > other.at;
  return BigInt(one.no) > BigInt(other.no);
}
