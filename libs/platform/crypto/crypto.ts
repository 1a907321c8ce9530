import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { Config } from '../config/config.js';

const IV_BYTES = 12;
const IVS_DRAWN = 256;
const TAG_BYTES = 16;
/** Hexadecimal digits of a token's MAC: half of an HMAC-SHA-256. */
const MAC_DIGITS = 32;
/** Version of the key that makes new tokens: a letter before the MAC. */
const TOKEN_VERSION = 'a';

/** A stored secret: the encrypted bytes and the id of the key that encrypted them. */
export interface Sealed {
  ciphertext: Buffer;
  keyId: string;
}

/** The delivery that a token in a link, envelope or callback names. */
export interface DeliveryRef {
  broadcastId: string;
  addressId: string;
}

/** The purpose of a delivery's token. A token for one purpose is rejected for another. */
type DeliveryPurpose = 'receipt' | 'unsubscribe';

/**
 * Keyed cryptography. `DATA_KEY` encrypts (AES-256-GCM, NIST SP 800-38D, random 96-bit IV); `HASH_KEY` makes look-up
 * hashes and tokens, so that rotating one leaves the other.
 */
export class Keys {
  private readonly newest: string;
  /**
   * Keys by the version that a token carries. Another key is another version, so that earlier tokens can still be read.
   */
  private readonly tokenKeys: ReadonlyMap<string, KeyObject>;
  /**
   * Random bytes drawn in advance, because one draw costs as much as a thousand. Each byte is used once, from the
   * front.
   */
  private drawn = Buffer.alloc(0);

  constructor(private readonly config: Pick<Config, 'DATA_KEY' | 'HASH_KEY'>) {
    const first = config.DATA_KEY.keys().next().value;
    if (first === undefined) throw new Error('DATA_KEY holds no key');
    this.newest = first;
    const tokenKey = createSecretKey(Buffer.from(hkdfSync('sha256', config.HASH_KEY, '', 'siar token', 32)));
    this.tokenKeys = new Map([[TOKEN_VERSION, tokenKey]]);
  }

  /**
   * Encrypts a text.
   * @param context what the ciphertext is bound to, such as `addressContext(id, channel)`; `open` needs the same
   * @param keyId the newest key by default
   * @throws Error when the key is not in DATA_KEY
   */
  seal(text: string, context: string, keyId = this.newest): Sealed {
    const key = this.key(keyId);
    const iv = this.nextIv();
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
    return {
      ciphertext: Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]),
      keyId,
    };
  }

  private key(id: string): KeyObject {
    const key = this.config.DATA_KEY.get(id);
    if (!key) throw new Error(`DATA_KEY holds no key ${id}`);
    return key;
  }

  private nextIv(): Buffer {
    if (this.drawn.length < IV_BYTES) this.drawn = randomBytes(IV_BYTES * IVS_DRAWN);
    const iv = this.drawn.subarray(0, IV_BYTES);
    this.drawn = this.drawn.subarray(IV_BYTES);
    return iv;
  }

  /** Decrypts. @throws Error when the key is not in DATA_KEY, or when bytes or context differ from the sealed ones */
  open(sealed: Sealed, context: string): string {
    const key = this.key(sealed.keyId);
    const bytes = sealed.ciphertext;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES)).setAAD(
      Buffer.from(context),
    );
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const text = decipher.update(bytes.subarray(IV_BYTES, bytes.length - TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  }

  /** Returns the keyed hash (HMAC-SHA-256, 32 bytes) by which a value is looked up without being stored readable. */
  hash(kind: string, value: string): Buffer {
    return createHmac('sha256', this.config.HASH_KEY).update(`${kind}\0${value}`).digest();
  }

  /**
   * Returns the unforgeable tokens of one delivery: `<broadcast>-<address>-<version><32 hex digits of HMAC-SHA-256>`.
   * They survive as the local part of an e-mail address (RFC 5321 §4.5.3.1.1): lower case only and, with the two
   * characters that VERP puts before them, at most 64 characters for any of 10^11 addresses. Each holds one half of an
   * HMAC. A half reveals nothing of the other, and 128 bits are the minimum of RFC 2104 §5.
   */
  deliveryTokens({ broadcastId, addressId }: DeliveryRef): Record<DeliveryPurpose, string> {
    return this.deliveryTokensOf(TOKEN_VERSION, { broadcastId, addressId });
  }

  private deliveryTokensOf(version: string, ref: DeliveryRef): Record<DeliveryPurpose, string> {
    const body = `${ref.broadcastId}-${ref.addressId}`;
    const mac = this.mac(version, 'delivery', body);
    return {
      receipt: `${body}-${version}${mac.slice(0, MAC_DIGITS)}`,
      unsubscribe: `${body}-${version}${mac.slice(MAC_DIGITS)}`,
    };
  }

  /** Returns the token for one purpose. */
  deliveryToken(purpose: DeliveryPurpose, ref: DeliveryRef): string {
    return this.deliveryTokens(ref)[purpose];
  }

  /**
   * Reads a delivery token; null when it was not made by us for this purpose, or when its key is no longer held.
   * Compares in constant time.
   */
  readDeliveryToken(purpose: DeliveryPurpose, token: string): DeliveryRef | null {
    const lower = token.toLowerCase();
    const [, broadcastId = '', addressId = '', version = ''] =
      /^(\d{1,16})-(\d{1,19})-([a-z])[0-9a-f]{32}$/.exec(lower) ?? [];
    if (!this.tokenKeys.has(version)) return null;
    const ref = { broadcastId, addressId };
    return constantTimeEqual(this.deliveryTokensOf(version, ref)[purpose], lower) ? ref : null;
  }

  /** Returns the token of a notice: `n-<id>-<version><mac>`. */
  noticeToken(noticeId: string): string {
    return this.noticeTokenOf(TOKEN_VERSION, noticeId);
  }

  private noticeTokenOf(version: string, noticeId: string): string {
    return `n-${noticeId}-${version}${this.mac(version, 'notice', noticeId).slice(0, MAC_DIGITS)}`;
  }

  /** Returns the id of the notice that a token names; null when it was not made by us. */
  readNoticeToken(token: string): string | null {
    const lower = token.toLowerCase();
    const [, noticeId = '', version = ''] = /^n-(\d{1,19})-([a-z])[0-9a-f]{32}$/.exec(lower) ?? [];
    if (!this.tokenKeys.has(version)) return null;
    return constantTimeEqual(this.noticeTokenOf(version, noticeId), lower) ? noticeId : null;
  }

  private mac(version: string, kind: 'delivery' | 'notice', body: string): string {
    const key = this.tokenKeys.get(version);
    if (!key) throw new Error(`there is no token key of version ${version}`);
    return createHmac('sha256', key).update(`${kind}\0${body}`).digest('hex');
  }
}

/** The context that an address's ciphertext is bound to. */
export const addressContext = (addressId: string, channel: string): string =>
  `address\0${addressId}\0${channel}`;

/** Returns the keyed hash by which a citizen's address is unique and looked up: 32 bytes, of its one normal form. */
export const addressHash = (keys: Keys, channel: string, normalised: string): Buffer =>
  keys.hash(`address ${channel}`, normalised);

/** SHA-256 in lower-case hexadecimal. */
export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** Compares two secrets in constant time. */
export function constantTimeEqual(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

// 32 letters and digits, without 0, O, 1 and L, which people confuse.
const CODE_LETTERS = '23456789ABCDEFGHIJKMNPQRSTUVWXYZ';

/** Writes 50 bits as ten characters that a person can type. */
export function writeCode(bits: bigint): string {
  let code = '';
  for (let left = bits, i = 0; i < 10; i++, left >>= 5n) code = CODE_LETTERS[Number(left & 31n)] + code;
  return code;
}

/** Reads ten typed characters, in either case; null when they are no code. */
export function readCode(code: string): bigint | null {
  const upper = code.trim().toUpperCase();
  if (upper.length !== 10) return null;
  let bits = 0n;
  for (const letter of upper) {
    const value = CODE_LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  return bits;
}

/** Returns a new random code. */
export const newCode = (): string =>
  writeCode(BigInt(`0x${randomBytes(7).toString('hex')}`) & ((1n << 50n) - 1n));
