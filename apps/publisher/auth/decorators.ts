import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { Problem } from '#platform/http';
import type { Duty, Role, SignedIn } from '#staff/roles';
import type { MachineScope } from '#contract/api/machine-keys';
import type { MinistryCode, StaffRequest } from './gate.js';

const ROLES_KEY = 'siar:roles';
const MINISTRY_KEY = 'siar:ministry';
const STEP_UP_KEY = 'siar:step-up';
const DUTY_KEY = 'siar:duty';
const KEY_SCOPE_KEY = 'siar:key-scope';
/** The name of machine keys in the description of the API. */
export const KEY_SECURITY = 'machine-key';
const BODY_KEY = 'siar:body';
const UNATTENDED_KEY = 'siar:unattended';

/** Opens a route to people who hold at least one of these roles. */
export const Roles = (...roles: [Role, ...Role[]]): MethodDecorator & ClassDecorator =>
  SetMetadata(ROLES_KEY, roles);
Roles.key = ROLES_KEY;

/** Opens a route to anyone signed in, whatever their roles: always stated explicitly. */
export const AnySignedIn = (): MethodDecorator & ClassDecorator => SetMetadata(ROLES_KEY, 'any');

/**
 * Opens a route to the ministry's people only, whatever their roles.
 * @param why the code of the refusal for others
 */
export const MinistryOnly = (why: MinistryCode): MethodDecorator & ClassDecorator =>
  SetMetadata(MINISTRY_KEY, why);
MinistryOnly.key = MINISTRY_KEY;

/**
 * Requires a one-time code shown within the last 10 minutes, if REQUIRE_TOTP is on: for acts that grant powers. Acts that
 * cannot be undone are listed in irreversible.rules.ts.
 */
export const StepUp = (): MethodDecorator & ClassDecorator => SetMetadata(STEP_UP_KEY, true);
StepUp.key = STEP_UP_KEY;

/** Opens a route that only reads to machine keys with one of these scopes, beside the people whom it names. */
export const KeyScope = (...scopes: [MachineScope, ...MachineScope[]]): MethodDecorator =>
  applyDecorators(
    SetMetadata(KEY_SCOPE_KEY, scopes) as MethodDecorator,
    ApiSecurity('cookie'),
    ApiSecurity(KEY_SECURITY),
  );
KeyScope.key = KEY_SCOPE_KEY;

/** Keeps a route open to people who still have this duty, so that they can fulfil it. */
export const DuringDuty = (...duties: Duty[]): MethodDecorator & ClassDecorator =>
  SetMetadata(DUTY_KEY, duties);
DuringDuty.key = DUTY_KEY;

/** Lets a route accept bodies of a media type other than JSON, such as `text/csv`. */
export const TakesBody = (mediaType: string): MethodDecorator => SetMetadata(BODY_KEY, mediaType);
TakesBody.key = BODY_KEY;

/** Marks requests that a page makes by itself but cannot mark with a header: they do not keep a session alive. */
export const Unattended = (): MethodDecorator => SetMetadata(UNATTENDED_KEY, true);
Unattended.key = UNATTENDED_KEY;

/** The person who makes the request. */
export const CurrentPerson = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { person } = context.switchToHttp().getRequest<StaffRequest>();
  if (!person) throw new Problem('sign-in');
  return person;
});

/** The session token of the request. */
export const SessionToken = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { sessionToken } = context.switchToHttp().getRequest<StaffRequest>();
  if (!sessionToken) throw new Problem('sign-in');
  return sessionToken;
});
