import type { Channel, OperationsView } from '../../api';
import { minute } from '../../parts/sending/pauses.rules.js';
import { reasonKey } from '../../parts/sending/provider-codes.rules.js';
import { ENOUGH } from '../../parts/sending/trial.rules.js';
import { isOfAccount } from '../../parts/sending/account-codes.rules.js';
import { isError, isSilent } from '../../parts/sending/silent.rules.js';
import { saidBy } from './said.rules.js';
import { dueNow, type Figures, isSlow, isSluggish } from './pace.rules.js';

type Operation = OperationsView['channels'][number];
type Hindered = OperationsView['hindrances'][number];
type Hindrance = NonNullable<Operation['hindrance']>;

/** Why the brake stopped a channel, or why its provider takes nothing, as far as words differ. */
type Why = 'sender' | 'dead' | 'refused' | 'key' | 'account' | 'silent' | 'error';

/** What is wrong with one channel, or with several for one cause. */
export interface Trouble {
  hindrance: Hindrance;
  channels: Channel[];
  /** What it holds up: once for each broadcast, and for each origin of a pause. */
  broadcasts: Hindered[];
  why: Why | null;
}

/** The causes, the one first that a person woken by it asks about first. */
const RANK = [
  'emergency',
  'queue',
  'unserved',
  'away',
  'stall',
  'brake',
  'channel',
  'broadcast',
  'unreachable',
  'slow-down',
] as const satisfies readonly Hindrance['cause'][];

/** Causes that stop a whole channel. */
const STOPS: ReadonlySet<string> = new Set(['emergency', 'queue', 'unserved', 'away', 'stall', 'channel']);

/** Causes that one act, or one server, brings about on several channels at once. */
const SHARED: ReadonlySet<Hindrance['cause']> = new Set(['emergency', 'queue', 'unserved', 'stall']);

/** Causes with which messages still go out, and which end by themselves. */
const MILD: ReadonlySet<Hindrance['cause']> = new Set(['unreachable', 'slow-down']);

/** Causes that hold single broadcasts, while the others of a channel go on. */
const OF_BROADCASTS: ReadonlySet<Hindrance['cause']> = new Set(['brake', 'broadcast']);

/** Causes that somebody decided on: nothing is broken. */
const DECIDED: ReadonlySet<Hindrance['cause']> = new Set(['channel', 'broadcast']);

/** Whether it can be left alone for now: messages go out. */
export const isMild = ({ hindrance }: Pick<Trouble, 'hindrance'>): boolean => MILD.has(hindrance.cause);

/** Whether nothing goes out of a whole channel though nobody stopped it. */
export const standsStill = ({ cause, kind }: { cause: string; kind: Hindrance['kind'] }): boolean =>
  kind === 'slowed' && STOPS.has(cause);

/** What holds a channel up, the worst first: what stops all of it, then what stops parts, then what slows it down. */
export function worstFirst({
  hindrance,
  alsoHeldBy,
}: Pick<Operation, 'hindrance' | 'alsoHeldBy'>): Hindrance[] {
  const rank = (one: Hindrance): number => (STOPS.has(one.cause) ? 0 : MILD.has(one.cause) ? 2 : 1);
  return [...(hindrance ? [hindrance] : []), ...alsoHeldBy].toSorted((a, b) => rank(a) - rank(b));
}

/** All that is wrong with the channels, the weightiest first; one cause of several channels once. */
export function troublesOf(
  channels: readonly Pick<Operation, 'channel' | 'hindrance' | 'alsoHeldBy'>[],
  hindrances: readonly Hindered[],
): Trouble[] {
  const found = new Map<string, Trouble>();
  for (const { channel, hindrance, alsoHeldBy } of channels)
    for (const one of [...(hindrance ? [hindrance] : []), ...alsoHeldBy]) {
      const own = hindrances.filter((each) => each.channel === channel && each.cause === one.cause);
      const key = JSON.stringify([one.cause, sharedBy(one, own, hindrances) ?? channel]);
      const same = found.get(key);
      if (same) {
        same.channels.push(channel);
        same.broadcasts = summed([...same.broadcasts, ...own]);
      } else
        found.set(key, { hindrance: one, channels: [channel], broadcasts: summed(own), why: whyOf(one) });
    }
  return [...found.values()].toSorted(
    (a, b) => RANK.indexOf(a.hindrance.cause) - RANK.indexOf(b.hindrance.cause),
  );
}

/**
 * What one cause of several channels has in common on each of them: what somebody paused by one act, or for one reason
 * within a minute, is one trouble. Null: it is the channel's own.
 */
function sharedBy(one: Hindrance, own: readonly Hindered[], all: readonly Hindered[]): unknown {
  if (SHARED.has(one.cause)) return [minute(one.since)];
  if (one.cause === 'channel') return [minute(one.since), one.by, one.reason];
  if (one.cause !== 'broadcast' || own.length === 0) return null;
  // It ends by one act for all its channels, so nothing else of the same origin may be held on another one.
  const apart = own.some((held) =>
    all.some(
      (other) =>
        other.cause === held.cause &&
        other.broadcastId === held.broadcastId &&
        other.by === held.by &&
        actOf(other) !== actOf(held),
    ),
  );
  return apart ? null : own.map(actOf).toSorted();
}

/** Equal for what one act paused on several channels. */
const actOf = ({ broadcastId, by, since, reason, pauses }: Hindered): string =>
  JSON.stringify([
    broadcastId,
    by,
    minute(since),
    reason,
    pauses.map((one) => [minute(one.since), one.reason, one.doubted, one.regions]),
  ]);

/** One entry for each broadcast and origin, with what waits on all channels. */
function summed(of: readonly Hindered[]): Hindered[] {
  const found = new Map<string, Hindered>();
  for (const one of of) {
    const key = JSON.stringify([one.broadcastId, one.by]);
    const same = found.get(key);
    found.set(key, same ? { ...same, waiting: same.waiting + one.waiting } : one);
  }
  return [...found.values()];
}

type Hold = OperationsView['carrierHolds'][number];

/** Whether the brake stops this broadcast on this channel. */
const brakes =
  ({ broadcastId, channel }: Pick<Hold, 'broadcastId' | 'channel'>) =>
  (one: Pick<Hindered, 'broadcastId' | 'channel' | 'cause'>): boolean =>
    one.cause === 'brake' && one.broadcastId === broadcastId && one.channel === channel;

/** The holds for carriers that end with the brake of their broadcast on their channel: one cause, one act. */
export const heldWith = <One extends Pick<Hold, 'broadcastId' | 'channel'>>(
  holds: readonly One[],
  braked: Pick<Hindered, 'broadcastId' | 'channel' | 'cause'>,
): One[] => holds.filter((one) => brakes(one)(braked));

/** The other holds: each ends by an act of its own. */
export const heldApart = <One extends Pick<Hold, 'broadcastId' | 'channel'>>(
  holds: readonly One[],
  hindrances: readonly Pick<Hindered, 'broadcastId' | 'channel' | 'cause'>[],
): One[] => holds.filter((one) => !hindrances.some(brakes(one)));

/**
 * The accounts that a provider refuses, or may refuse: those that are away, or all where nothing tells which. A refusal does
 * not record its account.
 */
export function refusedAccounts<One extends { name: string; awaySince: string | null }>(
  { why }: Pick<Trouble, 'why'>,
  accounts: readonly One[],
): One[] {
  if (why !== 'sender' && why !== 'account' && why !== 'refused') return [];
  const away = accounts.filter(({ awaySince }) => awaySince !== null);
  return away.length > 0 ? away : [...accounts];
}

/** The senders of accounts that are known, each once. */
export const sendersOf = (accounts: readonly { sender: string | null }[]): string[] => [
  ...new Set(accounts.flatMap(({ sender }) => sender ?? [])),
];

/** Copies of a trial of which enough are answered, though some expire or wait. */
const SAFE = 2 * ENOUGH;

/**
 * The region to be tried of those that wait behind the brake of a channel: the one with the fewest copies that tell enough,
 * or else with the most; null: none waits.
 * @param tried the one that was tried last: another one tells more, where there is one
 */
export function smallestRegion(
  waves: readonly {
    channel: Channel;
    regionCode: string;
    state: string;
    pausedBy: string | null;
    pending: number;
    unlisted: number;
    doubted: boolean;
  }[],
  channel: Channel,
  tried: string | null = null,
): string | null {
  const waiting = new Map<string, number>();
  for (const wave of waves)
    if (wave.channel === channel && wave.state === 'paused' && wave.pausedBy === 'brake' && !wave.doubted)
      waiting.set(wave.regionCode, (waiting.get(wave.regionCode) ?? 0) + wave.pending + wave.unlisted);
  const isTried = (code: string): boolean => code === tried || code.startsWith(`${tried}.`);
  const [first] = [...waiting]
    .filter(([, copies]) => copies > 0)
    .toSorted(
      ([one, a], [other, b]) =>
        Number(isTried(one)) - Number(isTried(other)) ||
        Number(a < SAFE) - Number(b < SAFE) ||
        (a < SAFE ? b - a : a - b),
    );
  return first?.[0] ?? null;
}

/** What a provider that takes nothing does. */
export const awayOf = (why: Why | null): 'account' | 'silent' | 'error' | 'refused' =>
  why === 'account' || why === 'silent' || why === 'error' ? why : 'refused';

/** What the words of a trouble turn on; null: nothing. */
export function whyOf({ cause, brake, reason }: Pick<Hindrance, 'cause' | 'brake' | 'reason'>): Why | null {
  if (cause === 'brake') {
    if (isOfAccount(brake?.code)) return 'account';
    return brake?.why === 'fault' || !brake ? 'sender' : brake.why;
  }
  if (cause !== 'away') return null;
  const key = reason === null ? null : reasonKey(reason);
  if (key === 'account' || key === 'senderRefused') return 'account';
  if (reason !== null && isError(reason)) return 'error';
  return reason === null || isSilent(reason) ? 'silent' : 'refused';
}

/** What a channel's provider or its programs do to no single one of them; each has its place on the screen. */
export type Lesser =
  'silent' | 'refusals' | 'slow' | 'carriers' | 'brakeNear' | 'uncertain' | 'failedJobs' | 'settings';

/** What an operator reads first. */
export interface Summary {
  /** `bad`: something stands still that nobody paused; `watch`: something is to be looked at; `good`: nothing is. */
  tone: 'bad' | 'watch' | 'good';
  troubles: Trouble[];
  lesser: Lesser[];
  /** Channels that no trouble stops as a whole, and of which something goes out or nothing is due. */
  goOn: Channel[];
  /** Channels that no trouble stops as a whole, but of which nothing has gone out for a while though messages are due. */
  idle: Channel[];
  /** Broadcasts that go out, whatever holds parts of them. */
  running: number;
  /** Broadcasts under way of which all that is left is paused or braked. */
  halted: number;
  /** Others that something holds up, in whole or in part. */
  held: number;
  /** The channels on which they are. */
  heldOn: Channel[];
}

/** What stands still somewhere, though no channel does. */
const GRAVE: ReadonlySet<Lesser> = new Set(['silent', 'refusals']);

type Seen = Pick<
  OperationsView,
  'hindrances' | 'running' | 'halted' | 'silent' | 'refusals' | 'carrierHolds' | 'brakeWarnings' | 'uncertain'
> & {
  channels: readonly (Pick<Operation, 'channel' | 'hindrance' | 'alsoHeldBy' | 'queue'> & Figures)[];
  untrustedProxies: readonly object[];
  ready: Pick<OperationsView['ready'], 'unsafe'>;
};

/** Whether nothing explains the pace of a channel: what holds single broadcasts says nothing of the others. */
export const isUnexplained = ({
  hindrance,
  alsoHeldBy,
}: Pick<Operation, 'hindrance' | 'alsoHeldBy'>): boolean =>
  [...(hindrance ? [hindrance] : []), ...alsoHeldBy].every(({ cause }) => OF_BROADCASTS.has(cause));

/** The channels that go far below their limit though much waits, and of which nothing else says why. */
export const slowOn = <One extends Pick<Operation, 'hindrance' | 'alsoHeldBy'> & Figures>(
  channels: readonly One[],
): One[] => channels.filter((one) => isUnexplained(one) && isSlow(one));

/** The channels that go below half their limit, as of now, and of which nothing else says why. */
export const sluggishNow = (
  channels: readonly (Pick<Operation, 'channel' | 'hindrance' | 'alsoHeldBy'> & Figures)[],
): Channel[] => channels.filter((one) => isUnexplained(one) && isSluggish(one)).map(({ channel }) => channel);

/** How many broadcasts a cause holds on a channel. */
export const heldOn = (
  hindrances: readonly Pick<Hindered, 'broadcastId' | 'channel' | 'cause'>[],
  channel: Channel,
  cause: string,
): number =>
  new Set(
    hindrances.flatMap((one) => (one.channel === channel && one.cause === cause ? [one.broadcastId] : [])),
  ).size;

/** Whether nothing goes out of a channel though messages are due. */
const isIdle = (one: Figures): boolean => one.pace === 0 && dueNow(one) > 0;

/** The channels of which nothing goes out though messages are due, as of now. */
export const idleNow = (channels: readonly (Pick<Operation, 'channel'> & Figures)[]): Channel[] =>
  channels.filter(isIdle).map(({ channel }) => channel);

/**
 * Says whether anything is wrong, what, and what goes on. Pure.
 * @param waits the channels that have been idle for long enough to say so
 */
export function summaryOf(view: Seen, waits: readonly Channel[] = idleNow(view.channels)): Summary {
  const { channels, hindrances, running, halted } = view;
  const troubles = troublesOf(channels, hindrances);
  const holds: Record<Lesser, boolean> = {
    silent: view.silent.length > 0,
    refusals: view.refusals.length > 0,
    slow: slowOn(channels).length > 0,
    carriers: heldApart(view.carrierHolds, hindrances).length > 0,
    brakeNear: view.brakeWarnings.length > 0,
    uncertain: view.uncertain.length > 0,
    failedJobs: channels.some(({ queue }) => (queue?.failed ?? 0) > 0),
    settings: view.untrustedProxies.length > 0 || view.ready.unsafe.length > 0,
  };
  const holding = hindrances.filter(({ cause }) => !MILD.has(cause));
  const lesser = (Object.keys(holds) as Lesser[]).filter((one) => holds[one]);
  const stopped = new Set(
    troubles.flatMap(({ hindrance, channels: on }) => (STOPS.has(hindrance.cause) ? on : [])),
  );
  const open = channels.filter(({ channel }) => !stopped.has(channel));
  const hasIdled = (one: (typeof open)[number]): boolean => isIdle(one) && waits.includes(one.channel);
  const grave =
    troubles.some((one) => !isMild(one) && !DECIDED.has(one.hindrance.cause)) ||
    lesser.some((one) => GRAVE.has(one));
  return {
    tone: grave ? 'bad' : troubles.length > 0 || lesser.length > 0 ? 'watch' : 'good',
    troubles,
    lesser,
    goOn: open.filter((one) => !hasIdled(one)).map(({ channel }) => channel),
    idle: open.filter(hasIdled).map(({ channel }) => channel),
    running,
    halted,
    held: new Set(holding.map(({ broadcastId }) => broadcastId)).size,
    heldOn: channels.flatMap(({ channel }) =>
      holding.some((one) => one.channel === channel) ? [channel] : [],
    ),
  };
}

/** Whether nothing at all is in the queues, and nothing is left in programs that stopped. */
export const areQueuesEmpty = (channels: readonly Pick<Operation, 'queue' | 'stalled'>[]): boolean =>
  channels.every(
    ({ queue, stalled }) =>
      queue !== null && queue.waiting + queue.delayed + queue.active + queue.failed + stalled === 0,
  );

/** What to look at before anything is released: a key of `operations.checks`. */
type Check =
  | 'stopSettled'
  | 'pauseSettled'
  | 'noticesHeld'
  | 'kpuDoubt'
  | 'account'
  | 'domain'
  | 'content'
  | 'dead'
  | 'askProvider'
  | 'stayDead'
  | 'stayFailed'
  | 'ownKey'
  | 'statusPage'
  | 'ownNetwork'
  | 'quota'
  | 'sharedAccount'
  | 'lowerRate'
  | 'programRuns'
  | 'programHangs'
  | 'queueServer';

const CHECKS: Record<Exclude<Hindrance['cause'], 'brake' | 'away'>, readonly Check[]> = {
  emergency: ['stopSettled'],
  channel: ['pauseSettled', 'noticesHeld'],
  broadcast: ['pauseSettled', 'kpuDoubt'],
  'slow-down': ['quota', 'sharedAccount', 'lowerRate'],
  unserved: ['programRuns'],
  stall: ['programRuns', 'programHangs'],
  queue: ['queueServer'],
  unreachable: ['ownNetwork', 'statusPage'],
};

const WHY_CHECKS: Record<Why, readonly Check[]> = {
  sender: ['account', 'domain', 'content'],
  account: ['account', 'domain'],
  dead: ['dead', 'stayDead'],
  refused: ['askProvider', 'stayFailed'],
  key: ['ownKey'],
  silent: ['statusPage', 'ownNetwork'],
  error: ['statusPage'],
};

/** What a code says is refused that the records of the sender's domain tell about. */
const OF_DOMAIN: readonly (string | null)[] = ['dkim', 'spf', 'domain'];

/** What to look at, the likeliest first. Only e-mail has a sender domain. */
export function checksOf({
  hindrance: { cause, brake, reason },
  channels,
  why,
}: Omit<Trouble, 'broadcasts'>): Check[] {
  const all = cause === 'brake' || cause === 'away' ? WHY_CHECKS[why ?? 'refused'] : CHECKS[cause];
  if (
    all.includes('domain') &&
    channels.includes('email') &&
    OF_DOMAIN.includes(saidBy(brake?.code ?? reason))
  )
    return ['domain', ...all.filter((one) => one !== 'domain')];
  return all.filter((one) => one !== 'domain' || channels.includes('email'));
}

/** Who can help: those who run Siar's servers, the provider, or nobody but the person who did it. */
export function helperOf({ hindrance: { cause }, why }: Pick<Trouble, 'hindrance' | 'why'>) {
  if (['unserved', 'stall', 'queue'].includes(cause) || why === 'key') return 'servers' as const;
  return ['emergency', 'channel', 'broadcast'].includes(cause) ? null : ('provider' as const);
}
