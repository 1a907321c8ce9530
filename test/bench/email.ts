import { generateKeyPairSync } from 'node:crypto';
import type { Child } from '../../apps/standalone/children.js';
import { type Arrived, ask, type Told, told } from './asking.js';
import {
  atLeast,
  atMost,
  type Bench,
  type Figures,
  median,
  type Runs,
  type Verdict,
  worst,
} from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';
import { meter } from './processor.js';

/** Four fifths of them have an e-mail address: with fewer, start-up would take a large share of the time. */
const CONTACTS = 250_000;
/** For variants that would take minutes otherwise. */
const FEWER_CONTACTS = 62_500;
const FEWEST_CONTACTS = 25_000;
const BARE_COUNT = 200_000;
/** Connections that each program here may open: a Postfix accepts 50 from one client. */
const CONNECTIONS = 40;
const NODEMAILER_COUNT = 10_000;
/** Of nodemailer's loop to the far server: 20 s. */
const FAR_COUNT = 10_000;
const FAR_CONNECTIONS = 20;
/** The size of one message of Siar's in bytes, less the headers that bare messages lack. */
const BARE_BYTES = 4_140;

const SIAR = 'siar';
const SIAR_IN_FLIGHT = 'siar, CHUNKING, 4 in flight';
const SIAR_TRACED = 'siar, traced';
const SIAR_ON_POSTGRES = 'siar, queues on postgres';
const BASELINE = 'baseline: a job, a sendMail, an UPDATE each';
const BARE = 'bare SMTPConnection, ready bytes';
const BARE_OWN = "bare loop of Siar's own connections, ready bytes";
const NODEMAILER = 'nodemailer.sendMail, signing by itself';

const speed = (runs: Runs, variant: string): number => median(runs, variant, 'perSecond');

const besideOthers = (runs: Runs): Verdict[] => [
  atLeast('siar / baseline', speed(runs, SIAR) / speed(runs, BASELINE), 8),
  atLeast('siar / bare SMTPConnection', speed(runs, SIAR) / speed(runs, BARE), 0.45),
  atMost(
    "bytes of a message: siar / bare's",
    median(runs, SIAR, 'bytesEach') / median(runs, BARE, 'bytesEach'),
    1.03,
  ),
  atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
];

/** One worker process with everything on, against the straightforward design and against the library's limit. */
export const email: Bench = {
  name: 'email',
  about: 'approved → the ledger says accepted, e-mails a second of one process; queues on Redis',
  variants: [SIAR, BASELINE, SIAR_ON_POSTGRES, BARE, BARE_OWN],
  needsRedis: (variant) => variant === SIAR || variant === BASELINE,
  rounds: 3,
  prepare: (ground, scale) => prepare(ground, { name: 'email', contacts: CONTACTS, scale }),
  judge: besideOthers,
};

/** The same with a server that offers PIPELINING: two round trips per message for every program instead of four. */
export const emailPipelining: Bench = {
  name: 'email-pipelining',
  about: 'as email, with a mail server that offers PIPELINING, as most do',
  variants: [SIAR, BASELINE, BARE, BARE_OWN],
  needsRedis: (variant) => variant === SIAR || variant === BASELINE,
  rounds: 3,
  prepare: (ground, scale) =>
    prepare(ground, { name: 'email-pipelining', contacts: CONTACTS, scale, sinkArgs: ['pipelining'] }),
  judge: besideOthers,
};

/** A relay that is far: what counts is the round trips of a copy. */
export const emailFar: Bench = {
  name: 'email-far',
  about: 'e-mails a second over 20 connections to a server whose replies take 20 ms',
  variants: [SIAR, SIAR_IN_FLIGHT, BARE],
  needsRedis: (variant) => variant !== BARE,
  rounds: 3,
  prepare: async (ground, scale) => {
    const sinkOf = (name: string, ...offers: string[]): Promise<Child> =>
      ground.program('../test/bench/smtp-sink', {}, { name: `sink-${name}`, args: [...offers, 'delay=20'] });
    const [plain, chunking] = [
      await sinkOf('far', 'pipelining'),
      await sinkOf('far-chunking', 'pipelining', 'chunking'),
    ];
    const setting = { name: 'email-far', contacts: FEWER_CONTACTS, scale };
    return async (variant) => {
      const sink = variant === SIAR_IN_FLIGHT ? chunking : plain;
      await ask(sink);
      const url = `${sink.ready['url']}?maxConnections=${FAR_CONNECTIONS}&window=4`;
      if (variant === BARE) return bare(ground, sink, Math.round(FAR_COUNT * scale), 'bare-email', url);
      return pipeline(ground, sink, SIAR, { ...setting, more: { SMTP_URL: url } });
    };
  },
  judge: (runs) => [
    atLeast('siar / bare SMTPConnection, PIPELINING', speed(runs, SIAR) / speed(runs, BARE), 1.8),
    atLeast('the same, CHUNKING, 4 in flight', speed(runs, SIAR_IN_FLIGHT) / speed(runs, BARE), 4),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

/** What traces cost: the same with and without a collector that takes them. */
export const emailTraced: Bench = {
  name: 'email-traced',
  about: 'as email, with traces to a collector and without',
  variants: [SIAR, SIAR_TRACED],
  needsRedis: () => true,
  rounds: 5,
  prepare: async (ground, scale) => {
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink-traced' });
    const collector = await ground.program('../test/bench/collector', {}, { name: 'collector' });
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: String(collector.ready['url']) };
    return async (variant) => {
      await ask(sink);
      await ask(collector);
      const more = variant === SIAR_TRACED ? traced : {};
      const figures = await pipeline(ground, sink, SIAR, { name: 'traced', contacts: CONTACTS, scale, more });
      const { bytes } = await ask<Arrived>(collector);
      return { ...figures, traceBytes: bytes };
    };
  },
  judge: (runs) => [
    atLeast('siar, traced / siar', speed(runs, SIAR_TRACED) / speed(runs, SIAR), 0.97),
    atLeast('bytes of traces', median(runs, SIAR_TRACED, 'traceBytes'), 1),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

/** The same with DKIM, against nodemailer alone. */
export const emailDkim: Bench = {
  name: 'email-dkim',
  about:
    'e-mails a second of one process, each signed with RSA-2048: all of Siar, and nodemailer with nothing else',
  variants: [SIAR, NODEMAILER],
  needsRedis: (variant) => variant === SIAR,
  rounds: 3,
  prepare: (ground, scale) =>
    prepare(ground, { name: 'email-dkim', contacts: FEWER_CONTACTS, scale, more: dkimSettings() }),
  judge: (runs) => [
    atLeast('siar / nodemailer.sendMail', speed(runs, SIAR) / speed(runs, NODEMAILER), 3),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

function dkimSettings(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { DKIM_DOMAIN: 'siar.go.id', DKIM_SELECTOR: 'siar', DKIM_PRIVATE_KEY: pem };
}

/** What one of these benches runs on. */
interface Setting {
  name: string;
  /** Contacts in the database for Siar's own variants, at scale 1; the other programs send to fewer. */
  contacts: number;
  scale: number;
  sinkArgs?: string[];
  more?: Record<string, string>;
}

async function prepare(ground: Ground, setting: Setting): Promise<(variant: string) => Promise<Figures>> {
  const { name, scale, sinkArgs = [] } = setting;
  const sink = await ground.program('../test/bench/smtp-sink', {}, { name: `sink-${name}`, args: sinkArgs });
  return async (variant) => {
    await ask(sink);
    return variant === BARE || variant === BARE_OWN
      ? bare(ground, sink, Math.round(BARE_COUNT * scale), variant === BARE ? 'bare-email' : 'bare-own-email')
      : pipeline(ground, sink, variant, setting);
  };
}

async function bare(
  ground: Ground,
  sink: Child,
  count: number,
  program: string,
  url = smtpUrl(sink),
): Promise<Figures> {
  const args = [url, String(count), String(BARE_BYTES)];
  return counted(
    await told(await ground.program(`../test/bench/${program}`, {}, { name: 'bare', args })),
    sink,
  );
}

/** Compares a program's figures with what the sink received. */
async function counted({ accepted, seconds, cpuUs }: Told, sink: Child): Promise<Figures> {
  const { recipients, messages, bytes } = await ask<Arrived>(sink);
  const wrong = Math.abs(accepted - messages) + (messages - recipients);
  return { accepted, seconds, perSecond: accepted / seconds, cpuUs, bytesEach: bytes / messages, wrong };
}

const smtpUrl = (sink: Child): string => `${sink.ready['url']}?maxConnections=${CONNECTIONS}`;

/** Settings of a fleet that sends e-mail into a sink as fast as it can, on a database with so many contacts. */
export async function emailSettings(
  ground: Ground,
  sink: Child,
  contacts: number,
  queues: 'postgres' | 'redis',
): Promise<Record<string, string>> {
  const queueUrl = await ground.queueUrl(queues);
  return {
    DATABASE_URL: await ground.database(contacts),
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
    SMTP_URL: smtpUrl(sink),
    EMAIL_RATE: '0',
  };
}

async function pipeline(
  ground: Ground,
  sink: Child,
  variant: string,
  { contacts, scale, more = {} }: Setting,
): Promise<Figures> {
  const program = PROGRAMS[variant];
  const queues = variant === SIAR_ON_POSTGRES || variant === NODEMAILER ? 'postgres' : 'redis';
  const settings = {
    ...(await emailSettings(
      ground,
      sink,
      Math.round((program ? FEWEST_CONTACTS : contacts) * scale),
      queues,
    )),
    ...more,
  };
  const fleet = await Fleet.start(ground, ['email'], settings, program ? 0 : 1);
  try {
    const { id, approve } = await fleet.compose();
    if (program) {
      const env = { ...settings, PUBLIC_URL: 'https://siar.go.id' };
      const args = [id, String(Math.round(NODEMAILER_COUNT * scale))];
      return await counted(await told(await ground.program(program.path, env, { ...program, args })), sink);
    }
    const [worker = 0] = fleet.workerPids;
    const spent = meter({
      worker,
      database: ground.databasePid,
      queue: queues === 'redis' ? ground.redisPid : null,
      sink: sink.process.pid ?? 0,
    });
    const start = performance.now();
    await approve();
    const { accepted } = await fleet.settled(id);
    const seconds = (performance.now() - start) / 1000;
    const costs = spent(accepted);
    const { wrong, bytesEach } = await reconciled(fleet, sink, id);
    return { accepted, seconds, perSecond: accepted / seconds, ...costs, bytesEach, wrong };
  } finally {
    await fleet.stop();
  }
}

/** What is measured beside Siar, on the same database and content. */
const PROGRAMS: Record<string, { name: string; path: string }> = {
  [BASELINE]: { name: 'baseline', path: '../test/bench/baseline-email' },
  [NODEMAILER]: { name: 'nodemailer', path: '../test/bench/sendmail-dkim' },
};

/** Compares a broadcast's ledger with what the sink received, copy by copy, and resets the sink. */
export async function reconciled(
  fleet: Fleet,
  sink: Child,
  broadcastId: string,
): Promise<{ wrong: number; bytesEach: number }> {
  const ledger = await fleet.acceptedCopies(broadcastId);
  const { copies, messages, bytes } = await ask<Arrived & { copies: string[] }>(sink, { names: true });
  const arrived = new Set(copies);
  const doubled = messages - arrived.size;
  const lost = ledger.filter((copy) => !arrived.delete(copy)).length;
  return { wrong: lost + doubled + arrived.size, bytesEach: bytes / messages };
}
