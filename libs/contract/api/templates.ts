import { z } from 'zod';
import { draftContents, newTemplate, warning, templateEdit, templateKind } from './message.js';
import { organisation } from './people.js';
import { digestText, instant, who } from './shared.js';

export const templateState = z.enum(['draft', 'approved', 'ready', 'retired']).meta({
  id: 'TemplateState',
  description:
    'The texts of a correction are a draft until another reviewer approves them. Those of an ordinary message are ready as soon as they are written, since the message itself is approved before it is sent and is not urgent.',
});
export type TemplateState = z.output<typeof templateState>;

export const templateView = z
  .object({
    id: z.string(),
    kind: templateKind,
    title: z.string(),
    contents: draftContents,
    state: templateState,
    version: z.number(),
    digest: z.string(),
    office: organisation,
    author: who,
    approvedBy: who.nullable(),
    approvedAt: instant.nullable(),
    updatedAt: instant,
    usable: z.boolean().describe('Whether a broadcast can be begun from it.'),
    warnings: z.array(warning),
    mayEdit: z.boolean(),
    approval: z
      .object({
        may: z.boolean(),
        why: z.string().nullable(),
        by: z.array(z.object({ name: z.string(), office: z.string() })),
      })
      .describe(
        'Whether the signed-in person may approve it, and the people who could; empty when no approval is needed.',
      ),
  })
  .meta({ id: 'TemplateView', description: 'A template as the signed-in person sees it.' });
export type TemplateView = z.output<typeof templateView>;

const approval = z.strictObject({ digest: digestText });

/** The acts on a template that can be undone. */
export const undoableOfTemplate = z.enum(['approve', 'retire']);
const undoing = z.strictObject({ act: undoableOfTemplate });

const which = z.object({ kind: templateKind.optional() });

export const templatesRoutes = {
  'GET /templates': { query: which, answer: z.object({ templates: z.array(templateView) }) },
  'POST /templates': { body: newTemplate, answer: templateView },
  'GET /templates/{id}': { answer: templateView },
  'PATCH /templates/{id}': { body: templateEdit, answer: templateView },
  'POST /templates/{id}/approve': { body: approval, answer: templateView },
  'POST /templates/{id}/retire': { answer: templateView },
  'POST /templates/{id}/undo': { body: undoing, answer: templateView },
} as const;
