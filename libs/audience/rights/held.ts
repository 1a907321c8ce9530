import type { ChannelName } from '#channels';
import { type Keys, row, type Tx, writeCode } from '#platform';
import { openAddress } from '../addresses.js';
import { confirmationContext } from '../joining/sign-ups.js';
import type { RequestState, Want } from './data-requests.rules.js';

/** A recorded consent. Times are ISO 8601. */
interface HeldConsent {
  source: string;
  wording: string;
  givenAt: string;
  /** Whether it came with an imported file. */
  imported: boolean;
  withdrawnAt: string | null;
  reconfirmAskedAt: string | null;
}

/** One address, with its consents, imports and suppression. */
export interface HeldAddress {
  id: string;
  channel: ChannelName;
  to: string;
  state: 'pending' | 'active' | 'unsubscribed' | 'invalid';
  softFailures: number;
  createdAt: string;
  consents: HeldConsent[];
  suppression: { reason: string; detail: string; createdAt: string } | null;
  /** The imported files that named it. */
  imports: { id: string; startedAt: string; state: string; by: string }[];
}

/** One copy of a broadcast for the person. */
export interface HeldMessage {
  broadcastId: string;
  channel: ChannelName;
  regionCode: string;
  region: string;
  state: string;
  attempts: number;
  resends: number;
  handedAt: string | null;
  nextAttemptAt: string | null;
  reason: string | null;
  /** For SMS: the code of ten letters in the message. */
  code: string | null;
  providerId: string | null;
  /** Opens the public page of the approved text. */
  publicCode: string;
  /** The KPU office, never a person. */
  approvedBy: string | null;
  approvedAt: string | null;
}

/** Everything held about one person, except keyed hashes, keys and secrets (UU 27/2022 art. 7 and 32). */
export interface Held {
  contact: {
    id: string;
    name: string;
    provinceCode: string;
    regionCode: string;
    region: string;
    /** Of the region: the clock of the readable copy. */
    timeZone: string;
    language: string;
    topics: string[];
    preferredChannel: ChannelName;
    /** When the name was set or last changed. */
    namedAt: string;
    createdAt: string;
    /** Since when the person has restricted processing: nothing is sent. */
    restrictedAt: string | null;
  };
  addresses: HeldAddress[];
  /** The newest broadcast first. */
  messages: HeldMessage[];
  receipts: {
    broadcastId: string;
    channel: ChannelName;
    verdict: string;
    reason: string;
    receivedAt: string;
    appliedAt: string | null;
  }[];
  notices: {
    kind: string;
    channel: ChannelName;
    state: string;
    reason: string | null;
    createdAt: string;
    expiresAt: string;
    endedAt: string | null;
  }[];
  /** Pending confirmations of the person's addresses, and those the person requested for others; kept for 48 hours. */
  confirmations: {
    id: string;
    channel: ChannelName;
    /** Null once confirmed; for Telegram known only then. */
    to: string | null;
    regionCode: string;
    language: string;
    topics: string[];
    preferredChannel: ChannelName;
    wording: string;
    wrongCodes: number;
    expiresAt: string;
    confirmedAt: string | null;
  }[];
  links: { expiresAt: string }[];
  /** The person's requests to the data protection officer. */
  requests: {
    id: string;
    wants: Want;
    way: string;
    asker: string | null;
    receivedAt: string;
    dueAt: string;
    openedAt: string;
    state: RequestState;
    identityCheck: string | null;
    identityCheckedAt: string | null;
    done: string[];
    /** How and when a copy was handed over. */
    handedHow: string | null;
    handedAt: string | null;
    outcome: string | null;
    /** Of a refusal: its ground in law. */
    reason: string | null;
    closedAt: string | null;
  }[];
  /** The processing trail: act, time and office; null: by Siar itself, or by the person. */
  trail: { at: string; act: string; by: string | null; subject: string; detail: Record<string, unknown> }[];
}

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
