import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type ChannelName, CHANNELS } from '#channels';
import { SenderDomain } from '#channels/email';
import { Validate } from '#platform/http';
import { says } from '#contract/problems';
import type { SignedIn } from '#staff/roles';
import { AccountDecisions, ChannelPauses } from '#dispatch/control';
import { Throughput } from '#dispatch/reports';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import type { ChannelCourse, ListedJob, OperationsView } from '#contract/api/operations';
import type { SenderDomainView } from '#contract/api/sender-domain';
import { Operations } from './operations.js';
import { GivenBody, GivenQuery, Route } from '../route.js';
import type { AnswerOf, BodyOf, QueryOf } from '#contract/api';

const ChannelParam = new Validate(z.enum(CHANNELS));
const AccountParam = new Validate(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, says('account-name')));
const JobParam = new Validate(z.string().regex(/^[\w-]{1,100}$/, says('job-id')));

/** The operators' page. */
@ApiTags('ops')
@Controller('api/v1')
@Roles('operator')
export class OperationsController {
  constructor(
    private readonly operations: Operations,
    private readonly pauses: ChannelPauses,
    private readonly rests: AccountDecisions,
    private readonly domain: SenderDomain,
    private readonly throughput: Throughput,
  ) {}

  @Route('GET /operations')
  view(): Promise<OperationsView> {
    return this.operations.view();
  }

  /** What went out by each channel in the last hours, and what waited. */
  @Route('GET /operations/course')
  course(
    @GivenQuery('GET /operations/course') { hours }: QueryOf<'GET /operations/course'>,
  ): Promise<ChannelCourse> {
    return this.throughput.lately(hours);
  }

  /** What happened on one day in Jakarta. */
  @Route('GET /operations/events')
  events(
    @GivenQuery('GET /operations/events') { day }: QueryOf<'GET /operations/events'>,
  ): Promise<AnswerOf<'GET /operations/events'>> {
    return this.operations.eventsOf(day);
  }

  @Route('GET /operations/failed-jobs')
  async failedJobs(): Promise<{ jobs: ListedJob[] }> {
    return { jobs: await this.operations.failedJobs() };
  }

  /** Checks SPF, DKIM, DMARC, MX, MTA-STS and PTR of the domains that e-mail is sent from; at most every 30 s. */
  @Route('GET /operations/sender-domain')
  senderDomain(): Promise<SenderDomainView> {
    return this.domain.view();
  }

  /** Puts a failed job back into its queue. */
  @Route('POST /operations/failed-jobs/{channel}/{jobId}/retry')
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
  @Route('POST /operations/channels/{channel}/pause')
  @HttpCode(204)
  @StepUp()
  async pause(
    @Param('channel', ChannelParam) channel: ChannelName,
    @GivenBody('POST /operations/channels/{channel}/pause')
    { reason }: BodyOf<'POST /operations/channels/{channel}/pause'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.pauses.pause(channel, reason, personId);
  }

  /** Resumes exactly what is not paused by itself. */
  @Route('POST /operations/channels/{channel}/resume')
  @HttpCode(204)
  @StepUp()
  async resume(
    @Param('channel', ChannelParam) channel: ChannelName,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.pauses.resume(channel, personId);
  }

  /** Rests an account: after the response it gets no new copies and no notices. The others of its channel take over. */
  @Route('POST /operations/accounts/{account}/rest')
  @HttpCode(204)
  @StepUp()
  async rest(
    @Param('account', AccountParam) account: string,
    @GivenBody('POST /operations/accounts/{account}/rest')
    { reason }: BodyOf<'POST /operations/accounts/{account}/rest'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.rests.rest(account, reason, personId);
  }

  @Route('POST /operations/accounts/{account}/return')
  @HttpCode(204)
  @StepUp()
  async return(
    @Param('account', AccountParam) account: string,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.rests.return(account, personId);
  }

  /** Prefers an account: it takes what its limits allow before the others of its channel. */
  @Route('POST /operations/accounts/{account}/prefer')
  @HttpCode(204)
  @StepUp()
  async prefer(
    @Param('account', AccountParam) account: string,
    @GivenBody('POST /operations/accounts/{account}/prefer')
    { reason }: BodyOf<'POST /operations/accounts/{account}/prefer'>,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.rests.prefer(account, reason, personId);
  }

  @Route('POST /operations/accounts/{account}/unprefer')
  @HttpCode(204)
  @StepUp()
  async unprefer(
    @Param('account', AccountParam) account: string,
    @CurrentPerson() { personId }: SignedIn,
  ): Promise<void> {
    await this.rests.unprefer(account, personId);
  }
}
