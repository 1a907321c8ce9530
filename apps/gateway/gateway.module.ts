import { type DynamicModule, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ExpressAdapter } from '@nestjs/platform-express';
import { InjectConfig, InjectLogger, PlatformModule } from '#platform';
import type { GatewaySettings } from '#platform/config';
import { Database } from '#platform/database';
import { OpsController } from '#platform/http';
import type { Logger } from '#platform/logging';
import { mountEdge } from './http/edge.js';
import { HttpModule } from './http/http.module.js';
import { Metrics } from './http/metrics.js';
import { SecurityTxtController } from './http/security-txt.controller.js';
import { LogosController } from './pages/logos.controller.js';
import { SelfServiceModule } from './self-service/self-service.module.js';
import { RecordPageCache } from './verification/record-page-cache.js';
import { VerificationModule } from './verification/verification.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** Connections for readiness checks and the heartbeat. */
const OF_ITS_OWN = 2;

/**
 * The only public app. It has only the capabilities that its routes need: it fills the inbox of callbacks, lets
 * citizens leave, and reads approved broadcasts. It has no queue. Its database rights are listed, column by column, in
 * libs/platform/database/upkeep/grants.ts: a route that needs more fails until it is added there.
 */
@Module({})
export class GatewayModule {
  /** Installs what every request passes before a route. Nest makes this class before it registers any route. */
  constructor(
    { httpAdapter }: HttpAdapterHost<ExpressAdapter>,
    database: Database,
    metrics: Metrics,
    pages: RecordPageCache,
    @InjectConfig() config: GatewaySettings,
    @InjectLogger() logger: Logger,
  ) {
    mountEdge(httpAdapter.getInstance(), config, logger, { database, metrics, pages });
  }

  static forRoot(config: GatewaySettings, logger: Logger): DynamicModule {
    return {
      module: GatewayModule,
      // Nest matches the routes of this module first, then those of its imports in this order.
      imports: [
        PlatformModule.withoutKeys(config, logger, 'siar_gateway', OF_ITS_OWN),
        HttpModule,
        WebhooksModule,
        SelfServiceModule,
        VerificationModule,
      ],
      controllers: [OpsController, SecurityTxtController, LogosController],
    };
  }
}
