import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the table of departures that wait for their line in the journal (libs/audience/journal). */
export class Departures1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- What a restored backup must not undo: who left, was suppressed, erased or restricted, until it stands in the journal.
CREATE TABLE departures (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT siar_now(),
  channel text NOT NULL CHECK (channel IN ('email', 'telegram', 'sms')),
  hash bytea NOT NULL,
  act text NOT NULL CHECK (act IN ('out', 'back', 'moved', 'restricted', 'free')),
  reason text,                                    -- of a suppression; null: the act is no suppression
  detail text NOT NULL DEFAULT ''
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`);
  }

  async down(): Promise<void> {
    throw new Error('Programs of the release before run on this schema too: there is no need to undo it.');
  }
}
