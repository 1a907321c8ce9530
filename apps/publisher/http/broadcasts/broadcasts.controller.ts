import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Broadcasts, type BroadcastView, type TestSent } from '#broadcasts';
import { BroadcastList } from '#broadcasts/list';
import type { SignedIn } from '#staff/roles';
import { type Plan } from '#planning';
import { CurrentPerson, KeyScope, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam, VersionParam } from '../../auth/params.js';
import { GivenBody, GivenQuery, Route } from '../route.js';
import type { AnswerOf, BodyOf, QueryOf } from '#contract/api';
import type { PreviewCopy } from '#contract/api/plan';
import { READERS } from '#contract/roles.rules';

/** Broadcasts from the first draft to approval. */
@ApiTags('broadcasts')
@Controller('api/v1')
@Roles(...READERS)
export class BroadcastsController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly listed: BroadcastList,
  ) {}

  @Route('POST /broadcasts')
  @Roles('author')
  create(
    @GivenBody('POST /broadcasts') { templateId, ...draft }: BodyOf<'POST /broadcasts'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.create(person, draft, templateId);
  }

  /** A page of the list; `after` is the id to continue from, null on the last page. */
  @Route('GET /broadcasts')
  @KeyScope('reports', 'counts')
  list(
    @GivenQuery('GET /broadcasts') filter: QueryOf<'GET /broadcasts'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'GET /broadcasts'>> {
    return this.listed.page(person, filter);
  }

  /** The words that a search of the list may have meant that finds nothing. */
  @Route('GET /broadcast-words')
  async words(
    @GivenQuery('GET /broadcast-words') filter: QueryOf<'GET /broadcast-words'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'GET /broadcast-words'>> {
    return { meant: await this.listed.meant(person, filter) };
  }

  /** The authors of the broadcasts that the list can show. */
  @Route('GET /broadcast-authors')
  async authors(@CurrentPerson() person: SignedIn): Promise<AnswerOf<'GET /broadcast-authors'>> {
    return { authors: await this.listed.authors(person) };
  }

  @Route('GET /broadcasts/{id}')
  get(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<BroadcastView> {
    return this.broadcasts.get(person, id);
  }

  /** The waves it would have if approved now, each channel's forecast, and the obstacles. */
  @Route('GET /broadcasts/{id}/plan')
  plan(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<Plan> {
    return this.broadcasts.plan(person, id);
  }

  @Route('PATCH /broadcasts/{id}')
  @Roles('author')
  edit(
    @Param('id', IdParam) id: string,
    @GivenBody('PATCH /broadcasts/{id}') edit: BodyOf<'PATCH /broadcasts/{id}'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.edit(person, id, edit);
  }

  /** What was saved of a draft before, the newest first. */
  @Route('GET /broadcasts/{id}/versions')
  @Roles('author')
  async versions(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'GET /broadcasts/{id}/versions'>> {
    return { versions: await this.broadcasts.versions(person, id) };
  }

  @Route('GET /broadcasts/{id}/versions/{version}')
  @Roles('author')
  async version(
    @Param('id', IdParam) id: string,
    @Param('version', VersionParam) version: number,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'GET /broadcasts/{id}/versions/{version}'>> {
    return { draft: await this.broadcasts.version(person, id, version) };
  }

  /** Deletes a draft that was never submitted; `version` is the version the caller saw. */
  @Route('DELETE /broadcasts/{id}')
  @HttpCode(204)
  @Roles('author')
  remove(
    @Param('id', IdParam) id: string,
    @GivenQuery('DELETE /broadcasts/{id}') { version }: QueryOf<'DELETE /broadcasts/{id}'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    return this.broadcasts.remove(person, id, version);
  }

  @Route('POST /broadcasts/{id}/copy')
  @Roles('author')
  copy(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/copy') { texts }: BodyOf<'POST /broadcasts/{id}/copy'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.copy(person, id, texts);
  }

  /** Starts a correction of this broadcast: it will go to exactly the people this broadcast reached. */
  @Route('POST /broadcasts/{id}/corrections')
  @Roles('author')
  correct(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/corrections') body: BodyOf<'POST /broadcasts/{id}/corrections'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.correct(person, id, body);
  }

  @Route('POST /broadcasts/{id}/submit')
  @HttpCode(200)
  @Roles('author')
  submit(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/submit')
    { version, confirmLocalHours, unreached }: BodyOf<'POST /broadcasts/{id}/submit'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.submit(person, id, { version, confirmed: confirmLocalHours, unreached });
  }

  @Route('POST /broadcasts/{id}/approve')
  @HttpCode(200)
  @Roles('reviewer')
  approve(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/approve')
    { digest, late, acknowledged, ...confirmed }: BodyOf<'POST /broadcasts/{id}/approve'>,
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

  @Route('POST /broadcasts/{id}/reject')
  @HttpCode(200)
  @Roles('reviewer')
  reject(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/reject') body: BodyOf<'POST /broadcasts/{id}/reject'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.reject(person, id, body.reason ?? null, body.passages);
  }

  /** Undoes the same person's recent act, while nothing has been sent. */
  @Route('POST /broadcasts/{id}/undo')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  undo(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/undo') { act }: BodyOf<'POST /broadcasts/{id}/undo'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.undo(person, id, act);
  }

  @Route('POST /broadcasts/{id}/withdraw')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  withdraw(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/withdraw') body: BodyOf<'POST /broadcasts/{id}/withdraw'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<BroadcastView> {
    return this.broadcasts.withdraw(person, id, body.reason ?? null);
  }

  /** Takes an alert: the caller may decide, and the others on call are not called for a quarter of an hour. */
  @Route('POST /broadcasts/{id}/answer')
  @HttpCode(200)
  @Roles('reviewer', 'operator')
  answer(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<BroadcastView> {
    return this.broadcasts.answer(person, id);
  }

  /** A copy as one person would get it, from the renderer that makes the real ones. */
  @Route('POST /broadcasts/{id}/preview')
  @HttpCode(200)
  preview(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/preview') body: BodyOf<'POST /broadcasts/{id}/preview'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<PreviewCopy> {
    return this.broadcasts.preview(person, id, {
      channel: body.channel,
      language: body.language,
      ...body.sample,
    });
  }

  /** Sends a copy marked [UJI] to the signed-in person's own confirmed addresses. */
  @Route('POST /broadcasts/{id}/test')
  @HttpCode(202)
  @Roles('author', 'reviewer')
  @StepUp()
  test(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/test') body: BodyOf<'POST /broadcasts/{id}/test'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TestSent> {
    return this.broadcasts.sendTest(person, id, body);
  }
}
