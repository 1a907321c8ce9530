import { Injectable, type Type } from '@nestjs/common';
import type { Channel, ChannelName } from '#channels';
import { Budget, Circuit, FanOut, Sender } from '#dispatch';
import { Notices } from '#notices';
import { type Config, InjectConfig } from '#platform';
import { type JobOf, JobProcessor, Processor, QueueLog, queueName, workerOptions } from '#queue';
import { InjectChannel } from './tokens.js';
import { Progress } from './progress.js';

/**
 * Concurrent batches per channel: while one waits for its slots, the next is claimed. The same number of waves is
 * fanned out, and of notices waits for slots, concurrently.
 */
const LANES = workerOptions(4);

/** Sends the batches of one channel. */
@Injectable()
export abstract class SendProcessor extends JobProcessor<'sends'> {
  constructor(
    log: QueueLog,
    private readonly sender: Sender,
  ) {
    super(log);
  }

  protected handle({ waveId, batchNo }: JobOf<'sends'>): Promise<void> {
    return this.sender.batch(waveId, batchNo, 'queue');
  }
}

/** Writes the copies of one channel's waves, and sends the first ones. */
@Injectable()
export abstract class FanOutProcessor extends JobProcessor<'fan-outs'> {
  constructor(
    log: QueueLog,
    private readonly fanOut: FanOut,
    private readonly sender: Sender,
    private readonly progress: Progress,
    @InjectChannel() private readonly channel: Channel,
  ) {
    super(log);
  }

  protected handle({ waveId }: JobOf<'fan-outs'>): Promise<void> {
    return this.fanOut.run(
      waveId,
      this.channel.name,
      this.stopping,
      (id, batchNo) => this.sender.batch(id, batchNo, 'fan-out'),
      () => this.progress.moved(),
    );
  }
}

/** Sends the notices of one channel, which wait for the account's budget. */
@Injectable()
export abstract class NoticeProcessor extends JobProcessor<'notices'> {
  private readonly paced: Channel;

  constructor(
    log: QueueLog,
    private readonly notices: Notices,
    private readonly progress: Progress,
    budget: Budget,
    circuit: Circuit,
    @InjectConfig() config: Config,
  ) {
    super(log);
    this.paced = budget.paced(
      circuit.withCircuitBreaker(),
      () => this.stopping.aborted,
      (config.LEASE_SECONDS - config.PROVIDER_TIMEOUT_SECONDS) * 1000,
    );
  }

  protected async handle({ noticeId }: JobOf<'notices'>): Promise<void> {
    if (await this.notices.deliver(noticeId, this.paced)) this.progress.moved();
  }
}

/** The processors of a channel's queues. `@Processor` names a queue on a class: each channel has classes of its own. */
export function processorsOf(channel: ChannelName): {
  sends: Type<SendProcessor>;
  fanOuts: Type<FanOutProcessor>;
  notices: Type<NoticeProcessor>;
} {
  @Processor(queueName(channel, 'sends'), LANES)
  class Sends extends SendProcessor {}

  @Processor(queueName(channel, 'fan-outs'), LANES)
  class FanOuts extends FanOutProcessor {}

  @Processor(queueName(channel, 'notices'), LANES)
  class NoticesOfChannel extends NoticeProcessor {}

  return { sends: Sends, fanOuts: FanOuts, notices: NoticesOfChannel };
}
