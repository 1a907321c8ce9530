import { Module } from '@nestjs/common';
import { NoticesModule } from '#notices';
import { Appointments } from './appointments.js';
import { OnCall } from './on-call.js';
import { OwnAddresses } from './own-addresses.js';
import { OwnSessions } from './own-sessions.js';
import { Sessions } from './sessions.js';
import { Staff } from './staff.js';

/** Organisations, people, roles, sign-in, on-call lists. */
@Module({
  imports: [NoticesModule],
  providers: [Staff, Appointments, Sessions, OwnAddresses, OwnSessions, OnCall],
  exports: [Staff, Appointments, Sessions, OwnAddresses, OwnSessions, OnCall],
})
export class StaffModule {}
