import type { ChannelName } from '#channels';
import type { Sender, SendObserver, Standstills } from '#deliveries';
import { within } from '#platform';
import type { Queues } from '#queue';

/** How long the queue may take to answer, in ms: one that is away is no fault of this program. */
const QUEUE_MS = 2_000;

/**
 * Whether this worker does what it should: a consumer may have died without a word while its process lives on. Copies and
 * notices that are handed over count, and so does each chunk of a fan-out: of a large wave that comes long before the first copy.
 */
export class Progress {
  private movedAt: number;
  private readonly senders: Pick<Sender, 'keepsOutcomes'>[] = [];

  constructor(
    private readonly standstills: Pick<Standstills, 'list'>,
    private readonly queues: Pick<Queues, 'depth'>,
    private readonly stallSeconds: number,
    /** In ms, monotonic. */
    private readonly now: () => number = () => performance.now(),
  ) {
    this.movedAt = now();
  }

  /** Something was handed over or written. */
  moved(): void {
    this.movedAt = this.now();
  }

  /** A worker is not ended for want of progress while this one holds outcomes that cannot be written: they would be lost. */
  sparing(sender: Pick<Sender, 'keepsOutcomes'>): void {
    this.senders.push(sender);
  }

  /** The observer, heard here too. */
  observing(observer: SendObserver): SendObserver {
    return {
      handedOver: (channel, outcome, seconds) => {
        this.moved();
        observer.handedOver(channel, outcome, seconds);
      },
    };
  }

  /** False when a channel of this worker is stalled, jobs for it lie in the queue, and nothing moved here. */
  async made(channels: readonly ChannelName[]): Promise<boolean> {
    if (this.now() - this.movedAt < this.stallSeconds * 1000) return true;
    if (this.senders.some(({ keepsOutcomes }) => keepsOutcomes)) return true;
    const stalled = (await this.standstills.list()).filter(({ channel }) => channels.includes(channel));
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
