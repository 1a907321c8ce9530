import { Controller, HttpCode, Ip, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Public } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { Sessions } from '#staff/sign-in';
import { Cookies } from './cookies.js';
import { AnySignedIn, CurrentPerson, DuringDuty, SessionToken, StepUp } from './decorators.js';
import type { StaffRequest } from './gate.js';
import { GivenBody, Route } from '../http/route.js';
import type { BodyOf } from '#contract/api';

/** Signing in and out, and the person's own account. */
@ApiTags('session')
@Controller('api/v1')
export class SessionController {
  private readonly cookies: Cookies;

  constructor(
    private readonly sessions: Sessions,
    @InjectConfig() config: Config,
  ) {
    this.cookies = new Cookies(config);
  }

  @Route('POST /session')
  @Public()
  @HttpCode(200)
  async signIn(
    @GivenBody('POST /session') credentials: BodyOf<'POST /session'>,
    @Ip() address: string,
    @Req() request: StaffRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedIn> {
    const { token, expiresAt, device, person } = await this.sessions.signIn(credentials, {
      address,
      userAgent: request.get('user-agent') ?? '',
      device: this.cookies.deviceOf(request),
    });
    this.cookies.set(request, response, { token, expires: expiresAt, device });
    return person;
  }

  @Route('GET /session')
  @AnySignedIn()
  @DuringDuty('change-password', 'enrol-totp')
  show(@CurrentPerson() person: SignedIn): SignedIn {
    return person;
  }

  @Route('DELETE /session')
  @AnySignedIn()
  @DuringDuty('change-password', 'enrol-totp')
  @HttpCode(204)
  async signOut(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @Req() request: StaffRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.signOut(token, person);
    this.cookies.clearSession(request, response);
  }

  @Route('POST /session/step-up')
  @AnySignedIn()
  @HttpCode(204)
  async stepUp(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @GivenBody('POST /session/step-up') body: BodyOf<'POST /session/step-up'>,
  ): Promise<void> {
    await this.sessions.stepUp(token, person, body.totp);
  }

  /** Whether a code was shown within the last ten minutes: checked before a long upload that needs one. */
  @Route('GET /session/step-up')
  @AnySignedIn()
  @StepUp()
  @HttpCode(204)
  steppedUp(): void {}

  @Route('POST /session/password')
  @AnySignedIn()
  @DuringDuty('change-password')
  @HttpCode(204)
  async changePassword(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @GivenBody('POST /session/password') body: BodyOf<'POST /session/password'>,
  ): Promise<void> {
    await this.sessions.changePassword(token, person, body.present, body.wanted);
  }

  @Route('POST /session/totp')
  @AnySignedIn()
  @DuringDuty('enrol-totp')
  async enrol(@CurrentPerson() person: SignedIn): Promise<{ uri: string }> {
    return { uri: await this.sessions.enrol(person) };
  }

  @Route('POST /session/totp/confirm')
  @AnySignedIn()
  @DuringDuty('enrol-totp')
  @HttpCode(200)
  async confirmEnrolment(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @GivenBody('POST /session/totp/confirm') body: BodyOf<'POST /session/totp/confirm'>,
  ): Promise<{ recoveryCodes: string[] }> {
    return { recoveryCodes: await this.sessions.confirmEnrolment(token, person, body.totp) };
  }

  @Route('GET /session/second-factor')
  @AnySignedIn()
  secondFactor(@CurrentPerson() person: SignedIn): Promise<{ enrolled: boolean; codesLeft: number }> {
    return this.sessions.secondFactor(person);
  }

  /** New recovery codes, returned only once; earlier ones become invalid. */
  @Route('POST /session/recovery-codes')
  @AnySignedIn()
  @HttpCode(200)
  async renewRecoveryCodes(@CurrentPerson() person: SignedIn): Promise<{ recoveryCodes: string[] }> {
    return { recoveryCodes: await this.sessions.renewRecoveryCodes(person) };
  }
}
