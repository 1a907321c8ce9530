import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Counts } from '../../../api';
import { everyone, percent, reached } from '../../../parts/sending/account.rules';
import { number } from '../../../times';
import classes from './reach.module.css';
import { type FunnelStep, funnelOf } from './funnel.rules';

/** The one large number: how many of all were reached. The sentence below it says the same to screen readers. */
export function Reach({ total }: { total: Counts }) {
  const { t } = useTranslation();
  const all = everyone(total);
  const numbers = { total: number(all) };
  if (all === 0) return null;
  return (
    <Stack gap={0} aria-hidden>
      <Group align="baseline" gap="sm">
        <span className={classes.large}>{number(reached(total))}</span>
        <span className={classes.share}>{percent(total)}%</span>
      </Group>
      <Text size="sm">{t(total.unlisted > 0 ? 'reached.ofAbout' : 'reached.of', numbers)}</Text>
    </Stack>
  );
}

/** People that were listed and got nothing. @param total its copies; some may never have been listed */
export function GotNoCopy({ people, total }: { people: number | null; total: Counts }) {
  const { t } = useTranslation();
  if (people === null || people === 0) return null;
  return (
    <Text size="sm" fw={600}>
      {t(total.neverListed > 0 ? 'reached.nothingAtLeast' : 'reached.nothing', { people: number(people) })}
    </Text>
  );
}

/** From the list to the recipient: what is left at each step, as bars below each other. */
export function Funnel({ total, sms }: { total: Counts; sms: Counts | undefined }) {
  const { t } = useTranslation();
  return (
    <Stack component="ul" gap={6} m={0} p={0} className={classes.funnel} aria-label={t('funnel.title')}>
      {funnelOf(total, sms).map((step) => (
        <Bar key={step.name} of={step} about={step.name === 'expected' && total.unlisted > 0} />
      ))}
    </Stack>
  );
}

function Bar({ of: { name, copies, share, lost }, about }: { of: FunnelStep; about: boolean }) {
  const { t } = useTranslation();
  const gone = (['failed', 'unknown'] as const).flatMap((one) =>
    lost[one] === undefined ? [] : t(`funnel.lost.${one}`, { copies: number(lost[one]) }),
  );
  return (
    <li>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
        <Text size="sm">
          {t(`funnel.${name}`)}
          {gone.length > 0 && (
            <Text span size="xs" c="dimmed" className="steady">
              {' '}
              {gone.join(', ')}
            </Text>
          )}
        </Text>
        <Text size="sm" fw={600} className="steady" style={{ whiteSpace: 'nowrap' }}>
          {about && '± '}
          {number(copies)}
        </Text>
      </Group>
      <div className={classes.track} aria-hidden>
        <div className={classes.bar} style={{ width: `${share * 100}%` }} />
      </div>
    </li>
  );
}
