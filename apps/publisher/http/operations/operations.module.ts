import { Module } from '@nestjs/common';
import { SenderDomain } from '#channels/email';
import { DispatchModule } from '#dispatch';
import { CONFIG } from '#platform';
import type { Config } from '#platform/config';
import { OpsModule } from '../../ops/ops.module.js';
import { OperationsController } from './operations.controller.js';
import { Operations } from './operations.js';

/** What operators see of channels, queues and background jobs, and do with them. */
@Module({
  imports: [DispatchModule, OpsModule],
  controllers: [OperationsController],
  providers: [
    Operations,
    { provide: SenderDomain, inject: [CONFIG], useFactory: (config: Config) => SenderDomain.of(config) },
  ],
})
export class OperationsModule {}
