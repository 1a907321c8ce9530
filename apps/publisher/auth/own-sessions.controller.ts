import { Controller, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#staff/roles';
import { type OwnSession, OwnSessions } from '#staff/sign-in';
import { AnySignedIn, CurrentPerson, SessionToken } from './decorators.js';
import { IdParam } from './params.js';
import { Route } from '../http/route.js';

/** Lists one's own sessions and ends them remotely. */
@ApiTags('session')
@Controller('api/v1')
@AnySignedIn()
export class OwnSessionsController {
  constructor(private readonly own: OwnSessions) {}

  @Route('GET /sessions')
  async list(
    @CurrentPerson() person: SignedIn,
    @SessionToken() token: string,
  ): Promise<{ sessions: OwnSession[] }> {
    return { sessions: await this.own.list(person, token) };
  }

  @Route('DELETE /sessions/{id}')
  @HttpCode(204)
  end(@CurrentPerson() person: SignedIn, @Param('id', IdParam) id: string): Promise<void> {
    return this.own.end(person, id);
  }

  /** All sessions except the one that makes the request. */
  @Route('DELETE /sessions')
  async endOthers(
    @CurrentPerson() person: SignedIn,
    @SessionToken() token: string,
  ): Promise<{ ended: number }> {
    return { ended: await this.own.endOthers(person, token) };
  }
}
