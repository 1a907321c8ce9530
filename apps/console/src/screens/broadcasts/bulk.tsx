import { Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { broadcasts, type ListedBroadcast } from '../../api';
import { ApiError } from '../../http';
import { stateWords } from '../../parts/broadcasts/badges';
import { asksBeforeCopy } from '../../parts/broadcasts/chain.rules';
import { isEditable } from '../../parts/broadcasts/editable.rules';
import { Confirm } from '../../parts/forms/confirm';
import { BarToastPlace, tell } from '../../parts/frame/toasts';
import { problemWords } from '../../parts/refusals/refusal-words';
import { wantWords } from '../../i18n';
import { usePerson, useRoles } from '../../session';
import { number } from '../../times';
import { forget } from '../compose/saving/kept';
import { BulkSubmit } from './bulk-submit';
import classes from './bulk.module.css';
import { fileOf } from './export';
import type { Column } from './list.rules';

const ACTS = ['resume', 'pause', 'withdraw', 'copy', 'delete'] as const;
type Act = (typeof ACTS)[number];
/** Acts that are asked about in red: they take something away, or hold it. */
const GRAVE: readonly Act[] = ['pause', 'withdraw', 'delete'];

/** Titles named in a dialog; the others are counted. */
const NAMED = 8;

interface Done {
  /** With the version that stands now, of what can be deleted again. */
  done: Pick<ListedBroadcast, 'id' | 'version'>[];
  refused: { title: string; why: string }[];
}

/** Whether an act is open to the person. What is in doubt or corrected is copied on its page, which asks which text. */
const isOpenTo = (broadcast: ListedBroadcast, act: Act, writes: boolean): boolean =>
  act === 'copy' ? writes && !asksBeforeCopy(broadcast) : broadcast.acts.includes(act);

/**
 * Whether it is submitted as it is: an urgent one calls people at once, and a correction asks who gets it, each on its own
 * page; a reminder goes with its series.
 */
const isOrdinaryDraft = (
  { kind, originalId, series, organisation, ...state }: ListedBroadcast,
  own: string,
): boolean =>
  kind === 'ordinary' &&
  originalId === null &&
  series === null &&
  organisation === own &&
  state.state !== 'in_review' &&
  isEditable(state);

/** What can be done with the chosen broadcasts at once. */
export function Bulk({
  of,
  columns,
  onForget,
}: {
  of: readonly ListedBroadcast[];
  /** Of the file. */
  columns: readonly Column[];
  onForget: () => void;
}) {
  const { t } = useTranslation();
  const writes = useRoles('author');
  const { organisation } = usePerson();
  const [act, setAct] = useState<Act | 'submit' | null>(null);
  const drafts = of.filter((one) => writes && isOrdinaryDraft(one, organisation.name));
  const count = (wanted: Act): number => of.filter((one) => isOpenTo(one, wanted, writes)).length;
  const can = ACTS.filter((one) => count(one) > 0);
  const save = (): void => {
    const { count: saved, name } = fileOf(t, of, columns);
    tell(t('list.csvSaved', { count: number(saved), name }));
  };
  return (
    <>
      <Paper
        withBorder
        p="sm"
        className={`decision ${classes['bulk'] ?? ''}`}
        component="section"
        aria-label={t('list.bulk.chosen', { count: of.length })}
      >
        <BarToastPlace />
        <Text fw={600} role="status">
          {t('list.bulk.chosen', { count: of.length })}
        </Text>
        <div className={classes['acts']}>
          {drafts.length > 0 && (
            <Button size="xs" onClick={() => setAct('submit')}>
              {t('list.bulk.submit', { count: drafts.length })}
            </Button>
          )}
          {can.map((one) => (
            <Button key={one} size="xs" variant="default" onClick={() => setAct(one)}>
              {t(`list.bulk.${one}`, { count: count(one) })}
            </Button>
          ))}
          <Button size="xs" variant="default" onClick={save}>
            {t('list.csv')}
          </Button>
        </div>
        <Button size="xs" variant="subtle" onClick={onForget}>
          {t('list.bulk.forget')}
        </Button>
      </Paper>
      {act === 'submit' && <BulkSubmit of={drafts} onDone={onForget} onClose={() => setAct(null)} />}
      {act && act !== 'submit' && (
        <BulkDialog act={act} of={of} onDone={onForget} onClose={() => setAct(null)} />
      )}
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
  const writes = useRoles('author');
  const [going] = useState(() => of.filter((one) => isOpenTo(one, act, writes)));
  const [left] = useState(() => of.filter((one) => !isOpenTo(one, act, writes)));
  const waiting = going.reduce((sum, { counts }) => sum + (counts ? counts.pending + counts.unlisted : 0), 0);
  const perform = async ({ id, version }: ListedBroadcast): Promise<Done['done'][number]> => {
    switch (act) {
      case 'copy':
        return broadcasts.copy(id);
      case 'delete':
        await broadcasts.remove(id, version);
        forget(personId, id);
        break;
      case 'withdraw':
        await broadcasts.withdraw(id, reason.trim());
        break;
      case 'pause':
        await broadcasts.pause(id, { doubt: false, ...(reason.trim() && { reason: reason.trim() }) });
        break;
      case 'resume':
        await broadcasts.resume(id, {}, { doubted: false });
    }
    return { id, version };
  };
  const takeBack = async ({ id, version }: Done['done'][number]): Promise<unknown> =>
    act === 'copy'
      ? broadcasts.remove(id, version)
      : broadcasts.undo(id, act === 'delete' ? act : 'withdraw');
  return (
    <Confirm
      touches={[['broadcasts'], ['home'], ['calendar']]}
      title={t(`list.bulk.ask.${act}`, { count: going.length })}
      go={t(`list.bulk.${act}`, { count: going.length })}
      danger={GRAVE.includes(act)}
      onGo={async (): Promise<Done> => {
        const result: Done = { done: [], refused: [] };
        // One after the other: each is an act of its own in the audit trail, and a refusal stops no other.
        for (const one of going) {
          try {
            result.done.push(await perform(one));
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            await wantWords('refusals');
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
          // What is paused or goes on has no way back within seconds: the other act is one press away.
          ...(done.length === 0 || act === 'pause' || act === 'resume'
            ? {}
            : {
                undo: async () => {
                  for (const one of done) await takeBack(one);
                  return t(`list.bulk.undone.${act}`, { count: done.length });
                },
              }),
        };
      }}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`list.bulk.what.${act}`, { messages: number(waiting) })}</Text>
        <Titles of={going} />
        {left.length > 0 && (
          <>
            <Text size="sm" fw={600}>
              {t(`list.bulk.left.${act}`, { count: left.length })}
            </Text>
            <Titles of={left} states />
          </>
        )}
        {(act === 'withdraw' || act === 'pause') && (
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
