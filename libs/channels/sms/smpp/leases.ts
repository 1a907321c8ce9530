import type { BindLeases } from '../../channel.js';

/** The binds of a process that shares them with no other. */
export function ownBinds(): BindLeases {
  const held = new Set<number>();
  return {
    lastMs: 60_000,
    renew: (_account, binds) => Promise.resolve({ share: binds, held: [...held] }),
    take: (_account, binds) => {
      const free = Array.from({ length: binds }, (_, index) => index + 1).find((bind) => !held.has(bind));
      if (free !== undefined) held.add(free);
      return Promise.resolve(free ?? null);
    },
    release: (_account, bind) => {
      held.delete(bind);
      return Promise.resolve();
    },
    end: () => Promise.resolve(),
  };
}
