import { rmSync } from 'node:fs';

export default async function stop() {
  const { folder, postgres, redis } = globalThis.testServers;
  const gone = [postgres, redis].map(
    (child) => child && new Promise((resolve) => child.once('exit', resolve)),
  );
  redis?.kill('SIGTERM');
  postgres.kill('SIGTERM');
  await Promise.all(gone);
  rmSync(folder, { recursive: true, force: true });
}
