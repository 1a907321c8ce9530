import { Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { comments, type CommentThread } from '../../api/comments';
import { instant } from '../../times';
import { focusAdded } from '../forms/focus-added';
import { ErrorNote } from '../frame/error-note';
import { tell } from '../frame/toasts';
import { Template } from '../texts/highlighted-text';
import { Words } from './comment-form';
import type { Highlight } from '../texts/highlights.rules';
import { usePlainNames } from '../texts/plain-names';
import classes from './comments.module.css';
import { type Talk, useKeep } from './discussion';
import { Initials } from './others';
import { brief } from '../texts/brief';
import { usePlaceWords } from './place-words';

/** What a screen adds to a thread on a passage. */
export interface Beside {
  /** Its number in the text. */
  no?: Highlight['no'];
  /** Shows the passage; its place in words. */
  go?: { where: string; run: () => void };
  /** Whether the words have changed since. */
  changed?: boolean;
}

/**
 * Threads in the order in which they were begun. Those that are resolved are shown on request.
 * @param named whether each names its part or text: they are of several
 * @param onSettled after one is resolved and gone from the list: moves the focus
 */
export function Threads({
  talk,
  of,
  named = false,
  beside,
  onSettled,
}: {
  talk: Talk;
  of: readonly CommentThread[];
  named?: boolean;
  beside?: (thread: CommentThread) => Beside;
  onSettled?: () => void;
}) {
  const { t } = useTranslation();
  const [all, setAll] = useState(() => of.every((one) => one.resolved !== null));
  const resolved = of.filter((one) => one.resolved !== null);
  const shown = all ? of : of.filter((one) => one.resolved === null);
  return (
    <Stack gap="xs">
      {shown.length > 0 && (
        <ul className={classes['threads']} aria-label={t('comments.title')}>
          {shown.map((thread) => (
            <Thread
              key={thread.id}
              talk={talk}
              thread={thread}
              named={named}
              {...beside?.(thread)}
              {...(onSettled && !all && { onSettled })}
            />
          ))}
        </ul>
      )}
      {resolved.length > 0 && (
        <Group>
          <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {t('comments.resolvedOnes', { count: resolved.length })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** @param top where it stands in a margin beside its words, in px: they are not said again */
export function Thread({
  talk: { id, open },
  thread,
  named = false,
  no,
  go,
  changed = false,
  top,
  onSettled,
}: {
  talk: Talk;
  thread: CommentThread;
  named?: boolean;
  top?: number;
  onSettled?: () => void;
} & Beside) {
  const { t } = useTranslation();
  const keep = useKeep(id);
  const namesIn = usePlainNames();
  const placeOf = usePlaceWords();
  const answerButton = useRef<HTMLButtonElement>(null);
  const [answering, setAnswering] = useState(false);
  const [words, setWords] = useState('');
  const { passage, resolved } = thread;
  const first = thread.comments[0];
  const about = first ? t('comments.of', { name: first.by.name, words: brief(first.words) }) : '';
  const close = (): void => {
    flushSync(() => {
      setAnswering(false);
      setWords('');
    });
    answerButton.current?.focus();
  };
  const answer = useMutation({
    mutationFn: () => comments.answer(id, thread.id, words.trim()),
    onSuccess: (discussion) => {
      keep(discussion);
      close();
    },
  });
  const settle = useMutation({
    mutationFn: () => comments.resolve(id, thread.id, resolved === null),
    onSuccess: (discussion) => {
      keep(discussion);
      if (resolved !== null) return;
      tell(t('comments.resolved'));
      onSettled?.();
    },
  });
  const error = answer.error ?? settle.error;
  return (
    <li className={classes['thread']} data-resolved={resolved !== null || undefined} style={{ top }}>
      {named && (
        <Text size="xs" fw={600}>
          {placeOf(thread)}
        </Text>
      )}
      {passage && top !== undefined && (
        <Text size="xs" fw={700} className={classes['no']}>
          {no}
          <VisuallyHidden lang={passage.language}>
            {' '}
            “<Template text={passage.quote} named />”
          </VisuallyHidden>
        </Text>
      )}
      {passage && top === undefined && (
        <div>
          <Text size="sm" className={classes['quote']}>
            {no !== undefined && <b>{no} · </b>}
            <span lang={passage.language}>
              “<Template text={passage.quote} named />”
            </span>
          </Text>
          {changed && (
            <Text size="sm" fw={600}>
              {t('comments.changed')}
            </Text>
          )}
          {go && (
            <Button
              variant="default"
              size="compact-xs"
              mt={6}
              aria-label={`${t('compose.showPlace')}: ${brief(namesIn(passage.quote))}`}
              aria-description={go.where}
              onClick={go.run}
            >
              {t('compose.showPlace')}
            </Button>
          )}
        </div>
      )}
      <ol className={classes['said']}>
        {thread.comments.map((one) => (
          <li key={one.id}>
            <Initials of={one.by.name} />
            <div>
              <div className={classes['head']}>
                <Text size="sm" fw={600}>
                  {one.by.name}
                </Text>{' '}
                <Text size="xs" c="dimmed">
                  {instant(one.at)}
                </Text>
              </div>
              <Said id={id} thread={thread.id} comment={one} />
            </div>
          </li>
        ))}
      </ol>
      {resolved && (
        <Text size="xs" c="dimmed">
          {t('comments.resolvedBy', { name: resolved.by.name, at: instant(resolved.at) })}
        </Text>
      )}
      {answering && (
        <>
          <Words
            label={t('comments.answerWords')}
            value={words}
            onChange={setWords}
            onSend={() => answer.mutate()}
          />
          <Group gap="xs">
            <Button
              size="compact-sm"
              disabled={words.trim() === ''}
              loading={answer.isPending}
              onClick={() => answer.mutate()}
            >
              {t('comments.send')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={close}>
              {t('actions.cancel')}
            </Button>
          </Group>
        </>
      )}
      {error && <ErrorNote error={error} />}
      {open && !answering && (
        <Group gap="xs">
          <Button
            ref={answerButton}
            variant="default"
            size="compact-sm"
            aria-label={`${t('comments.answer')}: ${about}`}
            onClick={() => {
              focusAdded();
              setAnswering(true);
            }}
          >
            {t('comments.answer')}
          </Button>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={settle.isPending}
            aria-label={`${t(resolved ? 'comments.reopen' : 'comments.resolve')}: ${about}`}
            onClick={() => settle.mutate()}
          >
            {t(resolved ? 'comments.reopen' : 'comments.resolve')}
          </Button>
        </Group>
      )}
    </li>
  );
}

/** What somebody said; the person's own words can be changed for a while. */
function Said({
  id,
  thread,
  comment: { id: comment, words: said, mayEdit },
}: {
  id: string;
  thread: string;
  comment: CommentThread['comments'][number];
}) {
  const { t } = useTranslation();
  const keep = useKeep(id);
  const opener = useRef<HTMLButtonElement>(null);
  const [words, setWords] = useState<string | null>(null);
  const close = (): void => {
    flushSync(() => setWords(null));
    opener.current?.focus();
  };
  const edit = useMutation({
    mutationFn: (next: string) => comments.edit(id, thread, comment, next.trim()),
    onSuccess: (discussion) => {
      keep(discussion);
      close();
    },
  });
  if (words !== null)
    return (
      <Stack gap="xs">
        <Words
          label={t('comments.editWords')}
          value={words}
          onChange={setWords}
          onSend={() => edit.mutate(words)}
        />
        {edit.error && <ErrorNote error={edit.error} />}
        <Group gap="xs">
          <Button
            size="compact-sm"
            disabled={words.trim() === '' || words.trim() === said}
            loading={edit.isPending}
            onClick={() => edit.mutate(words)}
          >
            {t('comments.save')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={close}>
            {t('actions.cancel')}
          </Button>
        </Group>
      </Stack>
    );
  return (
    <>
      <Text size="sm" className="message">
        {said}
      </Text>
      {mayEdit && (
        <Button
          ref={opener}
          variant="subtle"
          size="compact-xs"
          ml={-6}
          aria-label={`${t('acts.edit')}: ${brief(said)}`}
          onClick={() => {
            focusAdded();
            setWords(said);
          }}
        >
          {t('acts.edit')}
        </Button>
      )}
    </>
  );
}
