import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { WebhooksController } from './webhooks.controller.js';

/** The providers' callbacks, which go to the inbox. */
@Module({
  imports: [HttpModule],
  controllers: [WebhooksController],
})
export class WebhooksModule {}
