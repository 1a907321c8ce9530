import { Module } from '@nestjs/common';
import { StaffModule } from '#staff';
import { MachineKeysController } from './machine-keys.controller.js';
import { OnCallController } from './on-call.controller.js';
import { PeopleController } from './people.controller.js';
import { SavedFiltersController } from './saved-filters.controller.js';

/** People, their roles, and who is on call. */
@Module({
  imports: [StaffModule],
  controllers: [PeopleController, OnCallController, MachineKeysController, SavedFiltersController],
})
export class PeopleModule {}
