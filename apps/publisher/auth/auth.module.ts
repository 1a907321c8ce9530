import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { StaffModule } from '#staff';
import { Gate } from './gate.js';
import { IssuerController } from './issuer.controller.js';
import { OwnAddressesController } from './own-addresses.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { SessionController } from './session.controller.js';
import { SessionGuard } from './session.guard.js';

/** Sessions, and the guard of every route. */
@Module({
  imports: [StaffModule],
  controllers: [SessionController, IssuerController, OwnAddressesController, OwnSessionsController],
  providers: [Gate, { provide: APP_GUARD, useClass: SessionGuard }],
  exports: [Gate],
})
export class AuthModule {}
