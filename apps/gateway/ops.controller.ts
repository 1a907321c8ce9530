import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  constantTimeEqual,
  type GatewaySettings,
  Heartbeat,
  InjectConfig,
  Problem,
  Public,
  within,
} from '#platform';
import { Metrics } from './metrics.js';

/** How long readiness may take, in ms: less than load balancers wait. */
const READY_MS = 1_500;

/** For load balancers, and for a Prometheus that brings METRICS_TOKEN as its bearer token. */
@Controller()
@Public()
export class OpsController {
  constructor(
    private readonly heartbeat: Heartbeat,
    private readonly metrics: Metrics,
    @InjectConfig() private readonly config: GatewaySettings,
  ) {}

  /** The process runs and answers. */
  @Get('health/live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** Whether the database is there and can be written: all a gateway needs. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ status: 'up' | 'down' }> {
    const up = await within(READY_MS, this.heartbeat.write()).then(
      () => true,
      () => false,
    );
    response.status(up ? 200 : 503);
    return { status: up ? 'up' : 'down' };
  }

  @Get('metrics')
  async scrape(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { METRICS_TOKEN: token } = this.config;
    if (!token || !constantTimeEqual(request.get('authorization') ?? '', `Bearer ${token}`)) {
      throw new Problem('forbidden', 'The figures need METRICS_TOKEN as the bearer token.');
    }
    response.set('Content-Type', this.metrics.contentType).send(await this.metrics.scrape());
  }
}
