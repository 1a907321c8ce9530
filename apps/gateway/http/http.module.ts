import { Module } from '@nestjs/common';
import { Audience } from '#audience';
import { CallbackInbox } from '#callbacks';
import { Figures } from '#platform/http';
import { Limits } from './limits.js';
import { Metrics } from './metrics.js';
import { Registrar } from './registrar.js';

/** What the routes of all features share. */
@Module({
  providers: [
    Audience,
    CallbackInbox,
    Limits,
    Metrics,
    { provide: Figures, useExisting: Metrics },
    Registrar,
  ],
  exports: [Audience, CallbackInbox, Limits, Metrics, Figures, Registrar],
})
export class HttpModule {}
