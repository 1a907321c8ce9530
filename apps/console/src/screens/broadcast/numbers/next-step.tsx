import { Anchor, Group, Text } from '@mantine/core';
import IconArrowRight from '@tabler/icons-react/icons/IconArrowRight';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, CHANNELS } from '../../../api';
import { useRoles } from '../../../session';
import { exactClock, listed, number } from '../../../times';
import { placeOfCause } from '../../operations/place';
import { heldByKpu } from '../stopping/doubt.rules';
import { useTrials } from '../stopping/use-trials';
import { nextTryOn } from './live.rules';
import classes from './live.module.css';
import { nextStepOf, ON_DOUBT } from './next-step.rules';
import { UNCERTAIN } from './unknown';
import type { useForecast } from './use-forecast';
import { CAUSES } from './verdict';

/** Where on the page the steps stand that are done there. */
const PLACES: Partial<Record<NonNullable<ReturnType<typeof nextStepOf>>['what'], string>> = {
  failing: CAUSES,
  resend: CAUSES,
  resendAsk: CAUSES,
  uncertain: UNCERTAIN,
};

/** The one thing to be done next about a broadcast; null: nothing is, or it is not known yet. */
export function useNextStep(
  broadcast: Broadcast,
  of: Omit<Parameters<typeof nextStepOf>[0], 'trial' | 'byKpu' | 'operator' | 'author'> | null,
): ReturnType<typeof nextStepOf> {
  const operator = useRoles('operator');
  const author = useRoles('author');
  const braked = CHANNELS.filter((channel) =>
    of?.obstacles.some((one) => one.kind === 'braked' && one.channel === channel),
  );
  const [trial] = useTrials(broadcast, braked);
  return (
    of && nextStepOf({ ...of, trial: trial?.state ?? null, byKpu: heldByKpu(broadcast), operator, author })
  );
}

/** It, at the top of its page. */
export function NextStep({
  of: step,
  forecast,
  onCauses,
}: {
  of: NonNullable<ReturnType<typeof nextStepOf>>;
  forecast: ReturnType<typeof useForecast>['data'];
  /** Shows what the link leads to. */
  onCauses: () => void;
}) {
  const { t } = useTranslation();
  const operator = useRoles('operator');
  const channels = CHANNELS.filter((one) => step.channels.includes(one));
  const [first] = channels;
  const [next] = channels.flatMap((one) => nextTryOn(forecast?.[one], Date.now()) ?? []).toSorted();
  const words = t(step.what === 'away' && !next ? 'nextStep.awaySoon' : `nextStep.${step.what}`, {
    channels: listed(channels.map((one) => t(`channels.${one}`))),
    at: next ? exactClock(next) : '',
    copies: number(step.copies ?? 0),
  });
  const here = PLACES[step.what];
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
          !ON_DOUBT.includes(step.what) && (
            <Anchor
              component={Link}
              to={`/operasi${first && step.cause ? `#${placeOfCause(step.cause, first)}` : ''}`}
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
