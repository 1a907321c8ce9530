import { createHmac, randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What arrived at a provider's replacement. */
export interface Taken {
  to: string;
  text: string;
}

/** A provider other than our sandbox: the minimum that its documentation promises. */
export interface StandIn {
  /** The settings that point Siar to it. */
  settings: Record<string, string>;
  taken: Taken[];
  stop: () => Promise<void>;
}

/** The behaviour of a minimal SMTP server. */
export interface SmtpManners {
  /** Accepts EHLO; otherwise HELO only, as RFC 5321 §3.2 allows. */
  ehlo?: boolean;
  /** Answers everything in several lines (§4.2.1), the greeting in thirty. */
  wordy?: boolean;
  /** Sends its replies in pieces of one byte. */
  slow?: boolean;
  /** Closes the connection after this many messages (§3.8). */
  hangUpAfter?: number;
}

/** A minimal SMTP server: no extension, no PIPELINING, no SIZE, no "queued as". */
export async function bareSmtp({
  ehlo = true,
  wordy = false,
  slow = false,
  hangUpAfter = Infinity,
}: SmtpManners = {}): Promise<StandIn> {
  const taken: Taken[] = [];
  const server = createTcpServer((socket) => {
    let input = '';
    let to = '';
    let data = false;
    let messages = 0;
    const say = (code: number, lines = 1): void => {
      const count = wordy ? Math.max(lines, 3) : 1;
      const reply = Array.from(
        { length: count },
        (_, i) => `${code}${i + 1 < count ? '-' : ' '}mx.lain.example berkata ${i}\r\n`,
      ).join('');
      for (const piece of slow ? reply : [reply]) socket.write(piece);
    };
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO' && !ehlo) return say(502);
      if (verb === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? '';
      if (verb === 'QUIT') {
        say(221);
        socket.end();
        return;
      }
      data = verb === 'DATA';
      say(data ? 354 : 250);
    };
    const message = (whole: string): void => {
      taken.push({ to, text: whole.replace(/^\.\./gm, '.') });
      data = false;
      say(250);
      if (++messages >= hangUpAfter) {
        say(421);
        socket.end();
      }
    };
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      input += chunk.toString('latin1');
      for (;;) {
        const end = input.indexOf(data ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const found = input.slice(0, end);
        input = input.slice(end + (data ? 5 : 2));
        if (data) message(found);
        else command(found);
      }
    });
    say(220, 30);
  });
  const port = await listening(server);
  return { settings: { SMTP_URL: `smtp://127.0.0.1:${port}` }, taken, stop: () => stopped(server) };
}

/** An SMTP server that requires a password and TLS; its certificate is self-signed. */
export async function strictSmtp(implicitTls: boolean): Promise<StandIn> {
  const taken: Taken[] = [];
  const credentials = { username: 'siar@kominfo', password: 'r@hasia/&?=100%' };
  const options: SMTPServerOptions = {
    secure: implicitTls,
    authMethods: implicitTls ? ['LOGIN'] : ['PLAIN'],
    hidePIPELINING: true,
    logger: false,
    onAuth: ({ username, password }, _session, callback) =>
      username === credentials.username && password === credentials.password
        ? callback(null, { user: username })
        : callback(new Error('Wrong user name or password')),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        if (!session.secure) return callback(new Error('This must not come in the clear'));
        const text = Buffer.concat(chunks).toString('latin1');
        for (const { address } of session.envelope.rcptTo) taken.push({ to: address, text });
        callback(null, 'Ok');
      });
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const [user, password] = [credentials.username, credentials.password].map(encodeURIComponent);
  const query = implicitTls ? 'tls.rejectUnauthorized=false' : 'requireTLS=true&tls.rejectUnauthorized=false';
  return {
    settings: {
      SMTP_URL: `${implicitTls ? 'smtps' : 'smtp'}://${user}:${password}@127.0.0.1:${port}/?${query}`,
    },
    taken,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The Bot API as far as sendMessage; every other method is unknown. */
export async function bareTelegram(): Promise<StandIn> {
  const token = '424242:lain-dari-bak-pasir-kami-sendiri';
  const taken: Taken[] = [];
  const { root, stop } = await answering(async (request) => {
    if (request.url !== `/telegram/bot${token}/sendMessage`)
      return { status: 404, body: { ok: false, error_code: 404, description: 'Not Found' } };
    const { chat_id: chat, text: sent } = JSON.parse(await text(request)) as {
      chat_id: string | number;
      text: string;
    };
    taken.push({ to: String(chat), text: sent });
    const result = {
      message_id: taken.length,
      date: 1_700_000_000,
      chat: { id: Number(chat), type: 'private' },
      text: sent,
    };
    return { status: 200, body: { ok: true, result } };
  });
  return { settings: { TELEGRAM_API_ROOT: `${root}/telegram`, TELEGRAM_BOT_TOKEN: token }, taken, stop };
}

/** Twilio as far as creating a message; it reports each as delivered, signed. */
export async function bareTwilio(): Promise<StandIn> {
  const [account, secret, service] = [
    `AC${'a'.repeat(32)}`,
    'rahasia-twilio-yang-lain',
    `MG${'b'.repeat(32)}`,
  ];
  const taken: Taken[] = [];
  const reports = new Set<Promise<unknown>>();
  const { root, stop } = await answering(async (request) => {
    const right = `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`;
    if (request.headers.authorization !== right)
      return { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } };
    if (request.url !== `/twilio/2010-04-01/Accounts/${account}/Messages.json`)
      return { status: 404, body: { code: 20404, message: 'Not found', status: 404 } };
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const { To: to = '', Body: body = '', StatusCallback: callback = '' } = form;
    const sid = `SM${randomUUID().replaceAll('-', '')}`;
    taken.push({ to, text: body });
    const report: Record<string, string> = {
      AccountSid: account,
      MessageSid: sid,
      MessageStatus: 'delivered',
      To: to,
    };
    const signed = Object.keys(report)
      .sort()
      .reduce((all, name) => all + name + report[name], callback);
    const signature = createHmac('sha1', secret).update(signed).digest('base64');
    reports.add(
      fetch(callback, {
        method: 'POST',
        body: new URLSearchParams(report),
        headers: { 'x-twilio-signature': signature },
      }),
    );
    return {
      status: 201,
      body: { sid, account_sid: account, to, body, status: 'accepted', messaging_service_sid: service },
    };
  });
  return {
    settings: {
      TWILIO_API_ROOT: `${root}/twilio/`,
      TWILIO_ACCOUNT_SID: account,
      TWILIO_AUTH_TOKEN: secret,
      TWILIO_MESSAGING_SERVICE_SID: service,
    },
    taken,
    stop: async () => {
      await Promise.allSettled(reports);
      await stop();
    },
  };
}

async function answering(
  answer: (request: IncomingMessage) => Promise<{ status: number; body: unknown }>,
): Promise<{ root: string; stop: () => Promise<void> }> {
  const server = createHttpServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  return { root: `http://127.0.0.1:${await listening(server)}`, stop: () => stopped(server) };
}

async function listening(server: TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function stopped(server: TcpServer | Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
