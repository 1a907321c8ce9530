import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets people sign in at the ministry's own issuer (OpenID Connect) beside local accounts. */
export class IssuerSignIn1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration cannot be undone: the accounts of people at the issuer would be lost.');
  }
}

const SCHEMA = `
-- The account at the issuer that opens a person's account here. An admin names its e-mail address; the first sign-in
-- replaces the address by the subject, which alone counts from then on.
CREATE TABLE person_identities (
  person_id bigint PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  email_hash bytea UNIQUE,                        -- keyed; null once linked
  issuer text,
  subject text,
  linked_at timestamptz,
  UNIQUE (issuer, subject),
  CHECK ((subject IS NULL) = (issuer IS NULL)),
  CHECK ((subject IS NULL) = (linked_at IS NULL)),
  CHECK ((subject IS NULL) = (email_hash IS NOT NULL))
);

ALTER TABLE sessions ADD COLUMN signed_in_by text NOT NULL DEFAULT 'password' CHECK (signed_in_by IN ('password', 'issuer'));
-- The issuer's id of its own session (sid), by which it ends this one.
ALTER TABLE sessions ADD COLUMN issuer_session text CHECK (issuer_session IS NULL OR signed_in_by = 'issuer');
CREATE INDEX ON sessions (issuer_session) WHERE issuer_session IS NOT NULL;
`;
