import { Controller, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ChannelName } from '#channels';
import { Database } from '#platform/database';
import { SwrCache } from '#platform/waiting';
import type { SignedIn } from '#staff/roles';
import {
  ChannelPauses,
  Emergency,
  type EmergencyStop,
  type HeldBack,
  holdsStamp,
  type Stopped,
} from '#dispatch/control';
import { AnySignedIn, CurrentPerson, Roles } from '../../auth/decorators.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

/** The maximum age of a stamp, in ms: nobody sees an older one. */
const STAMP_MS = 200;

/** The stop that stands, the channels that are paused by themselves, and a stamp of all that holds anything up. */
interface Standing {
  standing: EmergencyStop | null;
  pausedChannels: ChannelName[];
  stamp: string;
}

/**
 * The emergency stop: holds everything back on every channel until it is lifted, including what is approved in the
 * meantime. Notices (confirmation codes, alerts to staff, test sends) and expiry continue.
 */
@ApiTags('control')
@Controller('api/v1')
export class EmergencyController {
  /** Every open console polls this: for any number of consoles, the database is queried a few times a second. */
  private kept: SwrCache<Standing>;

  constructor(
    private readonly emergency: Emergency,
    private readonly pauses: ChannelPauses,
    private readonly database: Database,
  ) {
    this.kept = this.cached();
  }

  private cached(): SwrCache<Standing> {
    const read = async (): Promise<Standing> => {
      const [standing, pauses, stamp] = await Promise.all([
        this.emergency.standing(),
        this.pauses.standing(),
        holdsStamp(this.database.manager),
      ]);
      return { standing, pausedChannels: pauses.map(({ channel }) => channel), stamp };
    };
    return new SwrCache(read, 1, () => undefined, undefined, { freshMs: STAMP_MS, oldestMs: STAMP_MS });
  }

  /**
   * The current stop, visible to everybody; and a stamp that changes with anything that begins, pauses, brakes, slows
   * or ends a broadcast.
   */
  @Route('GET /emergency-stop')
  @AnySignedIn()
  async standing(): Promise<Standing> {
    return (await this.kept.get('')) ?? { standing: null, pausedChannels: [], stamp: '' };
  }

  /** What it holds back, or would hold back now. */
  @Route('GET /emergency-stop/held')
  @Roles('operator')
  held(): Promise<HeldBack> {
    return this.emergency.held();
  }

  /** Stops everything at once: after the response, only claimed copies still go out. */
  @Route('POST /emergency-stop')
  @HttpCode(200)
  @Roles('operator')
  async stop(
    @GivenBody('POST /emergency-stop') { reason }: BodyOf<'POST /emergency-stop'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Stopped> {
    const stopped = await this.emergency.stop(person.personId, reason);
    this.kept = this.cached();
    return stopped;
  }

  /** Resumes exactly what is not paused by itself. */
  @Route('POST /emergency-stop/lift')
  @HttpCode(200)
  @Roles('operator')
  async lift(
    @GivenBody('POST /emergency-stop/lift') { note }: BodyOf<'POST /emergency-stop/lift'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<HeldBack> {
    const lifted = await this.emergency.lift(person.personId, note);
    // Drops the cache: the person who acted reads at once, and must not see the old state.
    this.kept = this.cached();
    return lifted;
  }
}
