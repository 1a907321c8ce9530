import { Injectable } from '@nestjs/common';
import { Estimates } from '#audience/counting';
import type { ChannelName } from '#channels';
import { fatesOf, Notices } from '#notices';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, now, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import { Staff } from '#staff';
import { OnCall, type OnCallEntry } from '#staff/on-call';
import type { SignedIn } from '#staff/roles';
import {
  aboutAlert,
  companionAlerts,
  currentAlert,
  type DueAlert,
  dueAlert,
  endAlert,
  endOver,
  noteCall,
  openAlerts,
  openReview,
  openStalled,
  postpone,
  take,
  withdrawCalls,
} from './alert-repository.js';
import { type AlertFacts, alertMessage } from './alert-message.js';
import { type AlertKind, called, decideBy, whyNotAnswer } from './alert.rules.js';
import type { Ownership } from '../who-may.rules.js';
import type { Warning } from '../content/content.rules.js';
import { familyOf } from '../corrections/lineage.js';
import { unapprovable } from '../corrections/standing.js';
import { isNever, isOnHold } from '../corrections/unapprovable.rules.js';
import { languagesOf } from '../news/news.js';
import { find, ownershipOf, see, type StoredBroadcast } from '../store.js';
import type { AlertView } from '#contract/api/broadcasts';

export type { AlertView } from '#contract/api/broadcasts';

/** Minutes that a person who takes an alert has to decide. */
const TAKEN_MINUTES = 15;
/** Interval, in seconds, at which an alert is looked at again while nobody can approve its companion. */
const HELD_SECONDS = 15;
/** Maximum number of alerts handled in one round. */
const MOST_CALLED = 100;

/**
 * Calls people when a decision cannot wait: KPU's reviewers on call for an urgent broadcast, operators on call for what
 * the brake stopped or what is stalled. Repeats the call, to all of them, until somebody answers: correcting a false
 * alarm once took 38 minutes because nobody who could do it was asked.
 */
@Injectable()
export class Alerts {
  constructor(
    private readonly database: Database,
    private readonly notices: Notices,
    private readonly staff: Staff,
    private readonly onCall: OnCall,
    private readonly estimates: Estimates,
    @InjectConfig() private readonly config: Pick<Config, 'CONSOLE_URL' | 'ESCALATE_AFTER_MINUTES'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Raises the alert for a submission, in the transaction that submits it. Does nothing for an ordinary broadcast, for a
   * companion that would reach nobody or has no approved correction, or when the alert was raised before. Of a
   * companion on hold nobody is called until it can be approved.
   * @param times when its regions are due and expire
   */
  async raiseReview(
    tx: Tx,
    broadcastId: string,
    submissionNo: number,
    times: readonly { dueAt: Date; expiresAt: Date }[],
  ): Promise<void> {
    const broadcast = await find(tx, broadcastId);
    if (!isUrgent(broadcast) || !(await this.reachesAnyone(tx, broadcast))) return;
    const why = await unapprovable(tx, broadcastId);
    if (why !== null && !isOnHold(why)) return;
    const due = new Date(Math.min(...times.map(({ dueAt }) => dueAt.getTime())));
    const until = new Date(Math.max(...times.map(({ expiresAt }) => expiresAt.getTime())));
    const when = {
      decideBy: decideBy(await now(tx), due, this.config.ESCALATE_AFTER_MINUTES * 60_000),
      until,
    };
    const opened = await openReview(tx, broadcastId, submissionNo, when);
    if (opened && why === null) await this.call(tx, opened, broadcast);
  }

  /** Calls operators for a channel that sends nothing although it should. Does nothing when they are called already. */
  async raiseStalled(channel: ChannelName): Promise<void> {
    await openStalled(this.database.manager, channel);
  }

  /** Sends the notices that were written, without waiting for the tick. */
  async release(): Promise<void> {
    await this.notices.release();
  }

  /**
   * One round of the publisher's timer: ends the alerts that are over and calls people for those that are due. Any
   * number of publishers may run it at once; each call is made once.
   * @returns the number of calls made
   */
  async round(): Promise<number> {
    await this.database.transaction(async (tx) => {
      await endOver(tx);
      for (const alert of await companionAlerts(tx)) {
        const why = await unapprovable(tx, alert.broadcastId);
        if (why !== null && isNever(why)) await endAlert(tx, alert);
      }
    });
    let calls = 0;
    for (let handled = 0; handled < MOST_CALLED; handled++) {
      const next = await this.database.transaction((tx) => this.callNext(tx));
      if (next === null) break;
      if (next === 'called') calls++;
    }
    if (calls > 0) await this.notices.release();
    return calls;
  }

  /**
   * Records that a person who may decide takes the alert, so that the others are not called for a while.
   * @throws Problem not-found; forbidden for a person who may not decide; conflict when no alert is open, or the person
   *   has taken it already
   */
  async answer(person: SignedIn, broadcastId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await see(tx, person, broadcastId);
      const broadcast = await find(tx, broadcastId, true);
      const open = await openAlerts(tx, broadcastId);
      if (open.length === 0) throw new Problem('alert-over');
      const ownership = ownershipOf(broadcast);
      const why = open.map(({ kind }) => whyNotAnswer(kind, person, ownership));
      const theirs = open.filter((_, at) => why[at] === null);
      if (theirs.length === 0) throw why[0] ?? new Problem('not-yours');
      const fresh = theirs.filter(({ answeredBy }) => answeredBy?.id !== person.personId);
      if (fresh.length === 0) {
        throw new Problem('alert-yours');
      }
      for (const { id } of fresh) await take(tx, broadcastId, id, person.personId, TAKEN_MINUTES);
    });
  }

  /** The alert to show for a broadcast, as this person sees it; null when there never was one. */
  async shown(tx: Tx, person: SignedIn, broadcast: StoredBroadcast): Promise<AlertView | null> {
    const alert = await currentAlert(tx, broadcast.id);
    if (!alert) return null;
    const mayAnswer =
      alert.open &&
      (await unapprovable(tx, broadcast.id)) === null &&
      alert.answeredBy?.id !== person.personId &&
      whyNotAnswer(alert.kind, person, ownershipOf(broadcast)) === null;
    return { ...alert, fates: await fatesOf(tx, aboutAlert(alert.id)), mayAnswer };
  }

  /** Warns an author in advance when nobody on call could decide on an urgent broadcast. */
  async warnings(tx: Tx, broadcast: StoredBroadcast): Promise<Warning[]> {
    const undecided: readonly string[] = ['draft', 'in_review', 'rejected', 'withdrawn'];
    if (!isUrgent(broadcast) || !undecided.includes(broadcast.state)) return [];
    const { regions } = broadcast.draft.audience;
    if (regions.length === 0) return [];
    const onCall = await this.onCall.list(tx, ROLE.review);
    const may = mayAnswer('review', ownershipOf(broadcast));
    if (called(onCall, may, true).length > 0) return [];
    const suspended = (await this.onCall.suspended(tx, ROLE.review)).map((one) => ({
      ...one,
      roles: [...one.roles, ROLE.review],
    }));
    if (called(suspended, may, true).length > 0)
      return [
        {
          code: 'on-call-waits',
          path: 'audience.regions',
          message:
            'No alert reaches anyone: the role of the reviewer on call is in its wait. Call another reviewer yourself, or ask two national admins to lift the wait.',
        },
      ];
    return [
      {
        code: 'nobody-on-call',
        path: 'audience.regions',
        message:
          'Nobody of KPU is on call who may decide on this: no alert reaches anyone. Call a reviewer yourself, and ask an admin of KPU to fill the on-call list.',
      },
    ];
  }

  /** Whether a companion would reach anybody; any other broadcast is worth a call. */
  private async reachesAnyone(tx: Tx, { remainderOfId, draft }: StoredBroadcast): Promise<boolean> {
    if (remainderOfId === null) return true;
    const { audience, channels, reach } = draft;
    const besides = await familyOf(tx, remainderOfId);
    return this.estimates.reachesAnyone(tx, audience, channels, reach, besides);
  }

  /** @returns null: no alert is due */
  private async callNext(tx: Tx): Promise<'called' | 'held' | null> {
    const alert = await dueAlert(tx);
    if (!alert) return null;
    if (alert.kind === 'review' && (await unapprovable(tx, alert.broadcastId)) !== null) {
      await postpone(tx, alert, HELD_SECONDS, this.config.ESCALATE_AFTER_MINUTES);
      return 'held';
    }
    await this.call(tx, alert, await find(tx, alert.broadcastId));
    return 'called';
  }

  private async call(tx: Tx, alert: DueAlert, broadcast: StoredBroadcast): Promise<void> {
    const escalated = alert.calls > 0;
    const onCall = await this.onCall.list(tx, ROLE[alert.kind]);
    const people = called(onCall, mayAnswer(alert.kind, ownershipOf(broadcast)), escalated);
    const { ESCALATE_AFTER_MINUTES: minutes } = this.config;
    const writtenAt = await now(tx);
    // By then the next call has gone out, somebody has answered, or nothing is left to decide.
    const expiresAt = new Date(Math.min(writtenAt.getTime() + 2 * minutes * 60_000, alert.until.getTime()));
    // This call replaces the calls of the round before that have not gone out.
    await withdrawCalls(tx, [alert]);
    const languages = await languagesOf(
      tx,
      people.map(({ personId }) => personId),
    );
    for (const person of people) {
      const language = languages.get(person.personId) ?? 'id';
      await this.write(tx, alert, broadcast, { ...person, language }, { escalated, writtenAt, expiresAt });
    }
    await noteCall(tx, alert, people.length, minutes);
    if (people.length === 0) {
      const { id: alertId, kind, broadcastId } = alert;
      this.logger.error({ alertId, kind, broadcastId }, 'nobody is on call who may decide');
    }
  }

  private async write(
    tx: Tx,
    { id: alertId, kind, channel: stopped, brake, decideBy: by }: DueAlert,
    { id, draft, organisation, remainderOfId }: StoredBroadcast,
    person: OnCallEntry & Pick<AlertFacts, 'language'>,
    { expiresAt, ...call }: Pick<AlertFacts, 'escalated' | 'writtenAt'> & { expiresAt: Date },
  ): Promise<void> {
    const { CONSOLE_URL: consoleUrl, ESCALATE_AFTER_MINUTES: escalateMinutes } = this.config;
    const facts: AlertFacts = {
      kind,
      language: person.language,
      broadcast: {
        id,
        kind: draft.kind,
        companion: remainderOfId !== null,
        title: draft.title,
        organisation: organisation.name,
      },
      channel: stopped,
      brake,
      decideBy: by,
      timeZone: person.timeZone,
      consoleUrl,
      escalateMinutes,
      ...call,
    };
    const about = {
      kind: 'alert',
      expiresAt,
      broadcastId: id,
      personId: person.personId,
      about: aboutAlert(alertId),
    } as const;
    for (const { channel, to } of await this.addressesOf(tx, person)) {
      await this.notices.send(tx, { ...about, channel, to, message: alertMessage(channel, facts) });
    }
  }

  /** Empty when they cannot be decrypted: one person's lost key must not keep the others from being called. */
  private async addressesOf(
    tx: Tx,
    { personId }: OnCallEntry,
  ): Promise<{ channel: ChannelName; to: string }[]> {
    try {
      return await this.staff.confirmedAddresses(tx, personId);
    } catch (error) {
      this.logger.error({ err: error, personId }, 'the addresses of somebody on call cannot be opened');
      return [];
    }
  }
}

const ROLE = { review: 'reviewer', brake: 'operator', stalled: 'operator' } as const;

const isUrgent = ({ draft }: StoredBroadcast): boolean => draft.kind !== 'ordinary';

const mayAnswer =
  (kind: AlertKind, ownership: Ownership) =>
  (person: OnCallEntry): boolean =>
    whyNotAnswer(kind, person, ownership) === null;
