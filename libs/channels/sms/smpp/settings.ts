import { z } from 'zod';

/** What a provider's own code may mean; each is a kind of outcome, of the hand-over or of the receipt. */
export const SUBMIT_MEANINGS = [
  'retry',
  'away',
  'dead',
  'opted_out',
  'failed',
  'sender_at_fault',
  'own_fault',
  'slow_down',
] as const;
export const RECEIPT_MEANINGS = ['failed', 'soft', 'dead', 'opted_out', 'sender_at_fault'] as const;

export type SubmitMeaning = (typeof SUBMIT_MEANINGS)[number];
type Meaning = SubmitMeaning | (typeof RECEIPT_MEANINGS)[number];

/** Adds what an account's `errors` say of a code to its reason: nobody else knows, such as who reads the reason on screen. */
export const reasonWith = (reason: string, own: Meaning | undefined): string =>
  own === undefined ? reason : `${reason}: ${own}`;

const octet = z.int().min(0).max(255);
/** TON and NPI of SMPP 3.4 §5.2.5 and §5.2.6. */
const typed = { ton: octet, npi: octet };
const idForm = z.enum(['as-is', 'hex', 'decimal'], 'must be as-is, hex or decimal');

/** A command_status, as operators write it in their manuals. */
const status = z.string().regex(/^0x[0-9a-fA-F]{1,8}$/, 'must be a command_status such as "0x0401"');

/** `smpp://system_id:password@host:port`, of which the parts that stand in a bind. */
const target = z.string().transform((text, context) => {
  const refuse = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (!URL.canParse(text)) return refuse('must read smpp://system_id:password@host:2775');
  const url = new URL(text);
  const tls = url.protocol === 'smpps:';
  if (!tls && url.protocol !== 'smpp:') return refuse('must begin with smpp:// or smpps://');
  const systemId = decoded(url.username);
  const password = decoded(url.password);
  if (systemId === null || password === null) return refuse('has a % that begins no encoded character');
  // SMPP 3.4 §5.2.1. Its limit of a password, 8, is passed over by many SMSCs.
  if (!/^[\x21-\x7e]{1,15}$/.test(systemId)) return refuse('needs a system_id of 1 to 15 characters');
  if (!/^[\x20-\x7e]{0,64}$/.test(password)) return refuse('has a password that SMPP cannot carry');
  if (url.hostname === '') return refuse('needs a host');
  const port = url.port === '' ? (tls ? 3550 : 2775) : Number(url.port);
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, tls, systemId, password };
});

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    // URIError is all that it throws.
    return null;
  }
}

/** TON and NPI of a sender by its form (SMPP 3.4 §5.2.5): a name, a number with its country code, a short code. */
function typeOf(address: string): { ton: number; npi: number } {
  if (!/^\+?\d+$/.test(address)) return { ton: 5, npi: 0 };
  return address.length > 6 ? { ton: 1, npi: 1 } : { ton: 3, npi: 0 };
}

/** The settings of an SMPP account; docs/channels.md explains each. */
export const smppSettings = z.object({
  url: target,
  /** system_type of the bind; most SMSCs ask for none. */
  systemType: z.string().max(12, 'has at most 12 characters').default(''),
  /** One bind both ways, or for older SMSCs a pair of a transmitter and a receiver, which counts as one of `binds`. */
  bindAs: z.enum(['transceiver', 'pair'], 'must be transceiver or pair').default('transceiver'),
  /** The sender that citizens see. */
  source: z
    .strictObject({
      address: z
        .string()
        .regex(/^(?:\+?\d{1,20}|[ -~]{1,11})$/, 'must be a number, or a name of at most 11 characters'),
      ton: octet.optional(),
      npi: octet.optional(),
    })
    .transform(({ address, ton, npi }) => {
      const by = typeOf(address);
      return { address: address.replace(/^\+(?=\d+$)/, ''), ton: ton ?? by.ton, npi: npi ?? by.npi };
    }),
  /** Of the number that a text goes to: international, ISDN. */
  destination: z.strictObject(typed).default({ ton: 1, npi: 1 }),
  /** The alphabet of texts that are not UCS-2; `ucs2` sends all of them so. */
  alphabet: z.enum(['gsm', 'latin1', 'ucs2'], 'must be gsm, latin1 or ucs2').default('gsm'),
  /** data_coding of such texts: 0 is the SMSC's default alphabet, 3 is Latin-1 by name. */
  dataCoding: octet.default(0),
  /** How a long text travels: parts with a header, parts with sar_ parameters, or whole in message_payload. */
  long: z.enum(['udh', 'sar', 'payload'], 'must be udh, sar or payload').default('udh'),
  /** Binds that the contract allows, of all of Siar's workers together. */
  binds: z.int().min(1).max(100).default(1),
  /** submit_sm without an answer on one bind; what a broken link leaves unknown. */
  window: z.int().min(1).max(200).default(10),
  /** A silent link is asked after this time. */
  enquireSeconds: z.int().min(1).max(600).default(30),
  /** The longest validity that the SMSC accepts; an earlier expiry of the message is earlier here too. */
  validityHours: z
    .int()
    .min(1)
    .max(24 * 14)
    .default(48),
  /** How the SMSC writes a message id in its answers, and in receipts. */
  ids: z.strictObject({ response: idForm, receipt: idForm }).default({ response: 'as-is', receipt: 'as-is' }),
  /** The provider's own codes: command_status of answers, and `err` of receipts. */
  errors: z
    .strictObject({
      submit: z.record(status, z.enum(SUBMIT_MEANINGS)).default({}),
      receipt: z.record(z.string().regex(/^\w{1,16}$/), z.enum(RECEIPT_MEANINGS)).default({}),
    })
    .default({ submit: {}, receipt: {} }),
  /** Whether people can answer the sender. */
  twoWay: z.boolean().default(false),
});

export type SmppSettings = z.output<typeof smppSettings>;
