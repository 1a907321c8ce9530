import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type OwnSession, OwnSessions, type SignedIn } from '#staff';
import { AnySignedIn, CurrentPerson, SessionToken } from './decorators.js';
import { IdParam } from './params.js';

/** Lists one's own sessions and ends them remotely. */
@ApiTags('session')
@Controller('api/v1/sessions')
@AnySignedIn()
export class OwnSessionsController {
  constructor(private readonly own: OwnSessions) {}

  @Get()
  async list(
    @CurrentPerson() person: SignedIn,
    @SessionToken() token: string,
  ): Promise<{ sessions: OwnSession[] }> {
    return { sessions: await this.own.list(person, token) };
  }

  @Delete(':id')
  @HttpCode(204)
  end(@CurrentPerson() person: SignedIn, @Param('id', IdParam) id: string): Promise<void> {
    return this.own.end(person, id);
  }

  /** All sessions except the one that makes the request. */
  @Delete()
  async endOthers(
    @CurrentPerson() person: SignedIn,
    @SessionToken() token: string,
  ): Promise<{ ended: number }> {
    return { ended: await this.own.endOthers(person, token) };
  }
}
