import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'node:http';
import { SMS_DOCUMENT } from '../../../test/factories/document.js';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { runningBroadcast } from '../../../test/factories/ledger.js';
import { heldBytes } from '../../../test/factories/memory.js';
import { mp3, storedRecording, webm } from '../../../test/factories/recordings.js';
import { sha256 } from '#platform/crypto';

let site: TestGateway;
beforeAll(async () => {
  site = await testGateway();
});
afterAll(() => site.stop());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(site.url + path, { method, headers, redirect: 'manual' });

let made = 0;
/** A broadcast with its recordings; each call creates different files. */
async function withRecordings(decision: 'approved' | null = 'approved') {
  const spoken = mp3(20 + ++made);
  const signed = Buffer.concat([webm(), Buffer.from(`film ${made}`)]);
  const name = (bytes: Buffer, type: string) => ({ sha256: sha256(bytes), bytes: bytes.length, type });
  const document = {
    ...SMS_DOCUMENT,
    alternatives: {
      easy: { id: 'TPS buka jam 7 pagi <kata>.', en: 'Polls open at 7.' },
      audio: { id: name(spoken, 'audio/mpeg') },
      signing: name(signed, 'video/webm'),
    },
  };
  const { id, publicCode } = await runningBroadcast(site.db.source, site.keys, {
    channel: 'sms',
    states: ['accepted'],
    document,
    decision,
    ...(decision === null ? { state: 'in_review' } : {}),
  });
  await storedRecording(site.db.source, { bytes: spoken, type: 'audio/mpeg', uses: [id] });
  await storedRecording(site.db.source, { bytes: signed, type: 'video/webm', uses: [id] });
  return {
    id,
    publicCode,
    spoken,
    audio: `/recordings/${sha256(spoken)}`,
    video: `/recordings/${sha256(signed)}`,
  };
}

describe('the page of a message', () => {
  it('shows its easy-read text, its recording and its sign-language video, and allows them from its own origin only', async () => {
    const { publicCode, audio, video } = await withRecordings();
    const shown = await get(`/verify/${publicCode}`);
    const text = await shown.text();
    for (const part of [
      'Teks mudah',
      'TPS buka jam 7 pagi &lt;kata&gt;.',
      'Polls open at 7.',
      'Bahasa isyarat (BISINDO)',
      `src="${audio}"`,
      `src="${video}"`,
      '0,1 MB',
      audio.slice('/recordings/'.length),
    ])
      expect(text).toContain(part);
    const policy = shown.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none';.*;media-src 'self'$/);
    const english = await get(`/verify/${publicCode}?bahasa=en`);
    expect(await english.text()).toContain('Sign language (BISINDO)');
    expect(english.headers.get('content-security-policy')).toBe(policy);
    // A later reader gets the page that is ready.
    const again = await get(`/verify/${publicCode}`);
    expect(again.headers.get('content-security-policy')).toBe(policy);
    expect(await again.text()).toBe(text);
  });

  it('without any recording has neither a heading nor a permission for them', async () => {
    const { publicCode } = await runningBroadcast(site.db.source, site.keys, {
      channel: 'sms',
      states: [],
      document: SMS_DOCUMENT,
    });
    const shown = await get(`/verify/${publicCode}`);
    expect(shown.headers.get('content-security-policy')).not.toContain('media-src');
    expect(await shown.text()).not.toMatch(/Teks mudah|Dengar|<audio|<video/);
  });
});

const from = (n: number): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${n}` });

describe('a recording', () => {
  it('is served whole, cacheable indefinitely, with a fixed content type', async () => {
    const { audio, spoken } = await withRecordings();
    const answer = await get(audio);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'audio/mpeg',
      'content-length': String(spoken.length),
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      etag: `"${sha256(spoken)}"`,
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(spoken)).toBe(true);
    const head = await get(audio, {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(spoken.length));
  });

  it.each<[string, (bytes: number) => [start: number, end: number]]>([
    ['bytes=0-0', () => [0, 0]],
    ['bytes=0-', (bytes) => [0, bytes - 1]],
    ['bytes=998-1001', () => [998, 1001]],
    ['bytes=1000-2999', () => [1000, 2999]],
    ['bytes=-5', (bytes) => [bytes - 5, bytes - 1]],
    ['bytes=8000-999999999', (bytes) => [8000, bytes - 1]],
  ])('is served in part for %s, across the borders of its chunks', async (range, wanted) => {
    const { audio, spoken } = await withRecordings();
    const [start, end] = wanted(spoken.length);
    const answer = await get(audio, { range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/${spoken.length}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(spoken.subarray(start, end + 1))).toBe(true);
  });

  it('answers an unsatisfiable range, several ranges, and an invalid one as RFC 9110 specifies', async () => {
    const { audio, spoken } = await withRecordings();
    const beyond = await get(audio, { range: `bytes=${spoken.length}-` });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe(`bytes */${spoken.length}`);
    expect(beyond.headers.get('cache-control')).toBe('no-store');
    for (const range of ['bytes=0-1,5000-5001', 'lines=1-2', 'bytes=x']) {
      const answer = await get(audio, { range });
      expect({ range, status: answer.status }).toEqual({ range, status: 200 });
      expect((await answer.arrayBuffer()).byteLength).toBe(spoken.length);
    }
  });

  it('is not sent again for a matching ETag, and sent whole for another', async () => {
    const { audio, spoken } = await withRecordings();
    const etag = `"${sha256(spoken)}"`;
    for (const had of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect((await get(audio, { 'if-none-match': had })).status).toBe(304);
    expect((await get(audio, { 'if-none-match': '"x"' })).status).toBe(200);
    expect((await get(audio, { range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    expect((await get(audio, { range: 'bytes=0-9', 'if-range': '"x"' })).status).toBe(200);
  });

  it('is private before KPU has approved its broadcast, or if it belongs to none', async () => {
    const { id, audio } = await withRecordings(null);
    expect((await get(audio)).status).toBe(404);
    await site.db.source.query(
      `UPDATE submissions SET decision = 'approved', decided_by = (SELECT id FROM people WHERE username = 'peninjau'), decided_at = siar_now() WHERE broadcast_id = $1`,
      [id],
    );
    expect((await get(audio)).status).toBe(200);
    const loose = await storedRecording(site.db.source, { bytes: mp3(9), type: 'audio/mpeg', uses: [] });
    for (const name of [
      loose.sha256,
      '0'.repeat(64),
      'x',
      '%00',
      "'; DROP TABLE recordings",
      '..%2f..%2fetc',
    ]) {
      const answer = await get(`/recordings/${encodeURI(name)}`);
      expect({ name, status: answer.status }).toEqual({ name, status: 404 });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('is not served when its content does not match its name', async () => {
    const { audio } = await withRecordings();
    await site.db.source.query(
      `UPDATE recording_pieces SET piece = set_byte(piece, 7, 255) WHERE no = 2
         AND recording_id = (SELECT id FROM recordings WHERE sha256 = $1)`,
      [audio.slice('/recordings/'.length)],
    );
    expect((await get(audio)).status).toBe(404);
  });

  it('is served with backpressure, and in little memory', async () => {
    const bytes = Buffer.concat([webm(), Buffer.alloc(20_000_000, 'isyarat')]);
    const { id } = await withRecordings();
    const { sha256: name } = await storedRecording(site.db.source, {
      bytes,
      type: 'video/webm',
      uses: [id],
      piece: 256 * 1024,
    });
    const before = heldBytes();
    // Twenty clients that stop reading: with the whole file in memory this would take 400 MB.
    const open = await Promise.all(
      Array.from(
        { length: 20 },
        (_, n) =>
          new Promise<ReturnType<typeof request>>((resolve) => {
            const asked = request(
              `${site.url}/recordings/${name}`,
              { agent: false, headers: from(n < 5 ? 1 : n) },
              (response) => {
                response.pause();
                resolve(asked);
              },
            );
            asked.on('error', () => undefined);
            asked.end();
          }),
      ),
    );
    await sleep(300);
    expect(heldBytes() - before).toBeLessThan(60 * 2 ** 20);
    // Five of them are of one network, which has no more places: others have.
    const sixth = await get(`/recordings/${name}`, { range: 'bytes=0-3', ...from(1) });
    expect([sixth.status, sixth.headers.get('retry-after')]).toEqual([503, '10']);
    expect((await get(`/recordings/${name}`, { range: 'bytes=0-3', ...from(99) })).status).toBe(206);
    for (const one of open) one.destroy();
    for (let last = 503; last !== 206;)
      last = (await get(`/recordings/${name}`, { range: 'bytes=0-3', ...from(1) })).status;
  });
});
