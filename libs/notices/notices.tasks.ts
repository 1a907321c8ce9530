import { Injectable } from '@nestjs/common';
import { Periodic } from '#platform';
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
}
