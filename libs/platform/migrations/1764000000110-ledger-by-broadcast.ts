import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Drops the ledger's index of addresses alone. Each copy had a random place in it, in pages that the cache of a large
 * ledger does not hold (docs/adr/0052-copies-of-a-person-by-the-primary-key.md).
 */
export class LedgerByBroadcast1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: the release before finds copies by the primary key, too.');
  }
}

// Whatever comes after this waits with it, claims among it. It fails sooner where an export holds the ledger open.
const SCHEMA = `
SET LOCAL lock_timeout = '3s';
DROP INDEX deliveries_by_address;
`;
