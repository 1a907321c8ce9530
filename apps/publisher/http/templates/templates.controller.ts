import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  newTemplateSchema,
  TEMPLATE_KINDS,
  templateEditSchema,
  Templates,
  type TemplateView,
  UNDOABLE_OF_TEMPLATE,
} from '#broadcasts';
import { BodySchema, QuerySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';

const approval = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/, says('digest')),
});

const undoing = z.strictObject({ act: z.enum(UNDOABLE_OF_TEMPLATE) });

const which = z.object({ kind: z.enum(TEMPLATE_KINDS).optional() });

/** Texts to start from: for ordinary messages, by authors for their office; for corrections, by KPU's reviewers. */
@ApiTags('templates')
@Controller('api/v1/templates')
@Roles('reviewer', 'author')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  /** The templates the person may see, of both kinds unless one is given; `usable` ones can start a broadcast. */
  @Get()
  @QuerySchema(which)
  async list(
    @Query(new Validate(which)) { kind }: z.output<typeof which>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ templates: TemplateView[] }> {
    return { templates: await this.templates.list(person, kind) };
  }

  @Get(':id')
  get(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<TemplateView> {
    return this.templates.get(person, id);
  }

  @Post()
  @BodySchema(newTemplateSchema)
  create(
    @Body(new Validate(newTemplateSchema)) body: z.output<typeof newTemplateSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.create(person, body);
  }

  /** Any edit voids the approval. */
  @Patch(':id')
  @BodySchema(templateEditSchema)
  edit(
    @Param('id', IdParam) id: string,
    @Body(new Validate(templateEditSchema)) body: z.output<typeof templateEditSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.edit(person, id, body);
  }

  /** For corrections: by a reviewer who did not write it, repeating the digest they saw. */
  @Post(':id/approve')
  @HttpCode(200)
  @Roles('reviewer')
  @StepUp()
  @BodySchema(approval)
  approve(
    @Param('id', IdParam) id: string,
    @Body(new Validate(approval)) { digest }: z.output<typeof approval>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.approve(person, id, digest);
  }

  @Post(':id/retire')
  @HttpCode(200)
  retire(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<TemplateView> {
    return this.templates.retire(person, id);
  }

  /** Undoes the same person's recent act on it, while nobody has continued from there. */
  @Post(':id/undo')
  @HttpCode(200)
  @BodySchema(undoing)
  undo(
    @Param('id', IdParam) id: string,
    @Body(new Validate(undoing)) { act }: z.output<typeof undoing>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.undo(person, id, act);
  }
}
