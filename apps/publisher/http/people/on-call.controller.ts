import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Database } from '#platform/database';
import { Validate } from '#platform/http';
import {
  ON_CALL_ROLES,
  OnCall,
  type OnCallCandidate,
  type OnCallEntry,
  type OnCallRole,
  type OnCallRota,
} from '#staff/on-call';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { BodyOf } from '#contract/api';

const RoleParam = new Validate(z.enum(ON_CALL_ROLES));

/** The people to call when a decision cannot wait, maintained by the admins who manage them. */
@ApiTags('on-call')
@Controller('api/v1')
@Roles('admin')
export class OnCallController {
  constructor(
    private readonly onCall: OnCall,
    private readonly database: Database,
  ) {}

  @Route('GET /on-call')
  list(
    @CurrentPerson() admin: SignedIn,
  ): Promise<{ entries: OnCallEntry[]; candidates: OnCallCandidate[]; rotas: OnCallRota[] }> {
    return this.onCall.kept(this.database.manager, admin);
  }

  /** Puts a person on the list for one of their roles, or moves them on it. */
  @Route('PUT /on-call/{id}/{role}')
  @StepUp()
  put(
    @CurrentPerson() admin: SignedIn,
    @Param('id', IdParam) personId: string,
    @Param('role', RoleParam) role: OnCallRole,
    @GivenBody('PUT /on-call/{id}/{role}') body: BodyOf<'PUT /on-call/{id}/{role}'>,
  ): Promise<OnCallEntry> {
    return this.database.transaction((tx) => this.onCall.put(tx, admin, { personId, role, ...body }));
  }

  @Route('DELETE /on-call/{id}/{role}')
  @StepUp()
  @HttpCode(204)
  async remove(
    @CurrentPerson() admin: SignedIn,
    @Param('id', IdParam) personId: string,
    @Param('role', RoleParam) role: OnCallRole,
  ): Promise<void> {
    await this.database.transaction((tx) => this.onCall.remove(tx, admin, personId, role));
  }
}
