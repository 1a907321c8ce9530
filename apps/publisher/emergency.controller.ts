import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { BodySchema, says, Shelf, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { Emergency, type EmergencyStop, type HeldBack, holdsStamp, type Stopped } from '#waves';
import { AnySignedIn, CurrentPerson, Roles } from './auth/decorators.js';

/** How old a stamp may be, in ms: no older one is given, so that nobody is behind by more. */
const STAMP_MS = 200;

/** The stop that stands, and a stamp of all that holds anything up. */
interface Standing {
  standing: EmergencyStop | null;
  stamp: string;
}

const words = z.string().trim().min(1, says('say-why')).max(2000);
const stopping = z.strictObject({ reason: words });
const lifting = z.strictObject({ note: words });

/**
 * The emergency stop: holds everything back on every channel, also what is approved meanwhile, until it is lifted.
 * Notices (confirmation codes, alerts to staff, test sends) go on, and so does expiry.
 */
@ApiTags('control')
@Controller('api/v1/emergency-stop')
export class EmergencyController {
  /** Every open console asks for it: however many there are, the database is asked a few times a second. */
  private kept: Shelf<Standing>;

  constructor(
    private readonly emergency: Emergency,
    private readonly database: DataSource,
  ) {
    this.kept = this.shelf();
  }

  private shelf(): Shelf<Standing> {
    const read = async (): Promise<Standing> => {
      const [standing, stamp] = await Promise.all([
        this.emergency.standing(),
        holdsStamp(this.database.manager),
      ]);
      return { standing, stamp };
    };
    return new Shelf(read, 1, () => undefined, undefined, { freshMs: STAMP_MS, oldestMs: STAMP_MS });
  }

  /** The one that stands, for everybody to see; and a stamp that changes with whatever pauses, brakes or slows any broadcast. */
  @Get()
  @AnySignedIn()
  async standing(): Promise<Standing> {
    return (await this.kept.get('')) ?? { standing: null, stamp: '' };
  }

  /** What it holds back, or would if it were made now. */
  @Get('held')
  @Roles('operator')
  held(): Promise<HeldBack> {
    return this.emergency.held();
  }

  /** Stops everything at once: after the answer only what workers had claimed goes out. */
  @Post()
  @HttpCode(200)
  @Roles('operator')
  @BodySchema(stopping)
  async stop(
    @Body(new Validate(stopping)) { reason }: z.output<typeof stopping>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Stopped> {
    const stopped = await this.emergency.stop(person.personId, reason);
    this.kept = this.shelf();
    return stopped;
  }

  /** Goes on with exactly what is not paused for itself. */
  @Post('lift')
  @HttpCode(200)
  @Roles('operator')
  @BodySchema(lifting)
  async lift(
    @Body(new Validate(lifting)) { note }: z.output<typeof lifting>,
    @CurrentPerson() person: SignedIn,
  ): Promise<HeldBack> {
    const lifted = await this.emergency.lift(person.personId, note);
    // Who did it looks at once, and must not see what was.
    this.kept = this.shelf();
    return lifted;
  }
}
