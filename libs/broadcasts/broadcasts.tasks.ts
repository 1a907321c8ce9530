import { Injectable } from '@nestjs/common';
import { Periodic } from '#platform/scheduling';
import { Alerts } from './alerts/alerts.js';
import { Broadcasts } from './broadcasts.js';
import { News } from './news/news.js';
import { Recordings } from './recordings/recordings.js';

/** The periodic work of this library. */
@Injectable()
export class BroadcastsTasks {
  constructor(
    private readonly alerts: Alerts,
    private readonly news: News,
    private readonly broadcasts: Broadcasts,
    private readonly recordings: Recordings,
  ) {}

  @Periodic('alerts', 500)
  async callPeople(): Promise<void> {
    await this.alerts.round();
  }

  @Periodic('news', 2000)
  async tellNews(): Promise<void> {
    await this.news.round();
  }

  @Periodic('review deadlines', 15_000)
  async deadlines(): Promise<void> {
    await this.news.deadlines();
  }

  @Periodic('forget news', 60_000)
  async forgetNews(): Promise<void> {
    await this.news.forget();
  }

  @Periodic('forget deleted drafts, old versions, comments and presences', 60_000)
  async forgetDeleted(): Promise<void> {
    await this.broadcasts.forget();
  }

  @Periodic('forget unused recordings', 60_000)
  async forgetRecordings(): Promise<void> {
    await this.recordings.forget();
  }
}
