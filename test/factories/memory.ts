import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * The bytes of buffers that this process references. The resident set (rss) includes garbage too, which depends on when
 * V8 collects it.
 */
export function heldBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}
