import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { BroadcastsModule } from '#broadcasts';
import { DispatchModule } from '#dispatch';
import { StaffModule } from '#staff';
import { HomeController } from './home.controller.js';
import { NewsController } from './news.controller.js';

/** A person's first screen and their news. */
@Module({
  imports: [AudienceModule, BroadcastsModule, DispatchModule, StaffModule],
  controllers: [HomeController, NewsController],
})
export class HomeModule {}
