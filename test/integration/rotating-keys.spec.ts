import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { Audience } from '#audience';
import { openAddress } from '#audience/addresses';
import { ContactImport } from '#audience/importing';
import { SignUps } from '#audience/joining';
import { Rights } from '#audience/rights';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { startWorker, type Worker } from '../../apps/channel-worker/worker.js';
import { startPublisher } from '../../apps/publisher/publisher.js';
import type { Arrival } from '../../apps/sandbox/arrival.js';
import { reconcile } from '../../apps/standalone/reconciliation.js';
import { disagreements } from '../factories/crowd.js';
import { testConfig, usualBackend } from '../factories/database.js';
import { startPublicSide } from '../factories/gateway.js';
import { pieces } from '../factories/pieces.js';
import { type TestSystem, testSystem } from '../factories/system.js';

const run = promisify(execFile);
const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

const OLD = { DATA_KEY: `k1:${key(1)}`, HASH_KEY: key(2) };
/** In the order of docs/rotating-keys.md. */
const KNOWN = { DATA_KEY: `k1:${key(1)},k2:${key(8)}`, HASH_KEY: `a:${key(2)},b:${key(9)}` };
const FIRST = { DATA_KEY: `k2:${key(8)},k1:${key(1)}`, HASH_KEY: `b:${key(9)},a:${key(2)}` };
const ALONE = { DATA_KEY: `k2:${key(8)}`, HASH_KEY: `b:${key(9)},a:${key(2)}:lookup` };

/** A DKIM key under its selector: the settings, and what DNS has. */
function selector(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const settings = {
    DKIM_DOMAIN: 'siar.go.id',
    DKIM_SELECTOR: name,
    DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { settings, host: `${name}._domainkey.siar.go.id`, record: `v=DKIM1; k=rsa; p=${p}` };
}

/** Copies of a stage, at a rate at which the broadcast outlasts all stages, and how long each may take, in s. */
const SOME = 6;
const RATE = 3;
const PATIENCE_S = 120;

describe.each(usualBackend())(
  'keys that rotate in the middle of a broadcast, with queues on $name',
  ({ url }) => {
    let system: TestSystem;
    const started: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (let last = started.pop(); last; last = started.pop()) await last();
      await system.stop();
    });

    const mails = (id: string): Arrival[] =>
      [...system.sandbox.inbox.list({ broadcast: id })].map(({ arrival }) => arrival);
    const oneClick = async (mail: Arrival | undefined): Promise<number> => {
      const [, link = ''] = /^List-Unsubscribe: <(.+)>/im.exec(mail?.handedOver() ?? '') ?? [];
      const body = 'List-Unsubscribe=One-Click';
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(link, { method: 'POST', redirect: 'manual', body, headers });
      await answer.arrayBuffer();
      return answer.status;
    };
    /** The key of the tokens in a mail. */
    const tokenKey = (mail: Arrival): string =>
      /\/unsubscribe\/\d+-\d+-([a-z])/.exec(mail.handedOver())?.[1] ?? '';
    const signedWith = (mail: Arrival): string => /\bs=(\w+);/.exec(mail.handedOver())?.[1] ?? '';

    it('loses and doubles nothing, keeps links working, and brings nobody back', async () => {
      const [before, after] = [selector('s1'), selector('s2')];
      const queueUrl = url();
      system = await testSystem({
        queueUrl,
        contacts: 1000,
        more: { ...OLD, ...before.settings, EMAIL_RATE: String(RATE), CLAIM_WINDOW: '20' },
      });
      const logger = createLogger('test', 'silent');
      const { source } = system.db;
      const ports = [system.publishers[0]?.url, system.gateway.url].map((at) =>
        Number(new URL(at ?? '').port),
      );
      const [publisherPort = 0, gatewayPort = 0] = ports;
      const running: {
        publisher: { stop(): Promise<void> };
        worker: Worker;
        publicSide: () => Promise<void>;
      } = {
        publisher: system.publishers[0] ?? { stop: () => Promise.reject(new Error('no publisher')) },
        worker: await system.addWorker(['email']),
        publicSide: async () => {
          await system.gateway.stop();
          await system.registrar.stop();
        },
      };
      await system.workers[0]?.stop();
      /** Replaces the programs one after the other, as an operator does; a worker of before sends beside a new one. */
      const replace = async (more: Record<string, string>, own: Partial<Config> = {}) => {
        const { DATA_KEY, HASH_KEY, DKIM_SELECTOR, DKIM_PRIVATE_KEY } = testConfig(system.db.url, more);
        const config = { ...system.config, DATA_KEY, HASH_KEY, DKIM_SELECTOR, DKIM_PRIVATE_KEY, ...own };
        const former = running.worker;
        running.worker = await startWorker({ ...config, CHANNEL: ['email'] }, logger);
        started.push(() => running.worker.stop());
        await former.stop();
        await running.publisher.stop();
        const publisher = await startPublisher({ ...config, PORT: publisherPort }, logger);
        running.publisher = publisher;
        started.push(() => publisher.stop());
        await running.publicSide();
        const publicSide = await startPublicSide({ ...config, PORT: 0 }, logger, gatewayPort);
        running.publicSide = publicSide.stop;
        started.push(publicSide.stop);
        return { publisher, registrar: publicSide.registrar, keys: new Keys(config) };
      };

      const emails = await rows<{ id: string; contact: string; ciphertext: Buffer; keyId: string }>(
        source.manager,
        `SELECT id, contact_id AS contact, ciphertext, key_id AS "keyId" FROM addresses
       WHERE channel = 'email' AND state = 'active' ORDER BY id LIMIT 3`,
      );
      const [left, erased, member] = emails.map(({ id, contact, ...sealed }) => ({
        id,
        contact,
        to: openAddress(system.keys, id, 'email', sealed),
      }));
      if (!left || !erased || !member) throw new Error('The seeder made too few addresses');
      await source.transaction((tx) => new Audience(source).leave(tx, left.id, 'uji'));
      await new Rights(source, system.keys).erase(erased.contact, { actorId: null });

      const id = await system.broadcast({ channels: ['email'] });
      const more = async (which: (mail: Arrival) => boolean): Promise<Arrival[]> => {
        const had = mails(id).filter(which).length;
        await system.until(id, () => mails(id).filter(which).length >= had + SOME, PATIENCE_S);
        return mails(id).filter(which);
      };
      const sent = await more(() => true);
      await replace({ ...KNOWN, ...before.settings });
      await more((mail) => tokenKey(mail) === 'a');
      await replace({ ...FIRST, ...after.settings });
      const [later] = await more((mail) => tokenKey(mail) === 'b' && signedWith(mail) === 's2');

      // A link that was sent before everything, with the old key, unsubscribes.
      expect([sent[0] && tokenKey(sent[0]), sent[0] && signedWith(sent[0])]).toEqual(['a', 's1']);
      expect(await oneClick(sent[0])).toBeLessThan(300);
      const env = { DATABASE_URL: system.db.url, ...FIRST };
      const { stdout } = await run(process.execPath, ['dist/apps/publisher/rekey.js'], { env });
      expect(stdout).toMatch(/DATA_KEY k1 may be taken away/);
      expect(stdout).toMatch(
        /HASH_KEY a is needed:\nrekey: {3}\d suppressions of addresses that nobody holds/,
      );
      expect((await system.progress(id)).total.pending).toBeGreaterThan(0);

      const { publisher, registrar, keys } = await replace(
        { ...ALONE, ...after.settings },
        { EMAIL_RATE: 0 },
      );
      await system.until(id, ({ state }) => state === 'completed', PATIENCE_S);
      expect(await reconcile(source, keys, system.sandbox.httpUrl, id)).toEqual({
        lost: 0,
        doubled: 0,
        strangers: 0,
      });
      expect(await disagreements(source, id)).toEqual([]);

      // The old key finds who left, and proves nothing any more.
      expect(await oneClick(sent[1])).toBe(404);
      expect(await oneClick(later)).toBeLessThan(300);
      const away = [left.to, erased.to, sent[0]?.to ?? '', later?.to ?? ''];
      const header = 'name,region,email,consent_source,consent_date';
      const csv = [header, ...[...away, member.to].map((to) => `,Kota Bogor,${to},loket,2026-01-31`)].join(
        '\n',
      );
      const actor = await row<{ id: string }>(
        source.manager,
        `SELECT id FROM people WHERE username = 'penulis'`,
      );
      const imported = await publisher.app
        .get(ContactImport, { strict: false })
        .run(pieces(csv, 65_536), actor?.id ?? '', { codes: 'kemendagri', dryRun: false });
      expect(imported).toMatchObject({ added: 0, skipped: away.length });

      // Who is a member gets the link to their preferences, and is not asked to confirm a second time.
      await registrar.app.get(SignUps, { strict: false }).open({
        wish: { regionCode: '32.71', language: 'id', topics: [], preferredChannel: 'email' },
        to: { email: member.to },
        telegram: false,
        language: 'id',
        network: '192.0.2.1',
        contactId: null,
      });
      const [notice] = await rows<{ kind: string }>(
        source.manager,
        'SELECT kind FROM notices WHERE person_id IS NULL ORDER BY id DESC LIMIT 1',
      );
      expect(notice).toEqual({ kind: 'preferences' });
      const held = await rows<{ id: string; ciphertext: Buffer; keyId: string }>(
        source.manager,
        `SELECT id, ciphertext, key_id AS "keyId" FROM addresses WHERE channel = 'email'`,
      );
      expect(new Set(held.map((one) => openAddress(keys, one.id, 'email', one))).size).toBe(held.length);

      const next = await system.broadcast({ channels: ['email'] });
      await system.until(next, ({ state }) => state === 'completed', PATIENCE_S);
      const reached = new Set(mails(next).map(({ to }) => to));
      expect([reached.has(member.to), away.filter((to) => reached.has(to))]).toEqual([true, []]);

      // Mails of before verify as long as their selector is in DNS.
      const resolver = async (host: string): Promise<string[][]> =>
        [before, after].flatMap((one) => (one.host === host ? [[one.record]] : []));
      for (const mail of [sent[0], later]) {
        const raw = (await mail?.open())?.['raw'];
        const { results } = await dkimVerify(String(raw), { resolver });
        expect(results.map(({ status }) => status.result)).toEqual(['pass']);
      }
    });
  },
);
