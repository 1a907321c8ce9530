import { Controller, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { constantTimeEqual } from '#platform/crypto';
import { Public } from '#platform/http';
import { Gate, type StaffRequest } from '../auth/gate.js';
import { Metrics } from './metrics.js';
import { Route } from '../http/route.js';

/**
 * The metrics, for a Prometheus with METRICS_TOKEN as its bearer token, or for an operator who is signed in. Loopback
 * grants no access: behind a proxy on the same host every request comes from there.
 */
@ApiTags('ops')
@Controller()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly gate: Gate,
    @InjectConfig() private readonly config: Config,
  ) {}

  @Route('GET /metrics')
  @Public()
  async scrape(@Req() request: StaffRequest, @Res() response: Response): Promise<void> {
    if (!this.bringsToken(request)) await this.gate.admit(request, { roles: ['operator'] });
    const figures = await this.metrics.scrape();
    response.set('Content-Type', this.metrics.contentType).send(figures);
  }

  private bringsToken(request: StaffRequest): boolean {
    const { METRICS_TOKEN: token } = this.config;
    return token !== undefined && constantTimeEqual(request.get('authorization') ?? '', `Bearer ${token}`);
  }
}
