import { rows, type Tx } from '#platform/database';

/** When KPU approved these broadcasts, by id: it tells those of one title apart. One that is not approved is left out. */
export async function approvedTimes(tx: Tx, ids: readonly string[]): Promise<Record<string, Date>> {
  const found = await rows<{ id: string; at: Date | null }>(
    tx,
    'SELECT id, approved_at AS at FROM broadcasts WHERE id = ANY ($1::bigint[])',
    [[...new Set(ids)]],
  );
  return Object.fromEntries(found.flatMap(({ id, at }) => (at ? [[id, at]] : [])));
}
