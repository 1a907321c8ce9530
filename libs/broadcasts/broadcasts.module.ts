import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { NoticesModule } from '#notices';
import { StaffModule } from '#staff';
import { WavesModule } from '#waves';
import { Alerts } from './alerts.js';
import { Broadcasts } from './broadcasts.js';
import { Composing } from './composing.js';
import { CorrectionTemplates } from './correction-templates.js';

@Module({
  imports: [AudienceModule, NoticesModule, StaffModule, WavesModule],
  providers: [Broadcasts, Composing, Alerts, CorrectionTemplates],
  exports: [Broadcasts, Composing, Alerts, CorrectionTemplates],
})
export class BroadcastsModule {}
