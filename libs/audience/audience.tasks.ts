import { Injectable } from '@nestjs/common';
import { Periodic } from '#platform/scheduling';
import { ImportRepository } from './importing/import-repository.js';
import { Withdrawal } from './importing/withdrawal.js';
import { Overview } from './counting/overview.js';
import { SignUps } from './joining/sign-ups.js';
import { Journal } from './journal/journal.js';
import { WaitingErasures } from './rights/waiting-erasures.js';
import { Reconfirming } from './rights/reconfirming.js';

/** The periodic work of this library. */
@Injectable()
export class AudienceTasks {
  constructor(
    private readonly signUps: SignUps,
    private readonly imports: ImportRepository,
    private readonly withdrawal: Withdrawal,
    private readonly erasures: WaitingErasures,
    private readonly reconfirming: Reconfirming,
    private readonly journal: Journal,
    private readonly overview: Overview,
  ) {}

  @Periodic('withdraw imports', 1000)
  async withdrawImports(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.withdrawal.step()));
  }

  @Periodic('erase addresses', 1000)
  async erase(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.erasures.step()));
  }

  @Periodic('write the journal', 1000)
  async writeJournal(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.journal.step()));
  }

  @Periodic('reconfirm consents', 5000)
  async reconfirm(): Promise<void> {
    await this.reconfirming.turn();
  }

  @Periodic('count contacts', 60_000)
  async countContacts(): Promise<void> {
    await this.overview.refresh();
  }

  @Periodic('forget sign-ups', 60_000)
  async forgetSignUps(): Promise<void> {
    await this.signUps.forget();
  }

  @Periodic('forget rejected rows', 60_000)
  async forgetRejectedRows(): Promise<void> {
    await this.imports.forget();
  }
}
