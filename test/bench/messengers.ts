import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelName } from '#channels';
import { type Arrived, ask, told } from './asking.js';
import type { Child } from '../../apps/standalone/children.js';
import { atLeast, atMost, type Bench, type Figures, median, worst } from './bench.js';
import { Fleet } from './fleet.js';
import type { Ground } from './ground.js';

/** 0.3 of them have Telegram, half of them a phone. */
const CONTACTS = 140_000;
/** Messages that the bare loop sends. */
const MESSAGES = 40_000;

const SIAR = 'siar';
const SIAR_ON_POSTGRES = 'siar, queues on postgres';

/** One worker process with everything on against the bare client of the same provider, without its rate limit. */
function bench(name: ChannelName, client: string): Bench {
  const bare = `bare loop over ${client}`;
  return {
    name,
    about: `approved → the ledger says accepted, messages a second of one process, the provider's limit lifted`,
    variants: [SIAR, bare, SIAR_ON_POSTGRES],
    needsRedis: (variant) => variant === SIAR,
    rounds: 3,
    prepare: async (ground, scale) => {
      const contacts = Math.round(CONTACTS * scale);
      await ground.database(contacts);
      const sink = await ground.program('../test/bench/http-sink', {}, { name: `sink-${name}` });
      const url = sink.ready['url'] ?? '';
      return async (variant) => {
        const { accepted, seconds } =
          variant === bare
            ? await told(
                await ground.program(
                  '../test/bench/bare-http',
                  {},
                  { name: `bare-${name}`, args: [name, url, String(Math.round(MESSAGES * scale))] },
                ),
              )
            : await pipeline(ground, name, url, variant, contacts);
        return figures(sink, { accepted, seconds });
      };
    },
    judge: (runs) => [
      ...[SIAR, SIAR_ON_POSTGRES].flatMap((variant) =>
        runs[variant]?.length
          ? [
              atLeast(
                `${variant} / ${bare}`,
                median(runs, variant, 'perSecond') / median(runs, bare, 'perSecond'),
                0.8,
              ),
            ]
          : [],
      ),
      atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
    ],
  };
}

export const telegram = bench('telegram', 'telegraf');
export const sms = bench('sms', 'twilio');

const OVER_SMPP = 'siar over SMPP';
const OVER_TWILIO = 'siar over twilio';
/** Of each bind; so many binds and such a window are a usual contract of a large sender. */
const WINDOW = 50;
const BINDS = 4;

/** SMS over the operators' own protocol against SMS over HTTP, without a rate limit. */
export const smpp: Bench = {
  name: 'smpp',
  about: 'approved → the ledger says accepted, messages a second of one process, queues on postgres',
  variants: [OVER_SMPP, OVER_TWILIO],
  needsRedis: () => false,
  rounds: 3,
  prepare: async (ground, scale) => {
    const contacts = Math.round(CONTACTS * scale);
    await ground.database(contacts);
    const smsc = await ground.program('../test/bench/smpp-sink', {}, { name: 'smsc' });
    const http = await ground.program('../test/bench/http-sink', {}, { name: 'sink-sms' });
    return async (variant) => {
      const sink = variant === OVER_SMPP ? smsc : http;
      const { accepted, seconds } = await pipeline(
        ground,
        'sms',
        http.ready['url'] ?? '',
        SIAR_ON_POSTGRES,
        contacts,
        variant === OVER_SMPP ? { ACCOUNTS_FILE: smscFile(ground, smsc.ready['url'] ?? '') } : {},
      );
      return figures(sink, { accepted, seconds });
    };
  },
  judge: (runs) => [
    atLeast(
      `${OVER_SMPP} / ${OVER_TWILIO}`,
      median(runs, OVER_SMPP, 'perSecond') / median(runs, OVER_TWILIO, 'perSecond'),
      1.5,
    ),
    atMost('lost or doubled, worst run', worst(runs, 'wrong'), 0),
  ],
};

function smscFile(ground: Ground, url: string): string {
  const file = join(ground.folder, 'smsc.yml');
  writeFileSync(
    file,
    `accounts:
  - { name: operator, kind: smpp, rate: 0, url: '${url}', source: { address: KPU }, binds: ${BINDS}, window: ${WINDOW} }
`,
  );
  return file;
}

async function pipeline(
  ground: Ground,
  channel: ChannelName,
  url: string,
  variant: string,
  contacts: number,
  more: Record<string, string> = {},
): Promise<{ accepted: number; seconds: number }> {
  const queueUrl = await ground.queueUrl(variant === SIAR ? 'redis' : 'postgres');
  const settings = {
    DATABASE_URL: await ground.database(contacts),
    ...(queueUrl ? { QUEUE_URL: queueUrl } : {}),
    ...unlimited(url),
    ...more,
  };
  const fleet = await Fleet.start(ground, [channel], settings, 1);
  try {
    const { id, approve } = await fleet.compose();
    const start = performance.now();
    await approve();
    const { accepted } = await fleet.settled(id);
    return { accepted, seconds: (performance.now() - start) / 1000 };
  } finally {
    await fleet.stop();
  }
}

/** Compares what Siar accepted with what the sink received, and resets the sink. */
async function figures(
  sink: Child,
  { accepted, seconds }: { accepted: number; seconds: number },
): Promise<Figures> {
  const { recipients, messages, bytes } = await ask<Arrived>(sink);
  return {
    accepted,
    seconds,
    perSecond: accepted / seconds,
    bytesEach: bytes / messages,
    wrong: Math.abs(accepted - messages) + (messages - recipients),
  };
}

/** Settings of both programs for a sink, without any rate limit. */
export const unlimited = (url: string): Record<string, string> => ({
  TELEGRAM_API_ROOT: url,
  TELEGRAM_RATE: '0',
  TWILIO_API_ROOT: url,
  SMS_RATE: '0',
});
