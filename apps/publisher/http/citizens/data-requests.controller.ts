import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type DataRequest,
  DataRequests,
  HAND_OVERS,
  hasIdentityNumber,
  type Held,
  IDENTITY_CHECKS,
  OUTCOMES,
  WANTS,
  WAYS,
} from '#audience';
import { CHANNELS, normaliseAddress } from '#channels';
import { BodySchema, fault, Problem, QuerySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, MinistryOnly, Roles } from '../../auth/decorators.js';
import { IdParam, idText } from '../../auth/params.js';

const listing = z.object({ state: z.enum(['open', 'closed']).default('open') });
const instant = z.iso.datetime({ offset: true, ...says('instant') }).transform((text) => new Date(text));
const opening = z.strictObject({
  wants: z.enum(WANTS),
  way: z.enum(WAYS),
  asker: z
    .string()
    .trim()
    .min(1, says('say-asker'))
    .max(500)
    .refine((text) => !hasIdentityNumber(text), says('identity-number')),
  receivedAt: instant,
});
const lookup = z.strictObject({ channel: z.enum(CHANNELS), address: z.string().trim().min(1).max(254) });
/** The person that the officer was shown: the act is refused once the request points at somebody else. */
const whom = z.strictObject({ contactId: idText });
/** The same where the person can be gone. */
const whomIfAny = idText.nullable();
const identity = whom.extend({ check: z.enum(IDENTITY_CHECKS) });
const takingBack = z.object({ contactId: idText.optional() });
const handing = z.strictObject({ how: z.enum(HAND_OVERS), at: instant, contactId: whomIfAny });
const reason = z
  .string()
  .trim()
  .min(1, says('say-why'))
  .max(500)
  .refine((text) => !/[\r\n]/.test(text), says('one-line'));
const closing = z
  .strictObject({ outcome: z.enum(OUTCOMES), reason: reason.optional(), contactId: whomIfAny })
  .refine((of) => of.outcome !== 'refused' || of.reason !== undefined, {
    ...says('say-why'),
    path: ['reason'],
  });

/** Requests to the data protection officer from people without a link of their own (docs/rights.md). */
@ApiTags('data requests')
@Controller('api/v1/data-requests')
@Roles('dpo')
// The ministry holds the contacts, so its officer answers for them.
@MinistryOnly('ministry-requests')
export class DataRequestsController {
  constructor(private readonly requests: DataRequests) {}

  /** Open ones by deadline, or the latest closed ones. */
  @Get()
  @QuerySchema(listing)
  async list(
    @Query(new Validate(listing)) { state }: z.output<typeof listing>,
  ): Promise<{ requests: DataRequest[] }> {
    return { requests: await this.requests.list(state) };
  }

  @Post()
  @BodySchema(opening)
  open(
    @CurrentPerson() officer: SignedIn,
    @Body(new Validate(opening)) body: z.output<typeof opening>,
  ): Promise<DataRequest> {
    return this.requests.open(officer.personId, body);
  }

  @Get(':id')
  one(@Param('id', IdParam) id: string): Promise<DataRequest> {
    return this.requests.get(id);
  }

  /** Finds the person by a full address. The trail records the search, but not the address. */
  @Post(':id/find')
  @HttpCode(200)
  @BodySchema(lookup)
  find(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(lookup)) { channel, address }: z.output<typeof lookup>,
  ): Promise<DataRequest & { suppressed: string | null }> {
    const to = normaliseAddress(channel, address);
    if (to === null) throw new Problem('address-incomplete', {}, [fault('address', `address-${channel}`)]);
    return this.requests.find(officer.personId, id, channel, to);
  }

  @Post(':id/identity')
  @HttpCode(200)
  @BodySchema(identity)
  identify(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(identity)) { check, contactId }: z.output<typeof identity>,
  ): Promise<DataRequest> {
    return this.requests.identify(officer.personId, id, check, contactId);
  }

  /** Takes the identity check back, as long as nothing was downloaded or erased on its ground. */
  @Delete(':id/identity')
  @QuerySchema(takingBack)
  takeBack(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Query(new Validate(takingBack)) { contactId }: z.output<typeof takingBack>,
  ): Promise<DataRequest> {
    return this.requests.takeBack(officer.personId, id, contactId ?? null);
  }

  /** Creates the copy of everything held about the person, to be handed to them. */
  @Post(':id/export')
  @HttpCode(200)
  @BodySchema(whom)
  export(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(whom)) { contactId }: z.output<typeof whom>,
  ): Promise<Held> {
    return this.requests.export(officer.personId, id, contactId);
  }

  /** The same copy for the person to read, in their language: one HTML file that prints as it is. */
  @Post(':id/copy')
  @HttpCode(200)
  @BodySchema(whom)
  copy(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(whom)) { contactId }: z.output<typeof whom>,
  ): Promise<{ html: string }> {
    return this.requests.copy(officer.personId, id, contactId);
  }

  /** Records that the person has the copy: only then can the request be closed as answered. */
  @Post(':id/hand-over')
  @HttpCode(200)
  @BodySchema(handing)
  handOver(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(handing)) { how, at, contactId }: z.output<typeof handing>,
  ): Promise<DataRequest> {
    return this.requests.handOver(officer.personId, id, how, at, contactId);
  }

  /** From now on nothing is sent to the person, including running broadcasts; all data is kept. */
  @Post(':id/restrict')
  @HttpCode(200)
  @BodySchema(whom)
  restrict(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(whom)) { contactId }: z.output<typeof whom>,
  ): Promise<DataRequest> {
    return this.requests.restrict(officer.personId, id, true, contactId);
  }

  @Post(':id/lift')
  @HttpCode(200)
  @BodySchema(whom)
  lift(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(whom)) { contactId }: z.output<typeof whom>,
  ): Promise<DataRequest> {
    return this.requests.restrict(officer.personId, id, false, contactId);
  }

  /** Erases the person, which cannot be undone, and closes the request. */
  @Post(':id/erase')
  @HttpCode(200)
  @BodySchema(whom)
  erase(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(whom)) { contactId }: z.output<typeof whom>,
  ): Promise<DataRequest> {
    return this.requests.erase(officer.personId, id, contactId);
  }

  /** Final. A refusal states its legal ground. */
  @Post(':id/close')
  @HttpCode(200)
  @BodySchema(closing)
  close(
    @CurrentPerson() officer: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(closing)) { outcome, reason, contactId }: z.output<typeof closing>,
  ): Promise<DataRequest> {
    return this.requests.close(officer.personId, id, outcome, reason ?? null, contactId);
  }
}
