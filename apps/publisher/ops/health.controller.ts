import { Controller, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '#platform/http';
import { Readiness } from './readiness.js';
import type { ReadinessReport } from '#contract/api/operations';
import { GivenQuery, Route } from '../http/route.js';
import type { QueryOf } from '#contract/api';

/** For load balancers and monitoring: names what is down, and the current emergency stop; nothing else. */
@ApiTags('ops')
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs and answers. */
  @Route('GET /health/live')
  @Public()
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /**
   * Whether this program's dependencies work: 503 when the database cannot be written or the queue does not answer. Other
   * faults are only in the body, because staff need their console then. `?without=providers` asks no provider.
   */
  @Route('GET /health/ready')
  @Public()
  async ready(
    @GivenQuery('GET /health/ready') query: QueryOf<'GET /health/ready'>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReadinessReport> {
    const report = await this.readiness.report(query.without !== 'providers');
    response.status(report.status === 'up' ? 200 : 503);
    return report;
  }
}
