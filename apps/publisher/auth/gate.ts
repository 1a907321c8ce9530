import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { type Config, InjectConfig, now, Problem } from '#platform';
import { Cookies } from './cookies.js';
import { type Duty, fitsOffice, isSteppedUp, type Role, Sessions, type SignedIn } from '#staff';

/** A request with what the edge and the gate learnt about it. */
export interface StaffRequest extends Request {
  requestId?: string;
  person?: SignedIn;
  sessionToken?: string;
}

/** What a route asks of the person behind the request. */
export interface Demand {
  /** One of these is enough; `any`: whoever is signed in. */
  roles: readonly Role[] | 'any';
  /** The ministry's people alone: what others are refused with. */
  ministryOnly?: MinistryCode | undefined;
  /** A code shown within the last ten minutes; `each`: one that serves for this request alone. */
  stepUp?: boolean | 'each';
  /** Duties during which the route stays open. */
  during?: readonly Duty[];
  /** A page asks it by itself, and cannot say so in a header. */
  unattended?: boolean | undefined;
}

/** What only the ministry's people do. */
export type MinistryCode = 'ministry-imports' | 'ministry-requests' | 'ministry-addresses';

/** Says that a page asks by itself, while nobody touches it. */
const UNATTENDED = 'siar-unattended';

/** Decides who a request is from and whether they may go on: for routes and for what is mounted beside them. */
@Injectable()
export class Gate {
  private readonly cookies: Cookies;

  constructor(
    private readonly sessions: Sessions,
    private readonly database: DataSource,
    @InjectConfig() private readonly config: Config,
  ) {
    this.cookies = new Cookies(config);
  }

  /**
   * Lets the person through or says why not; leaves person and token on the request.
   * @throws Problem unauthenticated, or forbidden with `duty` or `stepUpRequired` where something can be done about it
   */
  async admit(
    request: StaffRequest,
    { roles, ministryOnly, stepUp = false, during = [], unattended = false }: Demand,
  ): Promise<SignedIn> {
    const token = this.cookies.sessionOf(request);
    const attended = !unattended && !request.get(UNATTENDED);
    const found = token === undefined ? null : await this.sessions.session(token, attended);
    // A role counts where it fits the office: whatever stands in the table, national powers end at a regional office's door.
    const person = found && {
      ...found,
      roles: found.roles.filter((role) => fitsOffice(found.organisation, role)),
    };
    if (!person || token === undefined) throw new Problem('sign-in');
    request.person = person;
    request.sessionToken = token;
    if (person.duty && !during.includes(person.duty)) {
      throw new Problem(person.duty, {}, [], { duty: person.duty });
    }
    if (roles !== 'any' && !roles.some((role) => person.roles.includes(role))) {
      throw new Problem('role-needed', { roles });
    }
    if (ministryOnly !== undefined && person.organisation.kind !== 'ministry')
      throw new Problem(ministryOnly);
    if (stepUp && this.config.REQUIRE_TOTP && !(await this.hasCode(token, person, stepUp))) {
      throw new Problem(stepUp === 'each' ? 'fresh-code-each' : 'fresh-code', {}, [], {
        stepUpRequired: true,
      });
    }
    return person;
  }

  /** Whether a fresh code was shown; one that serves for one act alone is spent with it. */
  private async hasCode(token: string, { steppedUpAt }: SignedIn, stepUp: true | 'each'): Promise<boolean> {
    if (!isSteppedUp(steppedUpAt, await now(this.database.manager))) return false;
    return stepUp === true || this.sessions.spendCode(token);
  }
}
