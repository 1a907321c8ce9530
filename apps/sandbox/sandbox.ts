import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import express, { type Express } from 'express';
import { adminRoutes, problems } from './admin.js';
import { Callbacks } from './callbacks.js';
import { Faults } from './faults.js';
import { Inbox } from './inbox.js';
import { pageRoutes } from './pages.js';
import { send } from './reply.js';
import { type BounceTarget, SmtpSandbox } from './smtp.js';
import { SmppSandbox } from './smpp.js';
import type { IdForms } from './smpp.rules.js';
import { TelegramSandbox } from './telegram.js';
import { Timers } from './timers.js';
import { TwilioSandbox } from './twilio.js';

/** Options of the stand-ins. Defaults: any port, no dead addresses, no rate limit, no authentication. */
export interface SandboxOptions {
  host?: string;
  /** 0, the default: any free port. */
  httpPort?: number;
  smtpPort?: number;
  /** Standing share of addresses that do not exist, and of phones that receive nothing. */
  deadShare?: number;
  /** Standing share of e-mail addresses that bounce after acceptance. */
  lateBounceShare?: number;
  /** Maximum messages of a bot in any sliding second; 0: no limit. */
  telegramRate?: number;
  /** The same for each chat. */
  telegramChatRate?: number;
  /** Null accepts any token. */
  telegramToken?: string | null;
  twilioAccountSid?: string | null;
  twilioAuthToken?: string | null;
  /** 0, the default: any free port. */
  smppPort?: number;
  /** Null accepts any. */
  smppSystemId?: string | null;
  smppPassword?: string | null;
  /** The contract's number of binds. */
  smppBinds?: number;
  /** How the SMSC writes message ids in answers and receipts. */
  smppIds?: IdForms;
  /** Target of bounces; null: none. */
  bounces?: BounceTarget | null;
  /** Equal seeds give equal random decisions. */
  seed?: number;
  /** Memory limit of the inbox, in bytes. */
  keepBytes?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** Base of TELEGRAM_API_ROOT and TWILIO_API_ROOT; admin and page are under /sandbox. */
  httpUrl: string;
  smtpUrl: string;
  /** Of the SMSC: a system_id and a password go in front of the host. */
  smppUrl: string;
  smpp: SmppSandbox;
  inbox: Inbox;
  faults: Faults;
  /** Cuts every connection and cancels pending work. */
  stop(): Promise<void>;
}

/** Starts stand-ins for all providers. @throws when a port is taken */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', seed = 1 } = options;
  const timers = new Timers();
  const callbacks = new Callbacks(timers);
  const inbox = new Inbox(options.keepBytes ?? 512 * 1024 * 1024);
  const faults = new Faults({ dead: options.deadShare ?? 0, lateBounce: options.lateBounceShare ?? 0 }, seed);
  const smtp = new SmtpSandbox(inbox, faults, callbacks, timers, options.bounces ?? null);
  const telegram = new TelegramSandbox(inbox, faults, callbacks, timers, {
    token: options.telegramToken ?? null,
    rate: options.telegramRate ?? 0,
    chatRate: options.telegramChatRate ?? 0,
  });
  const twilio = new TwilioSandbox(inbox, faults, callbacks, timers, {
    accountSid: options.twilioAccountSid ?? null,
    authToken: options.twilioAuthToken ?? null,
    seed,
  });

  const smpp = new SmppSandbox(inbox, faults, timers, {
    systemId: options.smppSystemId ?? null,
    password: options.smppPassword ?? null,
    binds: options.smppBinds ?? 8,
    ids: options.smppIds ?? 'hex',
    seed,
  });

  const app = express();
  app.disable('x-powered-by').disable('etag');
  telegramRoutes(app, telegram, timers);
  twilioRoutes(app, twilio, timers);
  app.use('/sandbox', adminRoutes(inbox, faults, telegram, smpp), pageRoutes(inbox, faults, telegram));
  app.use(problems);
  const http = createServer({ keepAliveTimeout: 60_000 }, app);
  const smtpPort = await smtp.listen(options.smtpPort ?? 0, host);
  let smppPort: number;
  try {
    smppPort = await smpp.listen(options.smppPort ?? 0, host);
    await listen(http, options.httpPort ?? 0, host);
  } catch (error) {
    await Promise.all([smtp.stop(), smpp.stop()]);
    throw error;
  }
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    httpUrl: `http://${name}:${(http.address() as AddressInfo).port}`,
    smtpUrl: `smtp://${name}:${smtpPort}`,
    smppUrl: `smpp://${name}:${smppPort}`,
    smpp,
    inbox,
    faults,
    stop: async () => {
      timers.stop();
      callbacks.stop();
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      await Promise.all([closed, smtp.stop(), smpp.stop()]);
    },
  };
}

function telegramRoutes(app: Express, telegram: TelegramSandbox, timers: Timers): void {
  app.all(
    '/bot:token/:method',
    express.json({ limit: '1mb' }),
    express.urlencoded({ extended: false }),
    async (request, response) => {
      const { token, method } = request.params;
      const params = { ...request.query, ...(request.body as Record<string, unknown> | undefined) };
      send(response, timers, await telegram.call(token, method, params));
    },
  );
}

function twilioRoutes(app: Express, twilio: TwilioSandbox, timers: Timers): void {
  const account = '/2010-04-01/Accounts/:accountSid';
  app.post(`${account}/Messages.json`, express.urlencoded({ extended: false }), (request, response) => {
    const fields = (request.body ?? {}) as Record<string, string>;
    send(response, timers, twilio.create(request.params.accountSid, request.headers.authorization, fields));
  });
  app.get(`${account}/Messages/:sid.json`, (request, response) => {
    const { accountSid, sid } = request.params;
    send(response, timers, twilio.fetch(accountSid, request.headers.authorization, sid));
  });
  app.get('/2010-04-01/Accounts/:accountSid.json', (request, response) => {
    send(response, timers, twilio.account(request.params.accountSid, request.headers.authorization));
  });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
