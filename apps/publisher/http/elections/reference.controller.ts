import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audience, TOPICS } from '#audience';
import type { Election } from '#audience/elections';
import type { Region } from '#contract/api/elections';
import { AnySignedIn } from '../../auth/decorators.js';
import { Route } from '../route.js';

const ATTRIBUTION =
  'Names and codes of regions: idn-area-data (https://github.com/fityannugroho/idn-area-data), under the Open Database License 1.0 (https://opendatacommons.org/licenses/odbl/1-0/).';

/** Regions and elections, by which broadcasts are addressed. */
@ApiTags('reference')
@Controller('api/v1')
@AnySignedIn()
export class ReferenceController {
  constructor(private readonly audience: Audience) {}

  @Route('GET /regions')
  async regions(): Promise<{ attribution: string; regions: Region[] }> {
    return { attribution: ATTRIBUTION, regions: [...(await this.audience.regions()).values()] };
  }

  /** Topics that citizens can subscribe to. */
  @Route('GET /topics')
  topics(): { topics: typeof TOPICS } {
    return { topics: TOPICS };
  }

  @Route('GET /elections')
  async elections(): Promise<{ elections: Election[] }> {
    return { elections: await this.audience.elections() };
  }
}
