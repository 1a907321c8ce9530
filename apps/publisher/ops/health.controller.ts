import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Public, QuerySchema, Validate } from '#platform';
import { Readiness, type ReadinessReport } from './readiness.js';

const question = z.object({ without: z.literal('providers').optional() });

/** For load balancers and those who watch: names what is down, and the emergency stop that stands; nothing else. */
@ApiTags('ops')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs and answers. */
  @Get('live')
  @Public()
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /**
   * Whether what this program needs is there: 503 when the database cannot be written or the queue does not answer. What
   * else goes wrong stands in the body: staff must get to their console just then. `?without=providers` asks none of them.
   */
  @Get('ready')
  @Public()
  @QuerySchema(question)
  async ready(
    @Query(new Validate(question)) query: z.output<typeof question>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReadinessReport> {
    const report = await this.readiness.report(query.without !== 'providers');
    response.status(report.status === 'up' ? 200 : 503);
    return report;
  }
}
