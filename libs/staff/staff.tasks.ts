import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { Periodic } from '#platform/scheduling';
import { IssuerLogout } from './issuer/issuer-logout.js';
import { forgetOldAttempts } from './sign-in/attempt-limits.js';
import { Sessions } from './sign-in/sessions.js';

/** The periodic work of this library. */
@Injectable()
export class StaffTasks {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly issuerLogout: IssuerLogout,
  ) {}

  @Periodic('forget sessions and attempts', 60_000)
  async forget(): Promise<void> {
    await this.sessions.forgetEnded();
    await forgetOldAttempts(this.database.manager);
    await this.issuerLogout.forgetTokens();
  }
}
