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
import { type Config, FIRST_HASH_KEY } from '../config/config.js';

const IV_BYTES = 12;
const IVS_DRAWN = 256;
const TAG_BYTES = 16;
/** Hexadecimal digits of a token's MAC: half of an HMAC-SHA-256. */
const MAC_DIGITS = 32;

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
 * hashes and tokens, so that rotating one leaves the other (docs/rotating-keys.md). Of both rings the first key writes
 * and all read.
 */
export class Keys {
  /** Id of the key that encrypts. */
  readonly newestDataKey: string;
  /** Ids of the keys that only decrypt; usually none. */
  readonly olderDataKeys: readonly string[];
  /** Letter of the key that makes hashes and tokens. */
  readonly newestHashKey: string;
  /** Letters of the keys that only find what is stored, the newest of them first; usually none. */
  readonly olderHashKeys: readonly string[];
  /** Keys of tokens, by the letter that a token carries. */
  private readonly tokenKeys: ReadonlyMap<string, KeyObject>;
  /**
   * Random bytes drawn in advance, because one draw costs as much as a thousand. Each byte is used once, from the
   * front.
   */
  private drawn = Buffer.alloc(0);

  constructor(private readonly config: Pick<Config, 'DATA_KEY' | 'HASH_KEY'>) {
    const [newestDataKey, ...olderDataKeys] = config.DATA_KEY.keys();
    if (newestDataKey === undefined) throw new Error('DATA_KEY holds no key');
    const [newestHashKey, ...olderHashKeys] = config.HASH_KEY.keys();
    if (newestHashKey === undefined) throw new Error('HASH_KEY holds no key');
    this.newestDataKey = newestDataKey;
    this.olderDataKeys = olderDataKeys;
    this.newestHashKey = newestHashKey;
    this.olderHashKeys = olderHashKeys;
    const proving = [...config.HASH_KEY].filter(([, { looksUpOnly }]) => !looksUpOnly);
    this.tokenKeys = new Map(
      proving.map(([letter, { key }]) => [
        letter,
        createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'siar token', 32))),
      ]),
    );
  }

  /** Whether DATA_KEY holds the key of this id. */
  holds(dataKeyId: string): boolean {
    return this.config.DATA_KEY.has(dataKeyId);
  }

  /**
   * Encrypts a text.
   * @param context what the ciphertext is bound to, such as `addressContext(id, channel)`; `open` needs the same
   * @param keyId the newest key by default
   * @throws Error when the key is not in DATA_KEY
   */
  seal(text: string, context: string, keyId = this.newestDataKey): Sealed {
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

  /**
   * Returns the keyed hash (HMAC-SHA-256) by which a value is looked up without being stored readable, under the newest
   * key. It says which key made it: 32 bytes under `a`, 33 under any other, of which the first is its letter. The
   * database's `hash_key` reads that.
   */
  hash(kind: string, value: string): Buffer {
    return this.hashUnder(this.newestHashKey, kind, value);
  }

  /** Returns the same under each key, the newest first. */
  hashes(kind: string, value: string): Buffer[] {
    return [this.hash(kind, value), ...this.olderHashes(kind, value)];
  }

  /** Returns the same under each key but the newest; usually none. */
  olderHashes(kind: string, value: string): Buffer[] {
    return this.olderHashKeys.map((letter) => this.hashUnder(letter, kind, value));
  }

  /** Returns the same under each key that some program may write with: several while a rotation is under way. */
  contendedHashes(kind: string, value: string): Buffer[] {
    return [...this.tokenKeys.keys()].map((letter) => this.hashUnder(letter, kind, value));
  }

  private hashUnder(letter: string, kind: string, value: string): Buffer {
    const mac = this.macUnder(letter, kind, value);
    return letter === FIRST_HASH_KEY ? mac : Buffer.concat([Buffer.from(letter), mac]);
  }

  /** Returns an HMAC-SHA-256 under the newest key: 32 bytes, from which something is derived, or that prove something. */
  mac(kind: string, value: string): Buffer {
    return this.macUnder(this.newestHashKey, kind, value);
  }

  /** Returns the same under each key that still proves something, the newest first. */
  macs(kind: string, value: string): Buffer[] {
    return [...this.tokenKeys.keys()].map((letter) => this.macUnder(letter, kind, value));
  }

  private macUnder(letter: string, kind: string, value: string): Buffer {
    const held = this.config.HASH_KEY.get(letter);
    if (!held) throw new Error(`HASH_KEY holds no key ${letter}`);
    return createHmac('sha256', held.key).update(`${kind}\0${value}`).digest();
  }

  /**
   * Returns the unforgeable tokens of one delivery: `<broadcast>-<address>-<version><32 hex digits of HMAC-SHA-256>`.
   * They survive as the local part of an e-mail address (RFC 5321 §4.5.3.1.1): lower case only and, with the two
   * characters that VERP puts before them, at most 64 characters for any of 10^11 addresses. Each holds one half of an
   * HMAC. A half reveals nothing of the other, and 128 bits are the minimum of RFC 2104 §5.
   */
  deliveryTokens({ broadcastId, addressId }: DeliveryRef): Record<DeliveryPurpose, string> {
    return this.deliveryTokensOf(this.newestHashKey, { broadcastId, addressId });
  }

  private deliveryTokensOf(version: string, ref: DeliveryRef): Record<DeliveryPurpose, string> {
    const body = `${ref.broadcastId}-${ref.addressId}`;
    const mac = this.tokenMac(version, 'delivery', body);
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
    return this.noticeTokenOf(this.newestHashKey, noticeId);
  }

  private noticeTokenOf(version: string, noticeId: string): string {
    return `n-${noticeId}-${version}${this.tokenMac(version, 'notice', noticeId).slice(0, MAC_DIGITS)}`;
  }

  /** Returns the id of the notice that a token names; null when it was not made by us. */
  readNoticeToken(token: string): string | null {
    const lower = token.toLowerCase();
    const [, noticeId = '', version = ''] = /^n-(\d{1,19})-([a-z])[0-9a-f]{32}$/.exec(lower) ?? [];
    if (!this.tokenKeys.has(version)) return null;
    return constantTimeEqual(this.noticeTokenOf(version, noticeId), lower) ? noticeId : null;
  }

  private tokenMac(version: string, kind: 'delivery' | 'notice', body: string): string {
    const key = this.tokenKeys.get(version);
    if (!key) throw new Error(`there is no token key of version ${version}`);
    return createHmac('sha256', key).update(`${kind}\0${body}`).digest('hex');
  }
}

/** The context that an address's ciphertext is bound to. */
export const addressContext = (addressId: string, channel: string): string =>
  `address\0${addressId}\0${channel}`;

/** Returns the keyed hash by which a citizen's address is unique and looked up, of its one normal form. */
export const addressHash = (keys: Keys, channel: string, normalised: string): Buffer =>
  keys.hash(addressKind(channel), normalised);

/** Returns the same under each older key; usually none. */
export const olderAddressHashes = (keys: Keys, channel: string, normalised: string): Buffer[] =>
  keys.olderHashes(addressKind(channel), normalised);

/** Returns the same under each key that some program may write with: several while a rotation is under way. */
export const contendedAddressHashes = (keys: Keys, channel: string, normalised: string): Buffer[] =>
  keys.contendedHashes(addressKind(channel), normalised);

const addressKind = (channel: string): string => `address ${channel}`;

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
