import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { BodySchema, says, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { Emergency, type EmergencyStop, type HeldBack, type Stopped } from '#waves';
import { AnySignedIn, CurrentPerson, Roles } from './auth/decorators.js';

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
  constructor(private readonly emergency: Emergency) {}

  /** The one that stands, for everybody to see. */
  @Get()
  @AnySignedIn()
  async standing(): Promise<{ standing: EmergencyStop | null }> {
    return { standing: await this.emergency.standing() };
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
  stop(
    @Body(new Validate(stopping)) { reason }: z.output<typeof stopping>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Stopped> {
    return this.emergency.stop(person.personId, reason);
  }

  /** Goes on with exactly what is not paused for itself. */
  @Post('lift')
  @HttpCode(200)
  @Roles('operator')
  @BodySchema(lifting)
  lift(
    @Body(new Validate(lifting)) { note }: z.output<typeof lifting>,
    @CurrentPerson() person: SignedIn,
  ): Promise<HeldBack> {
    return this.emergency.lift(person.personId, note);
  }
}
