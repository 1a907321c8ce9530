import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Comments, Presence } from '#broadcasts/comments';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { AnswerOf, BodyOf } from '#contract/api';

/** What authors and reviewers say to each other about a broadcast, and who of them has it open. */
@ApiTags('comments')
@Controller('api/v1')
@Roles('author', 'reviewer')
export class CommentsController {
  constructor(
    private readonly comments: Comments,
    private readonly presence: Presence,
  ) {}

  @Route('GET /broadcasts/{id}/comments')
  of(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'GET /broadcasts/{id}/comments'>> {
    return this.comments.of(person, id);
  }

  /** Begins a thread about a part, or about words of a text. */
  @Route('POST /broadcasts/{id}/comments')
  begin(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/comments') body: BodyOf<'POST /broadcasts/{id}/comments'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'POST /broadcasts/{id}/comments'>> {
    return this.comments.begin(person, id, body);
  }

  /** Answers in a thread; one that was resolved is open again. */
  @Route('POST /broadcasts/{id}/comments/{thread}/answers')
  answer(
    @Param('id', IdParam) id: string,
    @Param('thread', IdParam) thread: string,
    @GivenBody('POST /broadcasts/{id}/comments/{thread}/answers')
    { words }: BodyOf<'POST /broadcasts/{id}/comments/{thread}/answers'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'POST /broadcasts/{id}/comments/{thread}/answers'>> {
    return this.comments.answer(person, id, thread, words);
  }

  /** Changes the words of one's own newest comment of a thread, for five minutes and until somebody answers. */
  @Route('PATCH /broadcasts/{id}/comments/{thread}/words')
  edit(
    @Param('id', IdParam) id: string,
    @Param('thread', IdParam) thread: string,
    @GivenBody('PATCH /broadcasts/{id}/comments/{thread}/words')
    body: BodyOf<'PATCH /broadcasts/{id}/comments/{thread}/words'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'PATCH /broadcasts/{id}/comments/{thread}/words'>> {
    return this.comments.edit(person, id, thread, body);
  }

  @Route('POST /broadcasts/{id}/comments/{thread}/resolution')
  @HttpCode(200)
  resolve(
    @Param('id', IdParam) id: string,
    @Param('thread', IdParam) thread: string,
    @GivenBody('POST /broadcasts/{id}/comments/{thread}/resolution')
    { resolved }: BodyOf<'POST /broadcasts/{id}/comments/{thread}/resolution'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'POST /broadcasts/{id}/comments/{thread}/resolution'>> {
    return this.comments.resolve(person, id, thread, resolved);
  }

  /** A sign that the person has it open, to be repeated every 15 seconds; answers who else has. */
  @Route('POST /broadcasts/{id}/presence')
  @HttpCode(200)
  sign(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'POST /broadcasts/{id}/presence'>> {
    return this.presence.sign(person, id);
  }

  @Route('DELETE /broadcasts/{id}/presence')
  @HttpCode(204)
  async leave(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.presence.leave(person, id);
  }
}
