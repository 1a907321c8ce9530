import { Module } from '@nestjs/common';
import { DispatchModule } from '#dispatch';
import { AuthModule } from '../auth/auth.module.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** What monitoring sees. */
@Module({
  imports: [DispatchModule, AuthModule],
  controllers: [HealthController, MetricsController],
  providers: [Metrics, Readiness],
  exports: [Metrics, Readiness],
})
export class OpsModule {}
