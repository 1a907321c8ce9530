import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Templates, type TemplateView } from '#broadcasts/templates';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, GivenQuery, Route } from '../route.js';
import type { BodyOf, QueryOf } from '#contract/api';

/** Texts to start from: for ordinary messages, by authors for their office; for corrections, by KPU's reviewers. */
@ApiTags('templates')
@Controller('api/v1')
@Roles('reviewer', 'author')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  /** The templates the person may see, of both kinds unless one is given; `usable` ones can start a broadcast. */
  @Route('GET /templates')
  async list(
    @GivenQuery('GET /templates') { kind }: QueryOf<'GET /templates'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ templates: TemplateView[] }> {
    return { templates: await this.templates.list(person, kind) };
  }

  @Route('GET /templates/{id}')
  get(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<TemplateView> {
    return this.templates.get(person, id);
  }

  @Route('POST /templates')
  create(
    @GivenBody('POST /templates') body: BodyOf<'POST /templates'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.create(person, body);
  }

  /** Any edit voids the approval. */
  @Route('PATCH /templates/{id}')
  edit(
    @Param('id', IdParam) id: string,
    @GivenBody('PATCH /templates/{id}') body: BodyOf<'PATCH /templates/{id}'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.edit(person, id, body);
  }

  /** For corrections: by a reviewer who did not write it, repeating the digest they saw. */
  @Route('POST /templates/{id}/approve')
  @HttpCode(200)
  @Roles('reviewer')
  @StepUp()
  approve(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /templates/{id}/approve') { digest }: BodyOf<'POST /templates/{id}/approve'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.approve(person, id, digest);
  }

  @Route('POST /templates/{id}/retire')
  @HttpCode(200)
  retire(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<TemplateView> {
    return this.templates.retire(person, id);
  }

  /** Undoes the same person's recent act on it, while nobody has continued from there. */
  @Route('POST /templates/{id}/undo')
  @HttpCode(200)
  undo(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /templates/{id}/undo') { act }: BodyOf<'POST /templates/{id}/undo'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TemplateView> {
    return this.templates.undo(person, id, act);
  }
}
