import type { Channel, Outcome } from '#channels';
import { freePort } from '../../../apps/standalone/children.js';
import { HandoverLimits } from '../../../libs/channels/email/smtp/handover-limit.js';
import { quit, signIn } from '../../../libs/channels/email/smtp/session.js';
import { smtpTarget } from '../../../libs/channels/email/smtp/target.js';
import { type Offers, type Way, Ways } from '../../../libs/channels/email/smtp/ways.rules.js';
import { testConfig } from '../../factories/database.js';
import { openOnly } from '../../factories/open-only.js';
import { message } from '../contract.js';
import { Arrivals, arrival } from './arrivals.js';
import { exim } from './exim.js';
import { opensmtpd } from './opensmtpd.js';
import { type Offer, postfix } from './postfix.js';
import { ACCOUNT, makePlace, type Place, type RunningServer, type Start, startServer } from './server.js';

/** Copies of a round. */
const MANY = 5_000;
/** Copies of a round with refused recipients, one in five. */
const SOME = 500;
/** Longest wait for the deliveries of a round after its last copy was taken, in ms. */
const DELIVERED_MS = 60_000;

interface Mode {
  way: Way;
  offer: Offer;
  window: number;
}
interface Server {
  name: string;
  start: (place: Place, ports: Record<Offer, number>) => Start;
  modes: readonly Mode[];
  /** How it refuses an unknown recipient. */
  unknown: string;
}

/** The ways of talking, by what a server must offer for them. `together` is how each connection of `behind` begins. */
const MODES: readonly Mode[] = [
  { way: 'one-by-one', offer: 'plain', window: 1 },
  { way: 'behind', offer: 'pipelining', window: 1 },
  { way: 'chunks', offer: 'chunking', window: 1 },
  { way: 'in-flight', offer: 'chunking', window: 4 },
];
const SERVERS: readonly Server[] = [
  { name: 'Postfix', start: postfix, modes: MODES, unknown: 'dead smtp 5.1.1' },
  { name: 'Exim', start: exim, modes: MODES, unknown: 'dead smtp 5.1.1' },
  { name: 'OpenSMTPD', start: opensmtpd, modes: MODES.slice(0, 1), unknown: 'failed smtp 550' },
];

describe.each(SERVERS)('$name', ({ name, start, modes, unknown }) => {
  /** Everything that was taken since the server started. */
  const taken: string[] = [];
  let copies = 0;
  let ports: Record<Offer, number>;
  let server: RunningServer;
  let arrivals: Arrivals;

  beforeAll(async () => {
    const place = makePlace();
    ports = { plain: await freePort(), pipelining: await freePort(), chunking: await freePort() };
    const started = start(place, ports);
    server = await startServer(place, started);
    arrivals = new Arrivals(started.tray);
  });
  afterAll(() => server.stop());

  it.each(modes)('takes 5,000 copies once each: $way', async (mode) => {
    const began = performance.now();
    const told = await sendAll(mode, MANY, () => 'warga');
    const seconds = (performance.now() - began) / 1_000;
    process.stderr.write(`${name}, ${mode.way}: ${Math.round(MANY / seconds)} copies a second\n`);
    expect(told).toEqual({ accepted: MANY });
    expect(await strays()).toEqual([]);
  });

  it.each(modes)('refuses recipients without harm to their neighbours: $way', async (mode) => {
    const told = await sendAll(mode, SOME, (number) => (number % 5 === 0 ? 'bukan' : 'warga'));
    expect(told).toEqual({ accepted: (SOME * 4) / 5, [unknown]: SOME / 5 });
    expect(await strays()).toEqual([]);
  });

  it('takes nothing from somebody with a wrong password', async () => {
    const email = await open(url(ports, { way: 'one-by-one', offer: 'plain', window: 1 }, 'salah'));
    const outcome = await email.send(message('warga1@example.org'));
    await email.close();
    expect(outcome).toMatchObject({ kind: 'own_fault' });
    expect(await strays()).toEqual([]);
  });

  /** Sends copies as a worker does. @returns the number of copies by what was told of them */
  async function sendAll(
    mode: Mode,
    count: number,
    mailbox: (number: number) => string,
  ): Promise<Record<string, number>> {
    const ways = new Ways(mode.window);
    for (const way of ['together', 'chunks'] as const) ways.took(way);
    expect(ways.of(await offersAt(url(ports, mode)))).toBe(mode.way);

    const email = await open(url(ports, mode));
    const simpler: unknown[] = [];
    email.onSimpler?.((change) => simpler.push(change));
    const told: Record<string, number> = {};
    const last = copies + count;
    const sendOn = async (): Promise<void> => {
      while (copies < last) {
        const number = ++copies;
        const to = `${mailbox(number)}${number}@example.org`;
        const [messageId, token] = [`71-${number}`, `71-${number}-${'0'.repeat(32)}`];
        const outcome = await email.send(message(to, { messageId, token }));
        told[wordOf(outcome)] = (told[wordOf(outcome)] ?? 0) + 1;
        if (outcome.kind === 'accepted')
          taken.push(arrival(`${messageId}@siar.go.id`, `b.${token}@bounce.siar.go.id`, to));
      }
    };
    await Promise.all(Array.from({ length: email.atOnce }, sendOn));
    await email.close();
    expect(simpler).toEqual([]);
    return told;
  }

  /** What arrived and was not taken, arrived more than once, or was taken and did not arrive; a few of them. */
  async function strays(): Promise<string[]> {
    const arrived = await arrivals.wait(taken.length, DELIVERED_MS);
    const there = new Set(arrived);
    const ours = new Set(taken);
    return [
      ...taken.filter((copy) => !there.has(copy)).map((copy) => `lost: ${copy}`),
      ...arrived.filter((copy) => !ours.has(copy)).map((copy) => `not ours: ${copy}`),
      ...arrived.filter((copy, at) => copy === arrived[at - 1]).map((copy) => `again: ${copy}`),
    ].slice(0, 10);
  }
});

/** Connections are replaced during each round. */
const url = (ports: Record<Offer, number>, { offer, window }: Mode, password = ACCOUNT.password): string =>
  `smtp://${ACCOUNT.user}:${password}@127.0.0.1:${ports[offer]}?requireTLS=true&maxConnections=8&maxMessages=200&window=${window}`;

const TIMEOUT_SECONDS = 30;

const open = (smtpUrl: string): Promise<Channel> =>
  openOnly(
    'email',
    testConfig('postgres://127.0.0.1:1/none', {
      SMTP_URL: smtpUrl,
      PROVIDER_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
    }),
  );

async function offersAt(smtpUrl: string): Promise<Offers> {
  const limits = new HandoverLimits(TIMEOUT_SECONDS * 1_000);
  const opened = await signIn(smtpTarget(smtpUrl, TIMEOUT_SECONDS * 1_000), limits.begin());
  limits.close();
  if ('kind' in opened) throw new Error(JSON.stringify(opened));
  quit(opened.socket);
  return opened.offers;
}

const wordOf = (outcome: Outcome): string =>
  outcome.kind !== 'accepted' && 'reason' in outcome ? `${outcome.kind} ${outcome.reason}` : outcome.kind;
