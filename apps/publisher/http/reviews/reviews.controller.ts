import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Hold } from '#broadcasts';
import { type ListedReview, ReviewDesk, type ReviewView } from '#broadcasts/review';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

/** Pending decisions of KPU, and who holds each. */
@ApiTags('reviews')
@Controller('api/v1')
export class ReviewsController {
  constructor(private readonly desk: ReviewDesk) {}

  /** The decisions of this reviewer's office, the most pressing first. */
  @Route('GET /reviews')
  @Roles('reviewer')
  async waiting(@CurrentPerson() person: SignedIn): Promise<{ reviews: ListedReview[] }> {
    return { reviews: await this.desk.waiting(person) };
  }

  /** The fact check, all submissions with their decisions, missed hours with their options, and the current holder. */
  @Route('GET /broadcasts/{id}/review')
  @Roles('author', 'reviewer', 'operator', 'auditor', 'admin')
  review(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<ReviewView> {
    return this.desk.of(person, id);
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
    return this.desk.hold(person, [id], takeOver);
  }

  @Route('DELETE /broadcasts/{id}/hold')
  @HttpCode(204)
  @Roles('reviewer')
  async letGo(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.desk.letGo(person, [id]);
  }
}
