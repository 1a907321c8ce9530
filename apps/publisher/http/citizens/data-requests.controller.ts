import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type DataRequest, DataRequests, type Held } from '#audience/rights';
import { normaliseAddress } from '#channels';
import { fault } from '#contract/problems';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, MinistryOnly, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, GivenQuery, Route } from '../route.js';
import type { BodyOf, QueryOf } from '#contract/api';

/** Requests to the data protection officer from people without a link of their own (docs/rights.md). */
@ApiTags('data requests')
@Controller('api/v1')
@Roles('dpo')
// The ministry holds the contacts, so its officer answers for them.
@MinistryOnly('ministry-requests')
export class DataRequestsController {
  constructor(private readonly requests: DataRequests) {}

  /** Open ones by deadline, or the latest closed ones. */
  @Route('GET /data-requests')
  async list(
    @GivenQuery('GET /data-requests') { state }: QueryOf<'GET /data-requests'>,
  ): Promise<{ requests: DataRequest[] }> {
    return { requests: await this.requests.list(state) };
  }

  @Route('POST /data-requests')
  open(
    @CurrentPerson() officer: SignedIn,
    @GivenBody('POST /data-requests') body: BodyOf<'POST /data-requests'>,
  ): Promise<DataRequest> {
    return this.requests.open(officer.personId, body);
  }

  @Route('GET /data-requests/{id}')
  one(@Param('id', IdParam) id: string): Promise<DataRequest> {
    return this.requests.get(id);
  }

  /** Finds the person by a full address. The trail records the search, but not the address. */
  @Route('POST /data-requests/{id}/find')
  @HttpCode(200)
  find(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/find') { channel, address }: BodyOf<'POST /data-requests/{id}/find'>,
  ): Promise<DataRequest & { suppressed: string | null }> {
    const to = normaliseAddress(channel, address);
    if (to === null) throw new Problem('address-incomplete', {}, [fault('address', `address-${channel}`)]);
    return this.requests.find(officer.personId, id, channel, to);
  }

  @Route('POST /data-requests/{id}/identity')
  @HttpCode(200)
  identify(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/identity')
    { check, contactId }: BodyOf<'POST /data-requests/{id}/identity'>,
  ): Promise<DataRequest> {
    return this.requests.identify(officer.personId, id, check, contactId);
  }

  /** Takes the identity check back, as long as nothing was downloaded or erased on its ground. */
  @Route('DELETE /data-requests/{id}/identity')
  takeBack(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenQuery('DELETE /data-requests/{id}/identity')
    { contactId }: QueryOf<'DELETE /data-requests/{id}/identity'>,
  ): Promise<DataRequest> {
    return this.requests.takeBack(officer.personId, id, contactId ?? null);
  }

  /** Creates the copy of everything held about the person, to be handed to them. */
  @Route('POST /data-requests/{id}/export')
  @HttpCode(200)
  export(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/export') { contactId }: BodyOf<'POST /data-requests/{id}/export'>,
  ): Promise<Held> {
    return this.requests.export(officer.personId, id, contactId);
  }

  /** The same copy for the person to read, in their language: one HTML file that prints as it is. */
  @Route('POST /data-requests/{id}/copy')
  @HttpCode(200)
  copy(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/copy') { contactId }: BodyOf<'POST /data-requests/{id}/copy'>,
  ): Promise<{ html: string }> {
    return this.requests.copy(officer.personId, id, contactId);
  }

  /** Records that the person has the copy: only then can the request be closed as answered. */
  @Route('POST /data-requests/{id}/hand-over')
  @HttpCode(200)
  handOver(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/hand-over')
    { how, at, contactId }: BodyOf<'POST /data-requests/{id}/hand-over'>,
  ): Promise<DataRequest> {
    return this.requests.handOver(officer.personId, id, how, at, contactId);
  }

  /** From now on nothing is sent to the person, including running broadcasts; all data is kept. */
  @Route('POST /data-requests/{id}/restrict')
  @HttpCode(200)
  restrict(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/restrict')
    { contactId }: BodyOf<'POST /data-requests/{id}/restrict'>,
  ): Promise<DataRequest> {
    return this.requests.restrict(officer.personId, id, true, contactId);
  }

  @Route('POST /data-requests/{id}/lift')
  @HttpCode(200)
  lift(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/lift') { contactId }: BodyOf<'POST /data-requests/{id}/lift'>,
  ): Promise<DataRequest> {
    return this.requests.restrict(officer.personId, id, false, contactId);
  }

  /** Erases the person, which cannot be undone, and closes the request. */
  @Route('POST /data-requests/{id}/erase')
  @HttpCode(200)
  erase(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/erase') { contactId }: BodyOf<'POST /data-requests/{id}/erase'>,
  ): Promise<DataRequest> {
    return this.requests.erase(officer.personId, id, contactId);
  }

  /** Final. A refusal states its legal ground. */
  @Route('POST /data-requests/{id}/close')
  @HttpCode(200)
  close(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('POST /data-requests/{id}/close')
    { outcome, reason, contactId }: BodyOf<'POST /data-requests/{id}/close'>,
  ): Promise<DataRequest> {
    return this.requests.close(officer.personId, id, outcome, reason ?? null, contactId);
  }
}
