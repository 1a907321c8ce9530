import { Module } from '@nestjs/common';
import { DispatchModule } from '#dispatch';
import { EmergencyController } from './emergency.controller.js';

/** The emergency stop, and pauses of whole channels. */
@Module({
  imports: [DispatchModule],
  controllers: [EmergencyController],
})
export class EmergencyModule {}
