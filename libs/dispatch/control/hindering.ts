import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { Brake, type BrakeWarning } from './brake.js';
import { type CarrierHold, CarrierHolds } from './carrier-holds.js';
import { type ChannelPause, ChannelPauses } from './channel-pauses.js';
import { Emergency, type EmergencyStop } from './emergency.js';
import { type HinderedBroadcast, hindrancesNow } from './hindrances.js';
import { type ChannelSince, ChannelWatch } from './channel-watch.js';

/** Everything that stops or hinders broadcasts now. */
export interface Hindering {
  stop: EmergencyStop | null;
  paused: ChannelPause[];
  held: HinderedBroadcast[];
  brakeWarnings: BrakeWarning[];
  carrierHolds: CarrierHold[];
  stalled: ChannelSince[];
  unserved: ChannelSince[];
}

/** Reads what stops or hinders broadcasts, for operators. */
@Injectable()
export class HinderingView {
  constructor(
    private readonly database: Database,
    private readonly brake: Brake,
    private readonly holds: CarrierHolds,
    private readonly pauses: ChannelPauses,
    private readonly watch: ChannelWatch,
    private readonly emergency: Emergency,
  ) {}

  /** @param most broadcasts for each channel and cause */
  async now(most: number): Promise<Hindering> {
    const [stop, paused, held, brakeWarnings, carrierHolds, stalled, unserved] = await Promise.all([
      this.emergency.standing(),
      this.pauses.standing(),
      hindrancesNow(this.database.manager, most),
      this.brake.warnings(),
      this.holds.list(),
      this.watch.stalled(),
      this.watch.unserved(),
    ]);
    return { stop, paused, held, brakeWarnings, carrierHolds, stalled, unserved };
  }
}
