import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps earlier versions of a draft, so that an author can go back to one. */
export class DraftVersions1764000000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: the release before ignores the table.');
  }
}

const SCHEMA = `
CREATE TABLE draft_versions (
  broadcast_id bigint NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
  version integer NOT NULL,                       -- of the broadcast, once this was saved
  draft jsonb NOT NULL,
  saved_by bigint NOT NULL REFERENCES people (id),
  saved_at timestamptz NOT NULL DEFAULT siar_now(),
  PRIMARY KEY (broadcast_id, version)
);
`;
