/** What the sandbox uses of the package `smpp` 0.5.1, which has no types: its server. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  /** A PDU with its parameters by name, texts decoded by data_coding. */
  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    response(fields?: Record<string, unknown>): Pdu;
    [field: string]: unknown;
  }
  export interface Session extends EventEmitter {
    socket: Socket;
    send(pdu: Pdu, onResponse?: (response: Pdu) => void): boolean;
    deliver_sm(fields: Record<string, unknown>, onResponse: (response: Pdu) => void): boolean;
    destroy(): void;
  }
  const smpp: {
    createServer(listener: (session: Session) => void): NetServer;
    errors: Record<string, number>;
  };
  export default smpp;
}
