import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps counts of whole tables, so that a screen does not wait for one. */
export class KeptCounts1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: the release before ignores the table.');
  }
}

const SCHEMA = `
CREATE TABLE kept_counts (
  key text PRIMARY KEY,                           -- what was counted, such as 'report 12'
  counted_at timestamptz NOT NULL,                -- the moment that the count sees
  took_ms integer NOT NULL,
  sign text,                                      -- equal signs: nothing has changed; null: nobody knows
  value jsonb NOT NULL
);
`;
