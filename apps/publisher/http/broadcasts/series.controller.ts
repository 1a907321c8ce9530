import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Hold } from '#broadcasts';
import { SeriesDesk } from '#broadcasts/series';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { AnswerOf, BodyOf } from '#contract/api';
import { READERS } from '#contract/roles.rules';

type View = Promise<AnswerOf<'GET /series/{id}'>>;

/** Series of reminders before a polling day: submitted together, approved once. */
@ApiTags('series')
@Controller('api/v1')
@Roles(...READERS)
export class SeriesController {
  constructor(private readonly series: SeriesDesk) {}

  /** Makes a series of a draft: it becomes the earliest reminder, and each other one is a copy of it. */
  @Route('POST /broadcasts/{id}/series')
  @Roles('author')
  begin(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/series') body: BodyOf<'POST /broadcasts/{id}/series'>,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.begin(person, id, body);
  }

  @Route('GET /series/{id}')
  get(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): View {
    return this.series.get(person, id);
  }

  /** Adds a reminder: a copy of the one that is nearest in time. */
  @Route('POST /series/{id}/members')
  @Roles('author')
  add(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /series/{id}/members') body: BodyOf<'POST /series/{id}/members'>,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.add(person, id, body);
  }

  /** Takes a reminder out of the series: it becomes a broadcast by itself. */
  @Route('DELETE /series/{id}/members/{broadcastId}')
  @Roles('author')
  takeOut(
    @Param('id', IdParam) id: string,
    @Param('broadcastId', IdParam) broadcastId: string,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.takeOut(person, id, broadcastId);
  }

  /** Takes the reviews of all members, or renews the caller's hold on them; it expires after two minutes. */
  @Route('POST /series/{id}/hold')
  @HttpCode(200)
  @Roles('reviewer')
  hold(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /series/{id}/hold') { takeOver }: BodyOf<'POST /series/{id}/hold'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Hold> {
    return this.series.hold(person, id, takeOver);
  }

  @Route('DELETE /series/{id}/hold')
  @HttpCode(204)
  @Roles('reviewer')
  letGo(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    return this.series.letGo(person, id);
  }

  /** Submits all members, or none: a refusal has the reason of each member that prevents it, in `members`. */
  @Route('POST /series/{id}/submit')
  @HttpCode(200)
  @Roles('author')
  submit(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /series/{id}/submit') body: BodyOf<'POST /series/{id}/submit'>,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.submit(person, id, body);
  }

  /** Approves all members under review by one digest, or none. */
  @Route('POST /series/{id}/approve')
  @HttpCode(200)
  @Roles('reviewer')
  approve(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /series/{id}/approve') body: BodyOf<'POST /series/{id}/approve'>,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.approve(person, id, body);
  }

  @Route('POST /series/{id}/reject')
  @HttpCode(200)
  @Roles('reviewer')
  reject(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /series/{id}/reject') body: BodyOf<'POST /series/{id}/reject'>,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.reject(person, id, body);
  }

  /** Withdraws all members that are submitted and have not ended. */
  @Route('POST /series/{id}/withdraw')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  withdraw(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /series/{id}/withdraw') { reason }: BodyOf<'POST /series/{id}/withdraw'>,
    @CurrentPerson() person: SignedIn,
  ): View {
    return this.series.withdraw(person, id, reason ?? null);
  }
}
