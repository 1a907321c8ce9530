import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Hold } from '#broadcasts';
import { ReviewHolds, ReviewQueue, ReviewViews } from '#broadcasts/review';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';
import type { ListedReview, ReviewView } from '#contract/api/reviews';
import { FOLLOWERS } from '#contract/roles.rules';

/** Pending decisions of KPU, and who holds each. */
@ApiTags('reviews')
@Controller('api/v1')
export class ReviewsController {
  constructor(
    private readonly queue: ReviewQueue,
    private readonly views: ReviewViews,
    private readonly holds: ReviewHolds,
  ) {}

  /** The decisions of this reviewer's office, the most pressing first. */
  @Route('GET /reviews')
  @Roles('reviewer')
  async waiting(@CurrentPerson() person: SignedIn): Promise<{ reviews: ListedReview[] }> {
    return { reviews: await this.queue.waitingFor(person) };
  }

  /** The fact check, all submissions with their decisions, missed hours with their options, and the current holder. */
  @Route('GET /broadcasts/{id}/review')
  @Roles(...FOLLOWERS)
  review(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<ReviewView> {
    return this.views.show(person, id);
  }

  /** Takes a review, or renews the caller's hold; it expires after two minutes. */
  @Route('POST /broadcasts/{id}/hold')
  @HttpCode(200)
  @Roles('reviewer')
  hold(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/hold') { takeOver }: BodyOf<'POST /broadcasts/{id}/hold'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Hold> {
    return this.holds.take(person, [id], takeOver);
  }

  @Route('DELETE /broadcasts/{id}/hold')
  @HttpCode(204)
  @Roles('reviewer')
  async letGo(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.holds.letGo(person, [id]);
  }
}
