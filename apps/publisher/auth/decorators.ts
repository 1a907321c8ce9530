import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { Problem } from '#platform';
import { type Duty, type Role, type SignedIn } from '#staff';
import type { MinistryCode, StaffRequest } from './gate.js';

const ROLES_KEY = 'siar:roles';
const MINISTRY_KEY = 'siar:ministry';
const STEP_UP_KEY = 'siar:step-up';
const DUTY_KEY = 'siar:duty';
const BODY_KEY = 'siar:body';
const UNATTENDED_KEY = 'siar:unattended';

/** Opens a route to people who hold at least one of these roles. */
export const Roles = (...roles: [Role, ...Role[]]): MethodDecorator & ClassDecorator =>
  SetMetadata(ROLES_KEY, roles);
Roles.key = ROLES_KEY;

/** Opens a route to anyone signed in, whatever their roles: stated, never assumed. */
export const AnySignedIn = (): MethodDecorator & ClassDecorator => SetMetadata(ROLES_KEY, 'any');

/**
 * Opens a route to the ministry's people alone, whatever their roles.
 * @param why the sentence that others are refused with
 */
export const MinistryOnly = (why: MinistryCode): MethodDecorator & ClassDecorator =>
  SetMetadata(MINISTRY_KEY, why);
MinistryOnly.key = MINISTRY_KEY;

/**
 * Demands a one-time code shown within the last 10 minutes, where REQUIRE_TOTP is on: for what gives powers away. What cannot
 * be taken back is listed in irreversible.rules.ts.
 */
export const StepUp = (): MethodDecorator & ClassDecorator => SetMetadata(STEP_UP_KEY, true);
StepUp.key = STEP_UP_KEY;

/** Keeps a route open to people who still have this duty, so that they can do it. */
export const DuringDuty = (...duties: Duty[]): MethodDecorator & ClassDecorator =>
  SetMetadata(DUTY_KEY, duties);
DuringDuty.key = DUTY_KEY;

/** Lets a route take bodies of another media type than JSON, such as `text/csv`. */
export const TakesBody = (mediaType: string): MethodDecorator => SetMetadata(BODY_KEY, mediaType);
TakesBody.key = BODY_KEY;

/** Marks what a page asks by itself and cannot say so: it does not keep a session from ending. */
export const Unattended = (): MethodDecorator => SetMetadata(UNATTENDED_KEY, true);
Unattended.key = UNATTENDED_KEY;

/** The person behind the request. */
export const CurrentPerson = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { person } = context.switchToHttp().getRequest<StaffRequest>();
  if (!person) throw new Problem('sign-in');
  return person;
});

/** The token of the session behind the request. */
export const SessionToken = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { sessionToken } = context.switchToHttp().getRequest<StaffRequest>();
  if (!sessionToken) throw new Problem('sign-in');
  return sessionToken;
});
