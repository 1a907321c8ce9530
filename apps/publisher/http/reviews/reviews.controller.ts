import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Hold, type ListedReview, ReviewDesk, type ReviewView } from '#broadcasts';
import { BodySchema, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';

const holding = z.strictObject({ takeOver: z.boolean().default(false) });

/** Pending decisions of KPU, and who holds each. */
@ApiTags('reviews')
@Controller('api/v1')
export class ReviewsController {
  constructor(private readonly desk: ReviewDesk) {}

  /** The decisions of this reviewer's office, the most pressing first. */
  @Get('reviews')
  @Roles('reviewer')
  async waiting(@CurrentPerson() person: SignedIn): Promise<{ reviews: ListedReview[] }> {
    return { reviews: await this.desk.waiting(person) };
  }

  /** The fact check, all submissions with their decisions, missed hours with their options, and the current holder. */
  @Get('broadcasts/:id/review')
  @Roles('author', 'reviewer', 'operator', 'auditor', 'admin')
  review(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<ReviewView> {
    return this.desk.of(person, id);
  }

  /** Takes a review, or renews the caller's hold; it expires after two minutes. */
  @Post('broadcasts/:id/hold')
  @HttpCode(200)
  @Roles('reviewer')
  @BodySchema(holding)
  hold(
    @Param('id', IdParam) id: string,
    @Body(new Validate(holding)) { takeOver }: z.output<typeof holding>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Hold> {
    return this.desk.hold(person, id, takeOver);
  }

  @Delete('broadcasts/:id/hold')
  @HttpCode(204)
  @Roles('reviewer')
  async letGo(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.desk.letGo(person, id);
  }
}
