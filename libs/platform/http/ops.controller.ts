import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Config } from '../config/config.js';
import { constantTimeEqual } from '../crypto/crypto.js';
import { Heartbeat } from '../program/heartbeat.js';
import { Public } from './public.js';
import { InjectConfig } from '../platform.module.js';
import { Problem } from './problem.js';
import { within } from '../waiting/within.js';

/** Timeout of the readiness check, in ms: shorter than a load balancer's. */
const READY_MS = 1_500;

/** Whether a request was a check that went well: whoever watches asks every few seconds, which would be most of the log. */
export const isQuietCheck = ({ route, status }: { route: string; status: number }): boolean =>
  status < 400 && /^\/(?:health\/|metrics$)/.test(route);

/** The metrics of a program, for Prometheus. Each program provides its own. */
export abstract class Figures {
  abstract readonly contentType: string;
  /** Returns all metrics in Prometheus' text format. */
  abstract scrape(): Promise<string>;
}

/** Serves load balancers, and a Prometheus with METRICS_TOKEN as its bearer token. */
@Controller()
@Public()
export class OpsController {
  constructor(
    private readonly heartbeat: Heartbeat,
    private readonly figures: Figures,
    @InjectConfig() private readonly config: Pick<Config, 'METRICS_TOKEN'>,
  ) {}

  /** The process runs and answers. */
  @Get('health/live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** Ready when the database accepts writes: these programs need nothing else. */
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
      throw new Problem('metrics-token');
    }
    response.set('Content-Type', this.figures.contentType).send(await this.figures.scrape());
  }
}
