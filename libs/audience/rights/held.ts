import { type Keys, writeCode } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { openAddress } from '../addresses/addresses.js';
import { confirmationContext } from '../joining/sign-ups.js';
import type { HeldAddress, HeldData as Held } from '#contract/api/data-requests';

export type { HeldAddress, HeldData as Held, HeldMessage } from '#contract/api/data-requests';

/** Encryption context of the requester in a request to the data protection officer. */
export const askerContext = (requestId: string): string => `data request\0${requestId}`;

interface Sealed {
  /** Base64 with line breaks. */
  ciphertext: string | null;
  keyId: string | null;
}
/** The same in the database's form. */
type Raw = Omit<Held, 'addresses' | 'confirmations' | 'requests'> & {
  addresses: (Omit<HeldAddress, 'to'> & { ciphertext: string; keyId: string })[];
  confirmations: (Omit<Held['confirmations'][number], 'to'> & Sealed)[];
  requests: (Omit<Held['requests'][number], 'asker'> & Sealed)[];
};

/** Reads everything held about a contact; null when there is none. */
export async function heldAbout(tx: Tx, keys: Keys, contactId: string): Promise<Held | null> {
  const found = await row<{ held: Raw | null }>(tx, 'SELECT held_about($1) AS held', [contactId]);
  if (!found?.held) return null;
  const { addresses, confirmations, requests, messages, ...rest } = found.held;
  const open = ({ ciphertext, keyId }: Sealed, context: string): string | null =>
    ciphertext === null || keyId === null
      ? null
      : keys.open({ ciphertext: Buffer.from(ciphertext, 'base64'), keyId }, context);
  return {
    ...rest,
    messages: messages.map((message) => ({
      ...message,
      code: message.code === null ? null : writeCode(BigInt(message.code)),
    })),
    addresses: addresses.map(({ ciphertext, keyId, ...address }) => ({
      ...address,
      to: openAddress(keys, address.id, address.channel, {
        ciphertext: Buffer.from(ciphertext, 'base64'),
        keyId,
      }),
    })),
    confirmations: confirmations.map(({ ciphertext, keyId, ...one }) => ({
      ...one,
      to: open({ ciphertext, keyId }, confirmationContext(one.id)),
    })),
    requests: requests.map(({ ciphertext, keyId, ...one }) => ({
      ...one,
      asker: open({ ciphertext, keyId }, askerContext(one.id)),
    })),
  };
}
