import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SavedFilters } from '#staff/people';
import type { SignedIn } from '#staff/roles';
import { AnySignedIn, CurrentPerson } from '../../auth/decorators.js';
import { IdParam } from '../../auth/params.js';
import { GivenBody, Route } from '../route.js';
import type { AnswerOf, BodyOf } from '#contract/api';

/** The filters of the list of broadcasts that people save for themselves or share with their organisation. */
@ApiTags('saved-filters')
@Controller('api/v1')
@AnySignedIn()
export class SavedFiltersController {
  constructor(private readonly filters: SavedFilters) {}

  /** One's own first, then those that colleagues share. */
  @Route('GET /saved-filters')
  async of(@CurrentPerson() person: SignedIn): Promise<AnswerOf<'GET /saved-filters'>> {
    return { filters: await this.filters.seenBy(person) };
  }

  /** Saves a filter in place of one's own earlier one of the same name. */
  @Route('POST /saved-filters')
  @HttpCode(200)
  save(
    @GivenBody('POST /saved-filters') wanted: BodyOf<'POST /saved-filters'>,
    @CurrentPerson() person: SignedIn,
  ): Promise<AnswerOf<'POST /saved-filters'>> {
    return this.filters.save(person, wanted);
  }

  /** Deletes one's own. */
  @Route('DELETE /saved-filters/{id}')
  @HttpCode(204)
  async remove(@Param('id', IdParam) id: string, @CurrentPerson() person: SignedIn): Promise<void> {
    await this.filters.remove(person, id);
  }
}
