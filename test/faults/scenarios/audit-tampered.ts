import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { row } from '#platform/database';
import { projectRoot } from '#platform/program';
import type { Fleet } from '../harness.js';

/** Changes a row of the trail, which only the tables' owner can do; `npm run audit:verify` finds and names it. */
export async function tamperWithTrail(fleet: Fleet): Promise<void> {
  const sealed = (): Promise<{ waiting: boolean; id: string; detail: unknown } | undefined> =>
    row(
      fleet.database.manager,
      `SELECT EXISTS (SELECT FROM audit_waiting) AS waiting, id, detail FROM audit_entries
       WHERE act = 'broadcast.approve' ORDER BY id LIMIT 1`,
    );
  while ((await sealed())?.waiting) await new Promise(setImmediate);
  expect(await verify(fleet)).toMatchObject({ code: 0 });

  const entry = await sealed();
  if (!entry) throw new Error('nothing was approved');
  await change(fleet, entry.id, { ...(entry.detail as object), digest: '0'.repeat(64) });
  const found = await verify(fleet);
  expect(found.code).toBe(1);
  expect(found.stderr).toMatch(
    new RegExp(`BROKEN: entry ${entry.id} \\(position \\d+\\) is not what was sealed`),
  );

  await change(fleet, entry.id, entry.detail);
  expect(await verify(fleet)).toMatchObject({ code: 0 });
}

async function change(fleet: Fleet, id: string, detail: unknown): Promise<void> {
  await fleet.database.transaction(async (tx) => {
    await tx.query('ALTER TABLE audit_entries DISABLE TRIGGER append_only');
    await tx.query('UPDATE audit_entries SET detail = $2 WHERE id = $1', [id, detail]);
    await tx.query('ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER append_only');
  });
}

/** Runs the check of `npm run audit:verify`. */
function verify(fleet: Fleet): Promise<{ code: number; stderr: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: fleet.system.env['DATABASE_URL'] };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(projectRoot, 'dist/apps/publisher/audit-verify.js')],
      { env },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });
}
