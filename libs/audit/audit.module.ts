import { Module } from '@nestjs/common';
import { Sealer } from './sealer.js';

/** Needs the platform, which is global. */
@Module({ providers: [Sealer], exports: [Sealer] })
export class AuditModule {}
