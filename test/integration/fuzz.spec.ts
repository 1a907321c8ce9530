import fc from 'fast-check';
import { pino } from 'pino';
import { loadReferenceData } from '#audience';
import { Keys, newCode, writeCode } from '#platform/crypto';
import type { Gateway } from '../../apps/gateway/gateway.js';
import { type Publisher, startPublisher } from '../../apps/publisher/publisher.js';
import { crowd } from '../factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { SMS_DOCUMENT } from '../factories/document.js';
import { SECRETS, startPublicSide } from '../factories/gateway.js';
import { CUT_HEADER, hostileRequest, type Known, UNESCAPED } from '../factories/hostile.js';
import { forgedCall } from '../factories/hostile-webhooks.js';
import { runningBroadcast } from '../factories/ledger.js';
import { sentTo } from '../factories/notices.js';
import { type RawAnswer, type RawRequest, sendRaw } from '../factories/raw-http.js';
import { routesOf } from '../factories/routes.js';
import { makeStaff } from '../factories/staff.js';

/**
 * Requests to each route of the gateway; a third as many to each of the publisher's, most of which require a session.
 */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
/** The same seed repeats the same requests: `FUZZ_SEED=… FUZZ_RUNS=…`. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** A long run takes as long as its number of requests needs. */
const MINUTES = RUNS > 60 ? 60 : 2;

/** Strings that disclose the inside of a program. */
const INSIDE =
  /\n\s+at .+[:(]\d+|node_modules|\/(?:libs|apps|dist)\/[\w/-]+\.[jt]s|QueryFailedError|syntax error at|TypeError|invalid byte/;

let db: TestDatabase;
let gateway: Gateway;
let stopPublicSide: () => Promise<void>;
let publisher: Publisher;
let known: Known;
let config: ReturnType<typeof testConfig>;
const complaints: string[] = [];

beforeAll(async () => {
  process.stderr.write(`Fuzzing with FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}\n`);
  db = await testDatabase();
  config = testConfig(db.url, {
    ...SECRETS,
    EMAIL_BOUNCE_DOMAIN: 'bounce.siar.go.id',
    TELEGRAM_BOT_NAME: 'siar_uji_bot',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
    TELEGRAM_POLLING: 'false',
  });
  const keys = new Keys(config);
  await makeStaff(db.source, keys);
  await db.source.transaction((tx) => loadReferenceData(tx));
  // An unexpected error is in a program's log, also where the answer hides it.
  const logger = pino({ level: 'error' }, { write: (line: string) => void complaints.push(line) });
  ({ gateway, stop: stopPublicSide } = await startPublicSide(config, logger));
  publisher = await startPublisher(config, logger);
  const keysHeld = await openers(keys);
  known = { keys: keysHeld, ...(await shownTo(keysHeld)) };
}, 120_000);
afterAll(async () => {
  await stopPublicSide();
  await publisher.stop();
  await db.drop();
});

/** Valid values for the gateway: codes of a broadcast and of an SMS, links to leave, to confirm, to the preferences. */
async function openers(keys: Keys): Promise<string[]> {
  const sms = await runningBroadcast(db.source, keys, {
    channel: 'sms',
    states: ['accepted'],
    code: 77n,
    document: SMS_DOCUMENT,
  });
  const mail = await runningBroadcast(db.source, keys, {
    channel: 'email',
    states: Array<string>(8).fill('accepted'),
    document: SMS_DOCUMENT,
  });
  const token = (of: 'unsubscribe' | 'receipt', index: number): string =>
    keys.deliveryToken(of, { broadcastId: mail.id, addressId: mail.addressIds[index] ?? '' });
  const post = (path: string, fields: Record<string, string>): Promise<Response> =>
    fetch(gateway.url + path, { method: 'POST', body: new URLSearchParams(fields) });
  const linkTo = async (to: string): Promise<string> =>
    /\/(?:preferences|confirm)\/([\w-]{22})\b/.exec(
      (await sentTo(db.source, keys, to))[0]?.text ?? '',
    )?.[1] ?? 'none';
  const links = [];
  for (const to of mail.addresses) {
    await post('/preferences', { alamat: to });
    links.push(await linkTo(to));
  }
  for (const email of ['a@fuzz.example', 'b@fuzz.example']) {
    const fields = new URLSearchParams({ wilayah: 'Kota Bandung, Jawa Barat', isi: 'id', email });
    for (const purpose of ['data', 'messages']) fields.append('setuju', purpose);
    await fetch(`${gateway.url}/`, { method: 'POST', body: fields });
    links.push(await linkTo(email));
  }
  expect(links).not.toContain('none');
  return [
    sms.publicCode,
    writeCode(77n),
    mail.publicCode,
    await reconfirmation(keys),
    ...links,
    ...[0, 1, 2].map((index) => token('unsubscribe', index)),
    token('receipt', 3),
  ];
}

/** A code by which the owner of a number confirms the wish for SMS. */
async function reconfirmation(keys: Keys): Promise<string> {
  const code = newCode();
  const { addresses } = await crowd(db.source, keys, [{ on: { sms: 'active' } }]);
  await db.source.query(
    'UPDATE consents SET reconfirm_asked_at = siar_now(), reconfirm_code_hash = $2 WHERE address_id = $1',
    [addresses[0]?.sms, keys.hash('reconfirmation code', code)],
  );
  return code;
}

/**
 * The keys of each page, the fields of every shown form, and the values they offer: a new form is fuzzed with its own.
 */
async function shownTo(keysHeld: readonly string[]): Promise<Omit<Known, 'keys'>> {
  const opens = new Map<string, string[]>();
  const names = new Set([
    'bahasa',
    'd',
    'hanya',
    'username',
    'password',
    'totp',
    'MessageSid',
    'MessageStatus',
    'ErrorCode',
  ]);
  const values = new Set([
    'id',
    'en',
    'penulis',
    'delivered',
    'undelivered',
    '30005',
    '+6281234567890',
    'w@fuzz.example',
  ]);
  const collect = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/ name="([^"]+)"/g)) names.add(name);
    for (const [, value = ''] of text.matchAll(/ value="([^"]+)"/g)) values.add(value);
  };
  for (const route of routesOf(gateway.app).filter((one) => one.startsWith('GET ')))
    for (const key of route.includes(':') ? keysHeld : ['']) {
      const pattern = route.slice(4);
      const answer = await fetch(gateway.url + pattern.replaceAll(/:\w+/g, key));
      collect(await answer.text());
      if (key !== '' && answer.ok) opens.set(pattern, [...(opens.get(pattern) ?? []), key]);
    }
  // Proves that the fuzz gets past the checks: each page about a person or a message was opened.
  expect(opens.size).toBeGreaterThanOrEqual(8);
  expect([...names]).toEqual(
    expect.arrayContaining(['wilayah', 'email', 'setuju', 'alamat', 'teks', 'kode', 'nama']),
  );
  return { opens, names: [...names], values: [...values] };
}

/** The fault of an answer; nothing where it has none. */
function faultsOf({ method }: RawRequest, { status, headers, body }: RawAnswer): string[] {
  const type = headers['content-type'] ?? '';
  const faults: [string, boolean][] = [
    // Node closes such a connection without an answer.
    ['no answer', status === 0 && method !== 'CONNECT'],
    [`status ${status}`, status >= 500],
    ['the inside of a program', INSIDE.test(body)],
    ['unescaped input in a page', /html|xml/.test(type) && UNESCAPED.test(body)],
    ['a header made by input', CUT_HEADER in headers],
    // An answer that is not a page must not be interpreted as one, whatever it quotes.
    ['no word against sniffing', type !== '' && headers['x-content-type-options'] !== 'nosniff'],
    ['a page without a policy', type.includes('html') && !headers['content-security-policy']],
    ['a way to another site', /^(?!\/(?!\/)|\.)/.test(headers['location'] ?? '/')],
    ['a complaint in the log', complaints.length > 0],
  ];
  return faults.flatMap(([what, wrong]) => (wrong ? [what] : []));
}

async function fuzz(origin: string, requests: fc.Arbitrary<RawRequest>, numRuns: number): Promise<void> {
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      // Otherwise the rate limits would answer every request.
      if (asked++ % 10 === 0) await db.source.query('DELETE FROM rate_limits; DELETE FROM network_limits');
      complaints.length = 0;
      const answer = await sendRaw(origin, request);
      const faults = faultsOf(request, answer);
      if (faults.length > 0)
        throw new Error(
          `${faults.join(', ')}: ${complaints.join('').slice(0, 2_000)}${answer.body.slice(0, 500)}`,
        );
    }),
    { numRuns, seed: SEED, interruptAfterTimeLimit: MINUTES * 60_000, markInterruptAsFailure: true },
  );
}

// The routes are read from the running programs and compared with lists in apps/gateway/verification/pages.spec.ts and
// test/attacks/routes.spec.ts: a new route is fuzzed from its first day.
it.each(['gateway', 'publisher'] as const)(
  'no route of the %s breaks, discloses its inside, or returns its input as markup',
  async (program) => {
    const app = { gateway, publisher }[program];
    const routes = [...routesOf(app.app), 'GET /:a/:b', 'GET /:a/:b/:c'];
    for (const route of routes) {
      const hostile = hostileRequest(route, known);
      const forged = forgedCall(route, config.PUBLIC_URL, known);
      const requests = forged ? fc.oneof(hostile, { weight: 3, arbitrary: forged }) : hostile;
      const often = forged ? 3 * RUNS : program === 'gateway' ? RUNS : Math.ceil(RUNS / 8);
      await fuzz(app.url, requests, often);
    }
  },
  MINUTES * 60_000,
);
