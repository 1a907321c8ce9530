import { Injectable } from '@nestjs/common';
import { Periodic } from '#platform/scheduling';
import { Notices } from './notices.js';

/** The periodic work of this library. */
@Injectable()
export class NoticesTasks {
  constructor(private readonly notices: Notices) {}

  @Periodic('release notices', 500)
  async release(): Promise<void> {
    await this.notices.release();
    await this.notices.reconcile();
  }

  @Periodic('forget notices', 3600_000)
  async forget(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.notices.forget()));
  }
}
