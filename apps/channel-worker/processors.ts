import { Injectable, type Type } from '@nestjs/common';
import type { ChannelName } from '#channels';
import { FanOut } from '#dispatch/fan-out';
import { NoticeRoute, Sender, type SendingAccount } from '#dispatch/sending';
import { Notices } from '#notices';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { type JobOf, JobProcessor, Processor, QueueLog, queueName, workerOptions } from '#queue';
import { InjectAccounts, InjectChannel } from './tokens.js';
import { Progress } from './progress.js';

/** Batches that are claimed concurrently, waves that are fanned out, and notices that wait for slots. */
const LANES = 4;

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
    @InjectChannel() private readonly channel: ChannelName,
  ) {
    super(log);
  }

  protected handle({ waveId }: JobOf<'fan-outs'>): Promise<void> {
    return this.fanOut.run(
      waveId,
      this.channel,
      this.stopping,
      (id, batchNo) => this.sender.batch(id, batchNo, 'fan-out'),
      () => this.progress.moved(),
    );
  }
}

/** Sends the notices of one channel, which wait for an account's budget. */
@Injectable()
export abstract class NoticeProcessor extends JobProcessor<'notices'> {
  private readonly route: NoticeRoute;

  constructor(
    log: QueueLog,
    private readonly notices: Notices,
    private readonly progress: Progress,
    @InjectChannel() channel: ChannelName,
    @InjectAccounts() accounts: readonly SendingAccount[],
    @InjectConfig() config: Config,
  ) {
    super(log);
    this.route = new NoticeRoute(
      channel,
      accounts,
      () => this.stopping.aborted,
      (config.LEASE_SECONDS - config.PROVIDER_TIMEOUT_SECONDS) * 1000,
    );
  }

  protected async handle({ noticeId }: JobOf<'notices'>): Promise<void> {
    if (await this.notices.deliver(noticeId, this.route)) this.progress.moved();
  }
}

/** The processors of a channel's queues. `@Processor` names a queue on a class: each channel has classes of its own. */
export function processorsOf(channel: ChannelName): {
  sends: Type<SendProcessor>;
  fanOuts: Type<FanOutProcessor>;
  notices: Type<NoticeProcessor>;
} {
  const lanes = workerOptions(LANES);

  @Processor(queueName(channel, 'sends'), lanes)
  class Sends extends SendProcessor {}

  @Processor(queueName(channel, 'fan-outs'), lanes)
  class FanOuts extends FanOutProcessor {}

  @Processor(queueName(channel, 'notices'), lanes)
  class NoticesOfChannel extends NoticeProcessor {}

  return { sends: Sends, fanOuts: FanOuts, notices: NoticesOfChannel };
}
