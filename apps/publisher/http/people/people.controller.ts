import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { BodySchema, says, Validate } from '#platform';
import {
  Appointments,
  type AppointmentView,
  type Organisation,
  type Person,
  ROLES,
  type SignedIn,
  Staff,
} from '#staff';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { idText, IdParam } from '../../auth/params.js';

const roles = z.array(z.enum(ROLES)).max(ROLES.length);
const invitation = z.strictObject({
  organisationId: idText,
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/, says('username')),
  name: z.string().trim().min(1).max(200),
  roles,
});
const newRoles = z.strictObject({ roles });
const office = z.strictObject({ name: z.string().trim().min(1).max(200), regionCode: z.string().max(12) });

/** Told once, to be handed over in person: it must be changed at first sign-in. */
interface Invited {
  person: Person;
  oneTimePassword: string;
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
    private readonly database: DataSource,
  ) {}

  @Get('organisations')
  async organisations(@CurrentPerson() admin: SignedIn): Promise<{ organisations: Organisation[] }> {
    return { organisations: await this.staff.organisations(this.database.manager, admin) };
  }

  @Post('organisations')
  @StepUp()
  @BodySchema(office)
  found(
    @CurrentPerson() admin: SignedIn,
    @Body(new Validate(office)) body: z.output<typeof office>,
  ): Promise<Organisation> {
    return this.database.transaction((tx) => this.staff.found(tx, admin, { kind: 'kpu', ...body }));
  }

  @Get('people')
  async people(@CurrentPerson() admin: SignedIn): Promise<{ people: Person[] }> {
    return { people: await this.staff.people(this.database.manager, admin) };
  }

  @Post('people')
  @StepUp()
  @BodySchema(invitation)
  invite(
    @CurrentPerson() admin: SignedIn,
    @Body(new Validate(invitation)) body: z.output<typeof invitation>,
  ): Promise<Invited> {
    return this.database.transaction((tx) => this.staff.invite(tx, admin, body));
  }

  @Put('people/:id/roles')
  @StepUp()
  @BodySchema(newRoles)
  setRoles(
    @CurrentPerson() admin: SignedIn,
    @Param('id', IdParam) id: string,
    @Body(new Validate(newRoles)) body: z.output<typeof newRoles>,
  ): Promise<Person> {
    return this.database.transaction((tx) => this.staff.setRoles(tx, admin, id, body.roles));
  }

  @Post('people/:id/disable')
  @StepUp()
  @HttpCode(200)
  disable(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Person> {
    return this.database.transaction((tx) => this.staff.setDisabled(tx, admin, id, true));
  }

  @Post('people/:id/enable')
  @StepUp()
  @HttpCode(200)
  enable(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Person> {
    return this.database.transaction((tx) => this.staff.setDisabled(tx, admin, id, false));
  }

  @Post('people/:id/reset-second-factor')
  @StepUp()
  @HttpCode(200)
  resetSecondFactor(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Person> {
    return this.database.transaction((tx) => this.staff.resetSecondFactor(tx, admin, id));
  }

  @Post('people/:id/reset')
  @StepUp()
  @HttpCode(200)
  reset(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Reset> {
    return this.database.transaction((tx) => this.staff.reset(tx, admin, id));
  }

  /** Acts that take two admins, in the offices one manages: pending ones, and those that ended within 30 days. */
  @Get('appointments')
  async appointments(@CurrentPerson() admin: SignedIn): Promise<{ appointments: AppointmentView[] }> {
    return { appointments: await this.pending.list(this.database.manager, admin) };
  }

  @Post('appointments/:id/confirm')
  @StepUp()
  @HttpCode(200)
  confirm(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<Confirmed> {
    return this.database.transaction((tx) => this.pending.confirm(tx, admin, id));
  }

  /** The first of two national admins requests this, the second makes the appointment count at once. */
  @Post('appointments/:id/lift')
  @StepUp()
  @HttpCode(200)
  lift(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<AppointmentView> {
    return this.database.transaction((tx) => this.pending.lift(tx, admin, id));
  }

  @Post('appointments/:id/cancel')
  @StepUp()
  @HttpCode(200)
  cancel(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<AppointmentView> {
    return this.database.transaction((tx) => this.pending.cancel(tx, admin, id));
  }
}
