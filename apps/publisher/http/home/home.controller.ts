import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataRequests } from '#audience/rights';
import { HomeView } from '#broadcasts';
import type { AnswerOf } from '#contract/api';
import { Deliveries } from '#dispatch/reports';
import { Database } from '#platform/database';
import { refusedChannels } from '#staff/people';
import { Appointments } from '#staff/appointments';
import { OnCall } from '#staff/on-call';
import type { SignedIn } from '#staff/roles';
import { ChannelPauses } from '#dispatch/control';
import { AnySignedIn, CurrentPerson } from '../../auth/decorators.js';
import { Route } from '../route.js';

/** The home screen of a person. */
@ApiTags('home')
@Controller('api/v1')
@AnySignedIn()
export class HomeController {
  constructor(
    private readonly home: HomeView,
    private readonly deliveries: Deliveries,
    private readonly requests: DataRequests,
    private readonly onCall: OnCall,
    private readonly appointments: Appointments,
    private readonly pauses: ChannelPauses,
    private readonly database: Database,
  ) {}

  /**
   * What needs the person, what runs and what is due next, by their roles, with the channels that are paused; for operators also the providers that are
   * away, for the data protection officer the open requests, for admins what the on-call list lacks and the appointments that nobody can confirm; for
   * everybody the own addresses that a provider refuses, and their own appointment while a second admin has to confirm it.
   */
  @Route('GET /home')
  async show(@CurrentPerson() person: SignedIn): Promise<AnswerOf<'GET /home'>> {
    const operates = person.roles.includes('operator');
    const away = operates ? await this.deliveries.providersAway() : null;
    // The ministry's officer answers for the contacts.
    const answers = person.roles.includes('dpo') && person.organisation.kind === 'ministry';
    const requests = answers ? await this.requests.waiting() : null;
    const unmanned = person.roles.includes('admin')
      ? await this.onCall.unmanned(this.database.manager, person)
      : null;
    const stuck = person.roles.includes('admin')
      ? await this.appointments.stuck(this.database.manager, person)
      : null;
    const refused = await refusedChannels(this.database.manager, person.personId);
    const appointment = await this.appointments.own(this.database.manager, person.personId);
    const home = await this.home.of(person);
    const channelPauses = home.stopped === null ? null : await this.pauses.standing();
    return { ...home, away, channelPauses, requests, unmanned, stuck, refused, appointment };
  }
}
