import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { JoiningController } from './joining.controller.js';
import { MessageLanguages } from './message-languages.js';
import { LeavingController } from './leaving.controller.js';
import { PreferencesController } from './preferences.controller.js';
import { ReconfirmingController } from './reconfirming.controller.js';
import { RightsController } from './rights.controller.js';

/** What citizens do about their own data. The registrar performs it. */
@Module({
  imports: [HttpModule],
  providers: [MessageLanguages],
  controllers: [
    JoiningController,
    PreferencesController,
    RightsController,
    ReconfirmingController,
    LeavingController,
  ],
})
export class SelfServiceModule {}
