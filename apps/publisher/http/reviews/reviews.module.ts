import { Module } from '@nestjs/common';
import { BroadcastsModule } from '#broadcasts';
import { ReviewsController } from './reviews.controller.js';

/** The reviews of submitted broadcasts. */
@Module({
  imports: [BroadcastsModule],
  controllers: [ReviewsController],
})
export class ReviewsModule {}
