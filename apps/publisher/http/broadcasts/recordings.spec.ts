import type { Recording } from '#broadcasts/recordings';
import { Recordings } from '#broadcasts/recordings';
import { sha256 } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { postMebibytes } from '../../../../test/factories/large-body.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { mp3, mp4, webm } from '../../../../test/factories/recordings.js';
import { type Ask, PASSWORD, signIn } from '../../../../test/factories/staff.js';

const BYTES = { 'content-type': 'application/octet-stream' };
const BROADCASTS = '/api/v1/broadcasts';

interface View {
  id: string;
  version: number;
  state: string;
  draft: { alternatives?: Record<string, unknown> };
  submission: { digest: string; document: { alternatives?: unknown } } | null;
  faults?: { path: string; message: string }[];
}

describe('recordings over HTTP', () => {
  let publisher: TestPublisher;
  let author: Ask;
  let reviewer: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    author = await signIn(publisher.url, 'penulis');
    reviewer = await signIn(publisher.url, 'kpu-nasional');
  });
  afterAll(() => publisher.stop());

  const upload = (kind: string, file: Buffer) =>
    author<Recording & { title?: string; faults?: View['faults'] }>(
      'POST',
      `/api/v1/recordings/${kind}`,
      file,
      BYTES,
    );
  const kept = async (): Promise<number> =>
    (await row<{ n: number }>(publisher.db.source.manager, 'SELECT count(*)::int AS n FROM recordings'))?.n ??
    0;
  const draft = (more: object) => ({
    title: 'Dengan rekaman',
    channels: ['sms'],
    contents: { sms: { id: { body: 'KPU: cek TPS di kpu.go.id' } } },
    audience: { regions: ['11'] },
    schedule: { at: 'now', leaveWindow: true },
    kind: 'urgent',
    ...more,
  });

  it('are typed by content, stored once, and recorded in the trail with the person', async () => {
    const file = mp3(30);
    const { status, body } = await upload('audio', file);
    expect({ status, body }).toEqual({
      status: 201,
      body: { sha256: sha256(file), bytes: file.length, type: 'audio/mpeg' },
    });
    const before = await kept();
    expect((await upload('audio', file)).body).toEqual(body);
    const [one, two] = await Promise.all([upload('audio', mp3(31)), upload('audio', mp3(31))]);
    expect(one.body).toEqual(two.body);
    expect(await kept()).toBe(before + 1);
    const trail = await rows<{ actor_id: string; detail: object }>(
      publisher.db.source.manager,
      `SELECT actor_id, detail FROM audit_entries WHERE act = 'recording.upload' AND subject = $1 ORDER BY id`,
      [`recording:${body.sha256}`],
    );
    expect(trail).toEqual([
      {
        actor_id: publisher.staff.people.penulis,
        detail: { bytes: 12510, type: 'audio/mpeg', known: false },
      },
      { actor_id: publisher.staff.people.penulis, detail: { bytes: 12510, type: 'audio/mpeg', known: true } },
    ]);
  });

  it.each<[string, string, Buffer, RegExp]>([
    ['a page', 'audio', Buffer.from('<script>alert(1)</script>'.repeat(400)), /MP3, M4A or Ogg/],
    ['a video', 'audio', mp4('isom', 'vide'), /This is video\/mp4/],
    ['audio', 'signing', mp3(30), /MP4 or WebM/],
    ['nothing', 'audio', Buffer.alloc(0), /another file/],
    ['more than 5 MB', 'audio', Buffer.concat([mp3(30), Buffer.alloc(5_000_000)]), /at most 5 MB/],
  ])('refuse %s as %s, and store nothing of it', async (_, kind, file, message) => {
    const before = await kept();
    const { status, body } = await upload(kind, file);
    expect(status).toBe(422);
    expect(body.faults?.[0]).toMatchObject({ path: 'file' });
    expect(body.faults?.[0]?.message).toMatch(message);
    expect(await kept()).toBe(before);
  });

  it('are refused during the upload, without being held in memory', async () => {
    const signedIn = await fetch(`${publisher.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'penulis', password: PASSWORD }),
    });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const before = process.memoryUsage().rss;
    const answer = await postMebibytes(`${publisher.url}/api/v1/recordings/signing`, 200, {
      ...BYTES,
      cookie,
    });
    expect(answer.status).toBe(422);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
    expect(await rows(publisher.db.source.manager, 'SELECT FROM recordings WHERE sha256 IS NULL')).toEqual(
      [],
    );
  });

  it('go with a broadcast from draft to approval, under its digest; not into a copy or a correction', async () => {
    const spoken = (await upload('audio', mp3(50))).body;
    const signed = (await upload('signing', webm())).body;
    const alternatives = {
      easy: { id: 'Cek TPS Anda di kpu.go.id.' },
      audio: { id: spoken },
      signing: signed,
    };
    const made = await author<View>('POST', BROADCASTS, draft({ alternatives }));
    expect({ status: made.status, faults: made.body.faults }).toEqual({ status: 201, faults: undefined });
    expect(made.body.draft.alternatives).toEqual(alternatives);
    const { id } = made.body;
    const submitted = await author<View>('POST', `${BROADCASTS}/${id}/submit`, { confirmLocalHours: true });
    expect({ status: submitted.status, faults: submitted.body.faults }).toEqual({
      status: 200,
      faults: undefined,
    });
    const { digest = '', document } = submitted.body.submission ?? {};
    expect(document?.alternatives).toEqual(alternatives);

    // Another recording changes the digest: an earlier review no longer counts.
    const { version } = submitted.body;
    const other = (await upload('audio', mp3(51))).body;
    await author('PATCH', `${BROADCASTS}/${id}`, {
      version,
      alternatives: { ...alternatives, audio: { id: other } },
    });
    await author('POST', `${BROADCASTS}/${id}/submit`, { confirmLocalHours: true });
    const stale = await reviewer<{ changes: { path: string }[]; digest: string }>(
      'POST',
      `${BROADCASTS}/${id}/approve`,
      { digest, confirmLocalHours: true },
    );
    expect(stale.status).toBe(409);
    expect(stale.body.changes.map(({ path }) => path)).toContain('alternatives.audio.id.sha256');
    const approved = await reviewer<View>('POST', `${BROADCASTS}/${id}/approve`, {
      digest: stale.body.digest,
      confirmLocalHours: true,
    });
    expect({ status: approved.status, faults: approved.body.faults }).toEqual({
      status: 200,
      faults: undefined,
    });

    const copy = await author<View>('POST', `${BROADCASTS}/${id}/copy`);
    expect(copy.body.draft.alternatives).toEqual({ easy: alternatives.easy });
    const correction = await author<View>('POST', `${BROADCASTS}/${id}/corrections`, { title: 'Ralat' });
    expect(correction.status).toBe(201);
    expect(correction.body.draft.alternatives).toBeUndefined();
  });

  it.each<[string, (known: Recording) => object, string]>([
    [
      'was never uploaded',
      () => ({ sha256: 'f'.repeat(64), bytes: 9, type: 'audio/mpeg' }),
      'upload it again',
    ],
    ['has another size', (known) => ({ ...known, bytes: known.bytes + 1 }), 'bytes'],
    ['is of another type', (known) => ({ ...known, type: 'audio/ogg' }), 'audio/mpeg'],
  ])('cannot be named in a draft when it %s', async (_, changed, message) => {
    const known = (await upload('audio', mp3(52))).body;
    const { status, body } = await author<View>(
      'POST',
      BROADCASTS,
      draft({ alternatives: { audio: { id: changed(known) } } }),
    );
    expect(status).toBe(422);
    expect(body.faults).toMatchObject([{ path: 'alternatives.audio.id' }]);
    expect(body.faults?.[0]?.message).toContain(message);
  });

  it('play in part and in whole for reviewers', async () => {
    const file = Buffer.concat([mp3(2), Buffer.alloc(700_000, 'siar')]);
    const { sha256: name } = (await upload('audio', file)).body;
    const at = `/api/v1/recordings/${name}`;
    const whole = await reviewer('GET', at);
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('audio/mpeg');
    expect(whole.headers.get('content-length')).toBe(String(file.length));
    // Across the border between two stored pieces.
    const part = await reviewer<{ text: string }>('GET', at, undefined, { range: 'bytes=262140-262151' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 262140-262151/${file.length}`);
    expect(part.body.text).toBe(file.subarray(262140, 262152).toString());
    expect((await reviewer('GET', `/api/v1/recordings/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await (await signIn(publisher.url, 'bantuan'))('GET', at)).status).toBe(403);
  });

  it('are deleted a week after the last reference; a draft or a submission keeps them', async () => {
    const named = (await upload('audio', mp3(60))).body;
    const dropped = (await upload('audio', mp3(61))).body;
    const fresh = (await upload('audio', mp3(62))).body;
    const { body } = await author<View>(
      'POST',
      BROADCASTS,
      draft({ alternatives: { audio: { id: dropped } } }),
    );
    await author('PATCH', `${BROADCASTS}/${body.id}`, {
      version: body.version,
      alternatives: { audio: { id: named } },
    });
    const { source } = publisher.db;
    await source.query(`UPDATE recordings SET kept_at = siar_now() - interval '8 days' WHERE sha256 <> $1`, [
      fresh.sha256,
    ]);
    await source.query(
      `INSERT INTO recordings (kept_at) VALUES (siar_now() - interval '2 days'), (siar_now())`,
    );
    await publisher.app.get(Recordings).forget();
    const left = await rows<{ sha256: string | null }>(source.manager, 'SELECT sha256 FROM recordings');
    const names = left.map(({ sha256: name }) => name);
    expect(names).toEqual(expect.arrayContaining([named.sha256, fresh.sha256, null]));
    expect(names).not.toContain(dropped.sha256);
    expect(names.filter((name) => name === null)).toHaveLength(1);
  });
});
