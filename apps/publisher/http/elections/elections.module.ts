import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { ElectionsController } from './elections.controller.js';
import { ReferenceController } from './reference.controller.js';

/** Elections, regions and topics. */
@Module({
  imports: [AudienceModule],
  controllers: [ReferenceController, ElectionsController],
})
export class ElectionsModule {}
