import { Module } from '@nestjs/common';
import { NoticesModule } from '#notices';
import { Appointments } from './appointments/appointments.js';
import { Issuer } from './issuer/issuer.js';
import { IssuerLogout } from './issuer/issuer-logout.js';
import { IssuerSignIn } from './issuer/issuer-sign-in.js';
import { MachineKeys } from './machine-keys/machine-keys.js';
import { OnCall } from './on-call/on-call.js';
import { OwnAddresses } from './people/own-addresses.js';
import { SavedFilters } from './people/saved-filters.js';
import { OwnSessions } from './sign-in/own-sessions.js';
import { Sessions } from './sign-in/sessions.js';
import { Staff } from './staff.js';
import { StaffTasks } from './staff.tasks.js';

/** Organisations, people, roles, sign-in, on-call lists. */
@Module({
  imports: [NoticesModule],
  providers: [
    Staff,
    Appointments,
    Sessions,
    OwnAddresses,
    OwnSessions,
    SavedFilters,
    OnCall,
    Issuer,
    IssuerSignIn,
    IssuerLogout,
    MachineKeys,
    StaffTasks,
  ],
  exports: [
    Staff,
    Appointments,
    Sessions,
    OwnAddresses,
    OwnSessions,
    SavedFilters,
    OnCall,
    IssuerSignIn,
    IssuerLogout,
    MachineKeys,
  ],
})
export class StaffModule {}
