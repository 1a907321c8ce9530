/** What Siar uses of the package `smpp` 0.5.1, which has no types: its tables of commands and optional parameters. */
declare module 'smpp/lib/defs.js' {
  type Value = number | string | Buffer;

  /** How one kind of field is read, written and measured, in bytes. */
  interface FieldType {
    read(pdu: Buffer, offset: number, length?: number): Value;
    write(value: Value, pdu: Buffer, offset: number): void;
    size(value: Value): number;
    default: Value | null;
  }
  interface Field {
    type: FieldType;
  }

  /** Commands by name; `params` are the mandatory fields in their order. */
  export const commands: Record<string, { id: number; params?: Record<string, Field> } | undefined>;
  export const commandsById: Record<number, { command: string } | undefined>;
  export const tlvs: Record<string, (Field & { id: number; tag: string }) | undefined>;
  export const tlvsById: Record<number, (Field & { tag: string; multiple?: boolean }) | undefined>;
  /** Status codes by name. */
  export const errors: Record<string, number>;
  export const types: Record<'int8' | 'int16' | 'int32' | 'string' | 'cstring' | 'buffer', FieldType>;
}

/** The package's own codec, which specs compare ours with. */
declare module 'smpp/lib/pdu.js' {
  export class PDU {
    constructor(command: string | Buffer, fields?: Record<string, unknown>);
    toBuffer(): Buffer;
    [field: string]: unknown;
  }
}
