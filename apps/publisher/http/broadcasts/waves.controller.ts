import { Controller, Param } from '@nestjs/common';
import { FOLLOWERS } from '#contract/roles.rules';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '#platform/database';
import { Broadcasts } from '#broadcasts';
import type { SignedIn } from '#staff/roles';
import { Waves, type WaveView } from '#dispatch/waves';
import { CurrentPerson, Roles } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { Route } from '../route.js';

/** The waves planned at a broadcast's approval, and their progress. */
@ApiTags('waves')
@Controller('api/v1')
@Roles(...FOLLOWERS)
export class WavesController {
  constructor(
    private readonly broadcasts: Broadcasts,
    private readonly waves: Waves,
    private readonly database: Database,
  ) {}

  /** In the order in which they go out, including cancelled ones of an earlier, withdrawn submission. */
  @Route('GET /broadcasts/{id}/waves')
  async list(
    @Param('id', IdParam) id: string,
    @CurrentPerson() person: SignedIn,
  ): Promise<{ waves: WaveView[] }> {
    await this.broadcasts.mustSee(person, id);
    return { waves: await this.waves.ofBroadcast(this.database.manager, id) };
  }
}
