import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { NoticesModule } from '#notices';
import { StaffModule } from '#staff';
import { WavesModule } from '#waves';
import { Alerts } from './alerts.js';
import { Broadcasts } from './broadcasts.js';
import { Composing } from './composing.js';
import { CorrectionTemplates } from './correction-templates.js';
import { ReviewDesk } from './review-desk.js';

@Module({
  imports: [AudienceModule, NoticesModule, StaffModule, WavesModule],
  providers: [Broadcasts, Composing, ReviewDesk, Alerts, CorrectionTemplates],
  exports: [Broadcasts, Composing, ReviewDesk, Alerts, CorrectionTemplates],
})
export class BroadcastsModule {}
