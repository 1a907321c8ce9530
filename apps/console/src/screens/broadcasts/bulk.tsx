import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { broadcasts, type ListedBroadcast } from '../../api';
import { ApiError } from '../../http';
import { stateWords } from '../../parts/broadcasts/badges';
import { Confirm } from '../../parts/forms/confirm';
import { problemWords } from '../../parts/refusals/refusal-words';
import { wantRefusals } from '../../i18n';
import { usePerson } from '../../session';
import { forget } from '../compose/saving/kept';

type Act = ListedBroadcast['acts'][number];

/** Titles named in a dialog; the others are counted. */
const NAMED = 8;

interface Done {
  done: ListedBroadcast[];
  refused: { title: string; why: string }[];
}

/** What can be done with the chosen broadcasts at once. */
export function Bulk({ of, onForget }: { of: readonly ListedBroadcast[]; onForget: () => void }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act | null>(null);
  const count = (wanted: Act): number => of.filter(({ acts }) => acts.includes(wanted)).length;
  const can = (['delete', 'withdraw'] as const).filter((one) => count(one) > 0);
  return (
    <>
      <Paper
        withBorder
        p="sm"
        className="decision"
        component="section"
        aria-label={t('list.bulk.chosen', { count: of.length })}
      >
        <Group gap="sm">
          <Text fw={600} role="status">
            {t('list.bulk.chosen', { count: of.length })}
          </Text>
          {can.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('list.bulk.nothing')}
            </Text>
          )}
          {can.map((one) => (
            <Button key={one} size="xs" variant="default" onClick={() => setAct(one)}>
              {t(`list.bulk.${one}`, { count: count(one) })}
            </Button>
          ))}
          <Button size="xs" variant="subtle" onClick={onForget}>
            {t('list.bulk.forget')}
          </Button>
        </Group>
      </Paper>
      {act && <BulkDialog act={act} of={of} onDone={onForget} onClose={() => setAct(null)} />}
    </>
  );
}

function BulkDialog({
  act,
  of,
  onDone,
  onClose,
}: {
  act: Act;
  of: readonly ListedBroadcast[];
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const [reason, setReason] = useState('');
  // The list behind the dialog goes on changing: what was asked about stays.
  const [going] = useState(() => of.filter(({ acts }) => acts.includes(act)));
  const [left] = useState(() => of.filter(({ acts }) => !acts.includes(act)));
  const undoes = act === 'delete' ? ('delete' as const) : ('withdraw' as const);
  return (
    <Confirm
      touches={[['broadcasts'], ['home'], ['calendar']]}
      title={t(`list.bulk.ask.${act}`, { count: going.length })}
      go={t(`list.bulk.${act}`, { count: going.length })}
      danger
      onGo={async (): Promise<Done> => {
        const result: Done = { done: [], refused: [] };
        // One after the other: each is an act of its own in the audit trail, and a refusal stops no other.
        for (const one of going) {
          try {
            if (act === 'delete') {
              await broadcasts.remove(one.id, one.version);
              forget(personId, one.id);
            } else await broadcasts.withdraw(one.id, reason.trim());
            result.done.push(one);
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            await wantRefusals();
            result.refused.push({
              title: one.title,
              why: problemWords(error.problem) ?? t('errors.unforeseen'),
            });
          }
        }
        return result;
      }}
      told={({ done, refused }) => {
        onDone();
        return {
          text: [
            t(`list.bulk.done.${act}`, { count: done.length }),
            ...refused.map((one) => t('list.bulk.refused', one)),
          ].join(' '),
          ...(done.length === 0
            ? {}
            : {
                undo: async () => {
                  for (const { id } of done) await broadcasts.undo(id, undoes);
                  return t(`list.bulk.undone.${act}`, { count: done.length });
                },
              }),
        };
      }}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`list.bulk.what.${act}`)}</Text>
        <Titles of={going} />
        {left.length > 0 && (
          <>
            <Text size="sm" fw={600}>
              {t(`list.bulk.left.${act}`, { count: left.length })}
            </Text>
            <Titles of={left} states />
          </>
        )}
        {act === 'withdraw' && (
          <TextInput
            label={t('list.bulk.reason')}
            value={reason}
            maxLength={2000}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
        )}
      </Stack>
    </Confirm>
  );
}

function Titles({ of, states = false }: { of: readonly ListedBroadcast[]; states?: boolean }) {
  const { t } = useTranslation();
  return (
    <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
      {of.slice(0, NAMED).map((one) => (
        <Text component="li" size="sm" key={one.id} style={{ overflowWrap: 'anywhere' }}>
          {one.title}
          {states && ` · ${stateWords(t, one)}`}
        </Text>
      ))}
      {of.length > NAMED && (
        <Text component="li" size="sm">
          {t('list.bulk.others', { count: of.length - NAMED })}
        </Text>
      )}
    </ul>
  );
}
