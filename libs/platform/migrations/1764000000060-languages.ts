import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the table of the languages that messages can be written in, beside Indonesian and English. */
export class Languages1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
  }

  async down(): Promise<void> {
    throw new Error('This migration is not undone: consents refer to the wordings.');
  }
}

const SCHEMA = `
-- A row is a version of a language's words. Those of an approved one never change: consents refer to them.
CREATE TABLE languages (
  code text NOT NULL CHECK (code ~ '^[a-z]{2,3}$' AND code NOT IN ('id', 'en')), -- ISO 639
  version integer NOT NULL CHECK (version > 0),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'replaced', 'withdrawn')),
  own_name text NOT NULL,
  indonesian_name text NOT NULL,
  english_name text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('ltr', 'rtl')),
  days text[] NOT NULL CHECK (cardinality(days) = 7),        -- Monday first; empty: not known yet
  months text[] NOT NULL CHECK (cardinality(months) = 12),
  nameless text NOT NULL,                         -- addresses a contact without a name
  consent_data text NOT NULL,
  consent_messages text NOT NULL,
  source text NOT NULL,                           -- where the words come from
  edit integer NOT NULL DEFAULT 1,                -- counts edits while it is proposed
  editors bigint[] NOT NULL DEFAULT '{}',         -- people; none: it came with a release
  approved_by bigint REFERENCES people,
  approved_at timestamptz,
  reader text,                                    -- the native reader with their institution
  reason text,                                    -- of the approval or the withdrawal
  updated_at timestamptz NOT NULL DEFAULT siar_now(),
  PRIMARY KEY (code, version),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL) AND (approved_at IS NULL) = (reader IS NULL)),
  CHECK (state NOT IN ('approved', 'replaced') OR approved_at IS NOT NULL)
);
CREATE UNIQUE INDEX one_live_version ON languages (code) WHERE state = 'approved';
CREATE UNIQUE INDEX one_proposed_version ON languages (code) WHERE state = 'proposed';
`;
