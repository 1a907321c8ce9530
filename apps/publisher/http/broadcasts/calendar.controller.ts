import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BroadcastCalendar } from '#broadcasts/calendar';
import type { AnswerOf, QueryOf } from '#contract/api';
import { FOLLOWERS } from '#contract/roles.rules';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { GivenQuery, Route } from '../route.js';

/** Broadcasts by the day on which they go out. */
@ApiTags('broadcasts')
@Controller('api/v1')
@Roles(...FOLLOWERS)
export class CalendarController {
  constructor(private readonly calendar: BroadcastCalendar) {}

  @Route('GET /calendar')
  show(
    @GivenQuery('GET /calendar') { from, days }: QueryOf<'GET /calendar'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'GET /calendar'>> {
    return this.calendar.show(person, from, days);
  }
}
