import { Alert, Button, Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type AnyText, type Broadcast, broadcasts } from '../../../api';
import { reviews } from '../../../api/reviews';
import { openIn } from '../../../parts/comments/comments.rules';
import { useDiscussion } from '../../../parts/comments/discussion';
import { copiesOf } from '../../../parts/sending/account.rules';
import { Asking } from '../../../parts/frame/asking';
import { MeetingsNote } from '../../calendar/meetings-note';
import { Sentences } from '../../review/sentences';
import { PART_IN_ADDRESS, partOf } from '../../compose/outline/parts.rules';
import { pinnedInAll, sentBack } from '../../compose/texts/pinned.rules';
import { thingsIn } from '../../../parts/texts/findings.rules';
import { Confirm } from './confirm';
import { CorrectionChoices } from '../correcting/correction';
import { HourLines } from '../content/local-hours';
import {
  endedWords,
  onlyCompanionHolds,
  readOnceSubmitted,
  stoppedBy,
  wrongIds,
} from '../stopping/ended.rules';
import { undoing } from './undoing';
import { shownOf } from '../content/shown.rules';
import { number } from '../../../times';
import { useCounted } from '../numbers/counted';
import { HowFar, HowMany } from '../numbers/numbers';
import { Obstacles } from '../content/obstacles';

/** How often the hours are read again, in ms. */
const CLOCK_MS = 30_000;

/** Submits the draft to KPU, which freezes it. */
export function SubmitDialog({ broadcast: given, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(false);
  const [sends, setSends] = useState<boolean | null>(null);
  const broadcast = useCounted(given);
  const { id, version, draft, originalId, unreached, counting, obstacles, estimate } = broadcast;
  const rejected = sentBack(broadcast.submission);
  const unmended = rejected
    ? pinnedInAll(rejected, (channel, language) => {
        const text: AnyText | undefined = draft.contents[channel]?.[language];
        if (!draft.channels.includes(channel)) return null;
        return { subject: text?.subject ?? '', body: text?.body ?? '' };
      }).filter(({ at }) => at !== null).length
    : 0;
  const { talk } = useDiscussion(broadcast, 'draft');
  const unresolved = talk ? openIn(talk.threads) : 0;
  const review = useQuery({
    queryKey: ['review', id, version],
    queryFn: () => reviews.of(id),
    staleTime: 0,
    // What is sent at once names the present time: an open dialog keeps the clock.
    refetchInterval: CLOCK_MS,
  });
  // An urgent correction does not wait until the people are counted.
  const asks = unreached ? unreached.people > 0 : counting;
  const stops = stoppedBy('submit', broadcast.chain);
  const read = readOnceSubmitted(broadcast.chain);
  // The hours have lines of their own.
  const warned = broadcast.warnings.filter(({ code }) => code !== 'night');
  const first = partOf(obstacles[0]?.path ?? '');
  const leaves = draft.schedule?.leaveWindow === true;
  return (
    <Confirm
      id={id}
      title={t('submit.title')}
      size="lg"
      go={t('acts.submit')}
      ready={
        obstacles.length === 0 && review.data !== undefined && (!leaves || hours) && (!asks || sends !== null)
      }
      lacks={asks && sends === null ? t('submit.choose') : null}
      onGo={() => broadcasts.submit(id, version, hours, asks && sends === true)}
      told={() => ({
        text: t('done.submit'),
        title: shownOf(broadcast).title,
        holds: { id, state: 'in_review' },
        // An urgent submission has already called the people on call: it cannot be undone.
        ...(draft.kind === 'ordinary' && { undo: undoing(id, 'submit', t('undone.submit')) }),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('submit.what')}</Text>
      {unmended > 0 && (
        <Alert color="orange">
          <Text size="sm">{t('submit.unmended', { count: unmended })}</Text>
        </Alert>
      )}
      {unresolved > 0 && (
        <Alert color="yellow">
          <Text size="sm">{t('comments.unresolved', { count: unresolved })}</Text>
        </Alert>
      )}
      {obstacles.length > 0 && (
        <Alert color="red" title={t('broadcast.obstacles')}>
          <Stack gap="xs" align="flex-start">
            <Obstacles of={obstacles} />
            <Button
              component={Link}
              to={`/tulis/${id}#${PART_IN_ADDRESS[first]}`}
              variant="default"
              size="xs"
            >
              {t('submit.mend', { part: t(`outline.parts.${first}`) })}
            </Button>
          </Stack>
        </Alert>
      )}
      {obstacles.length === 0 && estimate?.people === 0 && (
        <Alert color="orange">
          <Text size="sm">{t('submit.nobody')}</Text>
        </Alert>
      )}
      <HowMany broadcast={broadcast} />
      {review.data ? (
        <>
          <HourLines of={review.data.hours} />
          {/* That no text has a mark would read as if all were well while something else is in the way. */}
          {(review.data.findings.length > 0 || (obstacles.length === 0 && warned.length === 0)) && (
            <Text size="sm">
              {review.data.findings.length === 0
                ? t('submit.noMarks')
                : t('submit.marks', {
                    count: thingsIn(review.data.findings),
                    places: review.data.findings.length,
                  })}
            </Text>
          )}
        </>
      ) : (
        <Asking of={review} />
      )}
      <MeetingsNote broadcast={broadcast} />
      <Sentences title={t('broadcast.warnings')} color="yellow" draft={broadcast.draft} of={warned} />
      {originalId !== null && (
        <>
          <Text size="sm">
            {t(stops === 'ended' ? endedWords(broadcast.chain) : `submit.pauses.${stops}`)}
          </Text>
          <HowFar ids={wrongIds(broadcast.chain)} correction={broadcast} />
          {read && <Text size="sm">{t(read)}</Text>}
          <CorrectionChoices broadcast={broadcast} />
          {onlyCompanionHolds(broadcast.chain) && <Text size="sm">{t('submit.companionFalls')}</Text>}
        </>
      )}
      {asks && (
        <Radio.Group
          label={
            unreached
              ? t('submit.unreached', { addresses: number(copiesOf(unreached)) })
              : t('submit.unreachedCounting')
          }
          description={t('submit.unreachedHelp')}
          value={sends === null ? null : sends ? 'yes' : 'no'}
          onChange={(value) => setSends(value === 'yes')}
        >
          <Group mt="xs">
            <Radio value="yes" label={t('submit.yes')} />
            <Radio value="no" label={t('submit.no')} />
          </Group>
        </Radio.Group>
      )}
      {leaves && (
        <Checkbox
          label={t('hours.confirm')}
          checked={hours}
          onChange={(event) => setHours(event.currentTarget.checked)}
        />
      )}
    </Confirm>
  );
}
