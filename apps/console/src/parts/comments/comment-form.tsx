import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comments, type Discussion, LONGEST_COMMENT } from '../../api/comments';
import { usePerson } from '../../session';
import { ErrorNote } from '../frame/error-note';
import { Template } from '../texts/highlighted-text';
import { onlyParagraph } from '../texts/highlights.rules';
import { ParagraphChoice } from '../texts/paragraph-choice';
import classes from './comments.module.css';
import type { CommentedPart, Spot } from './comments.rules';
import type { Talk } from './discussion';

/** The words of a text that somebody has marked; an empty quote: none. */
export interface Marked extends Spot {
  start: number;
  quote: string;
}

/** What was written in a form that was left without its buttons, by person, place and words; until the page is left. */
const unsent = new Map<string, string>();

/**
 * Asks for a comment on a part, or on words of a text, within the page: what is commented on stays in sight. Without
 * marked words, first asks for the paragraph if there are several.
 * @param about the part or text
 * @param text of the marked words
 */
export function CommentForm({
  talk: { id, of },
  part,
  about,
  marked,
  text,
  onSaid,
  onClose,
}: {
  talk: Talk;
  part: CommentedPart;
  about: string;
  marked: Marked | null;
  text: string;
  onSaid: (discussion: Discussion) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [passage, setPassage] = useState(
    marked?.quote === '' ? { ...marked, ...onlyParagraph(text) } : marked,
  );
  const { personId } = usePerson();
  // Whoever signs in next on this page must not read it.
  const place = [personId, id, part, about, ...(marked ? [marked.start, marked.quote] : [])].join(' ');
  const [words, setWords] = useState(unsent.get(place) ?? '');
  const write = (next: string): void => {
    unsent.set(place, next);
    setWords(next);
  };
  const say = useMutation({
    mutationFn: () =>
      comments.begin(id, { part, words: words.trim(), ...(passage && { passage: { of, ...passage } }) }),
    onSuccess: (discussion) => {
      unsent.delete(place);
      onSaid(discussion);
      onClose();
    },
  });
  if (passage?.quote === '')
    return (
      <ParagraphChoice
        title={t('pins.which')}
        help={t('comments.choose')}
        text={text}
        language={passage.language}
        onChoose={(chosen) => setPassage({ ...passage, ...chosen })}
        onClose={onClose}
      />
    );
  // No form: in the page it would be within the form that the draft is written in.
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <div role="group" aria-label={t('comments.add')} className={classes['form']} onKeyDown={leave}>
      <Stack gap="xs">
        {passage && (
          <Text size="sm" fw={600} className="message" lang={passage.language}>
            “<Template text={passage.quote} named />”
          </Text>
        )}
        <Words
          label={t('comments.about', { about })}
          value={words}
          onChange={write}
          onSend={() => say.mutate()}
          focused
        />
        {say.error && <ErrorNote error={say.error} />}
        <Group gap="xs">
          <Button
            size="compact-sm"
            disabled={words.trim() === ''}
            loading={say.isPending}
            onClick={() => say.mutate()}
          >
            {t('comments.send')}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              unsent.delete(place);
              onClose();
            }}
          >
            {t('actions.cancel')}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}

/** The field of a comment or an answer; Ctrl+Enter sends it. */
export function Words({
  label,
  value,
  onChange,
  onSend,
  focused = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  /** Whether it takes the focus by itself. */
  focused?: boolean;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!focused) return;
    field.current?.focus({ preventScroll: true });
    // With its buttons, above the bar at the lower edge.
    field.current?.closest(`.${classes['form']}`)?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  return (
    <Textarea
      ref={field}
      label={label}
      description={t('comments.seenBy')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || value.trim() === '') return;
        event.preventDefault();
        onSend();
      }}
      maxLength={LONGEST_COMMENT}
      autosize
      minRows={2}
      maxRows={8}
    />
  );
}
