import { Controller, HttpCode, Ip, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Config, InjectConfig, Problem, Public } from '#platform';
import { IssuerSignIn, type SignedIn, withOutcome } from '#staff';
import { Cookies } from './cookies.js';
import { AnySignedIn, CurrentPerson, SessionToken } from './decorators.js';
import type { StaffRequest } from './gate.js';
import { GivenBody, Route } from '../http/route.js';
import type { BodyOf } from '#contract/api';

/** Signing in by the ministry's own issuer (OpenID Connect). */
@ApiTags('session')
@Controller('api/v1')
export class IssuerController {
  private readonly cookies: Cookies;

  constructor(
    private readonly issuer: IssuerSignIn,
    @InjectConfig() config: Config,
  ) {
    this.cookies = new Cookies(config);
  }

  /** Whether the sign-in page offers it. */
  @Route('GET /session/issuer')
  @Public()
  offered(): { offered: boolean } {
    return { offered: this.issuer.isOffered };
  }

  /** Begins a sign-in. A POST, so that no other site can begin one in a visitor's name. */
  @Route('POST /session/issuer')
  @Public()
  @HttpCode(200)
  async begin(
    @GivenBody('POST /session/issuer') { path }: BodyOf<'POST /session/issuer'>,
    @Req() request: StaffRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ location: string }> {
    const { location, pending } = await this.issuer.begin(path);
    this.cookies.setIssuer(request, response, pending);
    return { location };
  }

  /** Begins the confirmation of an act, in a session that the issuer opened. */
  @Route('POST /session/issuer/step-up')
  @AnySignedIn()
  @HttpCode(200)
  async beginStepUp(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @GivenBody('POST /session/issuer/step-up') { path }: BodyOf<'POST /session/issuer/step-up'>,
    @Req() request: StaffRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ location: string }> {
    const { location, pending } = await this.issuer.beginStepUp(token, person, path);
    this.cookies.setIssuer(request, response, pending);
    return { location };
  }

  /** Where the issuer sends people back. Leads on to a path without its code; a refusal is told by the page there. */
  @Route('GET /session/issuer/callback')
  @Public()
  async finish(
    @Ip() address: string,
    @Req() request: StaffRequest,
    @Res() response: Response,
  ): Promise<void> {
    const { path, outcome } = await this.issuer.finish(
      new URL(request.originalUrl, 'http://callback.invalid').search,
      this.cookies.issuerOf(request),
      { address, userAgent: request.get('user-agent') ?? '' },
    );
    this.cookies.clearIssuer(request, response);
    if (outcome instanceof Problem) return response.redirect(303, withOutcome(path, outcome.code));
    if (outcome) {
      const { token, expiresAt, device } = outcome;
      this.cookies.set(request, response, { token, expires: expiresAt, device });
    }
    response.redirect(303, path);
  }
}
