import { Stack, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, CHANNELS, type ListedBroadcast } from '../../api';
import { ApiError } from '../../http';
import { wantWords } from '../../i18n';
import { Asking } from '../../parts/frame/asking';
import { Facts } from '../../parts/frame/facts';
import { Confirm } from '../../parts/forms/confirm';
import { problemWords } from '../../parts/refusals/refusal-words';
import { number, rupiah, wallClock } from '../../times';

/** What came of it. */
interface Done {
  done: string[];
  refused: { title: string; why: string }[];
}

/** Whether KPU can be asked about it: nothing is missing, and nothing is asked for that only its own dialog asks. */
const isComplete = ({ obstacles, approval, estimate }: Broadcast): boolean =>
  obstacles.length === 0 && approval.submittable && (estimate?.people ?? 0) > 0;

/** Submits complete drafts to KPU, one after the other, each as its own page does; what is incomplete is left out. */
export function BulkSubmit({
  of,
  onDone,
  onClose,
}: {
  of: readonly ListedBroadcast[];
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  // The list behind the dialog goes on changing: what was asked about stays.
  const [asked] = useState(of);
  const found = useQueries({
    queries: asked.map(({ id }) => ({
      queryKey: ['broadcast', id],
      queryFn: () => broadcasts.get(id),
      staleTime: 0,
    })),
  });
  const unread = found.find(({ data, isFetching }) => !data || isFetching);
  const views = found.flatMap(({ data }) => data ?? []);
  const going = views.filter(isComplete);
  const left = views.filter((one) => !isComplete(one));
  const messages = CHANNELS.map((channel) => ({
    channel,
    count: going
      .filter(({ draft }) => draft.channels.includes(channel))
      .reduce((sum, { estimate }) => sum + (estimate?.channels[channel] ?? 0), 0),
  })).filter(({ count }) => count > 0);
  const cost = going.reduce(
    (sum, { smsCost, estimate }) => sum + (smsCost ?? 0) * (estimate?.channels.sms ?? 0),
    0,
  );
  return (
    <Confirm
      touches={[['broadcasts'], ['home'], ['calendar'], ...asked.map(({ id }) => ['broadcast', id])]}
      title={t('list.bulk.ask.submit', { count: unread ? asked.length : going.length })}
      go={t('list.bulk.submit', { count: going.length })}
      size="lg"
      ready={unread === undefined && going.length > 0}
      onGo={async (): Promise<Done> => {
        const result: Done = { done: [], refused: [] };
        for (const { id, version, draft } of going) {
          try {
            await broadcasts.submit(id, version, false, false);
            result.done.push(id);
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            await wantWords('refusals');
            const why = problemWords(error.problem) ?? t('errors.unforeseen');
            result.refused.push({ title: draft.title, why });
          }
        }
        return result;
      }}
      told={({ done, refused }) => {
        onDone();
        return {
          text: [
            t('list.bulk.done.submit', { count: done.length }),
            ...refused.map((one) => t('list.bulk.refused', one)),
          ].join(' '),
          ...(done.length > 0 && {
            undo: async () => {
              for (const id of done) await broadcasts.undo(id, 'submit');
              return t('list.bulk.undone.submit', { count: done.length });
            },
          }),
        };
      }}
      onClose={onClose}
    >
      {unread && <Asking of={unread} />}
      {!unread && (
        <Stack gap="sm">
          <Text size="sm">{t('list.bulk.what.submit')}</Text>
          <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
            {going.map(({ id, draft: { title, schedule }, warnings }) => (
              <Text component="li" size="sm" key={id} style={{ overflowWrap: 'anywhere' }}>
                {[
                  title,
                  schedule?.at === 'now' ? t('times.now') : wallClock(schedule?.at ?? ''),
                  ...(warnings.length > 0 ? [t('list.bulk.warned', { count: warnings.length })] : []),
                ].join(' · ')}
              </Text>
            ))}
          </ul>
          <Facts
            beside
            facts={[
              ...messages.map(
                ({ channel, count }) =>
                  [t(`channels.${channel}`), t('numbers.messages', { messages: number(count) })] as const,
              ),
              ...(cost > 0 ? [[t('numbers.cost'), `≈ ${rupiah(cost)}`] as const] : []),
            ]}
          />
          {left.length > 0 && (
            <>
              <Text size="sm" fw={600}>
                {t('list.bulk.left.submit', { count: left.length })}
              </Text>
              <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
                {left.map(({ id, draft: { title }, obstacles }) => (
                  <Text component="li" size="sm" key={id} style={{ overflowWrap: 'anywhere' }}>
                    {[
                      title,
                      ...(obstacles.length > 0 ? [t('list.bulk.lacking', { count: obstacles.length })] : []),
                    ].join(' · ')}
                  </Text>
                ))}
              </ul>
            </>
          )}
        </Stack>
      )}
    </Confirm>
  );
}
