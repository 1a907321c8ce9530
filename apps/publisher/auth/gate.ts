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
  /** The ministry's people alone: the sentence that others are refused with. */
  ministryOnly?: string | undefined;
  /** A code shown within the last ten minutes; `each`: one that serves for this request alone. */
  stepUp?: boolean | 'each';
  /** Duties during which the route stays open. */
  during?: readonly Duty[];
}

const DUTY_TEXT: Record<Duty, string> = {
  'change-password': 'Your password was made by someone else: change it first.',
  'enrol-totp': 'Your roles need an authenticator: set one up first.',
};

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
    { roles, ministryOnly, stepUp = false, during = [] }: Demand,
  ): Promise<SignedIn> {
    const token = this.cookies.sessionOf(request);
    const found = token === undefined ? null : await this.sessions.session(token);
    // A role counts where it fits the office: whatever stands in the table, national powers end at a regional office's door.
    const person = found && {
      ...found,
      roles: found.roles.filter((role) => fitsOffice(found.organisation, role)),
    };
    if (!person || token === undefined) throw new Problem('unauthenticated', 'Sign in first.');
    request.person = person;
    request.sessionToken = token;
    if (person.duty && !during.includes(person.duty)) {
      throw new Problem('forbidden', DUTY_TEXT[person.duty], [], { duty: person.duty });
    }
    if (roles !== 'any' && !roles.some((role) => person.roles.includes(role))) {
      throw new Problem('forbidden', `This needs one of these roles: ${roles.join(', ')}.`);
    }
    if (ministryOnly !== undefined && person.organisation.kind !== 'ministry')
      throw new Problem('forbidden', ministryOnly);
    if (stepUp && this.config.REQUIRE_TOTP && !(await this.hasCode(token, person, stepUp))) {
      const why =
        stepUp === 'each'
          ? 'Give a one-time code for this alone: each such act needs one of its own.'
          : 'Give a fresh one-time code first.';
      throw new Problem('forbidden', why, [], { stepUpRequired: true });
    }
    return person;
  }

  /** Whether a fresh code was shown; one that serves for one act alone is spent with it. */
  private async hasCode(token: string, { steppedUpAt }: SignedIn, stepUp: true | 'each'): Promise<boolean> {
    if (!isSteppedUp(steppedUpAt, await now(this.database.manager))) return false;
    return stepUp === true || this.sessions.spendCode(token);
  }
}
