import type { Child } from '../../apps/standalone/children.js';
import { type Arrived, ask, told } from './asking.js';
import { atLeast, atMost, type Bench, type Figures, median, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** 20,000 of them have an e-mail address. */
const CONTACTS = 25_000;
/** What a message of Siar's comes to, in bytes, less the headers that bare ones have not. */
const BARE_BYTES = 2_900;

const SIAR = 'siar';
const SIAR_ON_POSTGRES = 'siar, queues on postgres';
const BASELINE = 'baseline: a job, a sendMail, an UPDATE each';
const BARE = 'bare SMTPConnection, ready bytes';

/** One worker process with everything on, against what one would write first, and against the library's limit. */
export const email: Bench = {
  name: 'email',
  about: 'approved → the ledger says accepted, e-mails a second of one process; queues on Redis',
  variants: [SIAR, BASELINE, SIAR_ON_POSTGRES, BARE],
  needsRedis: (variant) => variant === SIAR || variant === BASELINE,
  rounds: 3,
  prepare: async (ground) => {
    await ground.database(CONTACTS);
    const sink = await ground.program('../test/bench/smtp-sink', {}, { name: 'sink' });
    return (variant) => run(ground, sink, variant);
  },
  judge: (runs) => {
    const speed = (variant: string): number => median(runs, variant, 'perSecond');
    return [
      atLeast('siar / baseline', speed(SIAR) / speed(BASELINE), 8),
      atLeast('siar / bare SMTPConnection', speed(SIAR) / speed(BARE), 0.45),
      atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
    ];
  },
};

async function run(ground: Ground, sink: Child, variant: string): Promise<Figures> {
  const smtpUrl = sink.ready['url'] ?? '';
  const { accepted, seconds } =
    variant === BARE
      ? await told(
          await ground.program('../test/bench/bare-email', {}, { name: 'bare', args: bareArgs(smtpUrl) }),
        )
      : await pipeline(ground, smtpUrl, variant);
  const { recipients, messages, bytes } = await ask<Arrived>(sink);
  return {
    accepted,
    seconds,
    perSecond: accepted / seconds,
    bytesEach: bytes / messages,
    wrong: Math.abs(accepted - messages) + (messages - recipients),
  };
}

const bareArgs = (smtpUrl: string): string[] => [smtpUrl, '20000', String(BARE_BYTES)];

async function pipeline(
  ground: Ground,
  smtpUrl: string,
  variant: string,
): Promise<{ accepted: number; seconds: number }> {
  const queueUrl = await ground.queueUrl(variant === SIAR_ON_POSTGRES ? 'postgres' : 'redis');
  const settings = {
    DATABASE_URL: await ground.database(CONTACTS),
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
    SMTP_URL: smtpUrl,
    EMAIL_RATE: '0',
  };
  const fleet = await Fleet.start(ground, ['email'], settings, variant === BASELINE ? 0 : 1);
  try {
    const { id, approve } = await fleet.compose();
    if (variant === BASELINE) {
      const env = { ...settings, PUBLIC_URL: 'https://siar.go.id' };
      return await told(
        await ground.program('../test/bench/baseline-email', env, { name: 'baseline', args: [id] }),
      );
    }
    const start = performance.now();
    await approve();
    const { accepted } = await fleet.settled(id);
    return { accepted, seconds: (performance.now() - start) / 1000 };
  } finally {
    await fleet.stop();
  }
}
