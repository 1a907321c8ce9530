import { type Channel, type ChannelName, CHANNELS } from '#channels';
import { type Sandbox, startSandbox } from '../../apps/sandbox/sandbox.js';
import { openOnly } from '../factories/open-only.js';
import { smppSettings } from '../../libs/channels/sms/smpp/settings.js';
import { openSmpp } from '../../libs/channels/sms/smpp/smpp.channel.js';
import { testConfig } from '../factories/database.js';
import {
  adheresToTheContract,
  revisesByTheContract,
  type RevisingStand,
  type Stand,
  type Trouble,
} from './contract.js';

type Order = Parameters<Sandbox['faults']['order']>[0];

/** The sandbox's orders for each fault; the answers are those of the real providers. */
const FAULTS: Record<ChannelName, Record<Trouble, Omit<Order, 'channel'>>> = {
  email: {
    away: { kind: 'refuse', answer: '421 4.3.0 Shutting down' },
    dead: { kind: 'dead' },
    sender_at_fault: { kind: 'sender_at_fault' },
    slow_down: { kind: '429' },
    no_answer: { kind: 'hang' },
    reset_before_message: { kind: 'reset', at: 'before' },
    reset_after_message: { kind: 'reset', at: 'after' },
  },
  telegram: {
    away: { kind: '5xx' },
    dead: { kind: 'dead' },
    sender_at_fault: { kind: 'refuse', answer: "400 Bad Request: can't parse entities" },
    slow_down: { kind: '429' },
    no_answer: { kind: 'hang' },
    reset_before_message: { kind: 'reset', at: 'before' },
    reset_after_message: { kind: 'reset', at: 'after' },
  },
  sms: {
    away: { kind: '5xx' },
    dead: { kind: 'dead' },
    sender_at_fault: { kind: 'sender_at_fault' },
    slow_down: { kind: '429' },
    no_answer: { kind: 'hang' },
    reset_before_message: { kind: 'reset', at: 'before' },
    reset_after_message: { kind: 'reset', at: 'after' },
  },
};

const ADDRESSES: Record<ChannelName, (number: number) => string> = {
  email: (number) => `warga${number}@example.org`,
  telegram: (number) => String(7_000_000 + number),
  sms: (number) => `+62812${String(10_000_000 + number)}`,
};

for (const name of CHANNELS) adheresToTheContract(name, () => sandboxed(name));

for (const long of ['udh', 'sar', 'payload'] as const)
  adheresToTheContract('sms', () => smppStand(long), `sms adapter for SMPP (${long})`);

revisesByTheContract('telegram', () => sandboxed('telegram'));

/** The second carrier of SMS: the same faults, by an SMSC. */
async function smppStand(long: 'udh' | 'sar' | 'payload'): Promise<Stand> {
  const sandbox = await startSandbox();
  const account = (port: string): Channel =>
    openSmpp(
      {
        name: 'operator',
        ...smppSettings.parse({
          url: `smpp://siar:rahasia@127.0.0.1:${port}`,
          source: { address: 'KPU' },
          long,
          binds: 2,
        }),
      },
      { timeoutMs: 4_000 },
    );
  const channel = account(new URL(sandbox.smppUrl).port);
  const unreachable = account('1');
  return {
    channel,
    unreachable,
    address: ADDRESSES.sms,
    order: (trouble) => void sandbox.faults.order({ channel: 'sms', ...FAULTS.sms[trouble] }),
    calm: () => {
      sandbox.faults.clear();
      sandbox.inbox.empty();
    },
    arrived: () =>
      Promise.all(
        [...sandbox.inbox.list({ channel: 'sms' })].map(async ({ arrival }) => {
          const { text } = await arrival.open();
          return { to: arrival.to, text };
        }),
      ),
    brokenBefore: 'unknown',
    stop: async () => {
      await channel.close();
      await unreachable.close();
      await sandbox.stop();
    },
  };
}

async function sandboxed(name: ChannelName): Promise<RevisingStand> {
  const sandbox = await startSandbox();
  const channel = await open(name, sandbox.smtpUrl, sandbox.httpUrl);
  const unreachable = await open(name, 'smtp://127.0.0.1:1', 'http://127.0.0.1:1');
  return {
    channel,
    unreachable,
    address: ADDRESSES[name],
    order: (trouble) => void sandbox.faults.order({ channel: name, ...FAULTS[name][trouble] }),
    calm: () => {
      sandbox.faults.clear();
      sandbox.inbox.empty();
    },
    arrived: () =>
      Promise.all(
        [...sandbox.inbox.list({ channel: name })].map(async ({ arrival }) => {
          const { text } = await arrival.open();
          return { to: arrival.to, text };
        }),
      ),
    standing: async () => {
      const seen = [...sandbox.inbox.list({ channel: name })]
        .map(({ arrival }) => arrival)
        .filter(({ deletedAt }) => !deletedAt);
      return Promise.all(
        seen.map(async (arrival) => {
          const { text, edits } = await arrival.open();
          const last = (edits as { text: string }[] | undefined)?.at(-1);
          return { to: arrival.to, text: last?.text ?? text };
        }),
      );
    },
    clear: () => sandbox.faults.clear(),
    // SMTP requests the message; HTTP sends it with the request.
    brokenBefore: name === 'email' ? 'retry' : 'unknown',
    stop: async () => {
      await channel.close();
      await unreachable.close();
      await sandbox.stop();
    },
  };
}

function open(name: ChannelName, smtpUrl: string, httpUrl: string): Promise<Channel> {
  const config = testConfig('postgres://127.0.0.1:1/none', {
    SMTP_URL: smtpUrl,
    TELEGRAM_API_ROOT: httpUrl,
    TELEGRAM_BOT_TOKEN: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
    TWILIO_API_ROOT: httpUrl,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'a-secret-of-the-sandbox',
    TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}`,
    PROVIDER_TIMEOUT_SECONDS: '4',
  });
  return openOnly(name, config);
}
