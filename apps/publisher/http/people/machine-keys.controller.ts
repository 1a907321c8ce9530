import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MachineKeys } from '#staff/machine-keys';
import type { SignedIn } from '#staff/roles';
import { CurrentPerson, Roles, StepUp } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { AnswerOf, BodyOf } from '#contract/api';

/** Keys of programs that read reports, for admins. */
@ApiTags('people')
@Controller('api/v1')
@Roles('admin')
export class MachineKeysController {
  constructor(private readonly keys: MachineKeys) {}

  @Route('GET /machine-keys')
  async list(@CurrentPerson() admin: SignedIn): Promise<AnswerOf<'GET /machine-keys'>> {
    return { machineKeys: await this.keys.list(admin) };
  }

  @Route('POST /machine-keys')
  @StepUp()
  make(
    @CurrentPerson() admin: SignedIn,
    @GivenBody('POST /machine-keys') body: BodyOf<'POST /machine-keys'>,
  ): Promise<AnswerOf<'POST /machine-keys'>> {
    return this.keys.make(admin, body);
  }

  /** Ends a key at once. Needs no code: a key that leaked must not wait for one. */
  @Route('DELETE /machine-keys/{id}')
  @HttpCode(204)
  revoke(@CurrentPerson() admin: SignedIn, @Param('id', IdParam) id: string): Promise<void> {
    return this.keys.revoke(admin, id);
  }
}
