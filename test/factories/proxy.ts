import { Transform } from 'node:stream';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A TCP proxy on loopback that can silence connections without closing them: no FIN, no RST, as of a host that
 * vanished.
 */
export interface Proxy {
  port: number;
  /** Existing connections carry nothing from now on; new ones work unless `newToo`. */
  silence(newToo?: boolean): void;
  /** Each chunk from the server arrives this much later from now on, in ms. */
  delay(ms: number): void;
  /** Silenced connections resume, with everything that was sent during the silence. */
  resume(): void;
  /** How many connections are open, silent ones included. */
  flows(): number;
  stop(): Promise<void>;
}

/** Starts a proxy in front of a server on this machine. */
export async function silentProxy(port: number): Promise<Proxy> {
  const flows = new Set<readonly [Socket, Socket]>();
  let silentFromBirth = false;
  let delayMs = 0;
  const silent = new Set<readonly [Socket, Socket]>();
  const hush = (flow: readonly [Socket, Socket]): void => {
    silent.add(flow);
    for (const socket of flow) {
      socket.unpipe();
      socket.pause();
    }
  };
  const carry = ([inner, outer]: readonly [Socket, Socket]): void => {
    inner.pipe(outer);
    outer.pipe(late()).pipe(inner);
  };
  const late = (): Transform =>
    new Transform({
      transform: (piece, _encoding, pass) => void setTimeout(() => pass(null, piece), delayMs),
    });
  const server = createServer((inner) => {
    const flow = [inner, connect(port, '127.0.0.1')] as const;
    flows.add(flow);
    for (const socket of flow) {
      // When one side ends, the other is ended; on a silenced connection neither side learns of it.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (silent.has(flow)) return;
        flows.delete(flow);
        flow.forEach((one) => one.destroy());
      });
    }
    if (silentFromBirth) hush(flow);
    else carry(flow);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    silence: (newToo = false) => {
      silentFromBirth = newToo;
      flows.forEach(hush);
    },
    delay: (ms) => (delayMs = ms),
    resume: () => {
      silentFromBirth = false;
      for (const flow of silent) {
        silent.delete(flow);
        carry(flow);
      }
    },
    flows: () => flows.size,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const flow of flows) flow.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}
