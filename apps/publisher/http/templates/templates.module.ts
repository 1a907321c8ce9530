import { Module } from '@nestjs/common';
import { BroadcastsModule } from '#broadcasts';
import { TemplatesController } from './templates.controller.js';

/** Templates of texts. */
@Module({
  imports: [BroadcastsModule],
  controllers: [TemplatesController],
})
export class TemplatesModule {}
