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
import { CurrentPerson, Roles } from './auth/decorators.js';

/** What an author is told while writing, about what is not saved yet. Nothing here stores anything. */
@ApiTags('composing')
@Controller('api/v1/composing')
@Roles('author', 'reviewer')
export class ComposingController {
  constructor(private readonly composing: Composing) {}

  /** One text: a copy of it for a sample citizen, what is wrong with it and at which characters, and how long it gets. */
  @Post('text')
  @HttpCode(200)
  @BodySchema(unsavedTextSchema)
  text(
    @Body(new Validate(unsavedTextSchema)) body: z.output<typeof unsavedTextSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TextLook> {
    return this.composing.look(person, body);
  }

  /** An audience and a schedule: how many it reaches on each channel, when each would finish, what would be right. */
  @Post('outlook')
  @HttpCode(200)
  @BodySchema(unsavedPlanSchema)
  outlook(
    @Body(new Validate(unsavedPlanSchema)) body: z.output<typeof unsavedPlanSchema>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Outlook> {
    return this.composing.outlook(person, body);
  }

  /** All of it: what stands in the way of submitting it, and what its reviewer would be shown of it. */
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
