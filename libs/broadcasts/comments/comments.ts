import { Injectable } from '@nestjs/common';
import { mustNameNobody } from '#audit';
import type { Discussion, NewThread } from '#contract/api/comments';
import type { Who } from '#contract/api/shared';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { note } from '../acts.js';
import { tellOfComment } from '../news/write-news.js';
import type { FrozenDocument } from '../document/freeze.js';
import { find, ownershipOf, see, type StoredBroadcast } from '../store.js';
import { EDIT_MINUTES, isDiscussed, mayDiscuss, MOST_COMMENTS } from './comment.rules.js';

type Thread = Discussion['threads'][number];
type Comment = Thread['comments'][number];
type Passage = NonNullable<NewThread['passage']>;

/**
 * What authors and reviewers say to each other about a broadcast. It changes no state and no version, and is no part of
 * the document. The audit trail records who said something where, without the words.
 */
@Injectable()
export class Comments {
  constructor(private readonly database: Database) {}

  /** @throws Problem not-found; forbidden for those who neither write it nor decide on it */
  async of(person: SignedIn, id: string): Promise<Discussion> {
    return discussionOn(this.database.manager, person, await mustDiscuss(this.database.manager, person, id));
  }

  /**
   * Begins a thread.
   * @throws Problem not-found, forbidden; invalid where the passage is not in the text; conflict when it is approved, or
   *   has the most comments
   */
  async begin(person: SignedIn, id: string, { part, words, passage }: NewThread): Promise<Discussion> {
    return this.act(person, id, async (tx, broadcast) => {
      await mustHaveRoom(tx, id);
      const wording = passage ? wordingOf(broadcast, passage) : null;
      const { channel = null, language = null, field = null, quote = null, start = null } = passage ?? {};
      const thread = await row<{ id: string }>(
        tx,
        `INSERT INTO comment_threads (broadcast_id, part, channel, language, field, quote, start, wording)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [id, part, channel, language, field, quote, start, wording],
      );
      if (!thread) throw new Error('The thread was not stored');
      await add(tx, person, id, thread.id, words);
      const place = passage ? { channel, language, field } : {};
      await note(tx, person, 'broadcast.comment', id, { thread: thread.id, part, ...place });
    });
  }

  /** Adds to a thread, and opens it again if it was resolved: what is new in it would be overlooked. */
  async answer(person: SignedIn, id: string, threadId: string, words: string): Promise<Discussion> {
    return this.act(person, id, async (tx) => {
      await mustHaveRoom(tx, id);
      await change(tx, id, threadId, null);
      await add(tx, person, id, threadId, words);
      await note(tx, person, 'broadcast.comment-answer', id, { thread: threadId });
    });
  }

  /**
   * Changes the words of one's own newest comment of an open thread. Nobody has answered them, so no answer loses what
   * it was about.
   * @throws Problem not-found, forbidden; invalid where they hold an address; conflict once it is too late
   */
  async edit(
    person: SignedIn,
    id: string,
    threadId: string,
    { comment, words }: { comment: string; words: string },
  ): Promise<Discussion> {
    return this.act(person, id, async (tx) => {
      mustNameNobody(words, 'words');
      const changed = await row(
        tx,
        `UPDATE comments c SET words = $1 FROM comment_threads t
         WHERE c.id = $2 AND t.id = $3 AND t.broadcast_id = $4 AND ${editable('$5', '$6')} RETURNING c.id`,
        [words, comment, threadId, id, person.personId, EDIT_MINUTES],
      );
      if (!changed) throw new Problem('comment-settled', { minutes: EDIT_MINUTES });
      await tx.query('UPDATE comment_threads SET changed_at = siar_now() WHERE id = $1', [threadId]);
      await note(tx, person, 'broadcast.comment-edit', id, { thread: threadId });
    });
  }

  /** Resolves a thread, or opens it again. */
  async resolve(person: SignedIn, id: string, threadId: string, resolved: boolean): Promise<Discussion> {
    return this.act(person, id, async (tx) => {
      await change(tx, id, threadId, resolved ? person.personId : null);
      const act = resolved ? 'broadcast.comment-resolve' : 'broadcast.comment-reopen';
      await note(tx, person, act, id, { thread: threadId });
    });
  }

  private act(
    person: SignedIn,
    id: string,
    work: (tx: Tx, broadcast: StoredBroadcast) => Promise<void>,
  ): Promise<Discussion> {
    return this.database.transaction(async (tx) => {
      await mustDiscuss(tx, person, id);
      const broadcast = await find(tx, id, true);
      if (!isDiscussed(broadcast.state)) throw new Problem('comments-closed');
      await work(tx, broadcast);
      return discussionOn(tx, person, broadcast);
    });
  }
}

async function mustDiscuss(tx: Tx, person: SignedIn, id: string): Promise<StoredBroadcast> {
  const broadcast = await see(tx, person, id);
  if (!mayDiscuss(person, ownershipOf(broadcast))) throw new Problem('who-comments');
  return broadcast;
}

async function mustHaveRoom(tx: Tx, id: string): Promise<void> {
  const found = await row<{ comments: number }>(
    tx,
    'SELECT count(*)::int AS comments FROM comments c JOIN comment_threads t ON t.id = c.thread_id WHERE t.broadcast_id = $1',
    [id],
  );
  if ((found?.comments ?? 0) >= MOST_COMMENTS) throw new Problem('comments-full', { max: MOST_COMMENTS });
}

/** The subject or text that a passage is in. @throws Problem conflict where it is not there, such as in an unsaved text */
function wordingOf(
  { draft, submission }: StoredBroadcast,
  { of, channel, language, field, quote, start }: Passage,
): string {
  const frozen = submission && (JSON.parse(submission.document) as FrozenDocument).contents;
  const written = draft.contents[channel]?.[language];
  const text =
    of === 'submission'
      ? frozen?.[channel]?.[language]?.[field]
      : field === 'text'
        ? written?.body
        : (written as { subject?: string } | undefined)?.subject;
  if (text === undefined || !text.startsWith(quote, start)) throw new Problem('comment-elsewhere');
  return text;
}

/** Adds a comment to a thread, and tells those it concerns. @throws Problem invalid where it holds an address */
async function add(
  tx: Tx,
  { personId }: SignedIn,
  id: string,
  threadId: string,
  words: string,
): Promise<void> {
  // A citizen's address here would outlive their erasure.
  mustNameNobody(words, 'words');
  const said = await row<{ id: string }>(
    tx,
    'INSERT INTO comments (thread_id, words, said_by) VALUES ($1, $2, $3) RETURNING id',
    [threadId, words, personId],
  );
  if (!said) throw new Error('The comment was not stored');
  await tellOfComment(tx, id, { commentId: said.id, byId: personId });
}

/** @param resolvedBy null: the thread is open. @throws Problem not-found */
async function change(tx: Tx, id: string, threadId: string, resolvedBy: string | null): Promise<void> {
  const changed = await row(
    tx,
    `UPDATE comment_threads SET changed_at = siar_now(), resolved_by = $3,
       resolved_at = CASE WHEN $3::bigint IS NOT NULL THEN siar_now() END
     WHERE id = $2 AND broadcast_id = $1 RETURNING id`,
    [id, threadId, resolvedBy],
  );
  if (!changed) throw new Problem('no-such-comment');
}

/** Whether a comment `c` of a thread `t` can be changed by a person. */
const editable = (person: string, minutes: string): string =>
  `(c.thread_id = t.id AND c.said_by = ${person}::bigint AND t.resolved_at IS NULL
    AND c.said_at > siar_now() - make_interval(mins => ${minutes}::int)
    AND NOT EXISTS (SELECT FROM comments later WHERE later.thread_id = t.id AND later.id > c.id))`;

async function discussionOn(
  tx: Tx,
  { personId }: SignedIn,
  { id, state }: StoredBroadcast,
): Promise<Discussion> {
  const threads = await rows<
    Omit<Thread, 'comments' | 'resolved'> & { resolvedAt: Date | null; resolvedBy: Who | null }
  >(
    tx,
    `SELECT t.id, t.part, t.resolved_at AS "resolvedAt",
       CASE WHEN t.resolved_at IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS "resolvedBy",
       CASE WHEN t.quote IS NOT NULL THEN json_build_object('channel', t.channel, 'language', t.language, 'field', t.field,
         'quote', t.quote, 'start', t.start, 'wording', CASE WHEN t.resolved_at IS NULL THEN t.wording END) END AS passage
     FROM comment_threads t LEFT JOIN people p ON p.id = t.resolved_by WHERE t.broadcast_id = $1 ORDER BY t.id`,
    [id],
  );
  const said = await rows<Comment & { threadId: string }>(
    tx,
    `SELECT c.id, c.thread_id AS "threadId", c.words, c.said_at AS at, json_build_object('id', p.id::text, 'name', p.name) AS by,
       $2 AND ${editable('$3', '$4')} AS "mayEdit"
     FROM comment_threads t JOIN comments c ON c.thread_id = t.id JOIN people p ON p.id = c.said_by
     WHERE t.broadcast_id = $1 ORDER BY c.id`,
    [id, isDiscussed(state), personId, EDIT_MINUTES],
  );
  return {
    threads: threads.map(({ resolvedAt: at, resolvedBy: by, ...thread }) => ({
      ...thread,
      resolved: at && by && { at, by },
      comments: said.flatMap(({ threadId, ...comment }) => (threadId === thread.id ? [comment] : [])),
    })),
    open: isDiscussed(state),
  };
}

/** Days that the comments on a broadcast are kept after its approval. */
const KEEP_DAYS = 90;

/** Deletes the comments on broadcasts that were approved long ago. */
export async function forgetComments(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(
    `DELETE FROM comment_threads t USING broadcasts b
     WHERE b.id = t.broadcast_id AND b.approved_at < siar_now() - make_interval(days => $1)`,
    [KEEP_DAYS],
  );
}
