import { Injectable } from '@nestjs/common';
import { InjectLogger } from '#platform';
import { Database } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { endStrays, forgetSilent } from '#platform/program';
import { Periodic } from '#platform/scheduling';

/** The periodic work on the database that belongs to no library. */
@Injectable()
export class PublisherTasks {
  private readonly mayNot = new LogThrottle(3600_000);

  constructor(
    private readonly database: Database,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  @Periodic('end stray transactions', 5000)
  async endStrays(): Promise<void> {
    const ended = await endStrays(this.database.manager);
    if (ended === null)
      this.mayNot.say(() =>
        this.logger.warn(
          "transactions that the gateway's login keeps open cannot be ended: GRANT pg_signal_backend to the database's owner",
        ),
      );
    else if (ended > 0)
      this.logger.error({ ended }, "the gateway's login kept transactions open: ended; look who uses it");
  }

  @Periodic('forget silent programs', 60_000)
  async forgetSilent(): Promise<void> {
    await forgetSilent(this.database.manager);
  }
}
