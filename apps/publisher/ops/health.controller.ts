import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Public, QuerySchema, Validate } from '#platform';
import { Readiness, type ReadinessReport } from './readiness.js';

const question = z.object({ without: z.literal('providers').optional() });

/** For load balancers and monitoring: names what is down, and the current emergency stop; nothing else. */
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
   * Whether this program's dependencies work: 503 when the database cannot be written or the queue does not answer. Other
   * faults are only in the body, because staff need their console then. `?without=providers` asks no provider.
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
