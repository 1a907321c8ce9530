import { type Logger, LogThrottle } from '#platform/logging';

/** BullMQ's messages about a job or lock that it does not find; an unavailable server has other messages. */
const OF_ONE_JOB = /^(?:Missing (?:key|lock)|Lock mismatch|could not renew lock) for job /;

/** Reports on the queues of a program, each kind of event once a minute at most. */
export class QueueLog {
  private readonly away = new LogThrottle();
  private readonly failures = new LogThrottle();
  private readonly strange = new LogThrottle();
  private readonly repairs = new LogThrottle();
  private readonly lost = new LogThrottle();

  constructor(private readonly logger: Logger) {}

  /** Reports an error of a queue or of its worker. */
  error(queue: string, error: Error): void {
    if (OF_ONE_JOB.test(error.message)) {
      this.lost.say((leftOut) =>
        this.logger.warn(
          { queue, reason: error.message, leftOut },
          'a job or its lock is gone from the queue: the queue was emptied, or this program was suspended',
        ),
      );
      return;
    }
    this.away.say((leftOut) =>
      this.logger.error({ queue, err: error, leftOut }, 'the queue server is unavailable; waiting for it'),
    );
  }

  /** Reports a failed try. @param job its name with its ids */
  failed(queue: string, job: string | undefined, error: Error): void {
    this.failures.say((leftOut) =>
      this.logger.warn({ queue, job, err: error, leftOut }, 'a job failed and will be tried again'),
    );
  }

  /** Reports nothing of the job, which may hold anything. */
  ignored(queue: string): void {
    this.strange.say((leftOut) =>
      this.logger.error(
        { queue, leftOut },
        'a job that Siar did not write was ignored: check who can write to the queue',
      ),
    );
  }

  /** @param found what was undone, and how often */
  repaired(queue: string, found: Record<string, number | boolean>): void {
    this.repairs.say((leftOut) =>
      this.logger.warn(
        { queue, ...found, leftOut },
        'another client stopped a queue, which runs again: check who can write to it',
      ),
    );
  }
}
