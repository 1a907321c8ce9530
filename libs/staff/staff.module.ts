import { Module } from '@nestjs/common';
import { Sessions } from './sessions.js';
import { Staff } from './staff.js';

/** Organisations, people, roles, sign-in. */
@Module({ providers: [Staff, Sessions], exports: [Staff, Sessions] })
export class StaffModule {}
