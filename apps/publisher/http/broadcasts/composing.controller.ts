import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type Checks,
  Composing,
  type Outlook,
  type TextLook,
  unsavedDraftSchema,
  unsavedPlanSchema,
  unsavedTextSchema,
} from '#broadcasts';
import { BodySchema, Validate } from '#platform';
import type { SignedIn } from '#staff';
import { CurrentPerson, Roles } from '../../auth/decorators.js';

/** Feedback to an author about content that is not saved yet. Nothing here stores anything. */
@ApiTags('composing')
@Controller('api/v1/composing')
@Roles('author', 'reviewer')
export class ComposingController {
  constructor(private readonly composing: Composing) {}

  /** Checks one text: returns a copy for a sample citizen, its faults with their positions, and its length. */
  @Post('text')
  @HttpCode(200)
  @BodySchema(unsavedTextSchema)
  text(
    @Body(new Validate(unsavedTextSchema)) body: z.output<typeof unsavedTextSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TextLook> {
    return this.composing.look(person, body);
  }

  /** Checks an audience and a schedule: the reach on each channel, the finish times, and suggestions. */
  @Post('outlook')
  @HttpCode(200)
  @BodySchema(unsavedPlanSchema)
  outlook(
    @Body(new Validate(unsavedPlanSchema)) body: z.output<typeof unsavedPlanSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Outlook> {
    return this.composing.outlook(person, body);
  }

  /** Checks everything: the obstacles to submission, and what its reviewer would see. */
  @Post('checks')
  @HttpCode(200)
  @BodySchema(unsavedDraftSchema)
  checks(
    @Body(new Validate(unsavedDraftSchema)) body: z.output<typeof unsavedDraftSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Checks> {
    return this.composing.checks(person, body);
  }
}
