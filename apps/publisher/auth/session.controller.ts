import { Body, Controller, Delete, Get, HttpCode, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { BodySchema, type Config, InjectConfig, Public, says, Validate } from '#platform';
import { PASSWORD_MAX, Sessions, type SignedIn } from '#staff';
import { Cookies } from './cookies.js';
import { AnySignedIn, CurrentPerson, DuringDuty, SessionToken, StepUp } from './decorators.js';
import type { StaffRequest } from './gate.js';

const totp = z.string().regex(/^\d{6}$/, says('totp-digits'));
const password = z.string().min(1).max(PASSWORD_MAX);
const signIn = z.strictObject({
  username: z.string().min(1).max(64),
  password,
  totp: totp.optional(),
  /** Instead of a one-time code. */
  recoveryCode: z.string().trim().min(1).max(32).optional(),
});
const code = z.strictObject({ totp });
const newPassword = z.strictObject({ present: password, wanted: password });

/** Signing in and out, and the person's own account. */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  private readonly cookies: Cookies;

  constructor(
    private readonly sessions: Sessions,
    @InjectConfig() config: Config,
  ) {
    this.cookies = new Cookies(config);
  }

  @Post()
  @Public()
  @HttpCode(200)
  @BodySchema(signIn)
  async signIn(
    @Body(new Validate(signIn)) credentials: z.output<typeof signIn>,
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

  @Get()
  @AnySignedIn()
  @DuringDuty('change-password', 'enrol-totp')
  show(@CurrentPerson() person: SignedIn): SignedIn {
    return person;
  }

  @Delete()
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

  @Post('step-up')
  @AnySignedIn()
  @HttpCode(204)
  @BodySchema(code)
  async stepUp(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @Body(new Validate(code)) body: z.output<typeof code>,
  ): Promise<void> {
    await this.sessions.stepUp(token, person, body.totp);
  }

  /** Whether a code was shown within the last ten minutes: checked before a long upload that needs one. */
  @Get('step-up')
  @AnySignedIn()
  @StepUp()
  @HttpCode(204)
  steppedUp(): void {}

  @Post('password')
  @AnySignedIn()
  @DuringDuty('change-password')
  @HttpCode(204)
  @BodySchema(newPassword)
  async changePassword(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @Body(new Validate(newPassword)) body: z.output<typeof newPassword>,
  ): Promise<void> {
    await this.sessions.changePassword(token, person, body.present, body.wanted);
  }

  @Post('totp')
  @AnySignedIn()
  @DuringDuty('enrol-totp')
  async enrol(@CurrentPerson() person: SignedIn): Promise<{ uri: string }> {
    return { uri: await this.sessions.enrol(person) };
  }

  @Post('totp/confirm')
  @AnySignedIn()
  @DuringDuty('enrol-totp')
  @HttpCode(200)
  @BodySchema(code)
  async confirmEnrolment(
    @SessionToken() token: string,
    @CurrentPerson() person: SignedIn,
    @Body(new Validate(code)) body: z.output<typeof code>,
  ): Promise<{ recoveryCodes: string[] }> {
    return { recoveryCodes: await this.sessions.confirmEnrolment(token, person, body.totp) };
  }

  @Get('second-factor')
  @AnySignedIn()
  secondFactor(@CurrentPerson() person: SignedIn): Promise<{ enrolled: boolean; codesLeft: number }> {
    return this.sessions.secondFactor(person);
  }

  /** New recovery codes, returned only once; earlier ones become invalid. */
  @Post('recovery-codes')
  @AnySignedIn()
  @HttpCode(200)
  async renewRecoveryCodes(@CurrentPerson() person: SignedIn): Promise<{ recoveryCodes: string[] }> {
    return { recoveryCodes: await this.sessions.renewRecoveryCodes(person) };
  }
}
