import { Injectable } from '@nestjs/common';
import { type Channel, CHANNELS, type ChannelName, type Outcome, type ReportedAs } from '#channels';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { addressHash, Keys } from '#platform/crypto';
import { Database, prepared, row, rows, type Statement, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { transition } from '#platform/states';
import { deadlineAfter, type Moment, moment, within } from '#platform/waiting';
import { TRAINING_MARK } from '#contract/lists';
import { type Job, jobName, NOTICE_PRIORITY, queued, Queues } from '#queue';
import { settle } from './notice-outcome.rules.js';
import {
  deleteStaffNotices,
  messageContext,
  type NewNotice,
  type NoticeMessage,
  toContext,
  writeNotice,
} from './outbox.js';
import { NOTICES } from './notice.states.js';

/** Maximum number of notices queued in one tick. */
const MOST_QUEUED = 500;
/** How long the queues may take to say which jobs have failed, in ms. */
const FORGET_MS = 2_000;
/** A notice that was queued this long ago, in seconds, and still waits may have lost its job. */
const JOB_DOUBTED_AFTER_S = 30;

interface Claimed {
  attempts: number;
  to: Buffer;
  message: Buffer;
  keyId: string;
  leftMs: number;
  /** By the database's clock. */
  now: Date;
  /** The hand-over begins before this instant or not at all: its lease outlasts that. */
  startBy: Moment;
}

/**
 * System messages to one person, with an outbox table, a small ledger and queues of their own beside those of
 * broadcasts. At most once, as with broadcasts: a notice of a worker that died becomes `unknown` and is not sent again.
 */
@Injectable()
export class Notices {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly queues: Queues,
    @InjectConfig()
    private readonly config: Pick<
      Config,
      'LEASE_SECONDS' | 'PROVIDER_TIMEOUT_SECONDS' | 'TRAINING' | 'KEEP_NOTICES_DAYS'
    >,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Deletes old notices to staff. @returns whether more may be there */
  async forget(): Promise<boolean> {
    return (await deleteStaffNotices(this.database.manager, this.config.KEEP_NOTICES_DAYS)) > 0;
  }

  /**
   * Writes a notice in the caller's transaction: it is sent if and only if that commits, with the next `release`.
   * @returns its id
   */
  send(tx: Tx, notice: NewNotice): Promise<string> {
    return writeNotice(tx, this.keys, notice);
  }

  /**
   * Queues waiting notices that are due, those to staff first, where the provider is available. Called by a tick in
   * each publisher, and after a commit that should not wait for the tick. Any number may run at once.
   * @returns the number of queued notices
   */
  async release(): Promise<number> {
    const { manager } = this.database;
    if ((await prepared(manager, DUE)).length === 0) return 0;
    await this.queues.ready();
    const due = await rows<{ id: string; channel: ChannelName; stamp: string; staff: boolean }>(
      manager,
      QUEUE_DUE,
      [MOST_QUEUED],
    );
    for (const channel of CHANNELS) {
      const jobs = due
        .filter((notice) => notice.channel === channel)
        .map(({ id, stamp, staff }) =>
          queued(jobOf(id), NOTICE_PRIORITY[staff ? 'staff' : 'citizen'], Number(stamp)),
        );
      await this.queues.enqueue(channel, jobs);
    }
    return due.length;
  }

  /**
   * Sends one notice, if it still waits, and records the outcome. The work of a notice job.
   * @param channel hands over; it may wait for an account's budget first
   * @returns whether there was a notice to hand over
   */
  async deliver(noticeId: string, channel: Pick<Channel, 'name' | 'send'>): Promise<boolean> {
    const claimed = await this.claim(noticeId, channel.name);
    if (!claimed) return false;
    const startedAt = performance.now();
    const outcome = await this.handOver(noticeId, claimed, channel);
    const settled = settle(outcome, {
      attempts: claimed.attempts,
      leftMs: claimed.leftMs - (performance.now() - startedAt),
      random: Math.random(),
    });
    // With the key it had: one key id covers the message too, which a worker may not write. Where it was encrypted with
    // another key since then (`npm run rekey`), it keeps the old address, which the provider moves once more.
    const moved =
      settled.movedTo === null
        ? null
        : this.keys.seal(settled.movedTo, toContext(noticeId), claimed.keyId).ciphertext;
    await this.database.transaction(async (tx) => {
      // Also after the lease has ended: a known outcome is worth more than unknown.
      const written = await rows(
        tx,
        `${transition(NOTICES, settled.state, {
          set: `reason = $4, leased_until = NULL, enqueued_at = NULL, attempts = attempts - $7,
            next_attempt_at = CASE WHEN $3 = 'pending' THEN siar_now() + make_interval(secs => $5::float8 / 1000) END,
            ended_at = CASE WHEN $3 <> 'pending' THEN siar_now() END,
            to_ciphertext = CASE WHEN key_id = $9 THEN coalesce($6, to_ciphertext) ELSE to_ciphertext END,
            to_hash = CASE WHEN key_id = $9 AND to_hash IS NOT NULL THEN coalesce($8, to_hash) ELSE to_hash END`,
          where: `n.id = $1 AND n.attempts = $2 AND n.state IN ('claimed', 'unknown')`,
        })} RETURNING 1`,
        [
          noticeId,
          claimed.attempts,
          settled.state,
          settled.reason,
          settled.afterMs,
          moved,
          settled.counts ? 0 : 1,
          settled.movedTo === null ? null : addressHash(this.keys, channel.name, settled.movedTo),
          claimed.keyId,
        ],
      );
      if (written.length > 0 && outcome.kind === 'accepted' && outcome.reportedAs)
        await noteIds(tx, noticeId, outcome.reportedAs);
    });
    if (outcome.kind === 'sender_at_fault' || outcome.kind === 'own_fault') {
      this.logger.error(
        { noticeId, channel: channel.name, reason: outcome.reason },
        'the provider refuses us as a sender',
      );
    }
    return true;
  }

  /** Repairs lost notices: those of dead workers become unknown, late ones expire, lost jobs are queued again. */
  async reconcile(): Promise<void> {
    await prepared(this.database.manager, END_LATE);
    const doubted = await prepared<{ id: string; channel: ChannelName }>(
      this.database.manager,
      DOUBTED_JOBS,
      [JOB_DOUBTED_AFTER_S, MOST_QUEUED],
    );
    for (const channel of CHANNELS) {
      const ids = doubted.filter((notice) => notice.channel === channel).map(({ id }) => id);
      if (ids.length === 0) continue;
      const live = await this.queues.live(channel, ids.map(jobOf));
      await this.database.query(
        `UPDATE notices SET enqueued_at = CASE WHEN id = ANY ($2::bigint[]) THEN siar_now() END
         WHERE id = ANY ($1::bigint[]) AND state = 'pending'`,
        [ids, ids.filter((id) => live.has(jobName(jobOf(id))))],
      );
    }
    // A queue's server that does not answer keeps nobody waiting.
    await within(FORGET_MS, Promise.all(CHANNELS.map((channel) => this.forgetFailed(channel))));
  }

  /** Removes failed jobs of notices that have ended since. */
  private forgetFailed(channel: ChannelName): Promise<void> {
    return this.queues.forgetFailed(channel, 'notices', async (jobs) => {
      const open = await rows<{ id: string }>(
        this.database.manager,
        'SELECT id FROM notices WHERE id = ANY ($1::bigint[]) AND ended_at IS NULL',
        [jobs.map(({ noticeId }) => noticeId)],
      );
      return open.map(({ id }) => jobName(jobOf(id)));
    });
  }

  /**
   * Claims the notice, or ends it when it has expired, or lets it wait for its provider. Undefined: not to be sent by
   * this call (any more, or yet).
   */
  private async claim(noticeId: string, channel: ChannelName): Promise<Claimed | undefined> {
    const since = moment();
    const found = await row<Omit<Claimed, 'startBy'> & { state: string }>(
      this.database.manager,
      `${transition(
        NOTICES,
        {
          oneOf: ['expired', 'pending', 'claimed'],
          by: `CASE WHEN expires_at <= siar_now() THEN 'expired' WHEN provider_away($2) THEN 'pending' ELSE 'claimed' END`,
        },
        {
          set: `attempts = attempts + CASE WHEN expires_at <= siar_now() OR provider_away($2) THEN 0 ELSE 1 END,
         leased_until = CASE WHEN expires_at > siar_now() AND NOT provider_away($2) THEN siar_now() + make_interval(secs => $3) END,
         ended_at = CASE WHEN expires_at > siar_now() THEN NULL ELSE siar_now() END,
         enqueued_at = CASE WHEN NOT provider_away($2) THEN enqueued_at END`,
          where: `n.id = $1 AND n.channel = $2 AND n.state = 'pending' AND (n.next_attempt_at IS NULL OR n.next_attempt_at <= siar_now())`,
        },
      )}
       RETURNING state, attempts, to_ciphertext AS "to", message_ciphertext AS message, key_id AS "keyId",
         extract(epoch FROM expires_at - siar_now())::float8 * 1000 AS "leftMs", siar_now() AS now`,
      [noticeId, channel, this.config.LEASE_SECONDS],
    );
    if (found?.state !== 'claimed') return undefined;
    const leaseMs = (this.config.LEASE_SECONDS - this.config.PROVIDER_TIMEOUT_SECONDS) * 1000;
    return { ...found, startBy: deadlineAfter(since, Math.min(found.leftMs, leaseMs)) };
  }

  private async handOver(
    noticeId: string,
    claimed: Claimed,
    channel: Pick<Channel, 'name' | 'send'>,
  ): Promise<Outcome> {
    const { keyId } = claimed;
    let to: string;
    let message: NoticeMessage;
    try {
      to = this.keys.open({ ciphertext: claimed.to, keyId }, toContext(noticeId));
      message = JSON.parse(
        this.keys.open({ ciphertext: claimed.message, keyId }, messageContext(noticeId)),
      ) as NoticeMessage;
    } catch (error) {
      this.logger.error({ err: error, noticeId }, 'a notice cannot be opened');
      return { kind: 'failed', reason: 'cannot be opened' };
    }
    try {
      return await channel.send({
        to,
        ...(this.config.TRAINING ? markedForTraining(message) : plain(message)),
        ...(message.buttons === undefined ? {} : { buttons: message.buttons }),
        language: message.language ?? 'id',
        token: this.keys.noticeToken(noticeId),
        messageId: `notice.${noticeId}`,
        broadcastId: null,
        unsubscribeUrl: null,
        verifyUrl: null,
        // By this machine's clock, as adapters read it: the database's may differ.
        expiresAt: new Date(Date.now() + claimed.leftMs),
        startBy: claimed.startBy,
        date: claimed.now,
      });
    } catch (error) {
      // An adapter never throws for a failure of a provider: this is an internal fault, after which the outcome is
      // unknown.
      this.logger.error({ err: error, noticeId, channel: channel.name }, 'the adapter failed');
      return { kind: 'unknown', reason: 'adapter failed' };
    }
  }
}

/** Notes the ids under which the provider reports about an accepted notice, as dispatch does for copies. */
const noteIds = (tx: Tx, noticeId: string, { account, ids }: ReportedAs): Promise<unknown> =>
  tx.query(
    `INSERT INTO message_ids (account, id, first_id, notice_id)
     SELECT DISTINCT $2::text, id, CASE WHEN cardinality($3::text[]) > 1 THEN ($3::text[])[1] END, $1::bigint
     FROM unnest($3::text[]) AS v(id) ORDER BY 2
     ON CONFLICT (account, id) DO UPDATE SET first_id = EXCLUDED.first_id, broadcast_id = NULL, address_id = NULL,
       notice_id = EXCLUDED.notice_id, delivered_at = NULL, noted_at = siar_now()`,
    [noticeId, account, ids],
  );

const jobOf = (noticeId: string): Job => ({ name: 'notice', noticeId });

type Said = Pick<NoticeMessage, 'subject' | 'html' | 'text'>;
const plain = ({ text, subject, html }: Said): { text: string; subject?: string; html?: string } => ({
  text,
  ...(subject === undefined ? {} : { subject }),
  ...(html === undefined ? {} : { html }),
});

/** Marks all notices here, whichever program wrote them: workers also send those of the gateway. */
const markedForTraining = ({ text, subject, html }: Said): ReturnType<typeof plain> =>
  plain({
    text: `${TRAINING_MARK} ${text}`,
    subject: subject === undefined ? undefined : `${TRAINING_MARK} ${subject}`,
    html: html?.replace(/<body[^>]*>/, (body) => `${body}<p><strong>${TRAINING_MARK}</strong></p>`),
  });

const IS_DUE = `state = 'pending' AND enqueued_at IS NULL AND (next_attempt_at IS NULL OR next_attempt_at <= siar_now())
    AND NOT provider_away(channel)`;
const DUE: Statement = { name: 'notice is due', sql: `SELECT FROM notices WHERE ${IS_DUE} LIMIT 1` };

// Not prepared, so that a crowd of notices is not queued by the plan of an empty table. $1 notices at most.
const QUEUE_DUE = `
WITH due AS (
  SELECT id FROM notices WHERE ${IS_DUE}
  ORDER BY person_id IS NULL, id LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE notices n SET enqueued_at = siar_now() FROM due WHERE n.id = due.id
RETURNING n.id, n.channel, n.person_id IS NOT NULL AS staff, floor(extract(epoch FROM n.enqueued_at) * 1000)::bigint AS stamp`;

const END_LATE: Statement = {
  name: 'end late notices',
  sql: `
${transition(
  NOTICES,
  { oneOf: ['unknown', 'expired'], by: `CASE n.state WHEN 'claimed' THEN 'unknown' ELSE 'expired' END` },
  {
    set: `reason = CASE n.state WHEN 'claimed' THEN 'worker lost' ELSE n.reason END, leased_until = NULL, ended_at = siar_now()`,
    where: `n.id IN (
  SELECT id FROM notices WHERE (state = 'claimed' AND leased_until < siar_now()) OR (state = 'pending' AND expires_at <= siar_now())
  ORDER BY id FOR UPDATE SKIP LOCKED)`,
  },
)}`,
};

// $1 seconds since the job was queued $2 notices at most.
const DOUBTED_JOBS: Statement = {
  name: 'doubted notice jobs',
  sql: `
SELECT id, channel FROM notices
WHERE state = 'pending' AND enqueued_at < siar_now() - make_interval(secs => $1) ORDER BY id LIMIT $2`,
};
