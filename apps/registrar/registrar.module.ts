import { type DynamicModule, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ExpressAdapter } from '@nestjs/platform-express';
import { AudienceModule } from '#audience';
import { WaitingCallbacks } from '#callbacks';
import { Receipts } from '#dispatch/receipts';
import { Copies, CopyLookup } from '#dispatch/sending';
import { AskerLimits, PublicRecords, PastedTexts, TextLimits } from '#dispatch/verification';
import { InjectConfig, InjectLogger, PlatformModule } from '#platform';
import type { Config } from '#platform/config';
import { Figures, OpsController } from '#platform/http';
import type { Logger } from '#platform/logging';
import { Bot } from './bot/bot.js';
import { BotAnswers } from './bot/bot-answers.js';
import { BotChecks } from './bot/bot-checks.js';
import { TelegramPoller } from './bot/telegram-poller.js';
import { CallbackDrain } from './callbacks/callback-drain.js';
import { CallbackMetrics } from './callbacks/callback-metrics.js';
import { CallbackReader } from './callbacks/callback-reader.js';
import { SmsReplies } from './callbacks/sms-replies.js';
import { mountEdge } from './edge.js';
import { JoiningController } from './joining.controller.js';
import { LeavingController } from './leaving.controller.js';
import { Leaving } from './leaving.js';
import { Metrics } from './metrics.js';
import { OwnDataLimit } from './own-data-limit.js';
import { PreferencesController } from './preferences.controller.js';
import { ReconfirmingController } from './reconfirming.controller.js';
import { RightsController } from './rights.controller.js';

/** The configuration, with the secret that gateways bring. */
type RegistrarConfig = Config & { REGISTRAR_SECRET: string };

/**
 * The private program behind the public gateway: it holds the keys and performs every operation on personal data. Its
 * few operations (libs/contract) are those that a citizen could perform anyway. It also processes the callbacks that
 * the gateway stores, and runs the bot. Its database rights are listed, column by column, in libs/platform/database/upkeep/grants.ts.
 */
@Module({})
export class RegistrarModule {
  /** Installs what every request passes before a route. Nest makes this class before it registers any route. */
  constructor(
    { httpAdapter }: HttpAdapterHost<ExpressAdapter>,
    metrics: Metrics,
    @InjectConfig() { REGISTRAR_SECRET }: RegistrarConfig,
    @InjectLogger() logger: Logger,
  ) {
    mountEdge(httpAdapter.getInstance(), REGISTRAR_SECRET, logger, metrics);
  }

  static forRoot(config: RegistrarConfig, logger: Logger): DynamicModule {
    return {
      module: RegistrarModule,
      imports: [
        PlatformModule.forRoot(config, logger, 'siar_registrar', config.DATABASE_POOL),
        AudienceModule,
      ],
      controllers: [
        OpsController,
        LeavingController,
        JoiningController,
        PreferencesController,
        RightsController,
        ReconfirmingController,
      ],
      providers: [
        Bot,
        BotAnswers,
        BotChecks,
        CallbackDrain,
        CallbackMetrics,
        CallbackReader,
        Copies,
        { provide: CopyLookup, useExisting: Copies },
        Leaving,
        SmsReplies,
        Metrics,
        { provide: Figures, useExisting: Metrics },
        OwnDataLimit,
        PublicRecords,
        Receipts,
        TelegramPoller,
        PastedTexts,
        { provide: TextLimits, useClass: AskerLimits },
        WaitingCallbacks,
      ],
    };
  }
}
