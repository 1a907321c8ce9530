import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { type Config, InjectConfig, now, Problem } from '#platform';
import { Cookies } from './cookies.js';
import { type Duty, isSteppedUp, type Role, Sessions, type SignedIn } from '#staff';

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
  stepUp?: boolean;
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
  async admit(request: StaffRequest, { roles, stepUp = false, during = [] }: Demand): Promise<SignedIn> {
    const token = this.cookies.sessionOf(request);
    const person = token === undefined ? null : await this.sessions.session(token);
    if (!person || token === undefined) throw new Problem('unauthenticated', 'Sign in first.');
    request.person = person;
    request.sessionToken = token;
    if (person.duty && !during.includes(person.duty)) {
      throw new Problem('forbidden', DUTY_TEXT[person.duty], [], { duty: person.duty });
    }
    if (roles !== 'any' && !roles.some((role) => person.roles.includes(role))) {
      throw new Problem('forbidden', `This needs one of these roles: ${roles.join(', ')}.`);
    }
    if (
      stepUp &&
      this.config.REQUIRE_TOTP &&
      !isSteppedUp(person.steppedUpAt, await now(this.database.manager))
    ) {
      throw new Problem('forbidden', 'Give a fresh one-time code first.', [], { stepUpRequired: true });
    }
    return person;
  }
}
