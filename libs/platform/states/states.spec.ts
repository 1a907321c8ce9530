import { DataSource } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { approvedBroadcast } from '../../../test/factories/waves.js';
import { databaseOptions, row } from '../database/database.js';
import { move, type StateMachine } from './states.js';

const WAVES: StateMachine<'planned' | 'completed'> = {
  table: 'waves',
  as: 'w',
  next: { planned: ['completed'], completed: ['planned'] },
};

describe('a change of state', () => {
  let db: TestDatabase;
  let publisher: DataSource;
  beforeAll(async () => {
    db = await testDatabase();
    publisher = await new DataSource(databaseOptions(db.url, 1, 'siar_app')).initialize();
  });
  afterAll(async () => {
    await publisher.destroy();
    await db.drop();
  });

  const stateOf = async (id: string) =>
    (await row<{ state: string }>(db.source.manager, 'SELECT state FROM waves WHERE id = $1', [id]))?.state;

  it('that its table does not have is refused by the database, even to the publisher', async () => {
    const { waves } = await approvedBroadcast(db.source, [{ due: 1 }]);
    const [id = ''] = waves;
    await expect(move(publisher.manager, WAVES, 'completed', { where: 'w.id = $1' }, [id])).rejects.toThrow(
      'no row of waves changes from planned to completed',
    );
    expect(await stateOf(id)).toBe('planned');
    await publisher.query(`UPDATE waves SET state = 'released' WHERE id = $1`, [id]);
    expect(await stateOf(id)).toBe('released');
  });

  it('that takes no row is an error: nothing waits for it in vain', async () => {
    const { waves } = await approvedBroadcast(db.source, [
      { due: 1, more: { state: 'cancelled', ended_at: '2026-11-01' } },
    ]);
    await expect(move(publisher.manager, WAVES, 'completed', { where: 'w.id = $1' }, waves)).rejects.toThrow(
      'no row of waves may become completed',
    );
  });
});
