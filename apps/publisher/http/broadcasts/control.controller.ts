import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RejectedAddresses, type RejectedBy, type RejectedOn } from '#audience/suppressions';
import { Broadcasts } from '#broadcasts';
import type { Part, Paused, Resumed, Tally } from '#broadcasts/door';
import { Database } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { Waves } from '#dispatch/waves';
import { type CarrierHold, CarrierHolds } from '#dispatch/control';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';
import { READERS } from '#contract/roles.rules';
/** Pausing, which author and KPU may always do, and resuming, which operators decide. */
@ApiTags('control')
@Controller('api/v1')
export class ControlController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly waves: Waves,
    private readonly holds: CarrierHolds,
    private readonly rejected: RejectedAddresses,
    private readonly database: Database,
  ) {}

  /** Effective at once, for the whole, a channel or a region: after the response, only claimed copies still go out. */
  @Route('POST /broadcasts/{id}/pause')
  @HttpCode(200)
  @Roles('author', 'reviewer', 'operator')
  async pause(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/pause') body: BodyOf<'POST /broadcasts/{id}/pause'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Paused> {
    return this.database.transaction(async (tx) => {
      const stop = { reason: body.reason ?? null, doubt: body.doubt };
      const paused = await this.broadcasts.pause(tx, person, id, partOf(body), stop);
      return changed(paused, paused.waves > 0 || paused.doubted, 'nothing-to-pause');
    });
  }

  /**
   * Resumes exactly the rest, unless KPU has it in doubt; the whole also when only a doubt is left of what was paused. What is
   * in doubt stays paused as long as something else was paused, unless `doubted` says that it goes on too.
   */
  @Route('POST /broadcasts/{id}/resume')
  @HttpCode(200)
  @Roles('operator')
  async resume(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/resume') body: BodyOf<'POST /broadcasts/{id}/resume'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Resumed> {
    return this.database.transaction(async (tx) => {
      const resumed = await this.broadcasts.resume(tx, person, id, partOf(body), body);
      return changed(
        resumed,
        resumed.waves > 0 || resumed.doubtCleared || resumed.brakeReleased,
        'nothing-to-resume',
      );
    });
  }

  /** Carriers that refuse it while the others take it: copies to their recipients wait. */
  @Route('GET /broadcasts/{id}/carrier-holds')
  @Roles(...READERS)
  async carrierHolds(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ holds: CarrierHold[] }> {
    await this.broadcasts.mustSee(person, id);
    return { holds: await this.holds.list(id) };
  }

  /** Sends the copies to a carrier's recipients again at once, not only a few of them as a try. */
  @Route('POST /broadcasts/{id}/carrier-holds/release')
  @HttpCode(204)
  @Roles('operator')
  async release(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/carrier-holds/release')
    { channel, carrier }: BodyOf<'POST /broadcasts/{id}/carrier-holds/release'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.broadcasts.mustSee(person, id);
    await this.holds.release({ broadcastId: id, channel }, carrier, person.personId);
  }

  /** What the provider declared dead before the brake was pulled, as far as it can be given back. */
  @Route('GET /broadcasts/{id}/rejected-addresses')
  @Roles('operator')
  async rejectedAddresses(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ channels: RejectedOn[] }> {
    await this.broadcasts.mustSee(person, id);
    return { channels: await this.rejected.of(id) };
  }

  /** Lifts the suppression of all of them on a channel: coming broadcasts are sent to them again. */
  @Route('POST /broadcasts/{id}/rejected-addresses/give-back')
  @HttpCode(200)
  @Roles('operator')
  async giveBack(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/rejected-addresses/give-back')
    body: BodyOf<'POST /broadcasts/{id}/rejected-addresses/give-back'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ addresses: number }> {
    await this.broadcasts.mustSee(person, id);
    return this.rejected.giveBack(id, body, person.personId);
  }

  /** Records that they stay suppressed, so that nobody is asked again. */
  @Route('POST /broadcasts/{id}/rejected-addresses/keep')
  @HttpCode(204)
  @Roles('operator')
  async keepRejected(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/rejected-addresses/keep')
    body: BodyOf<'POST /broadcasts/{id}/rejected-addresses/keep'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.broadcasts.mustSee(person, id);
    await this.rejected.keep(id, body, person.personId);
  }

  /** Of which broadcasts an operator has yet to decide whether the addresses they took out are given back. */
  @Route('GET /rejected-addresses')
  @Roles('operator')
  async undecided(@CurrentPerson() person: SignedIn): Promise<{ broadcasts: RejectedBy[] }> {
    const found = await this.rejected.undecided();
    const titles = await this.broadcasts.titlesSeen(
      person,
      found.map(({ id }) => id),
    );
    return {
      broadcasts: found.flatMap((one) => {
        const title = titles[one.id];
        return title === undefined ? [] : [{ ...one, title }];
      }),
    };
  }

  /** KPU confirms the content: nothing is in doubt any more. Paused waves wait for an operator to resume them. */
  @Route('POST /broadcasts/{id}/lift-doubt')
  @HttpCode(204)
  @Roles('reviewer')
  async liftDoubt(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/lift-doubt') body: BodyOf<'POST /broadcasts/{id}/lift-doubt'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<void> {
    await this.database.transaction((tx) => this.broadcasts.liftDoubt(tx, person, id, body.reason));
  }

  /** Final: stops everything not sent yet, of the whole, a channel or a region. */
  @Route('POST /broadcasts/{id}/cancel')
  @HttpCode(200)
  @Roles('author', 'reviewer')
  async cancel(
    @Param('id', IdParam) id: string,
    @GivenBody('POST /broadcasts/{id}/cancel') body: BodyOf<'POST /broadcasts/{id}/cancel'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Tally> {
    return this.database.transaction(async (tx) => {
      const by = await this.broadcasts.mustStop(tx, person, id, 'cancel');
      const stop = { by, reason: body.reason, actorId: person.personId };
      if (body.channel === undefined && body.region === undefined)
        return this.broadcasts.cancel(tx, id, stop);
      const cancelled = await this.waves.cancelPart(tx, id, partOf(body), stop);
      return changed(cancelled, cancelled.waves > 0, 'nothing-to-cancel');
    });
  }
}

const partOf = ({
  channel,
  region,
}: {
  channel?: string | undefined;
  region?: string | undefined;
}): Part => ({ channel, regionCode: region });

/** @throws Problem conflict when nothing was changed, so that nobody assumes something was stopped */
function changed<T extends Tally>(
  tally: T,
  was: boolean,
  why: 'nothing-to-pause' | 'nothing-to-resume' | 'nothing-to-cancel',
): T {
  if (was) return tally;
  throw new Problem(why);
}
