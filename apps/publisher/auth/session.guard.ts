import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem, Public } from '#platform/http';
import type { Duty, Role } from '#staff/roles';
import type { MachineScope } from '#contract/api/machine-keys';
import { DuringDuty, KeyScope, MinistryOnly, Roles, StepUp, TakesBody, Unattended } from './decorators.js';
import { Gate, keyOf, type MinistryCode, type StaffRequest } from './gate.js';
import { codeFor } from './irreversible.rules.js';

/** Guards every route: one that is neither public nor states its roles is closed to everybody. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly gate: Gate,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const stated = <T>(key: string): T | undefined =>
      this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
    const request = context.switchToHttp().getRequest<StaffRequest>();
    refuseMediaType(request, stated<string>(TakesBody.key) ?? 'application/json');
    if (stated<boolean>(Public.key)) return true;
    const key = keyOf(request);
    if (key !== undefined) {
      const reads = request.method === 'GET' || request.method === 'HEAD';
      await this.gate.admitKey(request, key, reads ? (stated<MachineScope[]>(KeyScope.key) ?? []) : []);
      return true;
    }
    const roles = stated<readonly Role[] | 'any'>(Roles.key);
    if (!roles) throw new Error(`${context.getClass().name}.${context.getHandler().name} states no roles`);
    const need = codeFor(request.method, routeOf(request));
    await this.gate.admit(request, {
      roles,
      ministryOnly: stated<MinistryCode>(MinistryOnly.key),
      stepUp: need === 'each' ? need : need === 'fresh' || (stated<boolean>(StepUp.key) ?? false),
      during: stated<Duty[]>(DuringDuty.key) ?? [],
      unattended: stated<boolean>(Unattended.key),
    });
    return true;
  }
}

/** The matched pattern, such as `/api/v1/people/:id/roles`. */
function routeOf({ route }: StaffRequest): string {
  const { path } = route as { path: string };
  return path;
}

/**
 * A page of another site can send forms, texts and uploads in a visitor's name, but no JSON: other media types are refused.
 */
function refuseMediaType(request: StaffRequest, taken: string): void {
  // `is` treats an empty declared body as a body.
  if (request.get('content-length') !== '0' && request.is(taken) === false) {
    throw new Problem('media-type', { type: taken });
  }
}
