import { type CallbackInbox, ownCallback } from '#callbacks';
import type { Channel, Report } from '#channels';
import type { Keys } from '#platform/crypto';
import { type Logger, LogThrottle } from '#platform/logging';

/** Reports stored in one transaction: as many as an SMSC may have unanswered on a busy bind. */
const STORED_AT_ONCE = 250;

/** A report whose provider waits for an answer. */
interface Waiting {
  report: Report;
  answer: (stored: boolean) => void;
}

/**
 * Stores what providers report over accounts' own connections in the inbox of callbacks, which the registrar reads.
 * Nothing of it is read or applied here: a receipt may come before its message is accepted, and to any worker. Reports
 * that come together, or while others are being stored, are stored in one transaction.
 */
export class ReportInbox {
  private readonly failures = new LogThrottle();

  constructor(
    private readonly inbox: Pick<CallbackInbox, 'storeAll'>,
    private readonly keys: Keys,
    private readonly logger: Logger,
  ) {}

  /** Stores what this account's provider reports from now on. */
  takeFrom(channel: Channel): void {
    const { account } = channel;
    const waiting: Waiting[] = [];
    let isStoring = false;
    const storeAll = async (): Promise<void> => {
      while (waiting.length > 0) await this.store(account, waiting.splice(0, STORED_AT_ONCE));
      isStoring = false;
    };
    channel.onReport?.(
      (report) =>
        new Promise((answer) => {
          waiting.push({ report, answer });
          if (isStoring) return;
          isStoring = true;
          // At the end of the turn, with the others that came in it.
          setImmediate(() => void storeAll());
        }),
    );
  }

  /** Answers each report by whether it is committed; the provider reports again otherwise. */
  private async store(account: string, group: readonly Waiting[]): Promise<void> {
    let stored: readonly boolean[] = [];
    try {
      const callbacks = group.map(({ report }) =>
        ownCallback(this.keys, Buffer.from(JSON.stringify(report))),
      );
      stored = await this.inbox.storeAll('smpp', account, callbacks);
      if (stored.includes(false)) this.complain(account, 'the inbox has no room');
    } catch (error) {
      this.complain(account, error);
    }
    group.forEach(({ answer }, n) => answer(stored[n] ?? false));
  }

  private complain(account: string, error: unknown): void {
    this.failures.say((leftOut) =>
      this.logger.error({ err: error, account, leftOut }, 'a report of a provider cannot be stored yet'),
    );
  }
}
