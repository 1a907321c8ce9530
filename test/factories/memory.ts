import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * The bytes of buffers that this process holds on to. The memory that the system gives it (rss) counts what is garbage too,
 * which is a matter of when V8 looks.
 */
export function heldBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}
