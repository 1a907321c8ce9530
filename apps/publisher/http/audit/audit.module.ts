import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** The audit trail. */
@Module({
  controllers: [AuditController],
})
export class AuditRoutesModule {}
