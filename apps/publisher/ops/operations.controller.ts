import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type ChannelName, CHANNELS } from '#channels';
import { BodySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { ChannelPauses } from '#dispatch/control';
import { CurrentPerson, Roles, StepUp } from '../auth/decorators.js';
import { type ListedJob, Operations, type OperationsView } from './operations.js';

const ChannelParam = new Validate(z.enum(CHANNELS));
const JobParam = new Validate(z.string().regex(/^[\w-]{1,100}$/, says('job-id')));

const pausing = z.strictObject({ reason: z.string().trim().min(1, says('say-why')).max(2000) });

/** The operators' page. */
@ApiTags('ops')
@Controller('api/v1/operations')
@Roles('operator')
export class OperationsController {
  constructor(
    private readonly operations: Operations,
    private readonly pauses: ChannelPauses,
  ) {}

  @Get()
  view(): Promise<OperationsView> {
    return this.operations.view();
  }

  @Get('failed-jobs')
  async failedJobs(): Promise<{ jobs: ListedJob[] }> {
    return { jobs: await this.operations.failedJobs() };
  }

  /** Puts a failed job back into its queue. */
  @Post('failed-jobs/:channel/:jobId/retry')
  @HttpCode(204)
  @StepUp()
  async retry(
    @Param('channel', ChannelParam) channel: ChannelName,
    @Param('jobId', JobParam) jobId: string,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.operations.retry(channel, jobId, personId);
  }

  /** Pauses one channel for everything, notices included: after the response, only claimed copies still go out. */
  @Post('channels/:channel/pause')
  @HttpCode(204)
  @StepUp()
  @BodySchema(pausing)
  async pause(
    @Param('channel', ChannelParam) channel: ChannelName,
    @Body(new Validate(pausing)) { reason }: z.output<typeof pausing>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.pauses.pause(channel, reason, personId);
  }

  /** Resumes exactly what is not paused by itself. */
  @Post('channels/:channel/resume')
  @HttpCode(204)
  @StepUp()
  async resume(
    @Param('channel', ChannelParam) channel: ChannelName,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.pauses.resume(channel, personId);
  }
}
