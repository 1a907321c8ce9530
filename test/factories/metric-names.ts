import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names under which programs register metrics. */
export const metricNames = (): ReadonlySet<string> =>
  new Set(
    readdirSync('apps', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) =>
        [...readFileSync(join('apps', file), 'utf8').matchAll(/'(siar_[a-z_]+)'/g)].map(
          ([, name = '']) => name,
        ),
      ),
  );
