import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the ministry's issuer end sessions (OpenID Connect Back-Channel Logout 1.0), once by each token. */
export class LogoutTokens1764000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration cannot be undone: a used token would count again.');
  }
}

const SCHEMA = `
-- Tokens that have been used, for as long as they could be used again.
CREATE TABLE logout_tokens (
  id_hash bytea PRIMARY KEY,                      -- SHA-256 of the token's own id (jti)
  expires_at timestamptz NOT NULL
);
`;
