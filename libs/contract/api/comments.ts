import { z } from 'zod';
import { passage } from './message.js';
import { channelName, idText, instant, languageCode, who } from './shared.js';
import { says } from '../problems.js';

/** Maximum length of a comment, in UTF-16 units. */
export const LONGEST_COMMENT = 2000;

/** The parts of a broadcast that a comment can be about. */
export const commentedPart = z.enum(['basics', 'texts', 'audience', 'schedule']);
export type CommentedPart = z.output<typeof commentedPart>;

const words = z.string().trim().min(1, says('say-comment')).max(LONGEST_COMMENT);

const comment = z.object({
  id: idText,
  by: who,
  at: instant,
  words: z.string(),
  mayEdit: z
    .boolean()
    .describe(
      'Whether the signed-in person can still change its words: for some minutes, until somebody answers.',
    ),
});

export const commentThread = z
  .object({
    id: idText,
    part: commentedPart,
    passage: passage
      .omit({ reason: true })
      .extend({
        wording: z
          .string()
          .nullable()
          .describe('The whole subject or text that it was marked in; null once the thread is resolved.'),
      })
      .nullable()
      .describe('The words of a text that it is about; null: the part as a whole.'),
    resolved: z.object({ at: instant, by: who }).nullable(),
    comments: z.array(comment).describe('The oldest first.'),
  })
  .meta({ id: 'CommentThread', description: 'A comment and the answers to it.' });
export type CommentThread = z.output<typeof commentThread>;

export const discussion = z
  .object({
    threads: z.array(commentThread).describe('The oldest first.'),
    open: z.boolean().describe('Whether comments can be added: until KPU has approved the broadcast.'),
  })
  .meta({ id: 'Discussion', description: 'What authors and reviewers say about a broadcast.' });
export type Discussion = z.output<typeof discussion>;

const newThread = z.strictObject({
  part: commentedPart,
  words,
  passage: z
    .strictObject({
      of: z.enum(['draft', 'submission']).describe('The texts that it was marked in.'),
      channel: channelName,
      language: languageCode,
      field: passage.shape.field,
      quote: z.string().min(1, says('say-passage')).max(2000),
      start: z.int().min(0),
    })
    .optional(),
});
export type NewThread = z.output<typeof newThread>;

const presence = z
  .object({
    others: z.array(who).describe('Who else has it open.'),
    commented: instant.nullable().describe('The newest change of its comments; null: it has none.'),
  })
  .meta({ id: 'Presence' });
export type Presence = z.output<typeof presence>;

export const commentsRoutes = {
  'GET /broadcasts/{id}/comments': { answer: discussion },
  'POST /broadcasts/{id}/comments': { body: newThread, answer: discussion },
  'POST /broadcasts/{id}/comments/{thread}/answers': {
    body: z.strictObject({ words }),
    answer: discussion,
  },
  'PATCH /broadcasts/{id}/comments/{thread}/words': {
    body: z.strictObject({
      comment: idText.describe('The newest comment of the thread.'),
      words,
    }),
    answer: discussion,
  },
  'POST /broadcasts/{id}/comments/{thread}/resolution': {
    body: z.strictObject({ resolved: z.boolean() }),
    answer: discussion,
  },
  'POST /broadcasts/{id}/presence': { answer: presence },
  'DELETE /broadcasts/{id}/presence': {},
} as const;
