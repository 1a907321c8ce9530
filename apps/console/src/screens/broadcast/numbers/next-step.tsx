import { Anchor, Group, Text } from '@mantine/core';
import IconArrowRight from '@tabler/icons-react/icons/IconArrowRight';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, CHANNELS } from '../../../api';
import { trialOf } from '../../../parts/sending/trial.rules';
import { useRoles } from '../../../session';
import { exactClock, listed } from '../../../times';
import { placeOfCause } from '../../operations/place';
import { heldByKpu } from '../stopping/doubt.rules';
import { useWaves } from '../stopping/stopping';
import { nextTryOn } from './live.rules';
import classes from './live.module.css';
import { nextStepOf } from './next-step.rules';
import { UNCERTAIN } from './unknown';
import type { useForecast } from './use-forecast';
import { CAUSES } from './verdict';

/** The one thing to be done next about a broadcast, at the top of its page; renders nothing where nothing is. */
export function NextStep({
  broadcast,
  of,
  forecast,
  onCauses,
}: {
  broadcast: Broadcast;
  of: Omit<Parameters<typeof nextStepOf>[0], 'trial' | 'byKpu' | 'operator'>;
  forecast: ReturnType<typeof useForecast>['data'];
  /** Shows what the link leads to. */
  onCauses: () => void;
}) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  const braked = CHANNELS.filter((channel) =>
    of.obstacles.some((one) => one.kind === 'braked' && one.channel === channel),
  );
  const { data: waves = [] } = useWaves(broadcast.id, braked.length > 0);
  const [trial = null] = braked.flatMap((one) => trialOf(one, waves, broadcast.stops)?.state ?? []);
  const step = nextStepOf({ ...of, trial, byKpu: heldByKpu(broadcast), operator });
  if (!step) return null;
  const channels = CHANNELS.filter((one) => step.channels.includes(one));
  const [first] = channels;
  const [next] = channels.flatMap((one) => nextTryOn(forecast?.[one], Date.now()) ?? []).toSorted();
  const words = t(step.what === 'away' && !next ? 'nextStep.awaySoon' : `nextStep.${step.what}`, {
    channels: listed(channels.map((one) => t(`channels.${one}`))),
    at: next ? exactClock(next) : '',
  });
  const here = { failing: CAUSES, uncertain: UNCERTAIN }[step.what as 'failing' | 'uncertain'];
  const cause = step.what === 'away' ? 'away' : 'brake';
  return (
    <Group
      component="section"
      aria-label={t('nextStep.title')}
      className={classes.next ?? ''}
      gap="xs"
      wrap="nowrap"
      align="flex-start"
    >
      <IconArrowRight size={22} aria-hidden />
      <Text>
        <b>{t('nextStep.label')}</b> {words}{' '}
        {here ? (
          <Anchor href={`#${here}`} inherit underline="always" className="unprinted" onClick={onCauses}>
            {t('nextStep.see')}
          </Anchor>
        ) : (
          operator &&
          step.what !== 'paused' &&
          step.what !== 'kpu' && (
            <Anchor
              component={Link}
              to={`/operasi${first ? `#${placeOfCause(cause, first)}` : ''}`}
              inherit
              underline="always"
              className="unprinted"
            >
              {t('live.toOperations')}
            </Anchor>
          )
        )}
      </Text>
    </Group>
  );
}
