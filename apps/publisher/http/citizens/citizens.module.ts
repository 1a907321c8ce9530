import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { DispatchModule } from '#dispatch';
import { DataRequestsController } from './data-requests.controller.js';
import { HelpdeskController } from './helpdesk.controller.js';

/** What citizens ask: the help desk and data requests. */
@Module({
  imports: [AudienceModule, DispatchModule],
  controllers: [HelpdeskController, DataRequestsController],
})
export class CitizensModule {}
