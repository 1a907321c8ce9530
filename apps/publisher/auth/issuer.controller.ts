import { Controller, HttpCode, Ip, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import express, { type Response } from 'express';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Problem, Public, unread } from '#platform/http';
import { IssuerLogout, IssuerSignIn, withOutcome } from '#staff/issuer';
import type { SignedIn } from '#staff/roles';
import { Cookies } from './cookies.js';
import { AnySignedIn, CurrentPerson, SessionToken, TakesBody } from './decorators.js';
import type { StaffRequest } from './gate.js';
import { GivenBody, Route } from '../http/route.js';
import type { BodyOf } from '#contract/api';

const FORM_LIMIT = '32kb';
const form = express.urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: 10 });

/** Reads a form into the request's body. */
const readForm = (request: StaffRequest, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    form(request, response, (error: unknown) => {
      if (error === undefined) resolve();
      else reject(unread(error as { type?: string; limit?: number }));
    });
  });

/** Signing in by the ministry's own issuer (OpenID Connect). */
@ApiTags('session')
@Controller('api/v1')
export class IssuerController {
  private readonly cookies: Cookies;

  constructor(
    private readonly issuer: IssuerSignIn,
    private readonly ending: IssuerLogout,
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

  /** The issuer itself ends sessions: it posts `logout_token` as a form. */
  @Route('POST /session/issuer/logout')
  @Public()
  @TakesBody('application/x-www-form-urlencoded')
  @HttpCode(200)
  async logout(@Req() request: StaffRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    await readForm(request, response);
    const { logout_token: token } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof token !== 'string') throw new Problem('logout-token');
    await this.ending.end(token);
  }
}
