import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the table of how a broadcast went, minute by minute (libs/dispatch/reports/throughput.ts). */
export class Throughput1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- The counters of a broadcast's waves on a channel, as they last were in each minute. They are of the broadcast so far: what
-- happened in a minute is the difference to the row before.
CREATE TABLE throughput (
  broadcast_id bigint NOT NULL REFERENCES broadcasts,
  channel text NOT NULL CHECK (channel IN ('email', 'telegram', 'sms')),
  minute timestamptz NOT NULL,
  at timestamptz NOT NULL,                        -- when the counters were read, within the minute
  handed integer NOT NULL,                        -- handed over, whatever became of them
  delivered integer NOT NULL,
  failed integer NOT NULL,
  waiting integer NOT NULL,                       -- still to be handed over, those not listed yet among them
  PRIMARY KEY (broadcast_id, channel, minute)
);
CREATE INDEX ON throughput (minute)`);
  }

  async down(): Promise<void> {
    throw new Error('Programs of the release before run on this schema too: there is no need to undo it.');
  }
}
