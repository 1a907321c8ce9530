import { Module } from '@nestjs/common';
import { AuditTasks } from './audit.tasks.js';
import { Sealer } from './sealer.js';

/** Needs the platform, which is global. */
@Module({ providers: [Sealer, AuditTasks], exports: [Sealer] })
export class AuditModule {}
