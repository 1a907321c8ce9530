import type { z } from 'zod';
import type {
  commentThread,
  discussion,
  LONGEST_COMMENT as LONGEST,
} from '../../../../libs/contract/api/comments.js';
import type { who } from '../../../../libs/contract/api/shared.js';
import { type Body, call } from './client';

export type Who = z.input<typeof who>;
export type CommentThread = z.input<typeof commentThread>;
export type Discussion = z.input<typeof discussion>;
export type NewThread = Body<'post', '/broadcasts/{id}/comments'>;

/** Maximum length of a comment, in UTF-16 units. */
export const LONGEST_COMMENT: typeof LONGEST = 2000;

/** What authors and reviewers say about a broadcast, and who of them has it open. */
export const comments = {
  of: (id: string) => call('get', '/broadcasts/{id}/comments', { path: { id } }),
  begin: (id: string, body: NewThread) => call('post', '/broadcasts/{id}/comments', { path: { id }, body }),
  answer: (id: string, thread: string, words: string) =>
    call('post', '/broadcasts/{id}/comments/{thread}/answers', { path: { id, thread }, body: { words } }),
  edit: (id: string, thread: string, comment: string, words: string) =>
    call('patch', '/broadcasts/{id}/comments/{thread}/words', {
      path: { id, thread },
      body: { comment, words },
    }),
  resolve: (id: string, thread: string, resolved: boolean) =>
    call('post', '/broadcasts/{id}/comments/{thread}/resolution', {
      path: { id, thread },
      body: { resolved },
    }),
  sign: (id: string) => call('post', '/broadcasts/{id}/presence', { path: { id }, plain: true }),
  /** Also while the page closes, which would break off any other request. */
  leave: (id: string) => fetch(`/api/v1/broadcasts/${id}/presence`, { method: 'DELETE', keepalive: true }),
};
