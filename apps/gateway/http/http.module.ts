import { Module } from '@nestjs/common';
import { Audience } from '#audience';
import { CallbackInbox } from '#callbacks';
import { Figures } from '#platform/http';
import { NetworkTextLimits } from './text-limits.js';
import { Metrics } from './metrics.js';
import { Registrar } from './registrar.js';

/** What the routes of all features share. */
@Module({
  providers: [
    Audience,
    CallbackInbox,
    NetworkTextLimits,
    Metrics,
    { provide: Figures, useExisting: Metrics },
    Registrar,
  ],
  exports: [Audience, CallbackInbox, NetworkTextLimits, Metrics, Figures, Registrar],
})
export class HttpModule {}
