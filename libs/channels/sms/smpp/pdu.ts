import { commands, commandsById, errors, tlvs, tlvsById, types } from 'smpp/lib/defs.js';

/*
 * Bytes to PDUs and back. Commands, fields and their types are the tables of the package `smpp`; the walk over them is
 * Siar's, because the package's reads past the end of a PDU without noticing, and decodes texts by rules of its own.
 */

type FieldType = (typeof types)['int8'];
type Value = ReturnType<FieldType['read']>;

/** A PDU of SMPP 3.4. */
export interface Pdu {
  /** Its name in the standard, such as `submit_sm_resp`; `unknown` for an id that the standard does not have. */
  command: string;
  /** command_status; 0 in requests. */
  status: number;
  sequence: number;
  /** Mandatory and optional parameters by name. Texts stay bytes. */
  fields: Readonly<Record<string, Value>>;
}

const HEADER_BYTES = 16;
/** The longest PDU that is read, in bytes: a message_payload of 64 kB, and the fields around it. */
const LONGEST_PDU = 66_000;
/** A response, unlike a request, has the highest bit of its id set. */
const RESPONSE = 0x8000_0000;

/** Bytes that are no PDU. What follows them on the connection cannot be trusted: it must be closed. */
export class MalformedPdu extends Error {
  override readonly name = 'MalformedPdu';
}

/** Returns the bytes of a PDU. A refusal (`status`) has no body (SMPP 3.4 §4.4.2). */
export function encodePdu({ command, status, sequence, fields }: Pdu): Buffer {
  const definition = commands[command];
  if (!definition) throw new TypeError(`SMPP has no ${command}`);
  const { id, params = {} } = definition;
  const parts: Buffer[] = [];
  if (status === 0) {
    for (const [name, { type }] of Object.entries(params))
      parts.push(written(type, fields[name] ?? type.default ?? 0));
    for (const [name, value] of Object.entries(fields)) {
      const tlv = name in params ? undefined : tlvs[name];
      if (!tlv) continue;
      const head = Buffer.alloc(4);
      head.writeUInt16BE(tlv.id, 0);
      head.writeUInt16BE(tlv.type.size(value), 2);
      parts.push(head, written(tlv.type, value));
    }
  }
  const header = Buffer.alloc(HEADER_BYTES);
  const body = Buffer.concat(parts);
  header.writeUInt32BE(HEADER_BYTES + body.length, 0);
  header.writeUInt32BE(id, 4);
  header.writeUInt32BE(status, 8);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}

function written(type: FieldType, value: Value): Buffer {
  const bytes = Buffer.alloc(type.size(value));
  type.write(value, bytes, 0);
  return bytes;
}

/** Reads one whole PDU. @throws MalformedPdu when a field reaches beyond its end */
function decodePdu(bytes: Buffer): Pdu {
  const status = bytes.readUInt32BE(8);
  const sequence = bytes.readUInt32BE(12);
  const command = commandsById[bytes.readUInt32BE(4)]?.command;
  if (command === undefined) return { command: 'unknown', status, sequence, fields: {} };
  const fields: Record<string, Value> = {};
  let offset = HEADER_BYTES;
  for (const [name, { type }] of Object.entries(commands[command]?.params ?? {})) {
    // A refusal may have no body, and some SMSCs leave out the last fields of a response.
    if (offset === bytes.length) break;
    const value = readField(type, bytes, offset);
    offset += type.size(value);
    fields[name] = value;
  }
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length) throw new MalformedPdu('an optional parameter has no length');
    const tlv = tlvsById[bytes.readUInt16BE(offset)];
    const length = bytes.readUInt16BE(offset + 2);
    offset += 4;
    if (offset + length > bytes.length)
      throw new MalformedPdu('an optional parameter is longer than its PDU');
    // Parameters of other versions and of vendors are passed over.
    if (tlv && !tlv.multiple) fields[tlv.tag] = readTlv(tlv.type, bytes.subarray(offset, offset + length));
    offset += length;
  }
  return { command, status, sequence, fields };
}

function readField(type: FieldType, bytes: Buffer, offset: number): Value {
  if (type === types.cstring && bytes.indexOf(0, offset) < 0)
    throw new MalformedPdu('a string of octets does not end');
  const least = type === types.buffer ? 1 + (bytes[offset] ?? 0) : type === types.cstring ? 1 : type.size(0);
  if (offset + least > bytes.length) throw new MalformedPdu('a field is longer than its PDU');
  return type.read(bytes, offset);
}

function readTlv(type: FieldType, bytes: Buffer): Value {
  const least = type === types.int8 ? 1 : type === types.int16 ? 2 : type === types.int32 ? 4 : 0;
  if (bytes.length < least) throw new MalformedPdu('an optional parameter is too short');
  return type.read(bytes, 0, bytes.length);
}

/** Cuts a stream of bytes into PDUs, wherever the network split it. */
export class PduReader {
  private pending: Buffer = Buffer.alloc(0);

  /** Returns the PDUs that these bytes complete. @throws MalformedPdu; nothing can be read after that */
  *read(bytes: Buffer): Generator<Pdu, void> {
    this.pending = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    while (this.pending.length >= 4) {
      const length = this.pending.readUInt32BE(0);
      if (length < HEADER_BYTES || length > LONGEST_PDU)
        throw new MalformedPdu(`a PDU has ${length} bytes by its own account`);
      if (this.pending.length < length) return;
      const pdu = this.pending.subarray(0, length);
      this.pending = this.pending.subarray(length);
      yield decodePdu(pdu);
    }
  }
}

/** Whether a PDU answers another one. */
export const isResponse = ({ command }: Pdu): boolean => ((commands[command]?.id ?? 0) & RESPONSE) !== 0;

/** A parameter that is a number; undefined where the PDU has none. */
export function numberOf({ fields }: Pdu, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

/** A parameter that is a string of octets; empty where the PDU has none. */
export function textOf({ fields }: Pdu, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** A parameter that is bytes; empty where the PDU has none. */
export function bytesOf({ fields }: Pdu, name: string): Buffer {
  const value = fields[name];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

const STATUS_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(errors).map(([name, status]) => [status, name]),
);

/** The words of SMPP for a status, such as `ESME_RTHROTTLED (0x58)`; of a vendor's own, the number alone. */
export function statusName(status: number): string {
  const name = STATUS_NAMES.get(status);
  const number = `0x${status.toString(16).toUpperCase()}`;
  return name === undefined ? number : `${name} (${number})`;
}
