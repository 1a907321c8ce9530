import type { ChannelName } from '#channels';
import type { Sender, SendObserver } from '#dispatch/sending';
import type { ChannelWatch } from '#dispatch/control';
import { within } from '#platform/waiting';
import type { Queues } from '#queue';

/** Timeout of a queue request, in ms: an unavailable queue is no fault of this program. */
const QUEUE_MS = 2_000;

/**
 * Detects a worker whose consumer has died silently while its process lives on. Copies, notices and fan-out chunks
 * count as progress: a large wave's chunks come long before its first copy.
 */
export class Progress {
  private movedAt: number;
  private readonly senders: Pick<Sender, 'keepsOutcomes'>[] = [];

  constructor(
    private readonly watch: Pick<ChannelWatch, 'stalled'>,
    private readonly queues: Pick<Queues, 'depth'>,
    private readonly stallSeconds: number,
    /** In ms, monotonic. */
    private readonly now: () => number = () => performance.now(),
  ) {
    this.movedAt = now();
  }

  /** Records that something was handed over or written. */
  moved(): void {
    this.movedAt = this.now();
  }

  /**
   * Exempts a worker from the watchdog while this sender holds outcomes that cannot be written: a restart would lose
   * them.
   */
  sparing(sender: Pick<Sender, 'keepsOutcomes'>): void {
    this.senders.push(sender);
  }

  /** Wraps an observer to record its events as progress. */
  observing(observer: SendObserver): SendObserver {
    return {
      handedOver: (channel, account, outcome, seconds) => {
        this.moved();
        observer.handedOver(channel, account, outcome, seconds);
      },
    };
  }

  /** False when a channel of this worker is stalled, its queue holds jobs, and this worker made no progress. */
  async made(channels: readonly ChannelName[]): Promise<boolean> {
    if (this.now() - this.movedAt < this.stallSeconds * 1000) return true;
    if (this.senders.some(({ keepsOutcomes }) => keepsOutcomes)) return true;
    const stalled = (await this.watch.stalled()).filter(({ channel }) => channels.includes(channel));
    for (const { channel } of stalled) if (await this.hasJobs(channel)) return false;
    return true;
  }

  private async hasJobs(channel: ChannelName): Promise<boolean> {
    try {
      const { waiting, active } = await within(QUEUE_MS, this.queues.depth(channel));
      return waiting + active > 0;
    } catch {
      return false;
    }
  }
}
