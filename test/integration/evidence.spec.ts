import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addressContext, sha256 } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { writeEvidence } from '../../apps/publisher/evidence/folder.js';
import { mp3 } from '../factories/recordings.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const run = promisify(execFile);

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs a command with only this environment. */
const command = (
  file: string,
  args: string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<Ended> =>
  run(file, args, { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 50_000, cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout,
      err: stderr,
    }),
  );

describe('evidence for a court', () => {
  let system: TestSystem;
  let broadcastId: string;
  let parent: string;
  let folder: string;
  const program = (name: string, ...args: string[]): Promise<Ended> =>
    command(process.execPath, [`dist/apps/publisher/${name}.js`, ...args], { DATABASE_URL: system.db.url });
  const read = async <T = unknown>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, name), 'utf8')) as T;

  beforeAll(async () => {
    system = await testSystem({ contacts: 120 });
    const asAuthor = await system.as('penulis');
    const { body: spoken } = await asAuthor('POST', '/api/v1/recordings/audio', mp3(30), {
      'content-type': 'application/octet-stream',
    });
    broadcastId = await system.broadcast({
      title: 'Hari pemungutan suara "serentak"',
      alternatives: { audio: { id: spoken } },
    });
    // A receipt that comes after the export would change the counts that it is compared with.
    await system.until(
      broadcastId,
      ({ state, channels }) => state === 'completed' && channels.sms?.accepted === 0,
    );
    await system.reconcile(broadcastId);
    // A person's present rights do not show the rights at that time.
    const author = await row<{ id: string }>(
      system.db.source.manager,
      `SELECT id FROM people WHERE username = 'penulis'`,
    );
    const admin = await system.as('admin');
    const roles = ['author', 'helpdesk'];
    expect((await admin('PUT', `/api/v1/people/${author?.id}/roles`, { roles })).status).toBeLessThan(300);
    await untilSealed();
    parent = await mkdtemp(join(tmpdir(), 'siar-evidence-'));
    folder = join(parent, 'bukti');
    const made = await program('evidence', broadcastId, '--out', folder);
    expect(made).toMatchObject({ code: 0, err: '' });
  });
  afterAll(async () => {
    await system.stop();
    await rm(parent, { recursive: true, force: true });
  });

  /** The publisher's own sealer has sealed everything. */
  async function untilSealed(): Promise<void> {
    const auditor = await system.as('auditor');
    for (let left = 100; left > 0; left--) {
      const { body } = await auditor<{ chain: { waiting: number } }>('GET', '/api/v1/audit?limit=1');
      if (body.chain.waiting === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('nothing seals the trail');
  }

  it('can be checked by sha256sum alone, which finds any changed file', async () => {
    const check = (): Promise<Ended> => command('sha256sum', ['-c', 'SHA256SUMS'], {}, folder);
    const { code, out } = await check();
    expect(code).toBe(0);
    const files = (await readdir(folder)).filter((name) => name !== 'SHA256SUMS').sort();
    const recording = `${sha256(mp3(30))}.mp3`;
    expect(out).toContain(`${recording}: OK`);
    expect((await readFile(join(folder, recording))).equals(mp3(30))).toBe(true);
    expect(files.filter((name) => name !== recording)).toEqual([
      'README.txt',
      'approval.json',
      'audit.jsonl',
      'chain.txt',
      'check.sh',
      'counts.json',
      'document.json',
      'root.json',
      'rules.json',
    ]);
    expect(out.trim().split('\n').sort()).toEqual(files.map((name) => `${name}: OK`).sort());
    const before = await readFile(join(folder, 'document.json'));
    await appendFile(join(folder, 'document.json'), ' ');
    expect(await check()).toMatchObject({
      code: 1,
      out: expect.stringContaining('document.json: FAILED') as string,
    });
    await writeFile(join(folder, 'document.json'), before);
  });

  it('holds exactly the bytes that were approved, and who approved them', async () => {
    const stored = await row<{ document: string; digest: string }>(
      system.db.source.manager,
      'SELECT document, digest FROM submissions WHERE broadcast_id = $1',
      [broadcastId],
    );
    expect(await readFile(join(folder, 'document.json'), 'utf8')).toBe(stored?.document);
    expect(await readFile(join(folder, 'README.txt'), 'utf8')).toContain(stored?.digest);
    expect(await read('approval.json')).toMatchObject({
      broadcastId,
      title: 'Hari pemungutan suara "serentak"',
      author: { name: 'Penulis Kementerian' },
      submissions: [
        {
          no: 1,
          digest: stored?.digest,
          file: 'document.json',
          submittedBy: { name: 'Penulis Kementerian', roles: ['author'], organisation: { kind: 'ministry' } },
          decision: 'approved',
          decidedBy: { name: 'Peninjau KPU', roles: ['reviewer'], organisation: { kind: 'kpu' } },
          decidedAt: expect.stringMatching(/T.*\.\d{6}Z$/) as string,
        },
      ],
    });
    expect(await read('rules.json')).toMatchObject([
      {
        submission: 1,
        format: 1,
        renderer: 1,
        sendWindow: null,
        linkDomains: ['bawaslu.go.id', 'kpu.go.id'],
      },
    ]);
    const progress = await system.progress(broadcastId);
    expect(await read('counts.json')).toMatchObject({
      total: progress.total,
      channels: progress.channels,
      regions: progress.regions,
    });
  });

  it('holds the broadcast’s audit entries with a chain that anybody can recompute', async () => {
    const lines = (await readFile(join(folder, 'audit.jsonl'), 'utf8')).trim().split('\n');
    const shown = lines.map((line) => JSON.parse(line) as { entry: { act: string; subject: string } });
    expect(shown.map(({ entry }) => entry.act)).toEqual(
      expect.arrayContaining(['broadcast.create', 'broadcast.submit', 'broadcast.approve']),
    );
    expect(new Set(shown.map(({ entry }) => entry.subject))).toEqual(new Set([`broadcast:${broadcastId}`]));
    expect(await command('sh', [join(folder, 'check.sh')])).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^UTUH \/ WHOLE: document [0-9a-f]{64}, chain up to [0-9a-f]{64}\n$/,
      ) as string,
    });
  });

  it('leads up to the first daily root after the broadcast, once it exists', async () => {
    expect(await read('root.json')).toBeNull();
    await system.db.source.query(
      `INSERT INTO audit_roots SELECT '2099-01-01', position, hash FROM audit_seals ORDER BY position DESC LIMIT 1`,
    );
    const later = join(parent, 'besok');
    expect(await program('evidence', broadcastId, '--out', later)).toMatchObject({ code: 0 });
    const root = JSON.parse(await readFile(join(later, 'root.json'), 'utf8')) as Record<string, string>;
    const chain = (await readFile(join(later, 'chain.txt'), 'utf8')).trim().split('\n');
    expect(chain.at(-1)?.split(' ')).toEqual([
      root['position'],
      expect.any(String),
      expect.any(String),
      root['hash'],
    ]);
    expect(await command('sh', [join(later, 'check.sh')])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`chain up to ${root['hash']}`) as string,
    });
    await rm(later, { recursive: true });
  });

  it.each([
    ['an entry', 'audit.jsonl', /broadcast\.approve/, 'broadcast.reject', /audit\.jsonl: not in the chain/],
    [
      'a link',
      'chain.txt',
      / [0-9a-f]{64}\n/,
      ` ${'0'.repeat(64)}\n`,
      /chain\.txt: \d+ has a wrong hash|does not follow/,
    ],
    ['the document', 'document.json', /serentak/, 'terpisah', /document\.json is not a submission/],
  ])('shows that %s was changed, even with matching checksums', async (_, name, what, by, said) => {
    const path = join(folder, name);
    const [before, sums] = [await readFile(path, 'utf8'), await readFile(join(folder, 'SHA256SUMS'), 'utf8')];
    const changed = before.replace(what, by);
    expect(changed).not.toBe(before);
    await writeFile(path, changed);
    await writeFile(join(folder, 'SHA256SUMS'), sums.replace(sha256(before), sha256(changed)));
    const { code, err } = await command('sh', [join(folder, 'check.sh')]);
    await writeFile(path, before);
    await writeFile(join(folder, 'SHA256SUMS'), sums);
    expect(code).toBe(1);
    expect(err).toMatch(said);
  });

  it('holds no data of citizens', async () => {
    const found = await rows<{
      id: string;
      name: string;
      channel: string;
      ciphertext: Buffer;
      keyId: string;
    }>(
      system.db.source.manager,
      `SELECT a.id, c.name, a.channel, a.ciphertext, a.key_id AS "keyId" FROM addresses a JOIN contacts c ON c.id = a.contact_id`,
    );
    expect(found.length).toBeGreaterThan(100);
    const all = (
      await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
    ).join('\n');
    for (const { id, name, channel, ...sealed } of found) {
      const address = system.keys.open(sealed, addressContext(id, channel));
      expect(all.includes(address) ? `${channel} ${id}` : null).toBeNull();
      expect(name.length > 3 && all.includes(name) ? `contact of ${id}` : null).toBeNull();
    }
  });

  it('is written once, of an approved broadcast only', async () => {
    const written = (id: string, into: string): Promise<unknown> => writeEvidence(system.db.source, id, into);
    const other = join(parent, 'lain');
    await expect(written(broadcastId, folder)).rejects.toThrow(/bukti exists already\.$/);
    await expect(written('42', other)).rejects.toThrow(/^There is no broadcast 42\.$/);
    const author = await system.as('penulis');
    const draft = { title: 'Belum', kind: 'ordinary' };
    const { body } = await author<{ id: string }>('POST', '/api/v1/broadcasts', draft);
    await expect(written(body.id, other)).rejects.toThrow(/was ever approved\.$/);
    expect(await program('evidence', 'satu')).toEqual({
      code: 1,
      out: '',
      err: 'evidence: npm run evidence -- BROADCAST_ID [--out FOLDER]\n',
    });
    expect(await readdir(parent)).toEqual(['bukti']);
  });

  it('comes with a check of the whole trail, which names the changed entry', async () => {
    const whole = await program('audit-verify');
    expect(whole).toMatchObject({ code: 0, err: '' });
    const root = /^audit-verify: whole, \d+ entries, root ([0-9a-f]{64})\n$/.exec(whole.out)?.[1] ?? '';
    expect(await program('audit-verify', '--root', root)).toMatchObject({ code: 0 });
    expect(await program('audit-verify', '--root', sha256('lain'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^audit-verify: BROKEN: .* is not in it/) as string,
    });

    const tampered = await row<{ id: string }>(
      system.db.source.manager,
      `SELECT id FROM audit_entries WHERE act = 'broadcast.approve' AND subject = $1`,
      [`broadcast:${broadcastId}`],
    );
    const change = async (act: string): Promise<void> => {
      await system.db.source.query('ALTER TABLE audit_entries DISABLE TRIGGER append_only');
      await system.db.source.query('UPDATE audit_entries SET act = $1 WHERE id = $2', [act, tampered?.id]);
      await system.db.source.query('ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER append_only');
    };
    await change('broadcast.reject');
    expect(await program('audit-verify')).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        new RegExp(
          `^audit-verify: BROKEN: entry ${tampered?.id} \\(position \\d+\\) is not what was sealed.*\\n$`,
        ),
      ) as string,
    });
    await change('broadcast.approve');
    expect(await program('audit-verify')).toMatchObject({ code: 0 });
  });
});
