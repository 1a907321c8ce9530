import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '#platform/database';
import { Problem } from '#platform/http';
import { type Person, Staff } from '#staff';
import { Appointments, type AppointmentView } from '#staff/appointments';
import { IssuerSignIn } from '#staff/issuer';
import type { Organisation, SignedIn } from '#staff/roles';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

/** The password is told once, to be handed over in person; null for an account at the ministry's issuer. */
interface Invited {
  person: Person;
  oneTimePassword: string | null;
}

/** No password where a second admin has to confirm first. */
interface Reset {
  person: Person;
  oneTimePassword: string | null;
}

/** The password is of a reset: told once, to be handed over in person. */
interface Confirmed {
  appointment: AppointmentView;
  oneTimePassword: string | null;
}

/** Organisations and their people, for admins: each sees and manages the ones that the rules grant. */
@ApiTags('people')
@Controller('api/v1')
@Roles('admin')
export class PeopleController {
  constructor(
    private readonly staff: Staff,
    private readonly pending: Appointments,
    private readonly issuer: IssuerSignIn,
    private readonly database: Database,
  ) {}

  @Route('GET /organisations')
  async organisations(@CurrentPerson() admin: SignedIn): Promise<{ organisations: Organisation[] }> {
    return { organisations: await this.staff.organisations(this.database.manager, admin) };
  }

  @Route('POST /organisations')
  @StepUp()
  found(
    @CurrentPerson() admin: SignedIn,
    @GivenBody('POST /organisations') body: BodyOf<'POST /organisations'>,
  ): Promise<Organisation> {
    return this.database.transaction((tx) => this.staff.found(tx, admin, { kind: 'kpu', ...body }));
  }

  @Route('GET /people')
  async people(@CurrentPerson() admin: SignedIn): Promise<{ people: Person[] }> {
    return { people: await this.staff.people(this.database.manager, admin) };
  }

  @Route('POST /people')
  @StepUp()
  invite(
    @CurrentPerson() admin: SignedIn,
    @GivenBody('POST /people') body: BodyOf<'POST /people'>,
  ): Promise<Invited> {
    if (body.issuerEmail !== undefined && !this.issuer.isOffered) throw new Problem('issuer-not-offered');
    return this.database.transaction((tx) => this.staff.invite(tx, admin, body));
  }

  @Route('PUT /people/{id}/roles')
  @StepUp()
  setRoles(
    @CurrentPerson() admin: SignedIn,
    @Param('id', IdParam) id: string,
    @GivenBody('PUT /people/{id}/roles') body: BodyOf<'PUT /people/{id}/roles'>,
  ): Promise<Person> {
    return this.database.transaction((tx) => this.staff.setRoles(tx, admin, id, body.roles));
  }

  @Route('POST /people/{id}/disable')
  @StepUp()
  @HttpCode(200)
  disable(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Person> {
    return this.database.transaction((tx) => this.staff.setDisabled(tx, admin, id, true));
  }

  @Route('POST /people/{id}/enable')
  @StepUp()
  @HttpCode(200)
  enable(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Person> {
    return this.database.transaction((tx) => this.staff.setDisabled(tx, admin, id, false));
  }

  @Route('POST /people/{id}/reset-second-factor')
  @StepUp()
  @HttpCode(200)
  resetSecondFactor(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Person> {
    return this.database.transaction((tx) => this.staff.resetSecondFactor(tx, admin, id));
  }

  @Route('POST /people/{id}/reset')
  @StepUp()
  @HttpCode(200)
  reset(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Reset> {
    return this.database.transaction((tx) => this.staff.reset(tx, admin, id));
  }

  /** Acts that take two admins, in the offices one manages: pending ones, and those that ended within 30 days. */
  @Route('GET /appointments')
  async appointments(@CurrentPerson() admin: SignedIn): Promise<{ appointments: AppointmentView[] }> {
    return { appointments: await this.pending.list(this.database.manager, admin) };
  }

  @Route('POST /appointments/{id}/confirm')
  @StepUp()
  @HttpCode(200)
  confirm(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Confirmed> {
    return this.database.transaction((tx) => this.pending.confirm(tx, admin, id));
  }

  /** The first of two national admins requests this, the second makes the appointment count at once. */
  @Route('POST /appointments/{id}/lift')
  @StepUp()
  @HttpCode(200)
  lift(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<AppointmentView> {
    return this.database.transaction((tx) => this.pending.lift(tx, admin, id));
  }

  @Route('POST /appointments/{id}/cancel')
  @StepUp()
  @HttpCode(200)
  cancel(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<AppointmentView> {
    return this.database.transaction((tx) => this.pending.cancel(tx, admin, id));
  }
}
