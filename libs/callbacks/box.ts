import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Keys } from '#platform/crypto';
import type { CallbackSource } from './callback.rules.js';

/*
 * Callbacks hold telephone numbers, chats and whole bounces. Programs that store them seal them to a public key, and
 * only the registrar has its private half: X25519 (RFC 7748), HKDF-SHA-256, AES-256-GCM; `<ephemeral
 * key><IV><ciphertext><tag>`. One key agreement serves many callbacks, so that none costs a public-key operation of its
 * own.
 */

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Size that sealing adds to a callback, in bytes. */
const BOX_BYTES = KEY_BYTES + IV_BYTES + TAG_BYTES;
/** Callbacks of one agreement; random IVs would bear 2^32 (NIST SP 800-38D §8.3). */
const SEALED_BY_ONE = 100_000;
/** Agreements that the reader caches: one for each gateway, and some that have just ended. */
const KEPT = 64;

// RFC 8410: the bytes before the 32 bytes of a key in PKCS #8 and in SubjectPublicKeyInfo.
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

const rawOf = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES) as Buffer;
const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
const agree = (privateKey: KeyObject, theirs: KeyObject, salt: Buffer[]): KeyObject =>
  createSecretKey(
    Buffer.from(
      hkdfSync(
        'sha256',
        diffieHellman({ privateKey, publicKey: theirs }),
        Buffer.concat(salt),
        'siar callback',
        32,
      ),
    ),
  );

/** Seals callbacks to one reader's public key. */
export class CallbackSealer {
  private agreed: { ephemeral: Buffer; key: KeyObject } | undefined;
  private left = 0;

  /** @param recipient the reader's public key, 32 bytes */
  constructor(readonly recipient: Buffer) {}

  /** @param source bound to the content, which does not open as another source */
  seal(content: Buffer, source: CallbackSource): Buffer {
    const { ephemeral, key } = this.agreement();
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(source));
    return Buffer.concat([ephemeral, iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  }

  private agreement(): { ephemeral: Buffer; key: KeyObject } {
    if (this.agreed && this.left-- > 0) return this.agreed;
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    const ephemeral = rawOf(publicKey);
    const key = agree(privateKey, publicKeyOf(this.recipient), [ephemeral, this.recipient]);
    this.left = SEALED_BY_ONE;
    this.agreed = { ephemeral, key };
    return this.agreed;
  }
}

/** Opens callbacks that were sealed to one of its public keys: each key of HASH_KEY makes one. */
export class CallbackOpener {
  private readonly boxes: readonly Box[];

  constructor(keys: Pick<Keys, 'macs'>) {
    this.boxes = keys.macs('callback box', '').map((seed) => new Box(seed));
  }

  /** The key to seal to: the newest. */
  get publicKey(): Buffer {
    const [newest] = this.boxes;
    if (!newest) throw new Error('HASH_KEY holds no key that opens callbacks');
    return newest.publicKey;
  }

  /** Returns null where the bytes were not sealed to one of these keys, or were sealed for another source. */
  open(sealed: Buffer, source: CallbackSource): Buffer | null {
    for (const box of this.boxes) {
      const opened = box.open(sealed, source);
      if (opened) return opened;
    }
    return null;
  }
}

class Box {
  readonly publicKey: Buffer;
  private readonly privateKey: KeyObject;
  private readonly agreed = new Map<string, KeyObject>();

  constructor(seed: Buffer) {
    this.privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    this.publicKey = rawOf(createPublicKey(this.privateKey));
  }

  open(sealed: Buffer, source: CallbackSource): Buffer | null {
    if (sealed.length < BOX_BYTES) return null;
    const iv = sealed.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES);
    try {
      const key = this.agreement(sealed.subarray(0, KEY_BYTES));
      const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(source));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const text = decipher.update(sealed.subarray(KEY_BYTES + IV_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]);
    } catch {
      // A key that is a point of small order, or altered bytes: nothing that we sealed.
      return null;
    }
  }

  private agreement(ephemeral: Buffer): KeyObject {
    const name = ephemeral.toString('hex');
    const known = this.agreed.get(name);
    if (known) return known;
    const key = agree(this.privateKey, publicKeyOf(ephemeral), [ephemeral, this.publicKey]);
    const [oldest] = this.agreed.keys();
    if (this.agreed.size >= KEPT && oldest !== undefined) this.agreed.delete(oldest);
    this.agreed.set(name, key);
    return key;
  }
}
