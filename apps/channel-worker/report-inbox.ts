import { type CallbackInbox, ownCallback } from '#callbacks';
import type { Channel, Report } from '#channels';
import { type Keys, type Logger, LogThrottle } from '#platform';

/**
 * Stores what providers report over accounts' own connections in the inbox of callbacks, which the registrar reads.
 * Nothing of it is read or applied here: a receipt may come before its message is accepted, and to any worker.
 */
export class ReportInbox {
  private readonly failures = new LogThrottle();

  constructor(
    private readonly inbox: CallbackInbox,
    private readonly keys: Keys,
    private readonly logger: Logger,
  ) {}

  /** Stores what this account's provider reports from now on. */
  takeFrom(channel: Channel): void {
    channel.onReport?.((report) => this.store(report));
  }

  /** @returns whether it is committed; the provider reports again otherwise */
  private async store(report: Report): Promise<boolean> {
    try {
      const callback = ownCallback(this.keys, Buffer.from(JSON.stringify(report)));
      await this.inbox.store('smpp', report.account, callback);
      return true;
    } catch (error) {
      const { account } = report;
      this.failures.say((leftOut) =>
        this.logger.error({ err: error, account, leftOut }, 'a report of a provider cannot be stored yet'),
      );
      return false;
    }
  }
}
