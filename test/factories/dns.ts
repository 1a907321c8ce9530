import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, type Question, RECURSION_DESIRED } from 'dns-packet';

/** What a DNS server has under a type and a name, such as `TXT siar.example`: records, silence, or a failure. */
export type Zone = Record<string, readonly unknown[] | 'silent' | 'SERVFAIL'>;

/** A DNS server on loopback. */
export interface TestDns {
  /** `127.0.0.1:port`. */
  server: string;
  zone: Zone;
  /** The questions so far, in the form of a zone's keys. */
  questions: string[];
  stop: () => Promise<void>;
}

const SERVFAIL = 2;
const NXDOMAIN = 3;

/** Starts a DNS server on a free port of loopback. A name without any record does not exist. */
export async function testDns(zone: Zone): Promise<TestDns> {
  const socket = createSocket('udp4');
  const dns: Omit<TestDns, 'server' | 'stop'> = { zone, questions: [] };
  socket.on('message', (packet, { port, address }) => {
    const { id, questions } = decode(packet);
    const [question] = questions ?? [];
    if (!question) return;
    const key = `${question.type} ${question.name.toLowerCase()}`;
    dns.questions.push(key);
    const found = dns.zone[key];
    if (found === 'silent') return;
    const code = found === 'SERVFAIL' ? SERVFAIL : known(dns.zone, question) ? 0 : NXDOMAIN;
    const answers = Array.isArray(found)
      ? found.map((one: unknown) => {
          // A string of a TXT record holds 255 bytes at most.
          const data = typeof one === 'string' && question.type === 'TXT' ? one.match(/.{1,255}/gs) : one;
          return { type: question.type, name: question.name, ttl: 1, data } as Answer;
        })
      : [];
    socket.send(
      encode({
        type: 'response',
        id: id ?? 0,
        flags: RECURSION_DESIRED | code,
        questions: [question],
        answers,
      }),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return Object.assign(dns, {
    server: `127.0.0.1:${socket.address().port}`,
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  });
}

const known = (zone: Zone, { name }: Question): boolean =>
  Object.keys(zone).some((key) => key.endsWith(` ${name.toLowerCase()}`));

/** The zone of a sender for whom everything is right, with this DKIM record; changes replace single entries. */
export function goodZone(dkim: string, changes: Zone = {}): Zone {
  return {
    'A mail.siar.example': ['203.0.113.25'],
    'AAAA mail.siar.example': ['2001:db8::25'],
    'PTR 25.113.0.203.in-addr.arpa': ['mail.siar.example'],
    'PTR 5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': ['mail.siar.example'],
    'TXT bounce.siar.example': ['v=spf1 a:mail.siar.example -all'],
    'TXT siar.example': ['some-verification=1', 'v=spf1 -all'],
    'TXT siar._domainkey.siar.example': [dkim],
    'TXT _dmarc.siar.example': ['v=DMARC1; p=reject; rua=mailto:dmarc@siar.example'],
    'MX bounce.siar.example': [{ preference: 10, exchange: 'mx.siar.example' }],
    'A mx.siar.example': ['203.0.113.26'],
    'TXT _mta-sts.bounce.siar.example': ['v=STSv1; id=20261129'],
    'A mta-sts.bounce.siar.example': ['127.0.0.1'],
    'TXT _smtp._tls.bounce.siar.example': ['v=TLSRPTv1; rua=mailto:tls@siar.example'],
    ...changes,
  };
}
