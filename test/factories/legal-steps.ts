import { type Database, rows } from '#platform/database';
import { DELIVERY_TRANSITIONS } from '../../libs/dispatch/ledger/delivery.states.js';

/**
 * Makes the test's database record every state transition of a delivery, and refuse those that the table of transitions
 * does not allow. The record belongs to the database's owner: the programs’ role has no right to the test’s own tables.
 * @returns reads the recorded transitions, each once, as `pending → claimed`
 */
export async function watchSteps(database: Database): Promise<() => Promise<string[]>> {
  const allowed = Object.entries(DELIVERY_TRANSITIONS).flatMap(([from, tos]) =>
    tos.map((to) => `('${from}', '${to}')`),
  );
  await database.query(`
    CREATE UNLOGGED TABLE steps_taken (step text NOT NULL);
    CREATE FUNCTION watch_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF (OLD.state, NEW.state) NOT IN (${allowed.join(', ')}) THEN
        RAISE EXCEPTION 'a delivery went from % to %', OLD.state, NEW.state;
      END IF;
      INSERT INTO steps_taken VALUES (OLD.state || ' → ' || NEW.state);
      RETURN NULL;
    END $$;
    CREATE TRIGGER watch_steps AFTER UPDATE OF state ON deliveries
      FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION watch_step()`);
  return async () => {
    const found = await rows<{ step: string }>(
      database.manager,
      'SELECT DISTINCT step FROM steps_taken ORDER BY step',
    );
    return found.map(({ step }) => step);
  };
}
