import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { faultsOf, Problem } from '#platform/http';
import { CHANNELS } from './arrival.js';
import type { Faults } from './faults.js';
import { FaultOrder } from './faults.rules.js';
import type { Inbox, Listed } from './inbox.js';
import type { SmppSandbox } from './smpp.js';
import type { TelegramSandbox } from './telegram.js';
import { BadRequest } from './telegram.rules.js';

/** Characters per write. */
const CHUNK = 64 * 1024;

const count = z.coerce.number('must be a whole number').int('must be a whole number').min(0);
const chatId = z.coerce.string().regex(/^-?[1-9]\d{0,15}$/, 'must be a chat id, a whole number');

const ListQuery = z.strictObject({
  channel: z.enum(CHANNELS, `must be one of ${CHANNELS.join(', ')}`).optional(),
  to: z.string().optional(),
  broadcast: z.string().regex(/^\d+$/, 'must be the id of a broadcast').optional(),
  deleted: z.enum(['true', 'false']).optional(),
  after: count.optional(),
  limit: count.optional(),
  /** Omits what must be parsed out of the message: much faster for tens of thousands. */
  brief: z.enum(['true', 'false']).optional(),
});
const Say = z.strictObject({ chatId, text: z.string().min(1).max(4096), name: z.string().min(1).optional() });
/** A person's SMS to the sender of an SMPP account. */
const SayBySms = z.strictObject({
  from: z.string().regex(/^[1-9]\d{7,14}$/, "must be a number with its country's code, without +"),
  to: z.string().min(1).max(20),
  text: z.string().min(1).max(160),
});
const Open = z.object({
  start: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -')
    .optional(),
  /** The sender; a new person when omitted. */
  chat: chatId.optional(),
});
const Press = z.strictObject({ chatId, messageId: count, data: z.string().min(1).max(64) });

/** Administration of the sandbox by tests and people, under /sandbox. */
export function adminRoutes(
  inbox: Inbox,
  faults: Faults,
  telegram: TelegramSandbox,
  smpp: SmppSandbox,
): Router {
  const router = Router();
  router.use(sameSite, express.json(), express.urlencoded({ extended: false }));
  router.get('/messages', async (request, response) => {
    const { brief, deleted, ...query } = read(ListQuery, request.query);
    await streamJson(response, inbox.list({ ...query, deleted: deleted === 'true' }), brief === 'true');
  });
  router.delete('/messages', (_request, response) => {
    inbox.empty();
    response.status(204).end();
  });
  router.get('/stats', (_request, response) => {
    response.json(inbox.stats());
  });
  router.get('/faults', (_request, response) => {
    response.json(faults.list());
  });
  router.post('/faults', (request, response) => {
    response.status(201).json(faults.order(read(FaultOrder, request.body)));
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
  // Emulates t.me/<bot>?start=…: a new person opens the chat, with the start command ready to send.
  router.get('/telegram/:bot', (request, response) => {
    const { start, chat: given } = read(Open, request.query);
    const to = given ?? String(randomInt(7_000_000_000, 8_000_000_000));
    const say = `/start${start === undefined ? '' : ` ${start}`}`;
    response.redirect(303, `/sandbox?${new URLSearchParams({ view: 'telegram', to, say }).toString()}`);
  });
  router.post('/telegram/say', (request, response) => {
    const said = read(Say, request.body);
    acted(request, response, said.chatId, () => telegram.say(said.chatId, said.text, said.name));
  });
  router.post('/telegram/press', (request, response) => {
    const pressed = read(Press, request.body);
    acted(request, response, pressed.chatId, () =>
      telegram.press(pressed.chatId, pressed.messageId, pressed.data),
    );
  });
  router.post('/sms/say', (request, response) => {
    const { from, to, text } = read(SayBySms, request.body);
    smpp.say(from, to, text);
    response.status(204).end();
  });
  return router;
}

/** Rejects cross-site requests: another page open in the browser must not reach the sandbox. */
function sameSite(request: Request, _response: Response, next: NextFunction): void {
  const from = request.headers['sec-fetch-site'];
  if (request.method !== 'GET' && from === 'cross-site') throw new Problem('sandbox-page');
  next();
}

/** Answers errors of these routes as application/problem+json (RFC 9457). */
export function problems(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  const { status, title, faults } = describe(error);
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, ...(faults.length > 0 ? { faults } : {}) }));
}

function describe(error: unknown): { status: number; title: string; faults: Problem['faults'] } {
  if (error instanceof Problem)
    return { status: error.kind === 'forbidden' ? 403 : 400, title: error.message, faults: error.faults };
  if (error instanceof BadRequest) return { status: 404, title: error.message, faults: [] };
  // Errors of express's body parsers carry a status, and `expose` if the text is fit for the client.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && 'expose' in error) {
    return {
      status: error.status,
      title: error.expose ? error.message : 'The body could not be read.',
      faults: [],
    };
  }
  return { status: 500, title: error instanceof Error ? error.message : String(error), faults: [] };
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw new Problem(
    'not-valid',
    {},
    parsed.error.issues.flatMap((issue) => faultsOf(issue)),
  );
}

/** Redirects a form of the page to its phone; a program receives the update's number. */
function acted(request: Request, response: Response, chat: string, act: () => number): void {
  const updateId = act();
  if (request.is('application/x-www-form-urlencoded')) {
    const lang = request.query['lang'] === 'en' ? 'en' : 'id';
    response.redirect(
      303,
      `/sandbox?${new URLSearchParams({ view: 'telegram', to: chat, lang }).toString()}`,
    );
  } else {
    response.json({ updateId });
  }
}

/** Streams a JSON array message by message, with backpressure. */
async function streamJson(response: Response, messages: Iterable<Listed>, brief: boolean): Promise<void> {
  response.type('application/json');
  try {
    await pipeline(Readable.from(jsonArray(messages, brief)), response);
  } catch (error) {
    // The client has disconnected; no error can be sent.
    if (!response.destroyed) throw error;
  }
}

async function* jsonArray(messages: Iterable<Listed>, brief: boolean): AsyncGenerator<string> {
  let text = '[';
  let separator = '';
  for (const { id, arrival, revision } of messages) {
    const { channel, to, from, at, providerId } = arrival;
    const sent = { id: String(id), channel, to, from, at: new Date(at).toISOString(), providerId };
    const envelope = revision ? { ...sent, revision } : sent;
    const message = brief ? envelope : { ...envelope, ...(await arrival.open()) };
    text += `${separator}${JSON.stringify(message)}`;
    separator = ',\n';
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield `${text}]`;
}
