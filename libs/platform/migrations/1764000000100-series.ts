import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Joins reminders before a polling day into a series, which is submitted and approved as a whole. */
export class Series1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: the release before ignores the tables.');
  }
}

const SCHEMA = `
CREATE TABLE series (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation_id bigint NOT NULL REFERENCES organisations (id),
  election_id text NOT NULL REFERENCES elections (id), -- the reminders count from its polling days
  title text NOT NULL,
  author_id bigint NOT NULL REFERENCES people (id),
  created_at timestamptz NOT NULL DEFAULT siar_now()
);
CREATE TABLE series_members (
  broadcast_id bigint PRIMARY KEY REFERENCES broadcasts (id) ON DELETE CASCADE,
  series_id bigint NOT NULL REFERENCES series (id),
  days_before integer NOT NULL CHECK (days_before BETWEEN 0 AND 60), -- between the reminder and the polling day
  UNIQUE (series_id, broadcast_id)
);
`;
