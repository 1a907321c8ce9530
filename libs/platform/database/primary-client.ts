import { callbackify } from 'node:util';
import pg from 'pg';
import { within } from '../waiting/within.js';
import type { Host } from './hosts.rules.js';

/** How long a server may take to say what it is, in ms. */
const PROBE_MS = 3_000;

/** pg's options of a connection, and all servers that it may lead to. */
export type PrimaryClientConfig = pg.ClientConfig & { hosts?: readonly Host[] };

/** Members of a pg client that its types do not declare. */
interface Inner {
  host: string;
  port: number;
  connectionParameters: { host: string; port: number };
  connection: NodeJS.EventEmitter & { stream: { destroy: () => void } };
}

/** The primary as it was last found, by the list of hosts; a promise while it is looked for. */
const found = new Map<string, Promise<Host>>();

/**
 * A connection to whichever of several servers is the primary, as libpq's `target_session_attrs=read-write`: which pg does
 * not have. With one host it is pg's own client.
 */
export class PrimaryClient extends pg.Client {
  private readonly given: PrimaryClientConfig;

  constructor(given: PrimaryClientConfig = {}) {
    super(given);
    this.given = given;
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
    const { hosts = [] } = this.given;
    const connecting = hosts.length > 1 ? this.toPrimary(hosts) : super.connect();
    if (!callback) return connecting;
    callbackify(() => connecting)(callback as (error: Error | null) => void);
  }

  private async toPrimary(hosts: readonly Host[]): Promise<pg.Client> {
    const key = JSON.stringify(hosts);
    const at = await primaryOf(key, hosts, this.given);
    const inner = this as unknown as Inner;
    Object.assign(inner, at);
    Object.assign(inner.connectionParameters, at);
    let standby = false;
    // PostgreSQL 14 and later says so with each connection.
    inner.connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
      if (parameterName === 'in_hot_standby') standby = parameterValue === 'on';
    });
    try {
      const connected = await super.connect();
      if (standby) throw new Error(`${at.host} is a standby now`);
      return connected;
    } catch (error) {
      // Whoever has looked again since then costs one look more.
      found.delete(key);
      inner.connection.stream.destroy();
      throw error;
    }
  }
}

function primaryOf(key: string, hosts: readonly Host[], given: PrimaryClientConfig): Promise<Host> {
  const known = found.get(key);
  if (known) return known;
  const looked = Promise.any(hosts.map((at) => mustBePrimary(at, given))).catch((error: unknown) => {
    found.delete(key);
    const why = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    throw new Error(`none of the hosts of DATABASE_URL is a primary: ${why}`);
  });
  found.set(key, looked);
  return looked;
}

/** @throws Error when the server does not answer, or is no primary */
async function mustBePrimary(at: Host, given: PrimaryClientConfig): Promise<Host> {
  const { hosts: _, connectionString, ...rest } = given;
  const client = new pg.Client({
    ...(connectionString === undefined ? {} : { connectionString: urlAt(connectionString, at) }),
    ...rest,
    ...(connectionString === undefined ? at : {}),
  });
  client.on('error', () => undefined);
  try {
    const asked = client
      .connect()
      .then(() => client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby'));
    const { rows } = await within(PROBE_MS, asked);
    if (rows[0]?.standby !== false) throw new Error(`${at.host}:${at.port} is a standby`);
    return at;
  } finally {
    (client as unknown as Inner).connection.stream.destroy();
  }
}

/** The URL with another server. */
function urlAt(connectionString: string, { host, port }: Host): string {
  const url = new URL(connectionString);
  url.hostname = host.includes(':') ? `[${host}]` : host;
  url.port = String(port);
  return url.toString();
}
