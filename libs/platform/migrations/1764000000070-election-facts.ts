import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What texts say of an election besides its days and hours. */
export class ElectionFacts1764000000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: the release before ignores the columns.');
  }
}

const SCHEMA = `
ALTER TABLE elections
  ADD COLUMN lookup_link text,                    -- where voters find their polling station: an https address
  ADD COLUMN move_deadline date;                  -- last day to ask for another polling station (pindah memilih)
`;
