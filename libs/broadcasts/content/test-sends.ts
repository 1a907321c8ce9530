import { Injectable } from '@nestjs/common';
import { countAct } from '#audience/limits';
import { type ChannelName, mask } from '#channels';
import type { TestSent } from '#contract/api/broadcasts';
import { Notices } from '#notices';
import { fault } from '#contract/problems';
import { Keys } from '#platform/crypto';
import { Database, now } from '#platform/database';
import { Problem } from '#platform/http';
import { Staff } from '#staff';
import type { SignedIn } from '#staff/roles';
import { note } from '../acts.js';
import { type SampleCopy, testMessage } from './sample.js';

/** A test send expires after this time, in ms. */
const TEST_LIFE_MS = 3_600_000;

/** Sends copies marked [UJI] to a person's own confirmed addresses. */
@Injectable()
export class TestSends {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly notices: Notices,
    private readonly staff: Staff,
  ) {}

  /** Counts one test of this person. @throws Problem too-many with retryAfterSeconds */
  async count({ personId }: SignedIn): Promise<void> {
    const waitMs = await this.database.transaction(async (tx) => {
      const again = await countAct(tx, this.keys, [{ limit: 'testSend', subject: personId }]);
      return again && again.getTime() - (await now(tx)).getTime();
    });
    if (waitMs === null) return;
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
    throw new Problem('too-many-tests', { seconds: retryAfterSeconds }, [], { retryAfterSeconds });
  }

  /**
   * Writes the copies as notices, which `release` queues.
   * @returns where they go, and the channels on which the person has no address
   * @throws Problem invalid when there is no address for any of these channels
   */
  send(
    person: SignedIn,
    broadcastId: string,
    given: {
      wanted: readonly ChannelName[];
      language: string;
      copyOf: (channel: ChannelName) => SampleCopy;
    },
  ): Promise<{ sent: TestSent['sent']; withoutAddress: ChannelName[] }> {
    const { wanted, language, copyOf } = given;
    return this.database.transaction(async (tx) => {
      const own = await this.staff.confirmedAddresses(tx, person.personId);
      const expiresAt = new Date((await now(tx)).getTime() + TEST_LIFE_MS);
      const sent: TestSent['sent'] = [];
      const withoutAddress: ChannelName[] = [];
      for (const channel of new Set(wanted)) {
        const to = own.find((address) => address.channel === channel)?.to;
        if (to === undefined) {
          withoutAddress.push(channel);
          continue;
        }
        const about = { broadcastId, personId: person.personId };
        const message = testMessage(copyOf(channel));
        await this.notices.send(tx, { kind: 'test', channel, to, message, expiresAt, ...about });
        sent.push({ channel, to: mask(channel, to) });
      }
      if (sent.length === 0) {
        throw new Problem('no-test-address', {}, [
          fault('channels', 'no-test-address', {
            have: own.map(({ channel }) => channel),
            texts: [...wanted],
          }),
        ]);
      }
      const channels = sent.map(({ channel }) => channel);
      await note(tx, person, 'broadcast.test', broadcastId, { channels, language });
      return { sent, withoutAddress };
    });
  }

  /** Queues what was written. */
  async release(): Promise<void> {
    await this.notices.release();
  }
}
