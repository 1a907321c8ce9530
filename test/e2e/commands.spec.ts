import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#platform/program';
import { type Counts } from '#contract';
import { usualBackend } from '../factories/database.js';

/** Runs one of Siar's programs to its end. */
function run(
  program: string,
  args: string[],
  env: Record<string, string | undefined>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/apps', program), ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

type Report = Counts & {
  queue: string;
  lost: number;
  doubled: number;
  channels: Record<string, Counts>;
  regions: Record<string, Counts>;
};

function expectToSum({
  targeted,
  pending,
  claimed,
  accepted,
  delivered,
  failed,
  suppressed,
  expired,
  cancelled,
  unknown,
}: Counts): void {
  expect(pending + claimed + accepted + delivered + failed + suppressed + expired + cancelled + unknown).toBe(
    targeted,
  );
}

describe.each(usualBackend())('npm run demo, queues on $name', ({ name, url }) => {
  const ways: Record<string, string[]> = { Twilio: [], SMPP: ['--sms', 'smpp'] };
  let demos: Map<string, Awaited<ReturnType<typeof run>>>;
  // At once: a demo waits for its waves and receipts most of the time.
  beforeAll(async () => {
    const ended = Object.entries(ways).map(async ([way, args]) => {
      const demo = await run('standalone/demo.js', ['--contacts', '60', '--json', ...args], {
        QUEUE_URL: url(),
      });
      return [way, demo] as const;
    });
    demos = new Map(await Promise.all(ended));
  }, 120_000);

  it.each(Object.keys(ways))(
    'sends every message, SMS over %s, reports in one line of JSON, and exits with 0',
    (way) => {
      const ended = demos.get(way) ?? { code: null, stdout: '', stderr: 'it did not run' };
      expect({ code: ended.code, stderr: ended.code === 0 ? '' : ended.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
      const report = JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Report;
      expect(report).toMatchObject({ queue: name, lost: 0, doubled: 0, pending: 0, claimed: 0 });
      expect(Object.keys(report.regions)).toHaveLength(38);
      for (const counts of [report, ...Object.values(report.channels), ...Object.values(report.regions)])
        expectToSum(counts);
      const sum = (parts: Record<string, Counts>): number =>
        Object.values(parts).reduce((all, { targeted }) => all + targeted, 0);
      expect(sum(report.channels)).toBe(report.targeted);
      expect(sum(report.regions)).toBe(report.targeted);
      expect(report.channels['sms']?.delivered).toBeGreaterThan(0);
      expect(ended.stderr).toContain('WIT, WITA, WIB');
    },
  );
});

describe('a program that cannot start', () => {
  it.each([
    ['publisher/main.js', {}, /^publisher: DATABASE_URL is missing; see \.env\.example\n$/],
    [
      'gateway/main.js',
      { DATABASE_URL: 'mysql://x' },
      /^gateway: DATABASE_URL must be a URL such as [^\n]+\n$/,
    ],
    ['standalone/demo.js', { args: '--contacts=3' }, /^demo: --contacts must be [^\n]+\n$/],
    ['standalone/demo.js', { args: '--sms=pigeon' }, /^demo: --sms must be twilio or smpp\n$/],
    ['standalone/seed.js', { args: '--contacts=0' }, /^seed: --contacts must be [^\n]+\n$/],
    ['standalone/main.js', { args: '--no-such' }, /^standalone: Unknown option '--no-such'[^\n]*\n$/],
  ])(
    '%s ends with one line that names what is wrong',
    async (program, { args, ...env }: Record<string, string>, line) => {
      const ended = await run(program, args ? [args] : [], env);
      expect(ended.code).not.toBe(0);
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toMatch(line);
    },
  );

  it('a channel worker names the provider setting that is missing', async () => {
    const ended = await run('channel-worker/main.js', [], {
      DATABASE_URL: process.env['TEST_DATABASE_URL'],
      DATA_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      HASH_KEY: Buffer.alloc(32, 2).toString('base64'),
      PUBLIC_URL: 'https://siar.go.id',
      CHANNEL: 'sms',
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^channel-worker: TWILIO_ACCOUNT_SID [^\n]+\n$/);
  });
});
