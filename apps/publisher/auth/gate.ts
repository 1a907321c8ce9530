import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, now } from '#platform/database';
import { Problem } from '#platform/http';
import type { MachineScope } from '#contract/api/machine-keys';
import { fitsOffice } from '#contract/roles.rules';
import { Cookies } from './cookies.js';
import { KEY_PREFIX, MachineKeys } from '#staff/machine-keys';
import { type Duty, isSteppedUp, type Role, type SignedIn } from '#staff/roles';
import { Sessions } from '#staff/sign-in';

/** The machine key of a request; undefined: it has none. */
export const keyOf = (request: Request): string | undefined =>
  new RegExp(`^Bearer (${KEY_PREFIX}[\\w-]{1,100})$`, 'i').exec(request.get('authorization') ?? '')?.[1];

/** A request with the data that the edge and the gate attach to it. */
export interface StaffRequest extends Request {
  requestId?: string;
  person?: SignedIn;
  sessionToken?: string;
}

/** The requirements of a route. */
export interface Demand {
  /** One of these roles; `any`: anyone signed in. */
  roles: readonly Role[] | 'any';
  /** Restricts the route to the ministry's people: the code of the refusal for others. */
  ministryOnly?: MinistryCode | undefined;
  /** Requires a one-time code shown within the last ten minutes; `each`: a code for this request alone. */
  stepUp?: boolean | 'each';
  /** Duties during which the route stays open. */
  during?: readonly Duty[];
  /** A page makes the request by itself and cannot mark it with a header. */
  unattended?: boolean | undefined;
}

/** The refusal codes of acts reserved to the ministry's people. */
export type MinistryCode = 'ministry-imports' | 'ministry-requests' | 'ministry-addresses';

/** The header of requests that a page makes by itself, without a user's action. */
const UNATTENDED = 'siar-unattended';

/** Authenticates and authorises requests: for routes, and for what is mounted beside them. */
@Injectable()
export class Gate {
  private readonly cookies: Cookies;

  constructor(
    private readonly sessions: Sessions,
    private readonly database: Database,
    private readonly machineKeys: MachineKeys,
    @InjectConfig() private readonly config: Config,
  ) {
    this.cookies = new Cookies(config);
  }

  /**
   * Admits the person or throws; attaches person and token to the request.
   * @throws Problem unauthenticated, or forbidden with `duty` or `stepUpRequired` when the person can resolve it
   */
  async admit(
    request: StaffRequest,
    { roles, ministryOnly, stepUp = false, during = [], unattended = false }: Demand,
  ): Promise<SignedIn> {
    const token = this.cookies.sessionOf(request);
    const attended = !unattended && !request.get(UNATTENDED);
    const found = token === undefined ? null : await this.sessions.session(token, attended);
    // A role counts only if it fits the office: whatever the table holds, a regional office has no national powers.
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

  /**
   * Admits a program by its machine key to a route that is open to these scopes.
   * @throws Problem as MachineKeys.admit does
   */
  async admitKey(request: StaffRequest, key: string, scopes: readonly MachineScope[]): Promise<void> {
    request.person = await this.machineKeys.admit(key, scopes, request.ip ?? '');
  }

  /** Whether a recent code was shown; a code for one act is consumed by it. */
  private async hasCode(token: string, { steppedUpAt }: SignedIn, stepUp: true | 'each'): Promise<boolean> {
    if (!isSteppedUp(steppedUpAt, await now(this.database.manager))) return false;
    return stepUp === true || this.sessions.spendCode(token);
  }
}
