import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { encodePdu, isResponse, type Pdu, PduReader } from '../../libs/channels/sms/smpp/pdu.js';

/** One connection to the scripted SMSC. */
export interface SmscLink {
  /** Requests and responses received, without enquire_link. */
  received: Pdu[];
  send: (command: string, sequence: number, fields?: Pdu['fields'], status?: number) => void;
  raw: (bytes: Buffer) => void;
  /** Cuts the connection without a word. */
  reset: () => void;
  isOpen: boolean;
}

/** What the SMSC does with a PDU; true: it does nothing else. */
export type Script = (pdu: Pdu, link: SmscLink) => boolean;

/** An SMSC that a spec scripts: it may split its bytes anywhere, stay silent, cut off, or write what is no PDU. */
export interface ScriptedSmsc {
  port: number;
  links: SmscLink[];
  /** Undone by null. */
  script(script: Script | null): void;
  /** Bytes in each write; 0: whole PDUs. */
  splitAt: number;
  /** Resolves when a condition holds; asked whenever a PDU came or a connection began or ended. */
  until(condition: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one on a free port; it binds anybody, and accepts each text under its sequence number. */
export async function scriptedSmsc(): Promise<ScriptedSmsc> {
  let script: Script | null = null;
  const links: SmscLink[] = [];
  const server = createServer((socket) => serve(socket));
  const happened = (): boolean => server.emit('happened');
  const smsc: ScriptedSmsc = {
    port: 0,
    links,
    script: (given) => (script = given),
    splitAt: 0,
    until: async (condition) => {
      while (!condition()) await once(server, 'happened');
    },
    stop: async () => {
      for (const link of links) link.reset();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function serve(socket: Socket): void {
    const reader = new PduReader();
    const raw = (bytes: Buffer): void => {
      if (smsc.splitAt === 0) return void socket.write(bytes);
      for (let at = 0; at < bytes.length; at += smsc.splitAt)
        socket.write(bytes.subarray(at, at + smsc.splitAt));
    };
    const link: SmscLink = {
      received: [],
      send: (command, sequence, fields = {}, status = 0) =>
        raw(encodePdu({ command, status, sequence, fields })),
      raw,
      reset: () => void socket.resetAndDestroy(),
      isOpen: true,
    };
    links.push(link);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      link.isOpen = false;
      happened();
    });
    socket.on('data', (bytes: Buffer) => {
      for (const pdu of reader.read(bytes)) {
        if (pdu.command !== 'enquire_link') link.received.push(pdu);
        if (!script?.(pdu, link)) answer(pdu, link);
        happened();
      }
    });
    happened();
  }

  function answer(pdu: Pdu, link: SmscLink): void {
    const { command, sequence } = pdu;
    if (isResponse(pdu)) return;
    const fields: Pdu['fields'] =
      command === 'submit_sm' ? { message_id: `m${sequence}` } : { system_id: 'scripted' };
    link.send(`${command}_resp`, sequence, fields);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  smsc.port = typeof address === 'object' && address ? address.port : 0;
  return smsc;
}
