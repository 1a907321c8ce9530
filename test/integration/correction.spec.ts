import { Audience } from '#audience';
import { openAddress } from '#audience/addresses';
import { type ChannelName, CHANNELS } from '#channels';
import { rows } from '#platform/database';
import { usualBackend } from '../factories/database.js';
import { marksOf } from '../factories/marks.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const LONG = 120_000;

interface Begun {
  id: string;
  version: number;
  state: string;
  submission: { digest: string; document: Record<string, unknown> };
  others: { left: number; uncertain: number; notWritten: number; earlier: number } | null;
  unreached: { people: number } | null;
  remainder: { id: string; state: string } | null;
  remainderOfId: string | null;
  estimate: { people: number; channels: Record<ChannelName, number> };
  warnings: { code: string }[];
  draft: { reach: string; audience: unknown };
  alert: { kind: string; open: boolean } | null;
}

describe.each(usualBackend())('a correction, queues on $name', ({ url }) => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await testSystem({
      queueUrl: url(),
      contacts: 300,
      more: { EMAIL_RATE: '60', TELEGRAM_RATE: '30', SMS_RATE: '40' },
    });
  }, LONG);
  afterAll(() => system.stop());

  /** The recipients that a broadcast reached on a channel, according to the sandbox. */
  const arrivals = async (id: string, channel: string): Promise<string[]> => {
    const answer = await fetch(
      `${system.sandbox.httpUrl}/sandbox/messages?channel=${channel}&broadcast=${id}&brief=true`,
    );
    return ((await answer.json()) as { to: string }[]).map(({ to }) => to).sort();
  };
  /** The same on all channels. */
  const reached = async (id: string): Promise<string[]> =>
    (
      await Promise.all(
        CHANNELS.map(async (channel) => (await arrivals(id, channel)).map((to) => `${channel} ${to}`)),
      )
    )
      .flat()
      .sort();
  const ask = async (
    who: 'penulis' | 'kpu-nasional',
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: Record<string, unknown>,
    expected = 200,
  ): Promise<Begun> => {
    const answer = await (await system.as(who))<Begun>(method, `/api/v1/broadcasts/${path}`, body);
    expect({ path, status: answer.status, body: answer.status === expected ? null : answer.body }).toEqual({
      path,
      status: expected,
      body: null,
    });
    return answer.body;
  };
  const get = (id: string): Promise<Begun> => ask('penulis', 'GET', id);
  const marks = async ({ id }: Begun): Promise<string[]> => marksOf(await system.as('kpu-nasional'), id);
  const approve = async (begun: Begun, expected = 200, seen?: string[]): Promise<Begun> => {
    const { id, submission } = begun;
    const acknowledged = seen ?? (await marks(begun));
    const given = { digest: submission.digest, confirmLocalHours: true, acknowledged };
    return ask('kpu-nasional', 'POST', `${id}/approve`, given, expected);
  };
  const begin = async (id: string, edit: Record<string, unknown> = {}): Promise<Begun> => {
    const { id: correction, version } = await ask(
      'penulis',
      'POST',
      `${id}/corrections`,
      { title: 'Ralat' },
      201,
    );
    return ask('penulis', 'PATCH', correction, {
      version,
      schedule: { at: 'now', leaveWindow: true },
      ...edit,
    });
  };
  /** Corrects a broadcast: written by the author, approved by KPU. @returns its id */
  const correct = async (id: string, edit: Record<string, unknown> = {}): Promise<string> => {
    const begun = await begin(id, edit);
    const submitted = await ask('penulis', 'POST', `${begun.id}/submit`, { confirmLocalHours: true });
    expect((await system.progress(id)).state).toMatch(/paused|completed/);
    await approve(submitted);
    return begun.id;
  };
  const leaves = async (broadcastId: string, addressId: string): Promise<void> => {
    const token = system.keys.deliveryToken('unsubscribe', { broadcastId, addressId });
    const left = await fetch(`${system.gateway.url}/unsubscribe/${token}`, { method: 'POST' });
    expect(left.status).toBe(200);
  };

  it(
    'stops the original and goes to exactly the recipients it reached, along the chain, less those who left',
    async () => {
      // On a busy machine every copy is sent before the correction is approved: one channel's copies wait.
      const operator = await system.as('operator');
      const channel = '/api/v1/operations/channels/telegram';
      expect((await operator('POST', `${channel}/pause`, { reason: 'Uji' })).status).toBe(204);
      const original = await system.broadcast();
      await system.until(original, ({ total }) => total.accepted + total.delivered > 60);
      const first = await correct(original);
      expect((await operator('POST', `${channel}/resume`, { reason: 'Uji' })).status).toBe(204);
      await system.until(first, ({ state }) => state === 'completed');
      const stopped = await system.until(
        original,
        ({ state, total }) => state === 'cancelled' && total.pending + total.claimed === 0,
      );
      expect(stopped.total.cancelled).toBeGreaterThan(0);
      expect(await reached(first)).toEqual(await reached(original));

      // Two recipients of the original leave before the correction of the correction; one of them also complains.
      const [left, complains] = await rows<{ id: string }>(
        system.db.source.manager,
        `SELECT d.address_id AS id FROM deliveries d JOIN waves w ON w.id = d.wave_id
         WHERE d.broadcast_id = $1 AND w.channel = 'email' AND d.state = 'accepted' ORDER BY 1 LIMIT 2`,
        [first],
      );
      if (!left || !complains) throw new Error('nobody got the correction by e-mail');
      await leaves(first, left.id);
      await leaves(first, complains.id);
      await system.db.source.transaction((tx) =>
        new Audience(system.db.source).suppress(tx, 'email', [complains.id], 'complaint', ''),
      );

      const second = await correct(first);
      const ended = await system.until(second, ({ state }) => state === 'completed');
      const byEmail = (await arrivals(original, 'email')).length;
      expect((await arrivals(second, 'email')).length).toBe(byEmail - 2);
      expect(await arrivals(second, 'sms')).toEqual(await arrivals(original, 'sms'));
      expect(ended.channels.email?.suppressed).toBe(2);
      // The list names them; the estimate counted those who can be written to, at the approval as in the dialogs.
      expect(ended.total.expected).toBe(ended.total.targeted - 2);

      // On request it goes to the one who only left; the request is part of what KPU approves.
      const telegram = { original: 'leave', message: true };
      const begun = await begin(second, { correction: { toThoseWhoLeft: true, telegram } });
      // Neither of them got the second.
      expect(begun.others).toMatchObject({ left: 1, notWritten: 1, earlier: 2 });
      expect(begun.estimate.channels.email).toBe(byEmail - 1);
      const submitted = await ask('penulis', 'POST', `${begun.id}/submit`, { confirmLocalHours: true });
      expect(submitted.submission.document['correction']).toEqual({ toThoseWhoLeft: true, telegram });
      await approve(submitted);
      const third = await system.until(begun.id, ({ state }) => state === 'completed');
      expect((await arrivals(begun.id, 'email')).length).toBe(byEmail - 1);
      expect(third.channels.email?.suppressed).toBe(1);
      for (const id of [original, first, second, begun.id]) {
        expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      }
    },
    LONG,
  );

  it(
    'overtakes the backlog on its channel',
    async () => {
      const original = await system.broadcast({ channels: ['email'], audience: { regions: ['32'] } });
      await system.until(original, ({ state }) => state === 'completed');
      const begun = await begin(original);
      const correction = await ask('penulis', 'POST', `${begun.id}/submit`, { confirmLocalHours: true });
      const seen = await marks(correction);
      // The channel is paused until both wait on it, so that the machine's speed does not matter.
      await system.db.source.query(
        `INSERT INTO channel_pauses (channel, reason, paused_by) SELECT 'email', 'uji', min(id) FROM people`,
      );
      const crowd = await system.broadcast({ channels: ['email'] });
      await system.until(crowd, ({ total }) => total.pending > 150);
      await approve(correction, 200, seen);
      await system.until(correction.id, ({ total }) => total.pending > 10);
      await system.db.source.query(
        `UPDATE channel_pauses SET resumed_at = siar_now(), resumed_by = paused_by WHERE resumed_at IS NULL`,
      );
      for (const id of [correction.id, crowd]) await system.until(id, ({ state }) => state === 'completed');
      const order = await rows<{ id: string }>(
        system.db.source.manager,
        `SELECT broadcast_id AS id FROM deliveries WHERE broadcast_id = ANY ($1) AND state = 'accepted' ORDER BY handed_at`,
        [[crowd, correction.id]],
      );
      const ids = order.map(({ id }) => id);
      expect(ids.filter((id) => id === correction.id).length).toBeGreaterThan(10);
      // Claimed copies may go first; the rest of the backlog goes after the correction.
      const behind = ids.slice(ids.lastIndexOf(correction.id) + 1);
      expect(behind.length).toBeGreaterThan(0);
      for (const id of [original, crowd, correction.id])
        expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it.each(['every', 'preferred'])(
    'takes the right text to the rest of the audience as a broadcast of its own, reach %s',
    async (reach) => {
      const original = await system.broadcast({ reach });
      await system.until(original, ({ total }) => total.accepted + total.delivered > 60);
      const { id } = await begin(original);
      const submitted = await ask('penulis', 'POST', `${id}/submit`, {
        confirmLocalHours: true,
        unreached: true,
      });
      expect(submitted.remainder).toMatchObject({ state: 'in_review' });
      const remainderId = submitted.remainder?.id ?? '';
      await system.until(original, ({ total }) => total.claimed === 0);
      const [{ unreached }, remainder] = [await get(id), await get(remainderId)];
      expect(remainder).toMatchObject({ remainderOfId: id, state: 'in_review', draft: { reach } });
      expect(remainder.submission.document).toMatchObject({ kind: 'urgent', remainderOfId: id });
      // Both have the same title: lists name the audience of the companion.
      const reviewer = await system.as('kpu-nasional');
      type Listed = {
        id: string;
        completes?: { id: string } | null;
        chain?: { completes: { id: string } | null };
      };
      const { body: waiting } = await reviewer<{ reviews: Listed[] }>('GET', '/api/v1/reviews');
      const { body: listed } = await reviewer<{ broadcasts: Listed[] }>('GET', '/api/v1/broadcasts');
      for (const [one, completed] of [
        [id, null],
        [remainderId, { id }],
      ] as const) {
        const found = [
          waiting.reviews.find((each) => each.id === one)?.completes,
          listed.broadcasts.find((each) => each.id === one)?.chain?.completes,
        ];
        expect(found).toEqual(
          completed === null ? [null, null] : Array(2).fill(expect.objectContaining(completed)),
        );
      }
      expect(remainder.submission.digest).not.toBe(submitted.submission.digest);
      expect(unreached?.people).toBeGreaterThan(0);
      expect(remainder.estimate.people).toBe(unreached?.people);
      // Not before the correction, which stops the original.
      await approve(remainder, 409);
      expect(remainder.alert).toBeNull();
      await approve(submitted);
      expect((await get(remainderId)).alert).toMatchObject({ kind: 'review', open: true });
      // How many got nothing is known on its page while it runs and once it has ended, until the companion has reached them.
      expect((await get(id)).unreached?.people).toBe(remainder.estimate.people);
      await system.until(id, ({ state }) => state === 'completed');
      expect((await get(id)).unreached?.people).toBe(remainder.estimate.people);
      await approve(remainder);
      await system.until(remainderId, ({ state }) => state === 'completed');
      expect((await get(id)).unreached?.people).toBe(0);

      const audience = await everybody(system);
      const corrected = await reached(id);
      const rest = await reached(remainderId);
      expect(corrected).toEqual(await reached(original));
      expect(corrected.length).toBeGreaterThan(60);
      expect(rest.length).toBeGreaterThan(0);
      if (reach === 'every') {
        expect([...corrected, ...rest].sort()).toEqual([...audience.keys()].sort());
      } else {
        const people = [...corrected, ...rest].map((address) => audience.get(address) ?? address);
        expect(people.sort()).toEqual([...new Set(audience.values())].sort());
      }
      for (const one of [original, id, remainderId]) {
        expect(await system.reconcile(one)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      }
    },
    LONG,
  );

  it(
    'edits or deletes messages on Telegram, along the chain, and sends new ones where it must',
    async () => {
      const original = await system.broadcast({
        channels: ['telegram'],
        audience: { regions: ['32', '33', '35'] },
      });
      await system.until(original, ({ state }) => state === 'completed');
      const people = (await arrivals(original, 'telegram')).length;
      expect(people).toBeGreaterThan(10);
      // One copy may have a duplicate: it was resent once.
      await system.db.source.query(
        `UPDATE deliveries SET resends = 1 WHERE broadcast_id = $1 AND address_id = (SELECT min(address_id) FROM deliveries WHERE broadcast_id = $1)`,
        [original],
      );
      const corrected = async (id: string, text: string, telegram: object): Promise<string> => {
        const correction = await correct(id, {
          contents: { telegram: { id: { body: text } } },
          correction: { toThoseWhoLeft: false, telegram },
        });
        await system.until(correction, ({ state }) => state === 'completed');
        expect(await system.reconcile(correction)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
        return correction;
      };
      const outcomes = async (id: string): Promise<Record<string, number>> => {
        const found = await rows<{ reason: string; n: number }>(
          system.db.source.manager,
          `SELECT coalesce(reason, '-') AS reason, count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 AND state = 'accepted' GROUP BY 1`,
          [id],
        );
        return Object.fromEntries(found.map(({ reason, n }) => [reason, n]));
      };
      /** What recipients see of a text, and how many messages they have received since the original. */
      const seen = async (text: string): Promise<{ chats: number; sent: number }> => {
        const answer = await fetch(
          `${system.sandbox.httpUrl}/sandbox/messages?channel=telegram&after=${mark}`,
        );
        const all = (await answer.json()) as Chat[];
        const standing = all.filter(({ deletedAt }) => deletedAt === null);
        const showing = standing.filter((one) => (one.edits.at(-1)?.text ?? one.text).includes(text));
        expect(standing.length - showing.length).toBe(0);
        return { chats: new Set(showing.map(({ to }) => to)).size, sent: all.length };
      };
      const first = await fetch(
        `${system.sandbox.httpUrl}/sandbox/messages?channel=telegram&broadcast=${original}&brief=true&limit=1`,
      );
      const mark = Number(((await first.json()) as { id: string }[])[0]?.id) - 1;

      // The wrong text is not resent during its correction, or afterwards.
      const operator = await system.as('operator');
      const resend = async (): Promise<string> =>
        String(
          (
            await operator('POST', `/api/v1/broadcasts/${original}/resend-unknown`, {
              unknown: 1,
              reason: 'uji',
            })
          ).body['title'],
        );
      expect(await resend()).toMatch(/^Nothing unknown can be sent again/);
      const withoutTelegram = await begin(original, { channels: ['sms'] });
      expect(withoutTelegram.warnings).toContainEqual(expect.objectContaining({ code: 'channel-left-out' }));
      // All of them got it there alone.
      expect(withoutTelegram.others).toMatchObject({ leftOut: { channels: { telegram: people }, people } });
      // It blocks another correction.
      await ask('penulis', 'POST', `${withoutTelegram.id}/withdraw`, {});

      const edited = await corrected(original, 'Ralat satu', { original: 'edit', message: false });
      expect(await outcomes(edited)).toEqual({
        'original edited': people - 1,
        'sent instead: not known': 1,
      });
      expect(await resend()).toMatch(/^It is being corrected/);
      expect(await seen('Ralat satu')).toEqual({ chats: people, sent: people + 1 });

      const deleted = await corrected(edited, 'Ralat dua', { original: 'delete', message: true });
      expect(await outcomes(deleted)).toEqual({
        'original deleted, sent': people - 1,
        'original left, sent: not known': 1,
      });
      expect(await seen('Ralat dua')).toEqual({ chats: people, sent: 2 * people + 1 });

      // All but two copies become too old to be deleted.
      await system.db.source.query(
        `UPDATE deliveries SET resends = 0, handed_at = handed_at - interval '49 h' WHERE broadcast_id = ANY ($1::bigint[])
           AND address_id NOT IN (SELECT address_id FROM deliveries WHERE broadcast_id = $2 ORDER BY address_id DESC LIMIT 2)`,
        [[original, edited, deleted], original],
      );
      const late = await corrected(deleted, 'Ralat tiga', { original: 'delete', message: false });
      expect(await outcomes(late)).toEqual({ 'original deleted': 2, 'sent instead: too old': people - 2 });
      for (const id of [original, edited, deleted, late])
        expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it('reports how many of its recipients may not have received the original', async () => {
    const original = await system.broadcast({ channels: ['email'], audience: { regions: ['32'] } });
    const { total } = await system.until(original, ({ state }) => state === 'completed');
    await system.db.source.query(
      `UPDATE deliveries SET state = 'unknown' WHERE broadcast_id = $1 AND address_id IN
         (SELECT address_id FROM deliveries WHERE broadcast_id = $1 AND state = 'accepted' LIMIT 2)`,
      [original],
    );
    const { others, estimate } = await begin(original);
    expect(others).toMatchObject({ uncertain: 2, earlier: 0 });
    expect(estimate.channels.email).toBe(total.accepted);
  });

  it('is refused where it would change nothing for anybody, and in what is no correction', async () => {
    const original = await system.broadcast({ channels: ['telegram'], audience: { regions: ['11'] } });
    const { id, version } = await begin(original);
    const telegram = { original: 'leave', message: false };
    const nothing = { version, correction: { toThoseWhoLeft: false, telegram } };
    await ask('penulis', 'PATCH', id, nothing, 400);
    const { id: other, version: first } = await ask('penulis', 'POST', '', { title: 'Bukan ralat' }, 201);
    const choice = { toThoseWhoLeft: true, telegram: { original: 'edit', message: true } };
    await ask('penulis', 'PATCH', other, { version: first, correction: choice }, 422);
    await ask('penulis', 'POST', `${other}/submit`, { unreached: true }, 422);
  });

  it(
    'renews the remainder with the correction, withdraws it together with it, and corrects its recipients',
    async () => {
      const original = await system.broadcast();
      await system.until(original, ({ total }) => total.accepted + total.delivered > 30);
      const begun = await begin(original);
      const submit = (id: string, unreached: boolean): Promise<Begun> =>
        ask('penulis', 'POST', `${id}/submit`, { confirmLocalHours: true, unreached });
      const once = (await submit(begun.id, true)).remainder;
      const before = await get(once?.id ?? '');
      const { version } = await get(begun.id);
      await ask('penulis', 'PATCH', begun.id, { version, title: 'Ralat, sekali lagi' });
      const again = await submit(begun.id, true);
      expect(again.remainder).toEqual(once);
      const renewed = await get(before.id);
      expect(renewed.submission.document).toMatchObject({ title: 'Ralat, sekali lagi' });
      expect((await submit(begun.id, false)).remainder).toMatchObject({ state: 'withdrawn' });
      const last = await submit(begun.id, true);
      // It has the text, the reach and the audience that its correction gives it.
      const bound = await get(before.id);
      const edit = { version: bound.version, reach: 'preferred', audience: { regions: ['11'] } };
      expect(await ask('penulis', 'PATCH', before.id, edit, 409)).toMatchObject({ code: 'edit-that-one' });
      await approve(last);
      await approve(bound);
      for (const id of [begun.id, before.id]) await system.until(id, ({ state }) => state === 'completed');

      // What both said was wrong too: the recipients of either are corrected.
      const next = await correct(begun.id);
      await system.until(next, ({ state }) => state === 'completed');
      const both = [...(await reached(begun.id)), ...(await reached(before.id))].sort();
      expect(await reached(next)).toEqual(both);
      expect(await system.reconcile(next)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it(
    'refuses to submit a remainder whose correction was itself corrected',
    async () => {
      const original = await system.broadcast();
      await system.until(original, ({ total }) => total.accepted + total.delivered > 30);
      const begun = await begin(original);
      const submitted = await ask('penulis', 'POST', `${begun.id}/submit`, {
        confirmLocalHours: true,
        unreached: true,
      });
      const remainderId = submitted.remainder?.id ?? '';
      await ask('kpu-nasional', 'POST', `${remainderId}/reject`, { reason: 'Belum perlu' });
      await approve(submitted);
      await system.until(begun.id, ({ state }) => state === 'completed');
      const next = await correct(begun.id);
      await system.until(next, ({ state }) => state === 'completed');
      const refused = await ask('penulis', 'POST', `${remainderId}/submit`, { confirmLocalHours: true }, 409);
      expect(refused).toMatchObject({ code: 'correction-corrected' });
    },
    LONG,
  );
});

/** The current messages in each Telegram chat from a broadcast and its corrections. */
interface Chat {
  to: string;
  providerId: string;
  text: string;
  edits: { text: string }[];
  deletedAt: string | null;
}

/** Every active address, `channel address`, with its contact. */
async function everybody(system: TestSystem): Promise<Map<string, string>> {
  const found = await rows<{
    id: string;
    contactId: string;
    channel: ChannelName;
    ciphertext: Buffer;
    keyId: string;
  }>(
    system.db.source.manager,
    `SELECT id, contact_id AS "contactId", channel, ciphertext, key_id AS "keyId" FROM addresses WHERE state = 'active'`,
  );
  return new Map(
    found.map(({ id, contactId, channel, ...sealed }) => [
      `${channel} ${openAddress(system.keys, id, channel, sealed)}`,
      contactId,
    ]),
  );
}
