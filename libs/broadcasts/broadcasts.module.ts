import { Module } from '@nestjs/common';
import { AudienceModule } from '#audience';
import { NoticesModule } from '#notices';
import { StaffModule } from '#staff';
import { WavesModule } from '#waves';
import { Broadcasts } from './broadcasts.js';

@Module({
  imports: [AudienceModule, NoticesModule, StaffModule, WavesModule],
  providers: [Broadcasts],
  exports: [Broadcasts],
})
export class BroadcastsModule {}
