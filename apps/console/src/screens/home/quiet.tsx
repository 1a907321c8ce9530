import { Anchor, Group, Stack, Text } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleDashed from '@tabler/icons-react/icons/IconCircleDashed';
import IconHandStop from '@tabler/icons-react/icons/IconHandStop';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CHANNELS, type Home } from '../../api';
import { ApprovedAt } from '../../parts/broadcasts/approved';
import { StateBadge } from '../../parts/broadcasts/badges';
import { CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/content-badges';
import { titled } from '../../parts/broadcasts/titled';
import { Section } from '../../parts/frame/section';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { instant, lately, listed } from '../../times';
import { answersOf, nextOf } from './quiet.rules';
import classes from './quiet.module.css';

const SIGN = {
  answers: IconCircleCheck,
  away: IconAlertTriangle,
  paused: IconHandStop,
  unused: IconCircleDashed,
} as const;

/** While nothing goes out: what went out last and how it ended, what comes next, and whether all providers answer. */
export default function Quiet({ of }: { of: Home }) {
  const { t } = useTranslation();
  const { away, channelPauses } = of;
  return (
    <Section
      title={t('quiet.title')}
      aside={
        <Anchor component={Link} to="/siaran" size="sm">
          {t('home.all')}
        </Anchor>
      }
    >
      <dl className={classes.parts}>
        <Part name={t('quiet.last')}>
          <Last of={of.last} />
        </Part>
        <Part name={t('quiet.next')}>
          <Next of={of} />
        </Part>
        {/* Null: for operators alone. */}
        {away && (
          <Part name={t('quiet.providers')}>
            <Stack gap={2} component="ul" m={0} p={0} role="list" style={{ listStyle: 'none' }}>
              {answersOf(CHANNELS, away, channelPauses ?? [], of.last !== null).map(
                ({ channel, how, since }) => {
                  const Sign = SIGN[how];
                  return (
                    <li key={channel} className={classes.provider} data-how={how}>
                      <Sign size={18} aria-hidden />
                      <Text size="sm" fw={how === 'answers' || how === 'unused' ? 400 : 600}>
                        {t(`quiet.how.${how}`, {
                          channel: t(`channels.${channel}`),
                          at: since === null ? '' : lately(since),
                        })}
                      </Text>
                    </li>
                  );
                },
              )}
            </Stack>
            {away.length > 0 && (
              <Anchor component={Link} to="/operasi" size="sm" underline="always">
                {t('live.toOperations')}
              </Anchor>
            )}
          </Part>
        )}
      </dl>
    </Section>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Stack component="dd" gap={4} m={0} miw={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Stack>
    </div>
  );
}

function Last({ of }: { of: Home['last'] }) {
  const { t } = useTranslation();
  const told = useAccountWords();
  if (of === null) return <Text>{t('quiet.noLast')}</Text>;
  const { id, title, companion, state, begun, endedAt, content, ...counts } = of;
  return (
    <>
      <span>
        <Anchor component={Link} to={`/siaran/${id}`} fw={600}>
          {titled(t, title, companion ? 'companion' : null)}
        </Anchor>
        <ApprovedAt id={id} />
      </span>
      <Group gap="xs">
        <StateBadge state={state} begun={begun} />
        <CorrectedBadge chain={content.chain} />
        <DoubtedBadge of={content} />
        <Text size="sm" c="dimmed">
          {instant(endedAt)}
        </Text>
      </Group>
      <Text size="sm">{told(counts)}</Text>
      <Anchor component={Link} to={`/siaran/${id}/laporan`} size="sm" underline="always">
        {t('quiet.report')}
      </Anchor>
    </>
  );
}

function Next({ of: { next, later, at } }: { of: Home }) {
  const { t } = useTranslation();
  const { first, more } = nextOf(next ?? [], later ?? [], at);
  if (first === null) return <Text>{t('home.nothingLater')}</Text>;
  return (
    <>
      <span>
        <Anchor component={Link} to={`/siaran/${first.id}`} fw={600}>
          {titled(t, first.title, first.part)}
        </Anchor>
        <ApprovedAt id={first.id} />
      </span>
      <Text size="sm" fw={600}>
        {instant(first.dueAt, first.timeZone)}
      </Text>
      <Text size="sm" c="dimmed">
        {listed(CHANNELS.filter((one) => first.channels.includes(one)).map((one) => t(`channels.${one}`)))}
      </Text>
      {more > 0 && (
        <Anchor component={Link} to="/kalender" size="sm" underline="always">
          {t('quiet.more', { count: more })}
        </Anchor>
      )}
    </>
  );
}
