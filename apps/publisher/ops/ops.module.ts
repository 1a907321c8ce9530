import { Module } from '@nestjs/common';
import { SenderDomain } from '#channels/email';
import { DispatchModule } from '#dispatch';
import { CONFIG } from '#platform';
import type { Config } from '#platform/config';
import { AuthModule } from '../auth/auth.module.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { OperationsController } from './operations.controller.js';
import { Operations } from './operations.js';
import { Readiness } from './readiness.js';

/** What operators and monitoring see. */
@Module({
  imports: [DispatchModule, AuthModule],
  controllers: [OperationsController, HealthController, MetricsController],
  providers: [
    Metrics,
    Operations,
    Readiness,
    { provide: SenderDomain, inject: [CONFIG], useFactory: (config: Config) => SenderDomain.of(config) },
  ],
  exports: [Metrics],
})
export class OpsModule {}
