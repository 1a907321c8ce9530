import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets news be about comments. They can be about a draft, which can still be deleted: its news go with it. NOT VALID: the
 * rows that are there satisfy both constraints.
 */
export class CommentNews1764000000091 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: the release before writes none of these news.');
  }
}

const SCHEMA = `
ALTER TABLE staff_news DROP CONSTRAINT staff_news_kind_check,
  ADD CONSTRAINT staff_news_kind_check CHECK (kind IN
    ('approved', 'sent-back', 'withdrawn', 'commented', 'finished', 'paused', 'stopped', 'cancelled', 'doubted', 'settled',
     'submitted', 'deadline', 'braked', 'stalled', 'unknown', 'failing', 'expired', 'provider-away')) NOT VALID,
  DROP CONSTRAINT staff_news_broadcast_id_fkey,
  ADD CONSTRAINT staff_news_broadcast_id_fkey FOREIGN KEY (broadcast_id) REFERENCES broadcasts ON DELETE CASCADE NOT VALID;
`;
