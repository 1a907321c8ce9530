import { Injectable } from '@nestjs/common';
import { Periodic } from '#platform/scheduling';
import { Sealer } from './sealer.js';

/** The periodic work of this library. */
@Injectable()
export class AuditTasks {
  constructor(private readonly sealer: Sealer) {}

  @Periodic('seal the audit trail', 1000)
  async seal(): Promise<void> {
    await this.sealer.seal();
  }
}
