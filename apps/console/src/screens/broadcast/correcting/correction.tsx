import { Anchor, DataList, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, broadcasts } from '../../../api';
import { StateBadge } from '../../../parts/broadcasts/badges';
import { copiesOf, handed, reached } from '../../../parts/sending/account.rules';
import { Section } from '../../../parts/frame/section';
import { useRoles } from '../../../session';
import { instant, number } from '../../../times';
import { approvalCancelled, stoppedBy, wayOnOf, wrongIds } from '../stopping/ended.rules';
import { shownOf } from '../content/shown.rules';
import { HowFar } from '../numbers/numbers';

/**
 * How many addresses of the original's audience got nothing, and will not where no companion goes to them; with the way
 * on. Renders nothing for any other broadcast than a correction.
 */
export function GotNothing({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const reviewer = useRoles('reviewer');
  const author = useRoles('author');
  const { unreached, counting, originalId, submission, remainder } = broadcast;
  if (originalId === null) return null;
  const left = unreached && copiesOf(unreached);
  const approved = submission?.decision === 'approved';
  // A text that does not hold is not copied: the next correction asks about these addresses.
  const holds = approved && broadcast.reads === null;
  const wayOn = wayOnOf(broadcast, { holds, reads: reviewer ? 'reviewer' : author ? 'author' : 'other' });
  if (!unreached || left === null) return counting ? <Text size="sm">{t('correction.counting')}</Text> : null;
  if (left === 0 && approved) return <Text size="sm">{t('correction.nobodyLeft')}</Text>;
  return (
    <>
      <Text size="sm">
        {t('correction.unreached', { addresses: number(left) })}
        {approved && ` ${t('correction.countedAt', { at: instant(unreached.at) })}`}
      </Text>
      {left > 0 && wayOn === 'went' && remainder && <Went id={remainder.id} />}
      {left > 0 && wayOn && wayOn !== 'went' && (
        <Text size="sm" fw={600}>
          {t(`correction.${wayOn}`)}
        </Text>
      )}
    </>
  );
}

/** What came of the companion that went to them. */
function Went({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['progress', id], queryFn: () => broadcasts.progress(id) });
  if (!data) return null;
  const { total } = data;
  const sent = handed(total);
  return (
    <Text size="sm" fw={600}>
      {sent === 0
        ? t('correction.wentNowhere')
        : t('correction.went', {
            sent: number(sent),
            reached: number(reached(total)),
            failed: number(total.failed),
          })}
      {total.unknown > 0 && ` ${t('correction.wentUncertain', { unknown: number(total.unknown) })}`}
    </Text>
  );
}

/**
 * Returns what the author chose for a correction: what becomes of the Telegram messages that people have, where it goes to
 * Telegram, and whether those who unsubscribed get it. Empty for any other broadcast than a correction.
 */
function useChoices(): (broadcast: Broadcast) => { about: string; words: string }[] {
  const { t } = useTranslation();
  return (broadcast) => {
    const shown = shownOf(broadcast);
    const choices = shown.frozen ? shown.frozen.correction : broadcast.draft.correction;
    if (!choices) return [];
    const { telegram, toThoseWhoLeft } = choices;
    const { others } = broadcast;
    const onTelegram = `${t(`correction.${telegram.original}`)}${
      telegram.original === 'leave'
        ? ''
        : ` · ${t(telegram.message ? 'correction.andMessage' : 'correction.noMessage')}`
    }`;
    const toLeft = `${t(toThoseWhoLeft ? 'correction.leftToo' : 'correction.leftNot')}${
      others ? ` ${t('correction.left', { people: number(others.left) })}` : ''
    }`;
    return [
      ...(shown.channels.includes('telegram')
        ? [{ about: t('correction.telegram'), words: onTelegram }]
        : []),
      { about: t('correction.whoLeft'), words: toLeft },
    ];
  };
}

/** The choices of a correction as sentences, for whoever submits or approves it. */
export function CorrectionChoices({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const choices = useChoices();
  return choices(broadcast).map((choice) => (
    <Text size="sm" key={choice.about}>
      {t('correction.choice', choice)}
    </Text>
  ));
}

/** The words for what becomes of what a correction corrects, by what its submission stops. */
const STOPS = {
  ended: 'correction.willNot',
  paused: 'correction.willStay',
  original: 'correction.will',
  both: 'correction.will',
} as const;

/** The effect of a correction on the messages that it corrects, and its additional recipients. */
export function Correction({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const choices = useChoices();
  const { originalId, remainder, submission } = broadcast;
  if (originalId === null) return null;
  const undecided = submission?.decision !== 'approved';
  return (
    <Section title={t('correction.title')}>
      <DataList orientation="vertical">
        <DataList.Item>
          <DataList.ItemLabel>
            {t(broadcast.chain?.companions.length ? 'correction.originalBoth' : 'correction.original')}
          </DataList.ItemLabel>
          <DataList.ItemValue>
            <Stack gap={4}>
              <Text size="sm">
                {undecided
                  ? t(STOPS[stoppedBy('submit', broadcast.chain)])
                  : t(approvalCancelled(broadcast) ? 'correction.did' : 'correction.ended')}
              </Text>
              {undecided && <HowFar ids={wrongIds(broadcast.chain)} correction={broadcast} />}
            </Stack>
          </DataList.ItemValue>
        </DataList.Item>
        {choices(broadcast).map(({ about, words }) => (
          <DataList.Item key={about}>
            <DataList.ItemLabel>{about}</DataList.ItemLabel>
            <DataList.ItemValue>{words}</DataList.ItemValue>
          </DataList.Item>
        ))}
        <DataList.Item>
          <DataList.ItemLabel>{t('correction.rest')}</DataList.ItemLabel>
          <DataList.ItemValue>
            {remainder ? (
              <Group gap="xs">
                <Anchor component={Link} to={`/siaran/${remainder.id}`} underline="always" size="sm">
                  {t('correction.remainder')}
                </Anchor>
                <StateBadge state={remainder.state} />
              </Group>
            ) : (
              t('correction.noRemainder')
            )}
            <GotNothing broadcast={broadcast} />
          </DataList.ItemValue>
        </DataList.Item>
      </DataList>
    </Section>
  );
}
