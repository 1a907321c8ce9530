import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Audience } from '#audience';
import { replay } from '#audience/journal';
import { verify } from '#audit';
import {
  doubtful,
  examine,
  type Examined,
  needsSettling,
  type Rule,
  settleRestore,
} from '#dispatch/recovery';
import { loadSettings } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions } from '#platform/database';
import { allLines } from '#platform/files';
import { runTask } from '#platform/program';
import { openQueueNotes } from '#queue';
import { endAllSessions } from '#staff/people';
import { journalOf, keysFit, say, told, total } from './restored-data.js';

const USAGE = `npm run after-restore -- [--rule marks|due|none] [--why TEXT] [--marks FOLDER]... [--journal FOLDER]... [--root HASH] [--yes]
  --marks    the STATE_DIR of a worker, or a copy of it; several times for several hosts
  --journal  the JOURNAL_DIR of a publisher, or a copy of it; several times for several hosts
  --rule     marks: what marked claims name that the database lacks. due: all that waits in waves whose time has come.
             none: nothing went out; needs --why. Left out: marks if they are complete, else due
  --root     a root of the audit trail that was kept elsewhere
  --yes      does it; without it, only shows`;

const isRule = (value: string): value is Rule => ['marks', 'due', 'none'].includes(value);

// After a restore or a fail-over that lost something: shows what may have gone out and who left since; with --yes turns
// the former to unknown and lets the latter leave again.
await runTask('after-restore', async () => {
  const { values } = parseArgs({
    options: {
      rule: { type: 'string' },
      why: { type: 'string' },
      marks: { type: 'string', multiple: true },
      journal: { type: 'string', multiple: true },
      root: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  const { rule: wanted, why = null, yes } = values;
  if (wanted !== undefined && !isRule(wanted)) throw new Error(`--rule must be marks, due or none\n${USAGE}`);
  if (wanted === 'none' && why === null)
    throw new Error(`--rule none needs --why: what shows that nothing went out\n${USAGE}`);
  const root = values.root?.toLowerCase();
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root))
    throw new Error('--root needs the 64 hexadecimal digits of a root');
  const settings = loadSettings(process.env, [
    'DATABASE_URL',
    'DATABASE_TIMEOUT_SECONDS',
    'QUEUE_URL',
    'REDIS_SENTINELS',
    'REDIS_SENTINEL_NAME',
    'REDIS_SENTINEL_USER',
    'REDIS_SENTINEL_PASSWORD',
    'STATE_DIR',
    'JOURNAL_DIR',
    'DATA_KEY',
    'HASH_KEY',
  ]);
  const database = await new Database(databaseOptions(settings.DATABASE_URL, 2, 'siar_app')).initialize();
  try {
    const [installation] = await database.query<{ id: string }[]>('SELECT id FROM installation');
    if (!installation)
      throw new Error('no program has started on this database yet: there is nothing to compare');
    const files = await marksOf(values.marks ?? [settings.STATE_DIR], installation.id);
    const queue = await queueLines(settings, installation.id);
    const examined = await examine(database, { queue, files });
    const rule: Rule = wanted ?? (examined.complete ? 'marks' : 'due');
    await show(database, examined, rule, wanted === undefined);
    const fit = await keysFit(database, new Keys(settings));
    const trail = await verify(database, root);
    say(
      trail.broken === null
        ? `audit trail: whole, ${trail.sealed} entries, root ${trail.root}`
        : `audit trail: BROKEN: ${trail.broken}`,
    );
    if (root !== undefined && !trail.held)
      say(
        `audit trail: the root ${root} is not in it: the backup is older than that root, or the trail was rewritten`,
      );
    const audience = new Audience(database);
    const words = await journalOf(values.journal ?? [settings.JOURNAL_DIR], installation.id);
    const departed = await replay(database, audience, words, false);
    say(`departures that this database lacks: ${told(departed)}`);
    const settles = needsSettling(examined) || wanted !== undefined;
    if (!settles && total(departed) === 0) {
      say('after-restore: nothing is missing and no fence stands: nothing to do');
      return;
    }
    if (!yes) {
      say('after-restore: nothing was changed; run it again with --yes to do this');
      return;
    }
    if (!fit)
      throw new Error(
        'DATA_KEY or HASH_KEY is not the one of this data: put it back first. Nothing was changed',
      );
    say(`after-restore: replayed: ${told(await replay(database, audience, words, true))}`);
    if (!settles) return;
    const unknown = await settleRestore(database, examined, rule, why);
    const ended = await database.transaction((tx) => endAllSessions(tx));
    say(`after-restore: done, ${unknown} copies are unknown now. Everything still stands still.`);
    say(`All sign-ins have ended (${ended}): a session that was ended since the backup would be open again.`);
    say('Next: look at the broadcasts named above, then lift the stop in the console (Operations).');
  } finally {
    await database.destroy();
  }
});

async function marksOf(folders: readonly string[], installation: string): Promise<string[]> {
  const lines: string[] = [];
  for (const folder of folders) {
    const before = lines.length;
    for await (const line of allLines(join(folder, installation))) lines.push(line);
    say(`marks in ${folder}: ${lines.length - before}`);
  }
  return lines;
}

/** @returns null where the queue server keeps none, or does not answer */
async function queueLines(
  settings: Parameters<typeof openQueueNotes>[0],
  installation: string,
): Promise<string[] | null> {
  if (!settings.QUEUE_URL) {
    say('marks in the queue server: none, the queues are in PostgreSQL');
    return null;
  }
  const { notes, close } = openQueueNotes(settings);
  try {
    const lines = await notes.all(installation);
    say(`marks in the queue server: ${lines.length}`);
    return lines;
  } catch (error) {
    say(`marks in the queue server: NOT READ (${error instanceof Error ? error.message : String(error)})`);
    return null;
  } finally {
    await close();
  }
}

async function show(database: Database, examined: Examined, rule: Rule, chosen: boolean): Promise<void> {
  const { identity, dataOf, fenced, missing, complete } = examined;
  say(
    `server: ${identity.system}, timeline ${identity.timeline}${identity.system === identity.recorded ? '' : `; the data is of server ${identity.recorded}`}`,
  );
  say(`last entry of the trail: ${dataOf?.toISOString() ?? 'none'}`);
  say(`fence: ${fenced ? 'stands' : 'does not stand'}`);
  say(
    `marked claims that this database lacks: ${missing.length}, with ${missing.reduce((sum, { copies }) => sum + copies, 0)} copies`,
  );
  say(
    `the marks ${complete ? 'are complete' : 'may not be complete'}; rule: ${rule}${chosen ? ' (chosen by this)' : ''}`,
  );
  for (const { broadcastId, waveId, channel, state, batches, copies } of await doubtful(
    database.manager,
    examined,
    rule,
  )) {
    if (channel === null)
      say(
        `  broadcast ${broadcastId}: ${copies} copies of a wave that this database does not have; ${state === null ? 'the broadcast is not here' : `the broadcast is ${state} here: APPROVED AGAIN, IT GOES OUT AGAIN`}`,
      );
    else
      say(
        `  broadcast ${broadcastId}, wave ${waveId} (${channel}): ${batches === null ? 'all that waits or is not listed yet' : `all that waits in ${batches.length} batches`}`,
      );
  }
}
