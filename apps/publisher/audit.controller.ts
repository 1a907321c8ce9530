import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { chainState, type ChainState, entries, type Page } from '#audit';
import { QuerySchema, Validate } from '#platform';
import { Roles } from './auth/decorators.js';
import { idText } from './auth/params.js';

const search = z.object({
  act: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  actorId: idText.optional(),
  before: idText.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The trail of who did what and how far it is sealed, for those who audit and the data protection officer. */
@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly database: DataSource) {}

  @Get()
  @Roles('auditor', 'dpo')
  @QuerySchema(search)
  async list(
    @Query(new Validate(search)) query: z.output<typeof search>,
  ): Promise<Page & { chain: ChainState }> {
    const { manager } = this.database;
    const [page, chain] = await Promise.all([entries(manager, query), chainState(manager)]);
    return { ...page, chain };
  }
}
