import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ChannelName } from '#channels';
import { fatesOf, type NoticeFate, Notices } from '#notices';
import { type Config, InjectConfig, InjectLogger, type Logger, now, Problem, type Tx } from '#platform';
import { OnCall, type OnCallEntry, type SignedIn, Staff } from '#staff';
import {
  aboutAlert,
  currentAlert,
  type DueAlert,
  dueAlert,
  endOver,
  noteCall,
  openAlerts,
  openReview,
  openStalled,
  type StoredAlert,
  take,
  withdrawCalls,
} from './alert-book.js';
import { type AlertFacts, alertMessage } from './alert-message.js';
import { type AlertKind, called, decideBy, whyNotAnswer } from './alert.rules.js';
import type { Ownership } from './approval.rules.js';
import type { Notable } from './content.rules.js';
import { languagesOf } from './news/news.js';
import { find, ownershipOf, see, type StoredBroadcast } from './store.js';

/** Who says they have it is given so long to decide, in minutes. */
const TAKEN_MINUTES = 15;
/** Alerts called out in one round at most. */
const MOST_CALLED = 100;

/** An alert as the person who asks sees it. */
export interface AlertView extends StoredAlert {
  /** What became of the last call, to each person on each channel. */
  fates: NoticeFate[];
  /** Whether they may say that they have it. */
  mayAnswer: boolean;
}

/**
 * Calls people when a decision cannot wait: KPU's reviewers on call for what is urgent, operators on call for what the
 * brake stopped or what is stalled. Again and to all of them while nobody answers: a false alarm once took 38 minutes to correct because
 * nobody who could was asked.
 */
@Injectable()
export class Alerts {
  constructor(
    private readonly database: DataSource,
    private readonly notices: Notices,
    private readonly staff: Staff,
    private readonly onCall: OnCall,
    @InjectConfig() private readonly config: Pick<Config, 'CONSOLE_URL' | 'ESCALATE_AFTER_MINUTES'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Raises the alert for a submission, in the transaction that makes it; nothing for an ordinary one, or
   * where it was raised before.
   * @param times when its regions are due and expire
   */
  async raiseReview(
    tx: Tx,
    broadcastId: string,
    submissionNo: number,
    times: readonly { dueAt: Date; expiresAt: Date }[],
  ): Promise<void> {
    const broadcast = await find(tx, broadcastId);
    if (!isUrgent(broadcast)) return;
    const due = new Date(Math.min(...times.map(({ dueAt }) => dueAt.getTime())));
    const until = new Date(Math.max(...times.map(({ expiresAt }) => expiresAt.getTime())));
    const when = {
      decideBy: decideBy(await now(tx), due, this.config.ESCALATE_AFTER_MINUTES * 60_000),
      until,
    };
    const opened = await openReview(tx, broadcastId, submissionNo, when);
    if (opened) await this.call(tx, opened, broadcast);
  }

  /** Calls operators for a channel on which nothing goes out though it should; nothing where they are called already. */
  async raiseStalled(channel: ChannelName): Promise<void> {
    await openStalled(this.database.manager, channel);
  }

  /** Sends off what was written, without waiting for the tick. */
  async release(): Promise<void> {
    await this.notices.release();
  }

  /**
   * A round of the publisher's timer: ends the alerts that are over and calls people for those that are due. Any number of
   * publishers may do this at once: each call is made once.
   * @returns how many calls were made
   */
  async round(): Promise<number> {
    await this.database.transaction((tx) => endOver(tx));
    let calls = 0;
    while (calls < MOST_CALLED && (await this.database.transaction((tx) => this.callNext(tx)))) calls++;
    if (calls > 0) await this.notices.release();
    return calls;
  }

  /**
   * "I have it": somebody who may decide says that they will, so that the others are left alone for a while.
   * @throws Problem not-found; forbidden for who may not decide; conflict where nothing waits, or they said so before
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

  /** The alert that counts for a broadcast, as this person sees it; null when there never was one. */
  async shown(tx: Tx, person: SignedIn, broadcast: StoredBroadcast): Promise<AlertView | null> {
    const alert = await currentAlert(tx, broadcast.id);
    if (!alert) return null;
    const mayAnswer =
      alert.open &&
      alert.answeredBy?.id !== person.personId &&
      whyNotAnswer(alert.kind, person, ownershipOf(broadcast)) === null;
    return { ...alert, fates: await fatesOf(tx, aboutAlert(alert.id)), mayAnswer };
  }

  /** Warns an author beforehand when nobody on call could decide on what is urgent. */
  async warnings(tx: Tx, broadcast: StoredBroadcast): Promise<Notable[]> {
    const undecided: readonly string[] = ['draft', 'in_review', 'rejected', 'withdrawn'];
    if (!isUrgent(broadcast) || !undecided.includes(broadcast.state)) return [];
    const { regions } = broadcast.draft.audience;
    if (regions.length === 0) return [];
    const onCall = await this.onCall.list(tx, ROLE.review);
    if (called(onCall, mayAnswer('review', ownershipOf(broadcast)), true).length > 0) return [];
    return [
      {
        code: 'nobody-on-call',
        path: 'audience.regions',
        message:
          'Nobody of KPU is on call who may decide on this: no alert reaches anyone. Call a reviewer yourself, and ask an admin of KPU to fill the on-call list.',
      },
    ];
  }

  private async callNext(tx: Tx): Promise<boolean> {
    const alert = await dueAlert(tx);
    if (!alert) return false;
    await this.call(tx, alert, await find(tx, alert.broadcastId));
    return true;
  }

  private async call(tx: Tx, alert: DueAlert, broadcast: StoredBroadcast): Promise<void> {
    const escalated = alert.calls > 0;
    const onCall = await this.onCall.list(tx, ROLE[alert.kind]);
    const people = called(onCall, mayAnswer(alert.kind, ownershipOf(broadcast)), escalated);
    const { ESCALATE_AFTER_MINUTES: minutes } = this.config;
    const writtenAt = await now(tx);
    // By then the next call has gone out, somebody has answered, or nothing is left to decide.
    const expiresAt = new Date(Math.min(writtenAt.getTime() + 2 * minutes * 60_000, alert.until.getTime()));
    // What has not gone out of the call before is said again by this one.
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
    { id, draft, organisation }: StoredBroadcast,
    person: OnCallEntry & Pick<AlertFacts, 'language'>,
    { expiresAt, ...call }: Pick<AlertFacts, 'escalated' | 'writtenAt'> & { expiresAt: Date },
  ): Promise<void> {
    const { CONSOLE_URL: consoleUrl, ESCALATE_AFTER_MINUTES: escalateMinutes } = this.config;
    const facts: AlertFacts = {
      kind,
      language: person.language,
      broadcast: { id, kind: draft.kind, title: draft.title, organisation: organisation.name },
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

  /** None where they cannot be opened: one person's lost key must not keep the others from being called. */
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
