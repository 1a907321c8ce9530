import { row, type Tx } from '#platform/database';

/** Notes an update of the bot. @returns false: it was taken before. Telegram offers one until it is acknowledged. */
export async function takeTelegramUpdate(tx: Tx, id: number): Promise<boolean> {
  const first = await row(
    tx,
    'INSERT INTO telegram_updates (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id',
    [id],
  );
  return first !== undefined;
}

/** Forgets the updates that Telegram no longer offers: it drops an update after a day. */
export async function forgetTelegramUpdates(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(`DELETE FROM telegram_updates WHERE taken_at < siar_now() - interval '2 days'`);
}
