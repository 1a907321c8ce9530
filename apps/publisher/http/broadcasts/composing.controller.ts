import { Controller, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Checks, Composing, type Outlook, type TextLook } from '#broadcasts/drafts';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

/** Feedback to an author about content that is not saved yet. Nothing here stores anything. */
@ApiTags('composing')
@Controller('api/v1')
@Roles('author', 'reviewer')
export class ComposingController {
  constructor(private readonly composing: Composing) {}

  /** Checks one text: returns a copy for a sample citizen, its faults with their positions, and its length. */
  @Route('POST /composing/text')
  @HttpCode(200)
  text(
    @GivenBody('POST /composing/text') body: BodyOf<'POST /composing/text'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<TextLook> {
    return this.composing.look(person, body);
  }

  /** Checks an audience and a schedule: the reach on each channel, the finish times, and suggestions. */
  @Route('POST /composing/outlook')
  @HttpCode(200)
  outlook(
    @GivenBody('POST /composing/outlook') body: BodyOf<'POST /composing/outlook'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Outlook> {
    return this.composing.outlook(person, body);
  }

  /** Checks everything: the obstacles to submission, and what its reviewer would see. */
  @Route('POST /composing/checks')
  @HttpCode(200)
  checks(
    @GivenBody('POST /composing/checks') body: BodyOf<'POST /composing/checks'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<Checks> {
    return this.composing.checks(person, body);
  }
}
