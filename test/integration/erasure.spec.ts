import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Audience } from '#audience';
import { Preferences, SignUps } from '#audience/joining';
import { type DataRequest, type Held, Reconfirming, Rights } from '#audience/rights';
import { addressHash, type Keys } from '#platform/crypto';
import { type Database, row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { crowd } from '../factories/crowd.js';
import { queueBackends } from '../factories/database.js';
import { sentTo } from '../factories/notices.js';
import { testSystem, type TestSystem } from '../factories/system.js';
import { OWNED } from '../walls/tables.js';

const NAME = 'Wiratmaja Purnawirawan';
const EMAIL = 'wiratmaja.p@example.id';
const NUMBER = '+6281299887766';
const CHAT = '7312345678';
const ADDRESSES = [
  ['email', EMAIL],
  ['sms', NUMBER],
  ['telegram', CHAT],
] as const;
/** The person's readable data, in each spelling that may have been stored. */
const READABLE = [NAME, EMAIL, '81299887766', '812-9988-7766', '812 9988 7766', CHAT].map((one) =>
  one.toLowerCase(),
);

const CSV = [
  'name,region,email,phone,consent_source,consent_date',
  `${NAME},32.73,${EMAIL},,loket,2026-01-31`,
  `${NAME},Atlantis,,0812-9988-7766,loket,2026-01-31`,
].join('\n');

/** Tables with rows about a person: how many of them the export shows, and which of their columns, by name. */
const SHOWN: Record<string, { count: (held: Held) => number; columns: string; not: Record<string, string> }> =
  {
    addresses: {
      count: ({ addresses }) => addresses.length,
      columns: 'id channel state soft_failures created_at ciphertext',
      not: {
        contact_id: 'the contact it stands in',
        key_id: 'of the key',
        hash: 'keyed: a secret',
        class: 'made of the address: with which provider it is',
      },
    },
    consents: {
      count: ({ addresses }) => addresses.flatMap(({ consents }) => consents).length,
      columns: 'source wording given_at imported withdrawn_at reconfirm_asked_at',
      not: {
        id: 'a number of ours',
        address_id: 'the address it stands in',
        reconfirm_code_hash: 'a secret',
      },
    },
    imported_addresses: {
      count: ({ addresses }) => addresses.flatMap(({ imports }) => imports).length,
      columns: 'import_id',
      not: { address_id: 'the address it stands in' },
    },
    suppressions: {
      count: ({ addresses }) => addresses.filter(({ suppression }) => suppression !== null).length,
      columns: 'channel reason detail created_at',
      not: { id: 'a number of ours', hash: 'keyed: a secret' },
    },
    deliveries: {
      count: ({ messages }) => messages.length,
      columns:
        'broadcast_id state attempts resends handed_at next_attempt_at reason code provider_id wave_id',
      not: {
        address_id: 'shown as its channel',
        contact_id: 'the contact itself',
        batch_no: 'which job it was in',
        claim_id: 'which worker has claimed it',
        exception: 'made of the state',
      },
    },
    receipts: {
      count: ({ receipts }) => receipts.length,
      columns: 'channel broadcast_id verdict reason received_at applied_at',
      not: {
        id: 'a number of ours',
        address_id: 'shown as its channel',
        notice_id: 'of a notice: its state says the same',
        fingerprint: 'a hash against replay',
        retry_at: 'of the work on it',
      },
    },
    notices: {
      count: ({ notices }) => notices.length,
      columns: 'kind channel state reason created_at expires_at ended_at',
      not: {
        id: 'a number of ours',
        to_ciphertext: 'the address it is shown under',
        to_hash: 'keyed: a secret',
        message_ciphertext: 'holds codes and links, which are secrets; its wording is of the kind',
        key_id: 'of the key',
        attempts: 'of the sending',
        next_attempt_at: 'of the sending',
        leased_until: 'of the sending',
        enqueued_at: 'of the sending',
        broadcast_id: 'of tests by staff',
        person_id: 'of those to staff',
        about: 'of those to staff',
      },
    },
    confirmations: {
      count: ({ confirmations }) => confirmations.filter(({ to }) => to !== null).length,
      columns: 'id channel ciphertext wrong_codes expires_at confirmed_at sign_up_id',
      not: {
        token_hash: 'a secret',
        code_hash: 'a secret',
        to_hash: 'keyed: a secret',
        key_id: 'of the key',
      },
    },
    preference_links: {
      count: ({ links }) => links.length,
      columns: 'expires_at',
      not: { token_hash: 'a secret', contact_id: 'the contact itself' },
    },
    data_requests: {
      count: ({ requests }) => requests.length,
      columns:
        'id wants way asker_ciphertext received_at due_at opened_at state identity_check identity_checked_at done handed_how handed_at outcome reason closed_at',
      not: {
        asker_key_id: 'of the key',
        opened_by: 'an officer: their office stands in the trail',
        identity_checked_by: 'the same',
        closed_by: 'the same',
        handed_by: 'the same',
        contact_id: 'the contact itself',
      },
    },
  };
/** Tables that lead to a person and are not shown, each with its reason. */
const NOT_SHOWN: Record<string, string> = {
  sign_ups: 'shown with each of its confirmations',
  erasures: 'of people who are erased',
  departures: 'keyed hashes, for seconds: until their line is in the journal',
  message_ids:
    'the provider ids of a few days, of copies that stand in the messages: deleted with the address',
  brake_signs: 'copies that were refused, counted: each stands in the messages with its reason',
  deleted_recipients:
    'of addresses that were deleted: their keyed hash, while the broadcast may still write to them, or be corrected',
  approved_shingles: 'hashes of approved texts, not of anybody',
  recovery_codes: 'of staff',
};
/** Contexts to which sealed values may be bound; the numbers are the row's, or those of the person's addresses. */
const contexts = (ids: readonly string[]): string[] =>
  ids.flatMap((id) => [
    ...['email', 'telegram', 'sms'].map((channel) => `address\0${id}\0${channel}`),
    `notice\0${id}\0to`,
    `notice\0${id}\0message`,
    `confirmation\0${id}`,
    `data request\0${id}`,
    ...ids.map((other) => `rejected rows ${id} ${other}`),
  ]);

/** Every table of the database that holds data of the person, readable, hashed or sealed; with the values found. */
async function traces(database: Database, keys: Keys, addressIds: readonly string[]): Promise<string[]> {
  const hashes = ADDRESSES.flatMap(([channel, to]) => [
    addressHash(keys, channel, to).toString('hex'),
    keys.hash('limit address', `${channel} ${to}`).toString('hex'),
  ]);
  const tables = await rows<{ name: string }>(
    database.manager,
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`,
  );
  const found = new Set<string>();
  for (const { name } of tables) {
    for (const { line } of await rows<{ line: Record<string, unknown> }>(
      database.manager,
      `SELECT to_jsonb(t) AS line FROM ${name} t`,
    )) {
      const text = JSON.stringify(line).toLowerCase();
      if (READABLE.some((part) => text.includes(part))) found.add(`${name} readable`);
      if (hashes.some((hash) => text.includes(hash))) found.add(`${name} hash`);
      const ids = [
        ...Object.values(line)
          .filter((value) => typeof value === 'number')
          .map(String),
        ...addressIds,
      ];
      for (const value of Object.values(line)) {
        if (typeof value !== 'string' || !/^\\x(?:[0-9a-f]{2}){29,}$/.test(value)) continue;
        const ciphertext = Buffer.from(value.slice(2), 'hex');
        for (const context of contexts(ids)) {
          const opened = openedBy(keys, ciphertext, context);
          if (READABLE.some((part) => opened.includes(part))) found.add(`${name} sealed`);
        }
      }
    }
  }
  return [...found].toSorted();
}

function openedBy(keys: Keys, ciphertext: Buffer, context: string): string {
  try {
    return keys.open({ ciphertext, keyId: 'k1' }, context).toLowerCase();
  } catch {
    return '';
  }
}

/** Everything in a Redis database, as text. */
async function everythingIn(url: string): Promise<string> {
  const redis = new Redis(url);
  const all: string[] = [];
  for (const key of await redis.keys('*')) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    all.push(key, JSON.stringify(await read[await redis.type(key)]?.()));
  }
  redis.disconnect();
  return all.join('\n').toLowerCase();
}

describe.each(queueBackends())('a person with data in every table, with queues in $name', ({ url }) => {
  let system: TestSystem;
  let logged = '';
  let contactId: string;
  let addressIds: string[];
  let queueUrl: string | undefined;
  beforeAll(async () => {
    queueUrl = url();
    system = await testSystem({
      queueUrl,
      contacts: 5,
      more: { EMAIL_RATE: '4', CLAIM_WINDOW: '2' },
      logger: createLogger('test', 'trace', { write: (line) => void (logged += line) }),
    });
  });
  afterAll(() => system.stop());

  const until = async <T>(what: () => Promise<T | null | undefined | false>): Promise<T> => {
    for (const end = performance.now() + 30_000; performance.now() < end; await sleep(50)) {
      const found = await what();
      if (found) return found;
    }
    throw new Error('it did not come to that');
  };
  const ok = async <T>(answer: Promise<{ status: number; body: T }>): Promise<T> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const importThem = async (): Promise<{ skipped: number; rejectedRows: number }> =>
    ok(
      (await system.as('penulis'))('POST', '/api/v1/contacts/import?codes=kemendagri', CSV, {
        'content-type': 'text/csv',
      }),
    );
  const wish = { regionCode: '32.73', language: 'id', topics: ['hoaks'], preferredChannel: 'email' as const };
  const publicUrl = (): string => system.config.PUBLIC_URL;

  it('signed up, received messages, was imported, asked questions and requested the data: all of that is shown to them', async () => {
    const { db, keys } = system;
    const signUps = system.registrar.app.get(SignUps);
    await crowd(
      db.source,
      keys,
      Array.from({ length: 24 }, () => ({ regionCode: '32', on: { email: 'active' as const } })),
    );
    const opened = await signUps.open({
      wish,
      to: { email: EMAIL, sms: NUMBER },
      telegram: true,
      language: 'id',
      network: 'uji',
      contactId: null,
    });
    if (opened.kind !== 'open') throw new Error('refused');
    const textTo = async (to: string): Promise<string> => (await sentTo(db.source, keys, to))[0]?.text ?? '';
    const link = /confirm\/([\w-]{22})/.exec(await textTo(EMAIL))?.[1] ?? '';
    await signUps.confirm(link);
    await signUps.confirm(opened.smsToken ?? '', {
      code: /\b(\d{6})\b/.exec(await textTo(NUMBER))?.[1] ?? '',
    });
    await signUps.confirm(opened.telegramToken ?? '', { chatId: CHAT });
    const mine = await rows<{ id: string; contactId: string }>(
      db.source.manager,
      'SELECT id, contact_id AS "contactId" FROM addresses WHERE hash = ANY ($1)',
      [ADDRESSES.map(([channel, to]) => addressHash(keys, channel, to))],
    );
    addressIds = mine.map(({ id }) => id);
    contactId = mine[0]?.contactId ?? '';
    expect(mine.map((one) => one.contactId)).toEqual([contactId, contactId, contactId]);

    const first = await system.broadcast({ audience: { regions: ['32'] }, channels: ['sms', 'telegram'] });
    await system.until(
      first,
      ({ state, channels }) => state === 'completed' && (channels.sms?.delivered ?? 0) > 0,
    );
    expect(await importThem()).toMatchObject({ rejectedRows: 1 });
    await db.source.query(
      `UPDATE consents SET given_at = siar_now() - interval '2 years' WHERE address_id = (SELECT id FROM addresses WHERE hash = $1)`,
      [addressHash(keys, 'sms', NUMBER)],
    );
    const reconfirming = new Reconfirming(db.source, keys, new Audience(db.source), system.config);
    await until(async () => {
      await reconfirming.turn();
      return (await sentTo(db.source, keys, NUMBER)).some(({ kind }) => kind === 'reconfirmation');
    });
    // Somebody else signs up the same mailbox, which is never confirmed; and a number with a typing error leads
    // nowhere.
    await signUps.open({
      wish,
      to: { email: EMAIL },
      telegram: false,
      language: 'id',
      network: 'lain',
      contactId: null,
    });
    const dpo = await system.as('dpo');
    const { id } = await ok(
      dpo<{ id: string }>('POST', '/api/v1/data-requests', {
        wants: 'access',
        way: 'letter',
        asker: `${NAME}, surat`,
        receivedAt: new Date(Date.now() - 60_000).toISOString(),
      }),
    );
    const act = <T>(what: string, body: object) =>
      ok(dpo<T>('POST', `/api/v1/data-requests/${id}/${what}`, body));
    const found = await act<DataRequest>('find', { channel: 'sms', address: NUMBER });
    const whom = { contactId: found.person?.id };
    await act('identity', { check: 'known-answers', ...whom });
    const held = await act<Held>('export', whom);

    expect(held.contact.name).toBe(NAME);
    expect(held.addresses.map(({ channel, to }) => [channel, to])).toEqual(
      ADDRESSES.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(held.requests).toMatchObject([{ asker: `${NAME}, surat` }]);
    expect(held.messages.map(({ approvedBy }) => approvedBy)).toEqual(['KPU', 'KPU']);
    const shownAt = new Set(held.trail.map(({ act }) => act));
    for (const act of ['contact.join', 'contact.reconfirm-ask', 'request.find', 'contact.access'])
      expect(shownAt).toContain(act);

    // Every reference to a person, from the catalogue: a new table or column must be shown, or have a stated reason.
    const referring = await rows<{ table: string; column: string }>(
      db.source.manager,
      `SELECT c.relname AS table, a.attname AS column FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT a.attisdropped
         AND (a.attname IN ('contact_id', 'address_id', 'to_hash', 'hash') OR EXISTS (SELECT FROM pg_constraint k
           WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid IN ('contacts'::regclass, 'addresses'::regclass) AND a.attnum = ANY (k.conkey)))
         AND c.relname NOT LIKE 'audit\\_%'
       ORDER BY 1, 2`,
    );
    expect([...new Set(referring.map(({ table }) => table))]).toEqual(
      [...Object.keys(SHOWN), ...Object.keys(NOT_SHOWN)].toSorted(),
    );
    // Each lib shows what it holds by a function of its own.
    for (const lib of Object.keys(OWNED))
      if (lib !== 'audience' && Object.keys(SHOWN).some((table) => OWNED[lib]?.includes(table)))
        expect(
          await row(db.source.manager, 'SELECT to_regproc($1)::text AS held', [`held_in_${lib}`]),
        ).toEqual({
          held: `held_in_${lib}`,
        });
    for (const [table, { count, columns, not }] of Object.entries(SHOWN)) {
      const there = await rows<{ name: string }>(
        db.source.manager,
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
        [table],
      );
      expect([table, there.map(({ name }) => name).toSorted()]).toEqual([
        table,
        [...columns.split(' '), ...Object.keys(not)].toSorted(),
      ]);
      const by = referring.filter((one) => one.table === table).map(({ column }) => column);
      const [where, value] = by.includes('address_id')
        ? ['address_id = ANY ($1::bigint[])', addressIds]
        : by.includes('contact_id')
          ? ['contact_id = ANY ($1::bigint[])', [contactId]]
          : [
              `${by[0] ?? ''} = ANY ($1::bytea[])`,
              ADDRESSES.map(([channel, to]) => addressHash(keys, channel, to)),
            ];
      const held_ = await row<{ count: number }>(
        db.source.manager,
        `SELECT count(*)::int FROM ${table} WHERE ${where}`,
        [value],
      );
      expect([table, count(held)]).toEqual([table, held_?.count]);
      if (table !== 'suppressions') expect([table, count(held) > 0]).toEqual([table, true]);
    }
  }, 90_000);

  it('is erased in the middle of a broadcast, which continues, and leaves no trace but a keyed hash', async () => {
    const { db, keys, sandbox } = system;
    expect(await traces(db.source, keys, addressIds)).toEqual(
      expect.arrayContaining([
        'public.addresses hash',
        'public.addresses sealed',
        'public.confirmations sealed',
        'public.contacts readable',
        'public.data_requests sealed',
        'public.notices hash',
        'public.notices sealed',
        'public.rate_limits hash',
        'public.rejected_rows sealed',
      ]),
    );
    const link = await system.registrar.app.get(Preferences).sendLink('email', EMAIL, 'id', 'uji');
    expect(link).toEqual({ interrupted: false });
    const token =
      /preferences\/([\w-]{22})/.exec((await sentTo(db.source, keys, EMAIL))[0]?.text ?? '')?.[1] ?? '';
    let id = '';
    const copy = (): Promise<{ state: string } | undefined> =>
      row(
        db.source.manager,
        `SELECT state FROM deliveries WHERE broadcast_id = $1 AND address_id = ANY ($2)`,
        [id, addressIds],
      );
    const operator = await system.as('operator');
    const act = async (what: string): Promise<number> =>
      (await operator('POST', `/api/v1/broadcasts/${id}/${what}`, {})).status;
    // Copies go out in a random order: if theirs is among the first, another broadcast is started.
    do {
      if (id) expect(await act('resume')).toBeLessThan(300);
      id = await system.broadcast({ audience: { regions: ['32'] }, channels: ['email'] });
      await system.until(id, ({ total }) => total.accepted > 0);
      // Paused during the erasure: an unpaced worker would have sent their copies by then.
      expect(await act('pause')).toBeLessThan(300);
      await system.until(id, ({ total }) => total.claimed === 0);
    } while ((await copy())?.state !== 'pending');
    const erased = await fetch(`${publicUrl()}/preferences/${token}/erase`, { method: 'POST' });
    expect(erased.status).toBe(200);
    expect(await act('resume')).toBeLessThan(300);
    const done = await system.until(id, ({ state }) => state === 'completed');
    expect(await copy()).toEqual({ state: 'suppressed' });
    expect(done.total).toMatchObject({ pending: 0, claimed: 0, unknown: 0 });
    expect([...sandbox.inbox.list({ channel: 'email', to: EMAIL, broadcast: id })]).toEqual([]);

    await until(async () => (await rows(db.source.manager, 'SELECT FROM erasures')).length === 0);
    expect(await traces(db.source, keys, addressIds)).toEqual(['public.suppressions hash']);
    if (queueUrl !== undefined) {
      const queued = await everythingIn(queueUrl);
      expect(queued.length).toBeGreaterThan(0);
      for (const part of READABLE) expect(queued).not.toContain(part);
    }
    expect(logged.length).toBeGreaterThan(1000);
    for (const part of READABLE) expect(logged.toLowerCase()).not.toContain(part);

    expect(await importThem()).toMatchObject({ skipped: 1, rejectedRows: 1 });
    expect(await system.registrar.app.get(Rights).look(contactId)).toBeNull();
    expect(
      await rows(db.source.manager, 'SELECT FROM addresses WHERE hash = $1', [
        addressHash(keys, 'email', EMAIL),
      ]),
    ).toEqual([]);
  }, 90_000);
});
