import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comments, type Discussion, LONGEST_COMMENT } from '../../api/comments';
import { usePerson } from '../../session';
import { Dialog } from '../forms/dialog';
import { ErrorNote } from '../frame/error-note';
import { Template } from '../texts/marked-text';
import { onlyParagraph } from '../texts/marks.rules';
import { ParagraphChoice } from '../texts/paragraph-choice';
import type { CommentedPart, Spot } from './comments.rules';
import type { Talk } from './discussion';

/** The words of a text that somebody has marked; an empty quote: none. */
export interface Marked extends Spot {
  start: number;
  quote: string;
}

/** What was written in a dialog that was closed, by person and place; until the page is left. */
const unsent = new Map<string, string>();

/**
 * Asks for a comment on a part, or on words of a text; without marked words, first asks for the paragraph if there are several.
 * @param about the part or text
 * @param text of the marked words
 */
export function CommentDialog({
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
  const place = `${personId} ${id} ${part} ${about}`;
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
  return (
    <Dialog title={t('comments.about', { about })} onClose={onClose}>
      <Stack>
        {passage && (
          <Text size="sm" fw={600} className="message" lang={passage.language}>
            “<Template text={passage.quote} named />”
          </Text>
        )}
        <Words value={words} onChange={write} onSend={() => say.mutate()} />
        {say.error && <ErrorNote error={say.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button disabled={words.trim() === ''} loading={say.isPending} onClick={() => say.mutate()}>
            {t('comments.send')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** The field of a comment or an answer; Ctrl+Enter sends it. */
export function Words({
  label,
  value,
  onChange,
  onSend,
}: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={label ?? t('comments.words')}
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
      data-autofocus
    />
  );
}
