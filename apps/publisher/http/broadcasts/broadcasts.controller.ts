import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  BROADCAST_STATES,
  type BroadcastLine,
  Broadcasts,
  type BroadcastView,
  editSchema,
  newDraftSchema,
  passagesSchema,
  type SampleCopy,
  type TestSent,
  UNDOABLE,
} from '#broadcasts';
import { CHANNELS } from '#channels';
import { BodySchema, QuerySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { LATE_CHOICES, type Plan } from '#planning';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { idText, IdParam } from '../../auth/params.js';

const language = z.string().regex(/^[a-z]{2,3}$/, says('language-code'));
const channel = z.enum(CHANNELS);
const reason = z.string().trim().min(1, says('say-why')).max(2000);

const page = z.object({
  state: z.enum(BROADCAST_STATES).optional(),
  q: z.string().trim().min(1).max(200).optional(),
  after: idText.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const creation = newDraftSchema
  /** A template of the author's office, which provides the texts. */
  .extend({ templateId: idText.optional() })
  .refine(({ templateId, contents }) => templateId === undefined || Object.keys(contents).length === 0, {
    path: ['contents'],
    ...says('template-texts'),
  });
const deletion = z.object({ version: z.coerce.number().int().min(1) });
const copying = z
  .strictObject({
    /** For a corrected broadcast: its own texts, or those of the correction in force; by default the latter. */
    texts: z.enum(['own', 'corrected']).optional(),
  })
  .default({});
const submission = z.strictObject({
  version: z.int().optional(),
  confirmLocalHours: z.boolean().default(false),
  /** For a correction: in the same step, submits a broadcast to the people never reached. */
  unreached: z.boolean().default(false),
});
const approval = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/, says('digest')),
  confirmLocalHours: z.boolean().default(false),
  /** What happens to the part with a missed hour: sent at once, moved to the next such hour, or left to expire. */
  late: z.enum(LATE_CHOICES).optional(),
  /** In the quiet period: the reviewer checked its neutrality. Recorded in the trail. */
  confirmNeutral: z.boolean().default(false),
  /** The ids of the review's marks that the reviewer looked at and accepts. */
  acknowledged: z
    .array(z.string().regex(/^[0-9a-f]{16}$/, says('mark-id')))
    .max(1000)
    .default([]),
});
const correction = z.strictObject({
  title: z.string().trim().min(1, says('give-title')).max(200),
  /** An approved correction template, which provides the texts. */
  templateId: idText.optional(),
});
const rejection = z
  .strictObject({
    /** Of the whole; it can be left out where passages have reasons. */
    reason: reason.optional(),
    /** Passages of the submitted texts with a reason of their own. */
    passages: passagesSchema.default([]),
  })
  .refine((of) => of.reason !== undefined || of.passages.length > 0, {
    path: ['reason'],
    ...says('say-why'),
  });
const withdrawal = z.strictObject({ reason: reason.optional() });
const undoing = z.strictObject({ act: z.enum(UNDOABLE) });
const preview = z.strictObject({
  channel,
  language: language.default('id'),
  sample: z
    .strictObject({
      name: z.string().max(200).optional(),
      regionCode: z.string().max(16).optional(),
      regionName: z.string().max(100).optional(),
    })
    .default({}),
});
const test = z.strictObject({
  channels: z.array(channel).min(1).optional(),
  language: language.default('id'),
});

/** Broadcasts from the first draft to approval. */
@ApiTags('broadcasts')
@Controller('api/v1/broadcasts')
@Roles('author', 'reviewer', 'operator', 'auditor', 'dpo', 'admin')
export class BroadcastsController {
  constructor(private readonly broadcasts: Broadcasts) {}

  @Post()
  @Roles('author')
  @BodySchema(creation)
  create(
    @Body(new Validate(creation)) { templateId, ...draft }: z.output<typeof creation>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.create(person, draft, templateId);
  }

  /** The newest first; `after` is the id to continue from, null on the last page. */
  @Get()
  @QuerySchema(page)
  async list(
    @Query(new Validate(page)) filter: z.output<typeof page>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ broadcasts: BroadcastLine[]; after: string | null }> {
    const found = await this.broadcasts.list(person, { ...filter, limit: filter.limit + 1 });
    const broadcasts = found.slice(0, filter.limit);
    return { broadcasts, after: found.length > filter.limit ? (broadcasts.at(-1)?.id ?? null) : null };
  }

  @Get(':id')
  get(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<BroadcastView> {
    return this.broadcasts.get(person, id);
  }

  /** The waves it would have if approved now, each channel's forecast, and the obstacles. */
  @Get(':id/plan')
  plan(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<Plan> {
    return this.broadcasts.plan(person, id);
  }

  @Patch(':id')
  @Roles('author')
  @BodySchema(editSchema)
  edit(
    @Param('id', IdParam) id: string,
    @Body(new Validate(editSchema)) edit: z.output<typeof editSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.edit(person, id, edit);
  }

  /** Deletes a draft that was never submitted; `version` is the version the caller saw. */
  @Delete(':id')
  @HttpCode(204)
  @Roles('author')
  @QuerySchema(deletion)
  remove(
    @Param('id', IdParam) id: string,
    @Query(new Validate(deletion)) { version }: z.output<typeof deletion>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    return this.broadcasts.remove(person, id, version);
  }

  @Post(':id/copy')
  @Roles('author')
  @BodySchema(copying)
  copy(
    @Param('id', IdParam) id: string,
    @Body(new Validate(copying)) { texts }: z.output<typeof copying>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.copy(person, id, texts);
  }

  /** Starts a correction of this broadcast: it will go to exactly the people this broadcast reached. */
  @Post(':id/corrections')
  @Roles('author')
  @BodySchema(correction)
  correct(
    @Param('id', IdParam) id: string,
    @Body(new Validate(correction)) body: z.output<typeof correction>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.correct(person, id, body);
  }

  @Post(':id/submit')
  @HttpCode(200)
  @Roles('author')
  @BodySchema(submission)
  submit(
    @Param('id', IdParam) id: string,
    @Body(new Validate(submission)) { version, confirmLocalHours, unreached }: z.output<typeof submission>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.submit(person, id, { version, confirmed: confirmLocalHours, unreached });
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Roles('reviewer')
  @BodySchema(approval)
  approve(
    @Param('id', IdParam) id: string,
    @Body(new Validate(approval)) { digest, late, acknowledged, ...confirmed }: z.output<typeof approval>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    const { confirmLocalHours, confirmNeutral } = confirmed;
    return this.broadcasts.approve(person, id, {
      digest,
      late,
      confirmed: confirmLocalHours,
      neutral: confirmNeutral,
      acknowledged,
    });
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Roles('reviewer')
  @BodySchema(rejection)
  reject(
    @Param('id', IdParam) id: string,
    @Body(new Validate(rejection)) body: z.output<typeof rejection>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.reject(person, id, body.reason ?? null, body.passages);
  }

  /** Undoes the same person's recent act, while nothing has been sent. */
  @Post(':id/undo')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  @BodySchema(undoing)
  undo(
    @Param('id', IdParam) id: string,
    @Body(new Validate(undoing)) { act }: z.output<typeof undoing>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.undo(person, id, act);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  @BodySchema(withdrawal)
  withdraw(
    @Param('id', IdParam) id: string,
    @Body(new Validate(withdrawal)) body: z.output<typeof withdrawal>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.withdraw(person, id, body.reason ?? null);
  }

  /** Takes an alert: the caller may decide, and the others on call are not called for a quarter of an hour. */
  @Post(':id/answer')
  @HttpCode(200)
  @Roles('reviewer', 'operator')
  answer(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<BroadcastView> {
    return this.broadcasts.answer(person, id);
  }

  /** A copy as one person would get it, from the renderer that makes the real ones. */
  @Post(':id/preview')
  @HttpCode(200)
  @BodySchema(preview)
  preview(
    @Param('id', IdParam) id: string,
    @Body(new Validate(preview)) body: z.output<typeof preview>,
    @CurrentPerson() person: SignedIn,
  ): Promise<SampleCopy> {
    return this.broadcasts.preview(person, id, {
      channel: body.channel,
      language: body.language,
      ...body.sample,
    });
  }

  /** Sends a copy marked [UJI] to the signed-in person's own confirmed addresses. */
  @Post(':id/test')
  @HttpCode(202)
  @Roles('author', 'reviewer')
  @StepUp()
  @BodySchema(test)
  test(
    @Param('id', IdParam) id: string,
    @Body(new Validate(test)) body: z.output<typeof test>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TestSent> {
    return this.broadcasts.sendTest(person, id, body);
  }
}
