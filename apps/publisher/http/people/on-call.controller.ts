import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { BodySchema, Validate } from '#platform';
import {
  ON_CALL_ROLES,
  OnCall,
  type OnCallCandidate,
  type OnCallEntry,
  type OnCallRole,
  type OnCallRota,
  type SignedIn,
} from '#staff';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';

const RoleParam = new Validate(z.enum(ON_CALL_ROLES));
const place = z.strictObject({
  tier: z.union([z.literal(1), z.literal(2)], 'must be 1 (called at once) or 2 (called when nobody answers)'),
  position: z.int().min(1).max(1000),
});

/** The people to call when a decision cannot wait, maintained by the admins who manage them. */
@ApiTags('on-call')
@Controller('api/v1/on-call')
@Roles('admin')
export class OnCallController {
  constructor(
    private readonly onCall: OnCall,
    private readonly database: DataSource,
  ) {}

  @Get()
  list(
    @CurrentPerson() admin: SignedIn,
  ): Promise<{ entries: OnCallEntry[]; candidates: OnCallCandidate[]; rotas: OnCallRota[] }> {
    return this.onCall.kept(this.database.manager, admin);
  }

  /** Puts a person on the list for one of their roles, or moves them on it. */
  @Put(':id/:role')
  @StepUp()
  @BodySchema(place)
  put(
    @CurrentPerson() admin: SignedIn,
    @Param('id', IdParam) personId: string,
    @Param('role', RoleParam) role: OnCallRole,
    @Body(new Validate(place)) body: z.output<typeof place>,
  ): Promise<OnCallEntry> {
    return this.database.transaction((tx) => this.onCall.put(tx, admin, { personId, role, ...body }));
  }

  @Delete(':id/:role')
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
