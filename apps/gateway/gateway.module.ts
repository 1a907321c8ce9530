import { type DynamicModule, Module } from '@nestjs/common';
import { Audience } from '#audience';
import { RecordingReader } from '#broadcasts';
import { CallbackInbox } from '#callbacks';
import { CopyLookup } from '#dispatch';
import { PublicRecords, TextCheck, TextLimits } from '#dispatch/verification';
import {
  Database,
  Figures,
  type GatewaySettings,
  type Logger,
  OpsController,
  PlatformModule,
} from '#platform';
import { CheckController } from './verification/check.controller.js';
import { JoiningController } from './self-service/joining.controller.js';
import { LeavingController } from './self-service/leaving.controller.js';
import { Limits } from './http/limits.js';
import { ListController } from './verification/list.controller.js';
import { Metrics } from './http/metrics.js';
import { PagesController } from './verification/pages.controller.js';
import { PreferencesController } from './self-service/preferences.controller.js';
import { ReconfirmingController } from './self-service/reconfirming.controller.js';
import { RecordingsController } from './verification/recordings.controller.js';
import { Registrar } from './http/registrar.js';
import { RemoteCopies } from './verification/remote-copies.js';
import { RightsController } from './self-service/rights.controller.js';
import { SecurityTxtController } from './http/security-txt.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** Connections for readiness checks and the heartbeat. */
const OF_ITS_OWN = 2;

/**
 * The only public app. It has only the capabilities that its routes need: it fills the inbox of callbacks, lets
 * citizens leave, and reads approved broadcasts. It has no queue. Its database rights are listed, column by column, in
 * libs/platform/database/grants.ts: a route that needs more fails until it is added there.
 */
@Module({})
export class GatewayModule {
  static forRoot(config: GatewaySettings, logger: Logger): DynamicModule {
    return {
      module: GatewayModule,
      imports: [PlatformModule.withoutKeys(config, logger, 'siar_gateway', OF_ITS_OWN)],
      // Nest matches routes in this order; the pages end with `/:code`, which matches every short path.
      controllers: [
        OpsController,
        WebhooksController,
        JoiningController,
        PreferencesController,
        RightsController,
        ReconfirmingController,
        LeavingController,
        CheckController,
        ListController,
        RecordingsController,
        SecurityTxtController,
        PagesController,
      ],
      providers: [
        Audience,
        CallbackInbox,
        Limits,
        Metrics,
        { provide: Figures, useExisting: Metrics },
        PublicRecords,
        Registrar,
        { provide: CopyLookup, useClass: RemoteCopies },
        {
          provide: RecordingReader,
          inject: [Database],
          useFactory: (database: Database) => new RecordingReader(database, logger, 'approved'),
        },
        TextCheck,
        { provide: TextLimits, useExisting: Limits },
      ],
    };
  }
}
