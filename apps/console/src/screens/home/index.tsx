import { Button, Stack, Text } from '@mantine/core';
import IconPencil from '@tabler/icons-react/icons/IconPencil';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { type Home as Found, home } from '../../api';
import { Asking } from '../../parts/frame/asking';
import { ApprovedTimes } from '../../parts/broadcasts/approved';
import { useNews } from '../../parts/frame/news';
import { Page } from '../../parts/frame/page';
import { dispensable, late } from '../../late';
import { closeFirstRun, firstRunClosed } from '../../parts/frame/device';
import { useTraining } from '../../parts/frame/use-training';
import { screen, useFetchedAhead } from '../../screen';
import { usePerson, useRoles } from '../../session';
import { FOLLOWERS } from '../../../../../libs/contract/roles.rules';
import { Ended } from './ended';
import { freshNews, pastStandsLeft, submittedStandsRight } from './incidents.rules';
import { Needed, Submitted } from './needed';
import { isQuiet } from './quiet.rules';
import { Running } from './running';
import { Strip } from './strip';

const FirstRun = late(async () => ({ default: (await screen(import('./first-run'))).Component }));
const Fresh = late(dispensable(async () => ({ default: (await screen(import('./fresh'))).Component })));
const Quiet = late(dispensable(async () => ({ default: (await screen(import('./quiet'))).Component })));
const OwnRoles = late(async () => ({ default: (await import('../../parts/frame/own-roles')).OwnRoles }));
const LastDay = late(dispensable(async () => ({ default: (await screen(import('./last-day'))).Component })));

/** Polling intervals in ms: while something changes, and otherwise. */
const LIVE_MS = 2_000;
const CALM_MS = 15_000;

/** The broadcasts of which a list says what happened. */
const toldIn = (found: Found | undefined): ReadonlySet<string> =>
  new Set(
    found &&
      [
        found.drafts,
        found.reviews,
        found.stopped,
        found.doubted,
        found.failing,
        found.expired,
        found.uncertain,
        found.ended,
      ].flatMap((list) => (list ?? []).map(({ id }) => id)),
  );

const moves = (found: Found | undefined): boolean =>
  (found?.running?.length ?? 0) > 0 || (found?.stopped?.length ?? 0) > 0;

/** The first screen: Beranda, or the own work of people who see no broadcasts. */
export function Home() {
  const reads = useRoles(...FOLLOWERS);
  const helps = useRoles('helpdesk');
  const answers = useRoles('dpo');
  return helps && !reads && !answers ? <Navigate to="/bantuan" replace /> : <Overview />;
}

/** The person's tasks, the running broadcasts, and the next ones in each zone. */
function Overview() {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const { roles, personId } = usePerson();
  const practising = useRoles('author', 'reviewer');
  const training = useTraining();
  const [open, setPractises] = useState(() => !firstRunClosed(personId));
  // Operators and auditors never write.
  const practises = training && practising && open;
  const news = useNews();
  const awaited = news?.awaited ?? [];
  const found = useQuery({
    queryKey: ['home'],
    queryFn: home,
    refetchInterval: ({ state }) => (moves(state.data) ? LIVE_MS : CALM_MS),
  });
  // It has the words of other screens, and the bell has the same.
  const isAhead = useFetchedAhead();
  const fresh = freshNews(news?.news ?? [], toldIn(found.data));
  const firstRun = practises && (
    <Suspense>
      <FirstRun
        onClose={() => {
          closeFirstRun(personId);
          setPractises(false);
        }}
      />
    </Suspense>
  );
  // With those that are paused in part: how far they are stands nowhere else.
  const running = found.data?.running ?? null;
  // For those that watch the sending; it tells what goes out and what comes next.
  const quiet = found.data !== undefined && found.data.lastDay !== null && isQuiet(found.data);
  const past = { left: found.data !== undefined && !quiet && pastStandsLeft(found.data) };
  const submitted = found.data?.submitted && <Submitted of={found.data.submitted} at={found.data.at} />;
  const aside = found.data !== undefined && !past.left && submittedStandsRight(found.data);
  const ahead = found.data?.next && (
    <Strip at={found.data.at} next={found.data.next} later={found.data.later ?? []} />
  );
  const lately = found.data && (
    <>
      {found.data.ended && found.data.ended.length > 0 && <Ended of={found.data.ended} />}
      {found.data.lastDay && (
        <Suspense>
          <LastDay of={found.data.lastDay} at={found.data.at} />
        </Suspense>
      )}
    </>
  );
  return (
    <Page
      wide
      title={t('nav.home')}
      actions={
        writes && (
          <Button component={Link} to="/tulis" leftSection={<IconPencil size={18} aria-hidden />}>
            {t('list.compose')}
          </Button>
        )
      }
    >
      <Asking of={found} />
      {(roles.length === 0 || awaited.length > 0 || found.data?.appointment) && (
        <Suspense>
          <OwnRoles appointment={found.data?.appointment} />
        </Suspense>
      )}
      {found.data && (
        <ApprovedTimes value={found.data.approved}>
          {quiet && (
            <Suspense>
              <Quiet of={found.data} />
            </Suspense>
          )}
          <div className="halves">
            <Stack gap="lg">
              <Needed home={found.data} />
              {!aside && submitted}
              {past.left && lately}
              {isAhead && fresh.length > 0 && (
                <Suspense>
                  <Fresh of={fresh} approved={news?.approved ?? {}} />
                </Suspense>
              )}
            </Stack>
            <Stack gap="lg">
              {running && !quiet && <Running running={running} />}
              {/* A line or a few, where nothing is due within a day. */}
              {found.data.next?.length === 0 && !quiet && ahead}
              {!past.left && lately}
              {aside && submitted}
            </Stack>
          </div>
          {found.data.next?.length !== 0 && ahead}
          {firstRun}
          {/* Only where nothing waits: beside an item, or a role that is not in force yet, it would be wrong. */}
          {found.data.running === null &&
            !found.data.requests?.open &&
            !found.data.unmanned?.length &&
            !found.data.stuck &&
            news !== undefined &&
            roles.length > 0 &&
            awaited.length === 0 &&
            found.data.appointment === null && <Text>{t('home.elsewhere')}</Text>}
        </ApprovedTimes>
      )}
    </Page>
  );
}
