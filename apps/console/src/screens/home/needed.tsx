import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import { Alert, Anchor, Text } from '@mantine/core';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { type Channel, CHANNELS, type Home, undecided } from '../../api';
import { StateBadge } from '../../parts/broadcasts/badges';
import { brief } from '../../parts/texts/brief';
import { DecideBefore } from '../../parts/broadcasts/decide-before';
import { decidesDoubt, doubtCauseOf } from '../../parts/broadcasts/chain.rules';
import { titled } from '../../parts/broadcasts/titled';
import { useNews, useNewsAgain } from '../../parts/frame/news';
import { Empty } from '../../parts/frame/empty';
import { Section } from '../../parts/frame/section';
import { late } from '../../late';
import { screen } from '../../screen';
import { useRoles } from '../../session';
import { carrierName } from '../../parts/sending/carriers';
import { instant, lately, listed, number, thisYear } from '../../times';
import {
  awayReason,
  firstDue,
  type IncidentList,
  isBrakedOn,
  placesOfIncidents,
  waitsFor,
} from './incidents.rules';
import { isComplete, type Plan, nextFirst } from './plan.rules';
import { lacksLine, PlanFacts } from './plan-facts';
import { Row, Rows } from './row';

/** A personal field in a quoted text. Its name would cost the first load the list of all fields. */
const FIELD = /\{\{.*?\}\}/g;

const ChannelHeld = late(async () => ({ default: (await import('./stopped')).ChannelHeld }));
const CarriersHeld = late(async () => ({
  default: (await screen(import('./carriers-held'))).Component,
}));
const Undecided = late(async () => ({
  default: (await screen(import('../../parts/sending/undecided'))).Component,
}));
const Stopped = late(async () => ({ default: (await import('./stopped')).Stopped }));

/** In ms. */
const UNDECIDED_MS = 60_000;

/** Items that wait on a screen of their own, and count in the menu too. */
const ELSEWHERE = [
  { name: 'operations', to: '/operasi' },
  { name: 'people', to: '/orang' },
] as const;

type Hold = NonNullable<Home['carrierHolds']>[number];

/** Whether it is no draft any more: its copies, or what it was to correct, are with people, so a correction is written. */
const takenBack = ({ begun, state }: NonNullable<Home['drafts']>[number]): boolean =>
  begun || state === 'cancelled';

/** Tasks of the person, the most urgent first; beside them what is stopped and waits for somebody else. */
export function Needed({
  home: {
    away,
    channelPauses,
    failing,
    expired,
    drafts,
    reviews,
    stopped,
    doubted,
    carrierHolds,
    uncertain,
    lastDay,
    requests,
    unmanned,
    stuck,
    refused,
    senders,
    next,
    at,
  },
}: {
  home: Home;
}) {
  const { t } = useTranslation();
  const acts = useRoles('author', 'reviewer', 'operator', 'admin', 'dpo', 'helpdesk');
  const able = { operator: useRoles('operator'), reviewer: useRoles('reviewer') };
  const { data: takenOut = [] } = useQuery({
    queryKey: ['undecided'],
    queryFn: undecided,
    enabled: able.operator,
    // It looks each address up in the ledger of all broadcasts: seldomer than the rest.
    refetchInterval: UNDECIDED_MS,
    staleTime: UNDECIDED_MS,
  });
  // A hold ends with the brake of its broadcast on its channel: one cause, one line.
  const withBrake = (one: Hold, of: NonNullable<Home['stopped']>[number]): boolean =>
    one.broadcastId === of.id &&
    of.pauses.some(({ by, channels }) => by === 'brake' && channels.includes(one.channel));
  const held = (carrierHolds ?? []).filter((one) => !stopped?.some((of) => withBrake(one, of)));
  /** Without those that are told with their hold. */
  const unheld = <One extends { id: string }>(of: readonly One[] | null): One[] =>
    (of ?? []).filter(({ id }) => held.every(({ broadcastId }) => broadcastId !== id));
  const isOwn = (one: NonNullable<Home['stopped']>[number]): boolean => able[waitsFor(one)];
  const places = placesOfIncidents({
    braked: stopped?.filter((one) => one.braked) ?? [],
    ownPaused: stopped?.filter((one) => !one.braked && isOwn(one)) ?? [],
    failing: unheld(failing),
    expired: expired ?? [],
    uncertain: unheld(uncertain),
    doubted: doubted ?? [],
    paused: stopped?.filter((one) => !one.braked) ?? [],
  });
  /** Those of a list that no list before it has. */
  const shownIn = <One extends { id: string }>(list: IncidentList, of: readonly One[] | null): One[] =>
    (of ?? []).filter(({ id }) => places.get(id) === list);
  const braked = shownIn('braked', stopped);
  const pausedOwn = shownIn('ownPaused', stopped);
  /** Those that the brake stopped since this channel's provider takes nothing: one incident, told with the channel. */
  const brakedOn = (channel: Channel) =>
    away?.some((one) => one.channel === channel) ? braked.filter((one) => isBrakedOn(one, channel)) : [];
  const told = new Set(CHANNELS.flatMap(brakedOn));
  const brakedApart = braked.filter((one) => !told.has(one) && isOwn(one));
  // What somebody else can let go on: it names who.
  const others = [...braked.filter((one) => !told.has(one) && !isOwn(one)), ...shownIn('paused', stopped)];
  /** What else is known of a broadcast that stands in another list. */
  const besides = (id: string): string[] => {
    const place = places.get(id);
    const copies = uncertain?.find((one) => one.id === id)?.copies ?? 0;
    return [
      ...(place === 'failing' ? [] : (failing ?? []).filter((one) => one.id === id).map(failedLine)),
      ...(place === 'uncertain' || copies === 0
        ? []
        : [t('operations.uncertainCopies', { copies: number(copies) })]),
    ];
  };
  const heldLines = (of: NonNullable<Home['stopped']>[number]): string[] => {
    const carriers = (carrierHolds ?? []).filter((one) => withBrake(one, of));
    return carriers.length === 0
      ? []
      : [t('home.heldToo', { carriers: listed(carriers.map(({ carrier }) => carrierName(t, carrier))) })];
  };
  const failedLine = ({ channel, failed, handed }: NonNullable<Home['failing']>[number]): string =>
    t('home.failedOn', {
      channel: t(`channels.${channel}`),
      failed: number(failed),
      handed: number(handed),
    });
  const failingOnce = shownIn('failing', failing).filter(
    ({ id }, at, all) => all.findIndex((one) => one.id === id) === at,
  );
  const expiredOnce = shownIn('expired', expired);
  const uncertainOnce = shownIn('uncertain', uncertain);
  const doubtedOnce = shownIn('doubted', doubted);
  // First the brake: its page asks for both.
  const undecidedOnce = takenOut.filter(({ id }) => !braked.some((one) => one.id === id));
  const waiting = useNews()?.waiting;
  // What the menu counts for operators is named here; only the rest of it is a number.
  const named =
    new Set([
      ...[...(stopped ?? []).filter((one) => one.braked || isOwn(one)), ...(uncertain ?? [])].map(
        ({ id }) => id,
      ),
      ...held.map(({ broadcastId }) => broadcastId),
    ]).size + new Set([...(away ?? []), ...(channelPauses ?? [])].map(({ channel }) => channel)).size;
  // The counts of the menu come more seldom than the lists: what is over would still be counted as something else.
  const countAgain = useNewsAgain();
  const counted = useRef(named);
  useEffect(() => {
    if (counted.current === named) return;
    counted.current = named;
    void countAgain();
  }, [countAgain, named]);
  const left = { people: waiting?.people ?? 0, operations: (waiting?.operations ?? 0) - named };
  const elsewhere = ELSEWHERE.filter(({ name }) => left[name] > 0);
  const lists = [
    away,
    channelPauses,
    failing,
    expired,
    drafts,
    reviews,
    stopped,
    doubted,
    carrierHolds,
    uncertain,
    unmanned,
  ];
  const asked = requests?.dueAt ? { ...requests, dueAt: requests.dueAt } : null;
  if (
    lists.every((list) => list === null) &&
    elsewhere.length === 0 &&
    asked === null &&
    !stuck &&
    refused.length === 0
  )
    return null;
  const changedLine = ({ state, updatedAt, sentBackAt }: NonNullable<Home['drafts']>[number]): string =>
    sentBackAt
      ? t('home.sentBack', { when: thisYear(sentBackAt, undefined, new Date(at)) })
      : t(
          state === 'withdrawn'
            ? 'home.takenBack'
            : state === 'cancelled'
              ? 'home.cancelled'
              : 'list.changed',
          { when: instant(updatedAt) },
        );
  const returned = nextFirst((drafts ?? []).filter((one) => one.returned !== null && !takenBack(one)));
  /** What is left to mend of a returned draft: that it is complete says nothing. */
  const leftLine = ({ returned: back, plan }: (typeof returned)[number]): string =>
    [
      ...(back && back.left > 0 ? [t('home.returned.left', { count: back.left })] : []),
      ...(back && back.comments > 0 ? [t('home.returned.comments', { count: back.comments })] : []),
      ...(plan && plan.lacks.length > 0 ? [lacksLine(t, plan)] : []),
    ].join(', ') || t('home.returned.resubmit');
  /** For what it was returned, and by what person: the reason of all of it first, then that of its first passage. */
  const whyLines = ({ returned: back }: (typeof returned)[number]): string[] => {
    const [what, ...others] = [
      ...(back?.reason ? [back.reason] : []),
      ...(back?.quote && back.why
        ? [t('home.returned.why', { quote: brief(back.quote.replaceAll(FIELD, '[…]')), why: back.why })]
        : []),
    ];
    if (what === undefined) return [];
    return [back?.by ? t('home.returned.by', { what, name: back.by }) : what, ...others];
  };
  const meets = ({ plan }: { plan: Plan | null }): string[] =>
    plan?.meets ? [t('home.plan.meets', { title: plan.meets.title })] : [];
  const channelsHeld = CHANNELS.map((channel) => {
    const gone = away?.find((one) => one.channel === channel);
    const pause = channelPauses?.find((one) => one.channel === channel);
    return (
      (gone ?? pause) && (
        <ChannelHeld
          key={channel}
          channel={channel}
          away={gone}
          reason={awayReason(lastDay?.incidents ?? [], channel)}
          pause={pause}
          braked={brakedOn(channel)}
        />
      )
    );
  });
  const anyHeld = (away?.length ?? 0) + (channelPauses?.length ?? 0) > 0;
  const nothing =
    elsewhere.length === 0 &&
    asked === null &&
    !stuck &&
    refused.length === 0 &&
    !(able.operator && anyHeld) &&
    undecidedOnce.length === 0 &&
    brakedApart.length + pausedOwn.length === 0 &&
    [failing, expired, drafts, reviews, doubted, carrierHolds, uncertain, unmanned].every(
      (list) => (list?.length ?? 0) === 0,
    );
  const due = firstDue(next ?? [], at);
  const toKnow = others.length > 0 || (!able.operator && anyHeld);
  const known = toKnow && (
    <Suspense>
      {!able.operator && channelsHeld}
      {(['braked', 'operator', 'reviewer'] as const).map((who) => {
        const of = others.filter((one) => {
          const waits = waitsFor(one);
          return (waits === 'operator' && one.braked ? 'braked' : waits) === who;
        });
        return (
          of.length > 0 && (
            <Rows key={who} label={t(`home.waitsFor.${who}`)}>
              {of.map((one) => (
                <Stopped key={one.id} one={one} besides={besides(one.id)} />
              ))}
            </Rows>
          )
        );
      })}
    </Suspense>
  );
  const own = (
    <>
      {nothing && (acts || !toKnow) && (
        <Empty
          icon={IconCircleCheck}
          {...(due && {
            how: t('home.dueFirst', {
              title: titled(t, due.title, due.part),
              at: instant(due.dueAt, due.timeZone),
            }),
          })}
        >
          {t(acts ? 'home.nothingNeeded' : 'home.nothingToKnow')}
        </Empty>
      )}
      {asked && (
        <Anchor component={Link} to="/permintaan" underline="always">
          {t(asked.overdue ? 'home.requestsOverdue' : 'home.requests', {
            shown: number(asked.open),
            at: instant(asked.dueAt),
          })}
        </Anchor>
      )}
      {elsewhere.map(({ name, to }) => (
        <Anchor key={name} component={Link} to={to} underline="always">
          {t(name === 'operations' ? 'home.moreToOperate' : `news.waiting.${name}`, {
            shown: number(left[name]),
          })}
        </Anchor>
      ))}
      {refused.map((channel) => (
        <Alert key={channel} color="red" title={t('own.refused', { channel: t(`channels.${channel}`) })}>
          <Anchor component={Link} to="/alamat" underline="always" size="sm">
            {t('nav.addresses')}
          </Anchor>
        </Alert>
      ))}
      {stuck ? (
        <Alert color="orange" title={t('home.stuck', { shown: number(stuck) })}>
          <Text size="sm">{t('home.stuckWhat')}</Text>
          <Anchor component={Link} to="/orang" underline="always" size="sm">
            {t('nav.people')}
          </Anchor>
        </Alert>
      ) : null}
      {unmanned?.map((role) => (
        <Alert
          key={role}
          color={role.startsWith('own-') ? 'orange' : 'red'}
          title={t(`home.unmanned.${role}`)}
        >
          <Anchor component={Link} to="/siaga" underline="always" size="sm">
            {t('home.toOnCall')}
          </Anchor>
        </Alert>
      ))}
      <Suspense>
        {able.operator && channelsHeld}
        {brakedApart.length > 0 && (
          <Rows label={t('home.braked')}>
            {brakedApart.map((one) => (
              <Stopped
                key={one.id}
                one={one}
                besides={[...besides(one.id), ...heldLines(one)]}
                senders={senders ?? []}
              />
            ))}
          </Rows>
        )}
        {held.length > 0 && <CarriersHeld of={held} besides={besides} />}
      </Suspense>
      {failingOnce.length > 0 && (
        <Rows label={t(acts ? 'home.failing' : 'home.failingToKnow')}>
          {failingOnce.map((one) => (
            <Row
              key={one.id}
              id={one.id}
              title={one.title}
              kind={one.kind}
              companion={one.companion}
              lines={[
                ...(failing ?? []).filter(({ id }) => id === one.id).map(failedLine),
                ...besides(one.id),
              ]}
            />
          ))}
        </Rows>
      )}
      {expiredOnce.length > 0 && (
        <Rows label={t('home.expired')}>
          {expiredOnce.map(({ id, title, kind, companion, endedAt, unsent }) => (
            <Row
              key={id}
              id={id}
              title={title}
              kind={kind}
              companion={companion}
              lines={[
                t('home.expiredSince', { at: instant(endedAt) }),
                ...unsent.map(({ channel, messages, all }) =>
                  t('home.unsentOn', {
                    channel: t(`channels.${channel}`),
                    messages: number(messages),
                    all: number(all),
                  }),
                ),
                ...besides(id),
                t('home.expiredUntil'),
              ]}
            />
          ))}
        </Rows>
      )}
      {uncertainOnce.length > 0 && (
        <Rows label={t('operations.uncertain')}>
          {uncertainOnce.map((one) => (
            <Row
              key={one.id}
              id={one.id}
              title={one.title}
              kind={one.kind}
              companion={one.companion}
              lines={[t('operations.uncertainCopies', { copies: number(one.copies) })]}
            />
          ))}
        </Rows>
      )}
      {reviews && reviews.length > 0 && (
        <Rows label={t('home.reviews')}>
          {reviews.map((one) => (
            <Row
              key={one.id}
              id={one.id}
              to={`/tinjau/${one.id}`}
              title={one.title}
              kind={one.kind}
              companion={one.companion}
              facts={
                one.plan && (
                  <PlanFacts
                    plan={one.plan}
                    at={at}
                    rest={t(one.again ? 'home.again' : 'submittedAt', {
                      when: lately(one.submittedAt, new Date(at)),
                    })}
                  />
                )
              }
              lines={[
                [
                  one.organisation,
                  ...(one.plan ? [] : [t('submittedAt', { when: instant(one.submittedAt) })]),
                  ...(one.takenBy === null ? [] : [t('home.takenBy', { name: one.takenBy })]),
                  ...meets(one),
                ].join(' · '),
              ]}
              aside={<DecideBefore decide={one.decide} unapprovable={one.unapprovable} />}
            />
          ))}
        </Rows>
      )}
      {doubtedOnce.length > 0 && (
        <Rows label={t('home.inDoubt')}>
          {doubtedOnce.map(({ id, title, kind, companion, by, since, reason, takenBack: ended }) => (
            <Row
              key={id}
              id={id}
              title={title}
              kind={kind}
              companion={companion}
              lines={[
                [t(`home.doubtedBy.${doubtCauseOf(by, ended)}`, { at: instant(since) }), reason]
                  .filter(Boolean)
                  .join(' · '),
                t(decidesDoubt(by, { doubted: true, correcting: false })),
              ]}
            />
          ))}
        </Rows>
      )}
      {pausedOwn.length > 0 && (
        <Suspense>
          <Rows label={t('home.paused')}>
            {pausedOwn.map((one) => (
              <Stopped key={one.id} one={one} besides={[]} />
            ))}
          </Rows>
        </Suspense>
      )}
      {undecidedOnce.length > 0 && (
        <Suspense>
          <Undecided of={undecidedOnce} heading />
        </Suspense>
      )}
      {returned.length > 0 && (
        <Rows label={t('home.returned.title')}>
          {returned.map((one) => (
            <Row
              key={one.id}
              id={one.id}
              title={one.title}
              kind={one.kind}
              companion={one.companion}
              {...(one.plan && { facts: <PlanFacts plan={one.plan} at={at} rest={leftLine(one)} /> })}
              lines={[
                ...whyLines(one),
                [changedLine(one), ...meets(one)].join(' · '),
                ...(one.plan ? [] : [leftLine(one)]),
              ]}
              most={3}
              aside={
                <Anchor
                  component={Link}
                  to={`/tulis/${one.id}`}
                  size="sm"
                  underline="always"
                  aria-label={t('home.returned.mendOf', { title: one.title })}
                >
                  {t('home.returned.mend')}
                </Anchor>
              }
            />
          ))}
        </Rows>
      )}
      {(['toCorrect', 'drafts'] as const).map((list) => {
        const of = nextFirst(
          (drafts ?? []).filter(
            (one) => takenBack(one) === (list === 'toCorrect') && !returned.includes(one),
          ),
        );
        return (
          of.length > 0 && (
            <Rows key={list} label={t(`home.${list}`)}>
              {of.map((one) => (
                <Row
                  key={one.id}
                  id={one.id}
                  title={one.title}
                  kind={one.kind}
                  companion={one.companion}
                  {...(list === 'drafts' && one.plan && { facts: <PlanFacts plan={one.plan} at={at} /> })}
                  lines={[
                    list === 'drafts' && one.plan
                      ? [...(one.state === 'draft' ? [] : [changedLine(one)]), ...meets(one)].join(' · ') ||
                        null
                      : changedLine(one),
                  ]}
                  {...(list === 'toCorrect'
                    ? { aside: <StateBadge state={one.state} begun={one.begun} /> }
                    : one.state !== 'draft' && { sign: <StateBadge state={one.state} begun={one.begun} /> })}
                  {...(list === 'drafts' &&
                    isComplete(one.plan, at) && {
                      // Where its check says what is left, and leads on to the submission.
                      aside: (
                        <Anchor
                          component={Link}
                          // A reminder is submitted with its series.
                          to={one.series ? `/seri/${one.series}` : `/tulis/${one.id}#periksa`}
                          size="sm"
                          underline="always"
                          aria-label={t('home.submitOf', { title: one.title })}
                        >
                          {t('home.submit')}
                        </Anchor>
                      ),
                    })}
                />
              ))}
            </Rows>
          )
        );
      })}
    </>
  );
  if (!acts)
    return (
      <Section title={t('home.toKnow')}>
        {own}
        {known}
      </Section>
    );
  return (
    <>
      <Section title={t('home.needed')} needs={!nothing}>
        {own}
      </Section>
      {known && <Section title={t('home.toKnow')}>{known}</Section>}
    </>
  );
}

/** The person's own broadcasts under review by KPU: nothing to do, but theirs. */
export function Submitted({ of, at }: { of: NonNullable<Home['submitted']>; at: string }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  const submitted = ({ submittedAt }: (typeof of)[number]): string =>
    t('submittedAt', { when: lately(submittedAt) });
  return (
    <Section title={t('home.atKpu')}>
      <Rows label={t('home.submittedOwn')}>
        {of.map((one) => (
          <Row
            key={one.id}
            id={one.id}
            title={one.title}
            kind={one.kind}
            companion={one.companion}
            facts={one.plan && <PlanFacts plan={one.plan} at={at} rest={submitted(one)} />}
            lines={[one.plan ? null : submitted(one)]}
          />
        ))}
      </Rows>
    </Section>
  );
}
