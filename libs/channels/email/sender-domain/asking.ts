import dns from 'node:dns';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { within } from '#platform/waiting';
import { type Answer, isUnanswered } from './records.rules.js';
import type { Mx } from './mx.rules.js';
import { type PolicyFetch, policyHost, policyUrl } from './mta-sts.rules.js';

/** Where the check asks. A test asks servers of its own. */
export interface Network {
  /** DNS servers, `address` or `address:port`; those of the process (`dns.setServers`) unless given: the system's. */
  dnsServers?: readonly string[];
  /** Limit of one question, in ms. A server that is silent is asked twice within it. */
  questionMs?: number;
  /** Limit of all questions of a check together, in ms. */
  checkMs?: number;
  /** The port and the authority of the servers of MTA-STS policies. */
  https?: { port: number; ca: string };
}

const QUESTION_MS = 4_000;
const CHECK_MS = 10_000;
/** RFC 8461 §3.3 suggests 64 kB as the limit of a policy. */
const MAX_POLICY_BYTES = 65_536;

interface Records {
  TXT: string;
  A: string;
  AAAA: string;
  MX: Mx;
  PTR: string;
}

/** The questions of one check: each is asked once, each has a deadline, and an error is an answer. */
export class Questions {
  private readonly asked = new Map<string, Promise<Answer<never>>>();
  private readonly questionMs: number;
  private readonly end: number;

  constructor(private readonly network: Network = {}) {
    this.questionMs = network.questionMs ?? QUESTION_MS;
    this.end = performance.now() + (network.checkMs ?? CHECK_MS);
  }

  /** Asks for the records of a name. Never rejects. */
  ask<T extends keyof Records>(type: T, name: string): Promise<Answer<Records[T]>> {
    const key = `${type} ${name.toLowerCase()}`;
    let answer = this.asked.get(key) as Promise<Answer<Records[T]>> | undefined;
    answer ??= this.answer(type, name);
    this.asked.set(key, answer as Promise<Answer<never>>);
    return answer;
  }

  /** The addresses of a host, by name or as it stands. Those of one family do, where the other is not answered. */
  async addresses(host: string): Promise<Answer<string>> {
    if (isIP(host) !== 0) return [host];
    // Reserved for loopback (RFC 6761 §6.3), and in no DNS.
    if (/(?:^|\.)localhost\.?$/.test(host)) return ['127.0.0.1'];
    const [v4, v6] = await Promise.all([this.ask('A', host), this.ask('AAAA', host)]);
    const known = [v4, v6].flatMap((answer) => (isUnanswered(answer) ? [] : answer));
    if (known.length > 0) return known;
    return isUnanswered(v4) ? v4 : v6;
  }

  /** Fetches the MTA-STS policy of a domain. Redirects are not followed (RFC 8461 §3.3). Never rejects. */
  async policy(domain: string): Promise<PolicyFetch | Extract<Answer<string>, { unanswered: unknown }>> {
    const addresses = await this.addresses(policyHost(domain));
    if (isUnanswered(addresses)) return addresses;
    const [address] = addresses;
    if (address === undefined) return { kind: 'no-host' };
    const ms = this.left();
    const { port, ca } = this.network.https ?? {};
    return new Promise((resolve) => {
      const asked = request(
        {
          host: address,
          servername: policyHost(domain),
          headers: { host: policyHost(domain) },
          path: new URL(policyUrl(domain)).pathname,
          agent: false,
          signal: AbortSignal.timeout(Math.max(1, ms)),
          ...(port === undefined ? {} : { port }),
          ...(ca === undefined ? {} : { ca }),
        },
        (response) => {
          const status = response.statusCode ?? 0;
          if (status !== 200) {
            resolve({ kind: 'status', status });
            asked.destroy();
            return;
          }
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > MAX_POLICY_BYTES)
              asked.destroy(Object.assign(new Error('too long'), { code: 'EMSGSIZE' }));
          });
          response.on('end', () => resolve({ kind: 'text', text: Buffer.concat(chunks).toString('utf8') }));
          response.on('error', (error) => resolve(brokenOff(error)));
        },
      );
      asked.on('error', (error) => resolve(brokenOff(error)));
      asked.end();
    });
  }

  private left(): number {
    return Math.min(this.questionMs, this.end - performance.now());
  }

  private async answer<T extends keyof Records>(type: T, name: string): Promise<Answer<Records[T]>> {
    const ms = this.left();
    const unanswered = (code: string) => ({ unanswered: { name, type, code } });
    if (ms <= 0) return unanswered('ETIMEOUT');
    // One resolver a question: a malformed answer makes c-ares give up whatever else it asks the same server.
    const resolver = new dns.promises.Resolver({ timeout: Math.ceil(this.questionMs / 3), tries: 2 });
    try {
      resolver.setServers(this.network.dnsServers ?? dns.getServers());
      return await within(ms, resolve(resolver, type, name));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'ETIMEOUT';
      return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : unanswered(code);
    } finally {
      resolver.cancel();
    }
  }
}

function resolve<T extends keyof Records>(
  resolver: dns.promises.Resolver,
  type: T,
  name: string,
): Promise<Records[T][]> {
  const ways: { [K in keyof Records]: () => Promise<Records[K][]> } = {
    TXT: async () => (await resolver.resolveTxt(name)).map((strings) => strings.join('')),
    A: () => resolver.resolve4(name),
    AAAA: () => resolver.resolve6(name),
    MX: () => resolver.resolveMx(name),
    // Not reverse(): that also reads the hosts file, and says of any failure that there is no name.
    PTR: () => resolver.resolvePtr(name),
  };
  return ways[type]();
}

/** Errors of certificates: OpenSSL's reasons, and Node's of a name that does not match. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|SIGNATURE_FAILURE|ALTNAME/;

function brokenOff(error: Error): PolicyFetch {
  const code = 'code' in error ? String(error.code) : '';
  if (CERTIFICATE.test(code)) return { kind: 'certificate', code };
  return {
    kind: 'unreachable',
    code: error.name === 'AbortError' || code === 'ABORT_ERR' ? 'ETIMEOUT' : code,
  };
}
