import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ChannelName } from '#channels';
import { Sender, type SendingAccount } from '#dispatch/sending';
import { InjectLogger } from '#platform';
import type { Logger } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { Processors } from '#queue';
import { InjectAccounts, InjectChannel } from './tokens.js';
import { FanOutProcessor, NoticeProcessor, SendProcessor } from './processors.js';
import { Progress } from './progress.js';

/** Starts what serves this worker's channels, and stops all of them at once: none sends on while another ends. */
@Injectable()
export class ChannelWorkers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly workers: ChannelWorker[] = [];

  constructor(
    private readonly heartbeat: Heartbeat,
    private readonly progress: Progress,
    private readonly processors: Processors,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  add(worker: ChannelWorker): void {
    this.workers.push(worker);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { heartbeat, names: channels } = this;
    heartbeat.alsoAsk(() => this.progress.made(channels));
    for (const worker of this.workers) {
      this.progress.sparing(worker);
      worker.start();
    }
    await heartbeat.serves(channels);
    // Last: Nest stops nothing of a program that could not start.
    this.processors.start();
    for (const worker of this.workers) worker.share();
    this.logger.info({ channels, worker: heartbeat.name }, 'worker is up');
  }

  /** Runs before any connection is closed. */
  async onModuleDestroy(): Promise<void> {
    const ends = await Promise.allSettled(this.workers.map((worker) => worker.stop()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  private get names(): ChannelName[] {
    return this.workers.map(({ name }) => name);
  }
}

/** What serves one channel. */
@Injectable()
export class ChannelWorker {
  constructor(
    @InjectChannel() readonly name: ChannelName,
    @InjectAccounts() private readonly accounts: readonly SendingAccount[],
    private readonly sender: Sender,
    private readonly sends: SendProcessor,
    private readonly fanOuts: FanOutProcessor,
    private readonly notices: NoticeProcessor,
    workers: ChannelWorkers,
  ) {
    workers.add(this);
  }

  /** Whether there are outcomes that could not be written yet and exist only in this process. */
  get keepsOutcomes(): boolean {
    return this.sender.keepsOutcomes;
  }

  start(): void {
    for (const { circuit, channel } of this.accounts) {
      circuit.start();
      channel.prepare?.();
    }
    this.sender.start();
  }

  /** Leaves jobs to other workers while only these have connections. Fan-outs need none. Call it once jobs are taken. */
  share(): void {
    const share = (): void => {
      const rests = this.accounts.every(({ isWithout }) => isWithout);
      for (const processor of [this.sends, this.notices]) processor.rest(rests);
    };
    for (const account of this.accounts) account.onConnected = share;
    share();
  }

  /** Accepts no more jobs, awaits those running, writes their outcomes, and closes the accounts. */
  async stop(): Promise<void> {
    this.sender.stop();
    await Promise.all([this.sends.close(), this.fanOuts.close(), this.notices.close()]);
    await this.sender.settled();
    await Promise.all(
      this.accounts.map(async ({ circuit, channel }) => {
        await circuit.stop();
        await channel.close();
      }),
    );
  }
}
